import { CHECKS, COMPONENT_NAMES } from "./checks";
import { inspectComponent, type ComponentState } from "./component";
import { suffixOf } from "./instance";
import { PATHS, pathsOf } from "./layout";
import { readOwner } from "./owner";
import { uptimeSeconds } from "./processTable";
import { knownInstances } from "./ranges";
import { dnsProblem, nodeProblem } from "./readiness";
import { firstProcess } from "./sandbox";

/** One of the labs on this machine. */
export interface InstanceState {
  /** What LAB_INSTANCE has to be for it; empty for the default one. */
  readonly instance: string;
  readonly up: boolean;
  /** Directory of the checkout that started it, if it is up. */
  readonly checkout?: string;
}

export interface LabStatus {
  /** Whether everything does its work. */
  readonly healthy: boolean;
  /** Directory of the checkout that started it, if it is up. */
  readonly checkout?: string;
  readonly kubeconfig: string;
  readonly components: readonly ComponentState[];
  /** Every lab that is up on this machine or has kept its state, this one included. */
  readonly instances: readonly InstanceState[];
}

/** Looks at every part of the lab without changing anything. */
export async function labStatus(): Promise<LabStatus> {
  const first = await firstProcess();
  const components = await Promise.all([
    nodeState(first),
    ...COMPONENT_NAMES.map((name) => inspectComponent(name, CHECKS[name])),
    problemState("node Ready", first === undefined, nodeProblem),
    problemState("cluster DNS", first === undefined, dnsProblem),
  ]);
  const owner = first === undefined ? undefined : await readOwner();
  return {
    healthy: components.every(({ healthy }) => healthy),
    checkout: owner?.checkout,
    kubeconfig: PATHS.kubeconfig,
    components,
    instances: await Promise.all(knownInstances().map(instanceState)),
  };
}

async function instanceState(name: string): Promise<InstanceState> {
  const { run } = pathsOf(name);
  const up = (await firstProcess(run)) !== undefined;
  return { instance: suffixOf(name), up, checkout: up ? (await readOwner(run))?.checkout : undefined };
}

async function nodeState(first: Awaited<ReturnType<typeof firstProcess>>): Promise<ComponentState> {
  if (first === undefined) return { name: "namespaces", healthy: false, reason: "the lab is down" };
  return { name: "namespaces", healthy: true, pid: first.pid, uptimeSeconds: await uptimeSeconds(first) };
}

async function problemState(
  name: string,
  isDown: boolean,
  problem: () => Promise<string | undefined>,
): Promise<ComponentState> {
  if (isDown) return { name, healthy: false, reason: "the lab is down" };
  const reason = await problem().catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  return { name, healthy: reason === undefined, reason };
}
