import { PodSecurityLevel } from "../pods/pods.args";
import { refusedByLevel } from "../pods/podSecurity.check";
import type { AllWorkloadsArgs, WorkloadArgs } from "../pods/workload.args";
import { under, type Problem } from "../problems";
import type { ServingArgs } from "./serving.args";
import { namespaceLabelsOf, podSecurityLabel } from "./workloads.plan";

/** What is said of one program or gateway, and where. */
export type OwnSettings = readonly [path: string, settings: WorkloadArgs];

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
  return places.flatMap(([path, settings]) => under(path, refusedByLevel(level, settings)));
}
