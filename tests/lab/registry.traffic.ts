import { readFile } from "node:fs/promises";
import { COREDNS } from "../../lab/node/addons/coredns";
import { logFile } from "../../lab/node/logs";
import { firstProcess } from "../../lab/node/sandbox";
import type { Kubectl } from "../support/kubectl";

/**
 * What the lab's node can tell of attempts to reach other hosts. It has no way out, so that each is counted where it ends:
 * the kernel counts packets without a route, CoreDNS logs names that it knows nobody to ask for, and containerd says which pull failed.
 */
export interface Attempts {
  /** Packets of pods to addresses outside the lab. */
  readonly fromPods: number;
  /** Packets of the node's own programs, containerd's among them, to addresses outside the lab. */
  readonly fromNode: number;
  /** Questions to CoreDNS for names outside the cluster. */
  readonly names: number;
}

/** Attempts since the lab came up. */
export async function attempts(kubectl: Kubectl): Promise<Attempts> {
  const [snmp, netstat, log] = await Promise.all([
    nodeFile("net/snmp"),
    nodeFile("net/netstat"),
    corednsLog(kubectl),
  ]);
  return {
    fromPods: counter(netstat, "IpExt", "InNoRoutes"),
    fromNode: counter(snmp, "Ip", "OutNoRoutes"),
    names: strangeNames(log),
  };
}

/** Networks that the node has a route to, as the kernel writes them: hexadecimal, "00000000" for everything else. */
export async function routedNetworks(): Promise<readonly string[]> {
  const [, ...rows] = (await nodeFile("net/route")).trim().split("\n");
  return rows.map((row) => row.split("\t")[1] ?? "");
}

/** The logs of the programs that pull images. */
export async function pullLogs(): Promise<string> {
  const texts = await Promise.all(["containerd", "kubelet"].map((name) => readFile(logFile(name), "utf8")));
  return texts.join("\n");
}

/** One of the kernel's counters: a line of names and a line of numbers, both begun by the group. */
export function counter(text: string, group: string, name: string): number {
  const [names = [], values = []] = text
    .split("\n")
    .filter((line) => line.startsWith(`${group}: `))
    .map((line) => line.split(" "));
  const index = names.indexOf(name);
  const value = Number(values[index]);
  if (index < 0 || Number.isNaN(value)) {
    throw new Error(`the kernel has no counter ${group} ${name}`);
  }
  return value;
}

// Kourier's bootstrap gives this name without the cluster's domain, and Envoy tries it as it stands, too.
const halfNames = ["net-kourier-controller.knative-serving."];

/** How often CoreDNS was asked for a name outside the cluster, by its log. */
export function strangeNames(log: string): number {
  return [...log.matchAll(/plugin\/errors: \d+ (\S+) \w+:/g)].filter(
    ([, name = ""]) => !halfNames.includes(name),
  ).length;
}

async function nodeFile(name: string): Promise<string> {
  const first = await firstProcess();
  if (first === undefined) {
    throw new Error("the lab's node has no first process; bring it up with `npm run lab -- up`");
  }
  return readFile(`/proc/${first.pid}/${name}`, "utf8");
}

function corednsLog(kubectl: Kubectl): Promise<string> {
  return kubectl.run("logs", "-n", COREDNS.namespace, `deployment/${COREDNS.name}`, "--tail=-1");
}
