import { rename, rm, rmdir } from "node:fs/promises";

import { exists } from "../toolchain/cache";

import { step, type Report } from "../toolchain/progress";
import { leftCgroups, removeCgroups } from "./cgroups";
import { MACHINE_DIRECTORY, restoreTunables } from "./kernel";
import { PATHS } from "./layout";
import { withLabLock } from "./labLock";
import { machineLock, waitForLock } from "./lock";
import { leftNetwork, removeNetwork } from "./network";
import { machineProblems } from "./preflight";
import { firstProcess, killSandbox } from "./sandbox";

const silent: Report = () => undefined;

/** Stops the lab and removes everything of it but its state directory. Does nothing if nothing is there. */
export async function labDown(report: Report = silent): Promise<void> {
  await withLabLock(() => takeDown(report));
}

/** Stops the lab and deletes its state: the cluster, its images, its certificates, its Pulumi stacks. The cache stays. */
export async function labReset(report: Report = silent): Promise<void> {
  await withLabLock(async () => {
    await takeDown(report);
    await step(report, "State", `deletes ${PATHS.state}`, deleteState);
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
  await waitForLock(machineLock("host"), async () => {
    await step(report, "Network", "removes namespace, link and routes", removeNetwork);
    await step(report, "Control groups", "removes them", removeCgroups);
    await restoreTunables();
    await rm(PATHS.run, { recursive: true, force: true });
    // It stays while another instance has something in it.
    await rmdir(MACHINE_DIRECTORY).catch(() => undefined);
  });
}

/** Under another name first: a half-deleted state is none that a later `up` could take for a cluster. */
async function deleteState(): Promise<void> {
  const doomed = `${PATHS.state}.deleted`;
  await rm(doomed, { recursive: true, force: true });
  if (await exists(PATHS.state)) await rename(PATHS.state, doomed);
  await rm(doomed, { recursive: true, force: true });
}
