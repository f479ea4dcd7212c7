import { CHECKS, COMPONENT_NAMES } from "./checks";
import { inspectComponent, type ComponentState } from "./component";
import { PATHS } from "./layout";
import { readOwner } from "./owner";
import { uptimeSeconds } from "./processTable";
import { dnsProblem, nodeProblem } from "./readiness";
import { firstProcess } from "./sandbox";

export interface LabStatus {
  /** Whether everything does its work. */
  readonly healthy: boolean;
  /** Directory of the checkout that started it, if it is up. */
  readonly checkout?: string;
  readonly kubeconfig: string;
  readonly components: readonly ComponentState[];
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
  };
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
