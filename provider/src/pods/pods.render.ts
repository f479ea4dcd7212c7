import { defined, filled, nonEmpty } from "../manifests/defined";
import type { PodSecurityContextArgs, SeccompProfile, SecurityContextArgs } from "./pods.args";

/** A pod's security context as Kubernetes writes it. */
export function renderPodSecurity({
  seccompProfile,
  seccompLocalhostProfile,
  ...same
}: PodSecurityContextArgs) {
  return defined({ ...same, seccompProfile: renderSeccomp(seccompProfile, seccompLocalhostProfile) });
}

function renderSeccomp(type: SeccompProfile | undefined, localhostProfile: string | undefined) {
  return type && defined({ type, localhostProfile });
}

/** A container's security context as Kubernetes writes it. */
export function renderSecurityContext({
  addCapabilities,
  dropCapabilities,
  seccompProfile,
  seccompLocalhostProfile,
  ...same
}: SecurityContextArgs) {
  return defined({
    ...same,
    capabilities: nonEmpty(defined({ add: filled(addCapabilities), drop: dropCapabilities })),
    seccompProfile: renderSeccomp(seccompProfile, seccompLocalhostProfile),
  });
}
