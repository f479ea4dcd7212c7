import { pluckNumber, pluckString, type ValueMap } from "../value";
import { fullName, ownedPodTroubles, shownTroubles } from "./pod";
import { condition, info, pods, type AwaitSpec, type Verdict, type View } from "./spec";

const fatalReasons = ["BackoffLimitExceeded", "DeadlineExceeded"];

/** A Job is ready when it started and completed. It fails when it used up its tries or its time. */
export function judgeJob(view: View): Verdict {
  const { object } = view;
  const failure = failureOf(object);
  const troubles = ownedPodTroubles(view.related["Pod"] ?? [], object);
  const shown = shownTroubles(troubles);
  return {
    ready: isReady(object),
    failed: failure !== undefined,
    status: [...steps(object), ...shown],
    reasons: [...(failure === undefined ? [] : [failure]), ...troubles.map(({ text }) => text)],
  };
}

/** Whether the Job completed. */
export function isReady(job: ValueMap): boolean {
  const complete = condition(job, "Complete")?.["status"] === "True";
  return pluckString(job, "status", "startTime") !== "" && failureOf(job) === undefined && complete;
}

function failureOf(job: ValueMap): string | undefined {
  const failed = condition(job, "Failed");
  const reason = failed === undefined ? "" : pluckString(failed, "reason");
  return failed?.["status"] === "True" && fatalReasons.includes(reason)
    ? `[${reason}] ${pluckString(failed, "message")}`
    : undefined;
}

function steps(job: ValueMap): ReturnType<typeof info>[] {
  const count = (key: string): number => pluckNumber(job, "status", key) ?? 0;
  const counts = `(Active: ${count("active")} | Succeeded: ${count("succeeded")} | Failed: ${count("failed")})`;
  const start = info(`Waiting for Job "${fullName(job)}" to start`);
  return pluckString(job, "status", "startTime") === ""
    ? [start]
    : [start, info(`Waiting for Job "${fullName(job)}" to succeed ${counts}`)];
}

export const jobAwait: AwaitSpec = { related: [pods], checksRead: true, keepsReasons: true, judge: judgeJob };
