import { PodSecurityLevel } from "../pods/pods.args";
import { z } from "zod";
import type { DisruptionBudgetArgs, WorkloadArgs } from "../pods/workload.args";
import {
  allWorkloadsShape,
  checkAllWorkloads,
  checkWorkload,
  workloadOf,
  workloadShape,
} from "../pods/workload.check";
import type { PlannedWorkload } from "../pods/workload.plan";
import { checkAnnotations, checkLabels, pathText, under, type Problem } from "../problems";
import { checkPodSecurity, type OwnSettings } from "./podSecurity.check";
import { IngressLayer } from "./ingress";
import { gatewayProgram, leastOf, programsWith, ServingProfile } from "./profiles";
import type { ServingArgs } from "./serving.args";
import { ownSettings, planGatewayWorkload, planWorkload, podSecurityLabel } from "./workloads.plan";

/** The part of Serving's inputs that says how Knative's own programs run. */
export const workloadsShape = {
  profile: z.enum(ServingProfile).optional(),
  workloads: z.record(z.string(), workloadShape).optional(),
  allWorkloads: allWorkloadsShape.optional(),
  namespaceLabels: z.record(z.string(), z.string()).optional(),
  namespaceAnnotations: z.record(z.string(), z.string()).optional(),
  podSecurity: z.enum(PodSecurityLevel).optional(),
};

/** Where the settings of one program stand in the inputs. */
export function workloadPath(program: string): string {
  return program === gatewayProgram ? "gateways[0]" : pathText(["workloads", program]);
}

/** Everything that can be said of how programs run without upstream's files. */
export function checkWorkloads(args: ServingArgs): Problem[] {
  const subjects = subjectsOf(args);
  const own = subjects.map(({ path, settings }) => [path, settings] as const);
  return [
    ...checkLabels("namespaceLabels", args.namespaceLabels),
    ...checkAnnotations("namespaceAnnotations", args.namespaceAnnotations),
    ...under("allWorkloads", checkAllWorkloads(args.allWorkloads ?? {})),
    ...own.flatMap(([path, settings]) => under(path, checkWorkload(settings))),
    ...checkPromise(args, own),
    ...subjects.flatMap(checkNumbers),
    ...checkPodSecurity(args, own),
    ...(args.podSecurity !== undefined && args.namespaceLabels?.[podSecurityLabel] !== undefined
      ? [
          {
            path: `namespaceLabels[${JSON.stringify(podSecurityLabel)}]`,
            code: "KN1008" as const,
            reason: "excludes podSecurity, which sets this label; keep one of them",
          },
        ]
      : []),
  ];
}

/** A program or gateway: what is said of it where, and what it gets in the end. */
interface Subject {
  readonly path: string;
  readonly settings: WorkloadArgs;
  readonly planned: PlannedWorkload;
}

function subjectsOf(args: ServingArgs): readonly Subject[] {
  const { gateways = [{}], workloads = {}, ingress = IngressLayer.Kourier } = args;
  const names = new Set<string>([...programsWith(ingress), ...Object.keys(workloads)]);
  return [
    ...gateways.map((gateway, index) => ({
      path: `gateways[${index}]`,
      settings: workloadOf(gateway),
      planned: planGatewayWorkload(args, workloadOf(gateway)),
    })),
    ...[...names]
      .filter((name) => name !== gatewayProgram)
      .map((name) => ({
        path: workloadPath(name),
        settings: ownSettings(args, name),
        planned: planWorkload(args, name),
      })),
  ];
}

/** A profile that promises to outlive a node can't with one pod. */
function checkPromise(args: ServingArgs, own: readonly OwnSettings[]): Problem[] {
  const { profile } = args;
  const least = profile === undefined ? undefined : leastOf[profile];
  const found: readonly (readonly [path: string, replicas: number | undefined])[] = [
    ["replicas", args.replicas],
    ...own.flatMap(([place, settings]) =>
      (["replicas", "minReplicas"] as const).map(
        (property) => [`${place}.${property}`, settings[property]] as const,
      ),
    ),
  ];
  return found.flatMap(([path, replicas]): Problem[] =>
    profile === undefined || least === undefined || replicas === undefined || replicas >= least
      ? []
      : [
          {
            path,
            code: "KN3504",
            reason: `must be at least ${least} with profile "${profile}", got ${replicas}; raise it or choose another profile`,
          },
        ],
  );
}

/** Rules between numbers of pods, also where one of them comes from the profile or holds for all programs. */
function checkNumbers({ path, settings, planned }: Subject): Problem[] {
  return under(path, [
    ...checkBounds(settings, planned),
    ...checkBudget(planned.podDisruptionBudget ?? {}, planned.scale.least ?? 1),
  ]);
}

function checkBounds({ maxReplicas, minReplicas }: WorkloadArgs, { scale }: PlannedWorkload): Problem[] {
  const { least = 1 } = scale;
  if (maxReplicas === undefined || maxReplicas >= least) {
    return [];
  }
  const source =
    minReplicas === undefined
      ? "pods that replicas or the profile keep; set minReplicas, too"
      : "of minReplicas; raise it";
  const reason = `must not be below the ${least} ${source}, got ${maxReplicas}`;
  return [{ path: "maxReplicas", code: "KN3501", reason }];
}

/** Kubernetes rounds percentages up, of pods that must stay as well as of pods that may be missing. */
function checkBudget({ maxUnavailable, minAvailable }: DisruptionBudgetArgs, pods: number): Problem[] {
  if (maxUnavailable !== undefined && podsOf(maxUnavailable, pods) === 0) {
    const reason = `of "${maxUnavailable}" would keep every node from being drained; set at least "1", or enabled: false for no budget`;
    return [{ path: "podDisruptionBudget.maxUnavailable", code: "KN3503", reason }];
  }
  if (minAvailable !== undefined && podsOf(minAvailable, pods) >= pods) {
    const kept = `${podsOf(minAvailable, pods)} of at least ${pods} ${pods === 1 ? "pod" : "pods"}`;
    const reason = `of "${minAvailable}" keeps ${kept}, so that no node could be drained; use maxUnavailable: "1", or run more pods`;
    return [{ path: "podDisruptionBudget.minAvailable", code: "KN3503", reason }];
  }
  return [];
}

function podsOf(text: string, pods: number): number {
  return text.endsWith("%") ? Math.ceil((Number(text.slice(0, -1)) / 100) * pods) : Number(text);
}
