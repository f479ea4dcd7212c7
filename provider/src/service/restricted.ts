import { SeccompProfile, type PodSecurityContextArgs, type SecurityContextArgs } from "../pods/pods.args";
import { refusedByLevel } from "../pods/podSecurity.check";
import { under, type Problem } from "../problems";
import type { ServiceArgs } from "./service.args";

/** A container's context with what Kubernetes' pod security standard "restricted" asks for where neither it nor its pod says anything. */
export function restrictedContext(
  own: SecurityContextArgs = {},
  pod: PodSecurityContextArgs = {},
): SecurityContextArgs {
  return {
    allowPrivilegeEscalation: false,
    dropCapabilities: ["ALL"],
    ...(pod.runAsNonRoot === undefined ? { runAsNonRoot: true } : {}),
    ...(pod.seccompProfile === undefined ? { seccompProfile: SeccompProfile.RuntimeDefault } : {}),
    ...own,
  };
}

/** What a service says itself and the standard doesn't allow: no pod would start where the namespace demands it. */
export function checkRestricted(args: ServiceArgs): Problem[] {
  if (args.restricted !== true) {
    return [];
  }
  const { sidecars = [], initContainers = [], securityContext, podSecurityContext, volumes = [] } = args;
  const places = [
    { path: "", settings: { securityContext, podSecurityContext } },
    ...sidecars.map((settings, index) => ({ path: `sidecars[${index}]`, settings })),
    ...initContainers.map((settings, index) => ({ path: `initContainers[${index}]`, settings })),
  ];
  const ofNode = [
    ...(["hostNetwork", "hostPid", "hostIpc"] as const).filter((path) => args[path] === true),
    ...volumes.flatMap(({ hostPath }, index) =>
      hostPath === undefined ? [] : [`volumes[${index}].hostPath`],
    ),
  ];
  return [
    ...places.flatMap(({ path, settings }) => under(path, refusedByLevel("restricted", settings))),
    ...ofNode.map((path): Problem => ({
      path,
      code: "KN3507",
      reason: "is the node's, which restricted pods can't have; remove it or set restricted: false",
    })),
  ];
}
