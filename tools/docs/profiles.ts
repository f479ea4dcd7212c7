import { join } from "node:path";
import { quantityValue } from "../../provider/src/problems";
import { IngressLayer } from "../../provider/src/serving/ingress";
import { gatewayProgram, layerOf, profiles, programs, programsWith, ServingProfile, type Profile, type Program } from "../../provider/src/serving/profiles";

/** What the least number of pods of a program asks for. */
export interface ProgramTotal {
  readonly program: string;
  readonly pods: number;
  /** CPU that one pod asks for, in CPUs. */
  readonly cpu: number;
  /** Memory that one pod asks for, in bytes. */
  readonly memory: number;
}

/** What a profile says of each program, as numbers. */
export function programTotals(profile: Profile, chosen: readonly Program[]): readonly ProgramTotal[] {
  return chosen.map((program) => {
    const { replicas, minReplicas, resources } = profile[program];
    const asked = (name: string) => quantityValue(resources?.requests?.[name] ?? "") ?? NaN;
    return { program, pods: minReplicas ?? replicas ?? 1, cpu: asked("cpu"), memory: asked("memory") };
  });
}

/** CPU and memory of all pods, but those of the program that is installed on demand only. */
export function totalOf(totals: readonly ProgramTotal[]): { readonly cpu: number; readonly memory: number } {
  const always = totals.filter(({ program }) => program !== "autoscaler-hpa");
  const sum = (value: (total: ProgramTotal) => number) =>
    always.reduce((before, total) => before + total.pods * value(total), 0);
  return { cpu: sum(({ cpu }) => cpu), memory: sum(({ memory }) => memory) };
}

/** The table of what each profile asks for. */
export function profilesTable(): string {
  const names = Object.values(ServingProfile);
  const columns = names.map((name) => programTotals(profiles[name], programs));
  const rows = programs.map((program, index) => {
    const cells = columns.map((totals) => cellText(totals[index]));
    return `| ${rowText(program)} | ${cells.join(" | ")} |`;
  });
  const sums = Object.values(IngressLayer).map((ingress) => {
    const totals = names.map((name) => totalOf(programTotals(profiles[name], programsWith(ingress))));
    return [`all with ${nameOf[ingress]}`, ...totals.map(sumText)];
  });
  return [
    `| program | ${names.map((name) => `\`${name}\``).join(" | ")} |`,
    `|---|${names.map(() => "---|").join("")}`,
    ...rows,
    ...sums.map((cells) => `| ${cells.join(" | ")} |`),
  ].join("\n");
}

const nameOf: Readonly<Record<IngressLayer, string>> = { kourier: "Kourier", istio: "Istio", "gateway-api": "the Gateway API" };

function rowText(program: Program): string {
  const layer = layerOf(program);
  if (program === gatewayProgram) {
    return `gateway (Kourier's is \`${program}\`)`;
  }
  const note = program === "autoscaler-hpa" ? "with `hpaAutoscaler`" : layer && `with ${nameOf[layer]}`;
  return `\`${program}\`${note === undefined ? "" : ` (${note})`}`;
}

function sumText({ cpu, memory }: { readonly cpu: number; readonly memory: number }): string {
  return `${cpuText(cpu)} CPU, ${memoryText(memory)}`;
}

function cellText(total: ProgramTotal | undefined): string {
  return total === undefined ? "" : `${total.pods} × ${cpuText(total.cpu)} CPU, ${memoryText(total.memory)}`;
}

function cpuText(cpus: number): string {
  return String(Math.round(cpus * 1000) / 1000);
}

function memoryText(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

const markers = /(<!-- profiles: npm run docs -->\n)[^]*?(<!-- end of profiles -->)/;

/** The page with the table written anew. */
export function withProfiles(page: string): string {
  return page.replace(markers, (_, start: string, end: string) => `${start}\n${profilesTable()}\n\n${end}`);
}

export const operationsPage = join(__dirname, "..", "..", "docs", "operations.md");
