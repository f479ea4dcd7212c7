import { rm } from "node:fs/promises";

import { step, type Report } from "../toolchain/progress";
import { leftCgroups, removeCgroups } from "./cgroups";
import { PATHS } from "./layout";
import { withLabLock } from "./lock";
import { leftNetwork, removeNetwork } from "./network";
import { machineProblems } from "./preflight";
import { firstProcess, killSandbox } from "./sandbox";
import { restoreTunables } from "./tunables";

const silent: Report = () => undefined;

/** Stops the lab and removes everything of it but its state directory. Does nothing if nothing is there. */
export async function labDown(report: Report = silent): Promise<void> {
  await withLabLock(() => takeDown(report));
}

/** Stops the lab and deletes its state: the cluster, its images, its certificates, its Pulumi stacks. The cache stays. */
export async function labReset(report: Report = silent): Promise<void> {
  await withLabLock(async () => {
    await takeDown(report);
    await step(report, "State", `deletes ${PATHS.state}`, () =>
      rm(PATHS.state, { recursive: true, force: true }),
    );
  });
}

/** What of the lab, other than its state directory, is on this machine now, in words. */
export async function leftovers(): Promise<string[]> {
  const first = await firstProcess();
  return [
    ...(first === undefined ? [] : [`process ${first.pid}`]),
    ...(await leftNetwork()),
    ...(await leftCgroups()).map((path) => `cgroup ${path}`),
  ];
}

async function takeDown(report: Report): Promise<void> {
  const problems = await machineProblems();
  if (problems.length > 0) throw new Error(`the lab cannot have run here: ${problems.join("; ")}`);
  await step(report, "Node", "kills every process in it, which takes its mounts along", killSandbox);
  await step(report, "Network", "removes namespace, link and routes", removeNetwork);
  await step(report, "Control groups", "removes them", removeCgroups);
  await restoreTunables();
  await rm(PATHS.run, { recursive: true, force: true });
}
