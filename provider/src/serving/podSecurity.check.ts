import { SeccompProfile } from "../pods/pods.args";
import type { AllWorkloadsArgs, WorkloadArgs } from "../pods/workload.args";
import { under, type Problem } from "../problems";
import { PodSecurityLevel, type ServingArgs } from "./serving.args";
import { namespaceLabelsOf, podSecurityLabel } from "./workloads.plan";

/** What is said of one program or gateway, and where. */
export type OwnSettings = readonly [path: string, settings: WorkloadArgs];

// https://kubernetes.io/docs/concepts/security/pod-security-standards/
const baselineCapabilities: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

/**
 * Settings that the pod security level of the namespaces would refuse. Nobody would say so: the Deployment is taken, and its pods
 * never appear.
 */
export function checkPodSecurity(args: ServingArgs, own: readonly OwnSettings[]): Problem[] {
  const level = namespaceLabelsOf(args)[podSecurityLabel];
  if (level !== PodSecurityLevel.Baseline && level !== PodSecurityLevel.Restricted) {
    return [];
  }
  const places: readonly (readonly [path: string, settings: AllWorkloadsArgs])[] = [
    ["allWorkloads", args.allWorkloads ?? {}],
    ...own,
  ];
  return places.flatMap(([path, settings]) => under(path, refusedBy(level, settings)));
}

function refusedBy(level: PodSecurityLevel, settings: AllWorkloadsArgs): Problem[] {
  const { securityContext = {}, podSecurityContext = {} } = settings;
  const restricted = level === PodSecurityLevel.Restricted;
  const allowed = (capability: string) =>
    restricted ? capability === "NET_BIND_SERVICE" : baselineCapabilities.has(capability);
  const { addCapabilities = [], dropCapabilities } = securityContext;
  const rootless = { podSecurityContext, securityContext };
  const refused: readonly (readonly [path: string, isRefused: boolean])[] = [
    ["securityContext.addCapabilities", !addCapabilities.every(allowed)],
    ["securityContext.dropCapabilities", restricted && dropCapabilities?.includes("ALL") === false],
    [
      "securityContext.allowPrivilegeEscalation",
      restricted && securityContext.allowPrivilegeEscalation === true,
    ],
    ...Object.entries(rootless).flatMap(([name, context]): [string, boolean][] => [
      [`${name}.seccompProfile`, context.seccompProfile === SeccompProfile.Unconfined],
      [`${name}.runAsNonRoot`, restricted && context.runAsNonRoot === false],
      [`${name}.runAsUser`, restricted && context.runAsUser === 0],
    ]),
  ];
  return refused
    .filter(([, isRefused]) => isRefused)
    .map(([path]) => ({
      path,
      code: "KN3507",
      reason: `is what the pod security level "${level}" doesn't allow, and no pod would start; remove it or lower the level`,
    }));
}
