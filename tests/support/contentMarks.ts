/** Fields that change with each object that is waited for: by these a wait knows the new content from the old one. */
export const contentMarks = [
  'metadata.annotations["knative.pulumi.com/content"]',
  'metadata.annotations["pulumi.com/waitFor"]',
] as const;
