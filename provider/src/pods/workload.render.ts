import { defined, nonEmpty } from "../manifests/defined";
import type { ListTransform, Transform } from "../manifests/manifest";
import {
  eachManifest,
  setDisruptionBudgets,
  setEnv,
  setPods,
  setResources,
  setScale,
  transformManifests,
} from "../manifests/transforms";
import { SpreadFallback, type TopologySpreadArgs } from "./pods.args";
import { renderPodSecurity, renderSecurityContext } from "./pods.render";
import type { PlannedWorkload } from "./workload.plan";

/** Makes Deployments run as is planned of them by name, with their autoscalers and disruption budgets. */
export function runAsPlanned(planned: ReadonlyMap<string, PlannedWorkload>): ListTransform {
  return (manifests) =>
    transformManifests(
      manifests,
      setScale((program) => planned.get(program)?.scale),
      eachManifest(...[...planned].flatMap(([program, workload]) => podSteps(program, workload))),
      setDisruptionBudgets((program) => planned.get(program)?.podDisruptionBudget),
    );
}

function podSteps(program: string, workload: PlannedWorkload): Transform[] {
  const { resources, env, securityContext, podSecurityContext } = workload;
  return [
    ...(resources === undefined
      ? []
      : [
          setResources(program, {
            requests: resources.requests && nonEmpty(resources.requests),
            limits: resources.limits && nonEmpty(resources.limits),
          }),
        ]),
    ...(env === undefined ? [] : [setEnv(env, program)]),
    setPods(program, {
      replaced: {
        tolerations: workload.tolerations?.map((toleration) => defined({ ...toleration })),
        priorityClassName: workload.priorityClassName,
        terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
      },
      merged: {
        nodeSelector: workload.nodeSelector,
        affinity: workload.affinity,
        securityContext: podSecurityContext && renderPodSecurity(podSecurityContext),
      },
      containerSecurity: securityContext && renderSecurityContext(securityContext),
      spread: workload.topologySpreadConstraints?.map(renderSpread),
      labels: workload.podLabels,
      annotations: workload.podAnnotations,
    }),
  ];
}

function renderSpread({ maxSkew = 1, topologyKey, whenUnsatisfiable, matchLabels }: TopologySpreadArgs) {
  return {
    maxSkew,
    topologyKey,
    whenUnsatisfiable: whenUnsatisfiable ?? SpreadFallback.DoNotSchedule,
    matchLabels,
  };
}
