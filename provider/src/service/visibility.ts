/** From where a service can be reached. */
export const Visibility = { External: "external", ClusterLocal: "cluster-local" } as const;
export type Visibility = (typeof Visibility)[keyof typeof Visibility];

/** Whether a service says that it is reached from inside the cluster only: by that word, or by asking for no gateway. */
export function isClusterLocal({
  visibility,
  gateways,
}: {
  readonly visibility?: Visibility;
  readonly gateways?: readonly string[];
}): boolean {
  return visibility === Visibility.ClusterLocal || gateways?.length === 0;
}
