import Table from "cli-table3";
import pc from "picocolors";

import type { InstanceState, LabStatus } from "./status";

/** The lab's state for a person. */
export function renderStatus(status: LabStatus): string {
  const table = new Table({
    head: ["component", "pid", "health", "up for"],
    style: { head: [], border: [] },
  });
  for (const { name, pid, healthy, reason, uptimeSeconds } of status.components) {
    const health = healthy ? pc.green("healthy") : pc.red(reason ?? "not healthy");
    table.push([name, pid ?? "", { content: health, wordWrap: true }, duration(uptimeSeconds)]);
  }
  const from = status.checkout === undefined ? "" : `started from ${status.checkout}\n`;
  return `${table.toString()}\n${from}kubeconfig ${status.kubeconfig}\n${renderInstances(status.instances)}`;
}

/** All labs of the machine, where there is more than the default one. */
function renderInstances(instances: readonly InstanceState[]): string {
  if (instances.every(({ instance }) => instance === "")) return "";
  const lines = instances.map(({ instance, up, checkout }) => {
    const name = instance === "" ? "the default one" : `LAB_INSTANCE=${instance}`;
    return `  ${name}: ${up ? `up, started from ${checkout ?? "?"}` : "down"}\n`;
  });
  return `labs on this machine:\n${lines.join("")}`;
}

/** Seconds in the two largest units that fit: "45 s", "3 min 20 s", "2 h 5 min", "1 d 3 h". */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  const units = [
    { name: "d", size: 86_400 },
    { name: "h", size: 3600 },
    { name: "min", size: 60 },
    { name: "s", size: 1 },
  ];
  const first = units.findIndex(({ size }) => seconds >= size);
  if (first < 0) return "0 s";
  const parts = units.slice(first, first + 2).map(({ name, size }, i) => {
    const rest = i === 0 ? seconds : seconds % (units[first]?.size ?? 1);
    return { name, count: Math.floor(rest / size) };
  });
  return parts
    .filter(({ count }, i) => i === 0 || count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(" ");
}
