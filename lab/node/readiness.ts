import { Resolver } from "node:dns/promises";
import { setTimeout as sleep } from "node:timers/promises";

import type { V1Node } from "@kubernetes/client-node";

import { COREDNS } from "./addons/coredns";
import { getHttps } from "./health";
import { ADDRESSES, CLUSTER, LAB_NAME, PORTS } from "./layout";

const POLL_MS = 200;
const DNS_TIMEOUT_MS = 500;
// The kubelet reports every 5 s, but up to two of its rounds and a jitter later, and writes whole seconds; on a slow machine the
// report itself takes a second or two.
const MAX_SILENCE_MS = 20_000;

/** Why the node takes no pods; undefined once it does. */
export async function nodeProblem(now: Date = new Date()): Promise<string | undefined> {
  const text = await getHttps(`${CLUSTER.apiserverUrl}/api/v1/nodes/${LAB_NAME}`, "ca", "admin");
  return describeNode(JSON.parse(text) as V1Node, now);
}

/** Why a node, as the API server shows it, takes no pods. One that was switched off still shows its last condition. */
export function describeNode(node: V1Node, now: Date): string | undefined {
  const ready = node.status?.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined) return "the node tells no condition yet";
  const silent = now.getTime() - new Date(ready.lastHeartbeatTime ?? 0).getTime();
  if (silent > MAX_SILENCE_MS) return `the node was last heard of ${Math.round(silent / 1000)} s ago`;
  return ready.status === "True"
    ? undefined
    : (ready.message ?? "the node is not ready and does not tell why");
}

/**
 * Why names do not resolve; undefined once they do. It asks from the host, as a pod would: by the Service's address. A
 * kubelet that has just started takes pods for not ready until it has probed them, and until then an answer may be the
 * last before a gap.
 */
export async function dnsProblem(): Promise<string | undefined> {
  const probes = await getHttps(`https://${ADDRESSES.node}:${PORTS.kubelet}/metrics/probes`, "ca", "admin");
  if (!hasProbed(probes, COREDNS.namespace, COREDNS.name))
    return "the kubelet has not found CoreDNS ready yet";
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 1 });
  resolver.setServers([ADDRESSES.dnsService]);
  const addresses = await resolver.resolve4(`kubernetes.default.svc.${CLUSTER.domain}`);
  if (addresses.includes(ADDRESSES.kubernetesService)) return undefined;
  return `the API server's name resolves to ${addresses.join(", ")}, not ${ADDRESSES.kubernetesService}`;
}

/** Whether a kubelet's probe metrics tell that it found a container ready since its own start. */
export function hasProbed(metrics: string, namespace: string, container: string): boolean {
  return metrics
    .split("\n")
    .filter((line) => line.startsWith("prober_probe_total{"))
    .some((line) =>
      [
        `namespace="${namespace}"`,
        `container="${container}"`,
        'probe_type="Readiness"',
        'result="successful"',
      ].every((label) => line.includes(label)),
    );
}

/** Waits until there has been no problem for some time, if asked for; fails with the last one. */
export async function waitUntilNone(
  problem: () => Promise<string | undefined>,
  seconds: number,
  steadySeconds = 0,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let clearSince: number | undefined;
  for (;;) {
    const reason = await problem().catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    clearSince = reason === undefined ? (clearSince ?? Date.now()) : undefined;
    if (clearSince !== undefined && Date.now() - clearSince >= steadySeconds * 1000) return;
    if (reason !== undefined && Date.now() > deadline)
      throw new Error(`not so after ${seconds} s: ${reason}`);
    await sleep(POLL_MS);
  }
}
