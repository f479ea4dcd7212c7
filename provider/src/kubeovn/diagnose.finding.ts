import type { Finding, ObjectName } from "../diagnose/finding";
import type { ProblemCode } from "../problems";

/** The links between a pod and the API server, in the order in which they depend on each other. */
export const networkLinks = [
  "kube-ovn",
  "multus",
  "pod",
  "vpc",
  "subnet",
  "attachment",
  "routes",
  "api-server",
  "dns",
] as const;
export type NetworkLink = (typeof networkLinks)[number];

/** One thing that is wrong with networks. */
export type NetworkFinding = Omit<Finding, "link"> & { readonly link: NetworkLink };

/** Something without which packets don't get where they should. */
export function error(
  link: NetworkLink,
  object: ObjectName,
  code: ProblemCode,
  rest: Pick<Finding, "message" | "cause" | "next">,
): NetworkFinding {
  return { link, object, severity: "error", code, ...rest };
}
