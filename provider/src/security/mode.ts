/** What a layer does about what it finds. */
export const SecurityMode = {
  /** Refuses it. */
  Strict: "strict",
  /** Lets it pass, and tells. */
  Permissive: "permissive",
} as const;
export type SecurityMode = (typeof SecurityMode)[keyof typeof SecurityMode];
