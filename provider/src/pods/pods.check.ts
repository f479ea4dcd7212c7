import { z } from "zod";
import { quantity, text, under, whole, type Problem, type ProblemCode } from "../problems";
import {
  SeccompProfile,
  SpreadFallback,
  TaintEffect,
  TolerationOperator,
  type PodSecurityContextArgs,
  type ResourcesArgs,
  type SecurityContextArgs,
  type TolerationArgs,
  type TopologySpreadArgs,
} from "./pods.args";

const highestId = 2147483647;
export const userId = whole(0, highestId);

const capabilities = z.array(
  text("KN1006", 'must be a capability such as "NET_BIND_SERVICE"', (value) => /^[A-Z_]+$/.test(value)),
);

export const resourcesShape = z.strictObject({
  requests: z.record(z.string(), quantity).optional(),
  limits: z.record(z.string(), quantity).optional(),
}) satisfies z.ZodType<ResourcesArgs>;

/** What containers and pods may both be held to. */
const securityShape = {
  runAsUser: userId.optional(),
  runAsGroup: userId.optional(),
  runAsNonRoot: z.boolean().optional(),
  seccompProfile: z.enum(SeccompProfile).optional(),
  seccompLocalhostProfile: text(
    "KN1006",
    "must be a relative path, below the kubelet's directory of profiles",
    (value) => value !== "" && !value.startsWith("/") && !value.split("/").includes(".."),
  ).optional(),
};

/** What Kubernetes would refuse of a security context, after the object that asks for the pods was taken. */
function refineSecurity(context: PodSecurityContextArgs, refinement: z.core.$RefinementCtx): void {
  const { seccompProfile, seccompLocalhostProfile: file, runAsUser, runAsNonRoot } = context;
  const local = seccompProfile === SeccompProfile.Localhost;
  const refuse = (path: keyof PodSecurityContextArgs, problem: ProblemCode, message: string) =>
    refinement.addIssue({ code: "custom", path: [path], message, params: { problem } });
  if (local && file === undefined) {
    const reason = 'is required with seccompProfile "Localhost": the path of the profile';
    refuse("seccompLocalhostProfile", "KN1005", reason);
  }
  if (!local && file !== undefined) {
    refuse("seccompLocalhostProfile", "KN1008", 'needs seccompProfile "Localhost"');
  }
  if (runAsUser === 0 && runAsNonRoot === true) {
    refuse("runAsUser", "KN1008", "of 0 is root, which runAsNonRoot keeps from starting; set one of them");
  }
}

export const securityContextShape = z
  .strictObject({
    ...securityShape,
    readOnlyRootFilesystem: z.boolean().optional(),
    allowPrivilegeEscalation: z.boolean().optional(),
    addCapabilities: capabilities.optional(),
    dropCapabilities: capabilities.optional(),
  })
  .superRefine(refineSecurity) satisfies z.ZodType<SecurityContextArgs>;

export const podSecurityContextShape = z
  .strictObject({
    ...securityShape,
    fsGroup: userId.optional(),
    supplementalGroups: z.array(userId).optional(),
  })
  .superRefine(refineSecurity) satisfies z.ZodType<PodSecurityContextArgs>;

export const tolerationShape = z.strictObject({
  key: z.string().min(1).optional(),
  operator: z.enum(TolerationOperator).optional(),
  value: z.string().optional(),
  effect: z.enum(TaintEffect).optional(),
  tolerationSeconds: whole(0).optional(),
}) satisfies z.ZodType<TolerationArgs>;

export const topologySpreadShape = z.strictObject({
  maxSkew: whole(1).optional(),
  topologyKey: z.string().min(1),
  whenUnsatisfiable: z.enum(SpreadFallback).optional(),
  matchLabels: z.record(z.string(), z.string()).optional(),
}) satisfies z.ZodType<TopologySpreadArgs>;

/** What Kubernetes would refuse of tolerations, long after the object that asks for the pods was taken. */
export function checkTolerations(tolerations: readonly TolerationArgs[]): Problem[] {
  return tolerations.flatMap((given, index) => under(`tolerations[${index}]`, checkToleration(given)));
}

function checkToleration(given: TolerationArgs): Problem[] {
  const exists = given.operator === TolerationOperator.Exists;
  const problem = (path: keyof TolerationArgs, reason: string): Problem => ({ path, code: "KN1008", reason });
  return [
    ...(exists && given.value !== undefined ? [problem("value", 'excludes the operator "Exists"')] : []),
    ...(!exists && given.key === undefined
      ? [problem("operator", 'must be "Exists" where no key is given')]
      : []),
    ...(given.tolerationSeconds !== undefined && given.effect !== TaintEffect.NoExecute
      ? [problem("tolerationSeconds", 'needs the effect "NoExecute"')]
      : []),
  ];
}
