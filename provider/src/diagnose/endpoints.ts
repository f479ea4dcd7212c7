import { named, type EndpointSlice, type InstallationFacts } from "./facts";
import { broken, kubectl, type Finding } from "./finding";

/** A Service of the installation, and what it means that nothing stands behind it. */
export interface NeededService<L extends string> extends Pick<Finding<L>, "link" | "code"> {
  readonly name: string;
  readonly namespace: string;
  /** What doesn't work without it. */
  readonly effect: string;
  /** Label selector of what belongs to it. Default: all of the namespace is listed. */
  readonly selector?: string;
}

/** Addresses that stand behind a Service and are ready. */
export function readyEndpoints(
  slices: readonly EndpointSlice[],
  service: string,
  namespace?: string,
): readonly string[] {
  return slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses ?? []);
}

/** A Service that must be there, with somebody behind it. */
export function checkEndpoints<L extends string>(
  { services, endpointSlices }: Pick<InstallationFacts, "services" | "endpointSlices">,
  { link, code, name, namespace, effect, selector }: NeededService<L>,
): Finding<L>[] {
  const isThere = named(services, name, namespace) !== undefined;
  if (isThere && readyEndpoints(endpointSlices, name, namespace).length > 0) {
    return [];
  }
  const narrowed = selector === undefined ? [] : ["-l", selector];
  return [
    broken({
      link,
      object: { kind: "Service", namespace, name },
      code,
      message: isThere ? `Service ${name} has no endpoint that is ready` : `there is no Service ${name}`,
      cause: `the Service is gone or selects no pod: ${effect}`,
      next: [
        kubectl(namespace, "get", "service,endpointslices,pods", ...narrowed),
        "pulumi refresh",
        "pulumi up",
      ],
    }),
  ];
}
