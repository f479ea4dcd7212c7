import { z } from "zod";
import { checkAnnotations, checkLabels, didYouMean, leaf, text, whole, type Problem } from "../problems";
import {
  checkTolerations,
  podSecurityContextShape,
  resourcesShape,
  securityContextShape,
  tolerationShape,
  topologySpreadShape,
} from "./pods.check";
import { SpreadFallback, type TopologySpreadArgs } from "./pods.args";
import type { AllWorkloadsArgs, DisruptionBudgetArgs, WorkloadArgs } from "./workload.args";

const podCount = text(
  "KN1006",
  'must be a number of pods such as "1", or a percentage such as "25%"',
  (value) => /^\d{1,4}$|^(\d|[1-9]\d|100)%$/.test(value),
);
const budgetShape = z.strictObject({
  enabled: z.boolean().optional(),
  maxUnavailable: podCount.optional(),
  minAvailable: podCount.optional(),
}) satisfies z.ZodType<DisruptionBudgetArgs>;

export const allWorkloadsShape = z.strictObject({
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(tolerationShape).optional(),
  affinity: z.record(z.string(), z.any()).optional(),
  topologySpreadConstraints: z.array(topologySpreadShape).optional(),
  priorityClassName: z.string().min(1).optional(),
  podSecurityContext: podSecurityContextShape.optional(),
  securityContext: securityContextShape.optional(),
  podLabels: z.record(z.string(), z.string()).optional(),
  podAnnotations: z.record(z.string(), z.string()).optional(),
  env: z.record(z.string(), leaf(z.string())).optional(),
}) satisfies z.ZodType<AllWorkloadsArgs>;

export const workloadShape = z.strictObject({
  ...allWorkloadsShape.shape,
  replicas: whole(1, 100).optional(),
  minReplicas: whole(1, 100).optional(),
  maxReplicas: whole(1, 100).optional(),
  targetCpuUtilization: whole(1, 1000).optional(),
  resources: resourcesShape.optional(),
  terminationGracePeriodSeconds: whole(0, 3600).optional(),
  podDisruptionBudget: budgetShape.optional(),
}) satisfies z.ZodType<WorkloadArgs>;

/** The properties of a workload among those of something larger, such as a gateway. */
export function workloadOf(whole: WorkloadArgs): WorkloadArgs {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => Object.hasOwn(workloadShape.shape, key)));
}

const affinities = ["nodeAffinity", "podAffinity", "podAntiAffinity"];

/** What can be said of where pods run without knowing which program they are of. */
export function checkAllWorkloads(settings: AllWorkloadsArgs): Problem[] {
  const { tolerations = [], affinity = {}, env = {}, topologySpreadConstraints = [] } = settings;
  return [
    ...checkLabels("podLabels", settings.podLabels),
    ...checkAnnotations("podAnnotations", settings.podAnnotations),
    ...checkTolerations(tolerations),
    ...checkSpread(topologySpreadConstraints),
    ...Object.keys(affinity)
      .filter((key) => !affinities.includes(key))
      .map((key): Problem => {
        const near = didYouMean(key, affinities);
        return {
          path: `affinity.${key}`,
          code: "KN1001",
          reason: `is no affinity${near}; there are ${affinities.join(", ")}`,
        };
      }),
    ...Object.keys(env).flatMap(checkVariable),
  ];
}

/** Kubernetes takes one constraint for each pair of key and fallback. */
function checkSpread(constraints: readonly TopologySpreadArgs[]): Problem[] {
  const pairs = constraints.map(
    ({ topologyKey, whenUnsatisfiable = SpreadFallback.DoNotSchedule }) =>
      `${topologyKey} ${whenUnsatisfiable}`,
  );
  return pairs.flatMap((pair, index): Problem[] => {
    const first = pairs.indexOf(pair);
    const reason = `is what topologySpreadConstraints[${first}] says of the same topologyKey already; keep one of them`;
    return first < index ? [{ path: `topologySpreadConstraints[${index}]`, code: "KN1007", reason }] : [];
  });
}

function checkVariable(name: string): Problem[] {
  const path = `env[${JSON.stringify(name)}]`;
  if (name === "KUBERNETES_MIN_VERSION") {
    return [
      {
        path,
        code: "KN1008",
        reason: "is what kubernetesMinVersionOverride sets, for all programs; set that",
      },
    ];
  }
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)
    ? []
    : [
        {
          path,
          code: "KN1006",
          reason: "is no variable name: letters, digits, '_', '-' and '.', not starting with a digit",
        },
      ];
}

/** What can be said of one program's settings by themselves. */
export function checkWorkload(workload: WorkloadArgs): Problem[] {
  const { replicas, minReplicas, maxReplicas, podDisruptionBudget: budget = {} } = workload;
  const excludes = (path: string, other: string, reason: string): Problem => ({
    path,
    code: "KN1008",
    reason: `excludes ${other}; ${reason}`,
  });
  const bound = minReplicas === undefined ? "maxReplicas" : "minReplicas";
  return [
    ...checkAllWorkloads(workload),
    ...(replicas !== undefined && (minReplicas ?? maxReplicas) !== undefined
      ? [
          excludes(
            "replicas",
            bound,
            "set minReplicas and maxReplicas where an autoscaler rules, replicas elsewhere",
          ),
        ]
      : []),
    ...(budget.maxUnavailable !== undefined && budget.minAvailable !== undefined
      ? [excludes("podDisruptionBudget.minAvailable", "maxUnavailable", "set one of them")]
      : []),
    ...(budget.enabled === false && (budget.maxUnavailable ?? budget.minAvailable) !== undefined
      ? [
          excludes(
            "podDisruptionBudget.enabled",
            "numbers where it is false",
            "remove them or enable the budget",
          ),
        ]
      : []),
  ];
}
