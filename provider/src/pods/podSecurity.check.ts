import type { Problem } from "../problems";
import {
  PodSecurityLevel,
  SeccompProfile,
  type PodSecurityContextArgs,
  type SecurityContextArgs,
} from "./pods.args";

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

/** What is said of the rights of a pod or of one of its containers. */
export interface Rights {
  readonly securityContext?: SecurityContextArgs;
  readonly podSecurityContext?: PodSecurityContextArgs;
}

/** What a pod security level doesn't allow. */
export function refusedByLevel(level: PodSecurityLevel, settings: Rights): Problem[] {
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
