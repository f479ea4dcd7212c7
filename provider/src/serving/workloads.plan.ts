import type { WorkloadArgs } from "../pods/workload.args";
import { workloadOf } from "../pods/workload.check";
import { mergeWorkloads, type PlannedWorkload } from "../pods/workload.plan";
import { gatewayProgram, profiles } from "./profiles";
import type { ServingArgs } from "./serving.args";

/** What is said of a program by its own name; the gateway's stands with the gateway. */
export function ownSettings({ workloads = {}, gateways = [] }: ServingArgs, program: string): WorkloadArgs {
  return program === gatewayProgram
    ? workloadOf(gateways[0] ?? {})
    : Object.hasOwn(workloads, program)
      ? (workloads[program] ?? {})
      : {};
}

/** Label of namespaces that says what their pods may do. */
export const podSecurityLabel = "pod-security.kubernetes.io/enforce";

/** Labels of the system namespaces, that of the pod security level included. */
export function namespaceLabelsOf({ namespaceLabels, podSecurity }: ServingArgs): Record<string, string> {
  return { ...namespaceLabels, ...(podSecurity && { [podSecurityLabel]: podSecurity }) };
}

/** How a gateway runs that has no program of upstream's: the profile's settings for gateways, those of all programs, its own. */
export function planGatewayWorkload(args: ServingArgs, gateway: WorkloadArgs): PlannedWorkload {
  return planWorkload({ ...args, gateways: [gateway] }, gatewayProgram);
}

/** What upstream's activator has; its ConfigMap asks for more where requests may take longer. */
const usualGraceSeconds = 600;

/** The activator holds requests while it goes, so it needs as long as the longest may take. */
function longRequests({
  revisionDefaults,
  config,
  terminationGracePeriodSeconds,
}: ServingArgs): Pick<WorkloadArgs, "terminationGracePeriodSeconds"> {
  const given = config?.["config-defaults"]?.["max-revision-timeout-seconds"];
  const longest = revisionDefaults?.maxRevisionTimeoutSeconds ?? Number(given ?? usualGraceSeconds);
  return longest > usualGraceSeconds && terminationGracePeriodSeconds === undefined
    ? { terminationGracePeriodSeconds: longest }
    : {};
}

/**
 * Settings of one program, later ones first: its own, those of all programs, those of the installation, the profile's. Maps are
 * put together entry by entry, all else replaces.
 */
export function planWorkload(args: ServingArgs, program: string): PlannedWorkload {
  const profile: Readonly<Record<string, WorkloadArgs>> =
    args.profile === undefined ? {} : profiles[args.profile];
  return mergeWorkloads([
    program === "activator" ? longRequests(args) : {},
    Object.hasOwn(profile, program) ? (profile[program] ?? {}) : {},
    program === gatewayProgram || args.replicas === undefined ? {} : { replicas: args.replicas },
    args.allWorkloads ?? {},
    ownSettings(args, program),
  ]);
}
