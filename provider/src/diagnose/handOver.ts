import { isTrue, type KnativeService } from "./facts";

/**
 * Pulumi's engine can't interrupt a provider that waits for a service. So the wait has two ends: the service is ready,
 * or this annotation names the revision that it waits for; then the Service component takes over, and judges itself.
 * A mark that is left behind names another revision, or lets the component judge at once: it never makes a failure.
 */
export const mark = "knative.pulumi.com/handed-over";

/** The value of `pulumi.com/waitFor` with both ends. */
export function readyOrHandedOver(url: string | undefined): string {
  const ready = [
    "@.status=='True'",
    "$.status.observedGeneration==$.metadata.generation",
    ...(url === undefined ? [] : [`$.status.url=='${url}'`]),
  ];
  const annotation = `$.metadata.annotations['${mark}']`;
  const revision = "$.status.latestCreatedRevisionName";
  // Two values that are both not there would be equal.
  const handedOver = [annotation, revision, `${annotation}==${revision}`];
  // No blanks: the parser of the official provider stumbles over those before a third operand.
  const ends = `(${ready.join("&&")})||(${handedOver.join("&&")})`;
  return `jsonpath={.status.conditions[?@.type=='Ready'&&(${ends})].type}=Ready`;
}

/** Whether the service is ready, and that is said of what it is now. */
export function isReady(service: Pick<KnativeService, "metadata" | "status"> | undefined): boolean {
  return isTrue(service) && service?.status?.observedGeneration === service?.metadata.generation;
}

/** What hands a service over; undefined where there is nothing to wait for yet, or it is done already. */
export function handingOver({ metadata, status }: KnativeService): object | undefined {
  const revision = status?.latestCreatedRevisionName;
  return revision === undefined || metadata.annotations?.[mark] === revision
    ? undefined
    : { metadata: { annotations: { [mark]: revision } } };
}
