import { mergeWorkloads, type PlannedWorkload } from "../pods/workload.plan";
import type { WorkloadArgs } from "../pods/workload.args";
import { findEventing, type EventingRelease, type ReleaseFile } from "../release/catalog";
import type { EventingArgs } from "./eventing.args";
import { kafkaFiles } from "./kafka/kafka.plan";

/** What is to be installed: checked args with the release looked up. */
export interface EventingPlan {
  readonly args: EventingArgs;
  readonly release: EventingRelease;
  readonly files: readonly ReleaseFile[];
}

/** Sends for all PingSources; Eventing's controller starts it with the first of them, and fills in its variables. */
export const pingAdapter = "pingsource-mt-adapter";

/** Applies the defaults of EventingArgs that aren't upstream's. */
export function planEventing(args: EventingArgs): EventingPlan {
  const release = findEventing(args.release);
  if (release === undefined) {
    throw new Error(`no release ${args.release ?? ""} in the catalogue`); // checkEventing has refused it before
  }
  const { core, inMemoryChannel, broker, postInstallJobs } = release.files;
  return {
    args,
    release,
    // core repeats every definition of crds.
    files: [
      core,
      ...(args.inMemoryChannel === false ? [] : [inMemoryChannel]),
      ...(args.mtChannelBroker === false ? [] : [broker]),
      ...kafkaFiles(release.minor, args.kafka, args.migrationJobs),
      ...(args.migrationJobs === false ? [] : [postInstallJobs]),
    ],
  };
}

/** What is said of a program by its own name. */
export function ownSettings({ workloads = {} }: EventingArgs, program: string): WorkloadArgs {
  return Object.hasOwn(workloads, program) ? (workloads[program] ?? {}) : {};
}

/** How one program runs: its own settings over those of all programs over those of the installation. */
export function planWorkload(args: EventingArgs, program: string, isScaled = true): PlannedWorkload {
  const isOnDemand = program === pingAdapter || !isScaled;
  return mergeWorkloads([
    isOnDemand || args.replicas === undefined ? {} : { replicas: args.replicas },
    args.allWorkloads ?? {},
    ownSettings(args, program),
  ]);
}
