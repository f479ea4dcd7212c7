import Table from "cli-table3";
import colors from "picocolors";
import { problemKinds } from "../problems";
import { allFindings, type Diagnosis, type ServiceDiagnosis } from "./diagnose";
import type { EventFinding } from "./events/finding";
import type { EventsDiagnosis } from "./events/events";
import { isError, links, type Finding } from "./finding";
import { deniedText, diagnosisJson, findingsText, joinedParts, linkMarks } from "./findingText";

type Colors = ReturnType<typeof colors.createColors>;

/** A diagnosis of services, and of events where they were followed, too. */
export interface Answer extends Diagnosis {
  readonly events?: EventsDiagnosis;
}

/** All that was found: what is broken first, services before events. */
export function foundBy(answer: Answer): readonly (Finding | EventFinding)[] {
  const all = [...allFindings(answer), ...(answer.events?.findings ?? [])];
  return [...all.filter(isError), ...all.filter((finding) => !isError(finding))];
}

/** A diagnosis as text for a terminal: what there is, the first broken link, what else was found. */
export function renderText(diagnosis: Answer, color: boolean): string {
  const paint = colors.createColors(color);
  const findings = foundBy(diagnosis);
  return joinedParts([
    overview(diagnosis, paint),
    diagnosis.services.length === 1 ? way(allFindings(diagnosis), paint) : "",
    ...diagnosis.services.flatMap(gatewaysText),
    ...findingsText(findings, paint),
    deniedText(diagnosis.denied),
  ]);
}

/** As JSON, for programs: `first` is the first broken link of all. */
export function renderJson(diagnosis: Answer): string {
  return diagnosisJson(foundBy(diagnosis), diagnosis);
}

/** The links of one service's way, in their order, with what was found of each. */
function way(findings: readonly Finding[], paint: Colors): string {
  const marked = linkMarks(links, findings, paint);
  return [marked.slice(0, 7), marked.slice(7)].map((line) => line.join("  ")).join("\n");
}

function gatewaysText({ namespace, name, gateways }: ServiceDiagnosis): string[] {
  return gateways === undefined ? [] : [`Gateways of ${namespace}/${name}: ${gateways.join(", ") || "none"}`];
}

function overview({ installation, services, events }: Answer, paint: Colors): string {
  const table = new Table({
    head: ["", "state", "first broken link", "URL"],
    style: { head: [], border: [], compact: true },
  });
  const broken = installation.find(isError);
  table.push(["installation", ...state(broken, installation.length, paint), ""]);
  if (events !== undefined) {
    const first = events.findings.find(isError);
    table.push(["events", ...state(first, events.findings.length, paint), ""]);
  }
  for (const service of services) {
    table.push([`${service.namespace}/${service.name}`, ...serviceState(service, paint), service.url ?? ""]);
  }
  return table.toString();
}

function serviceState({ ready, findings }: ServiceDiagnosis, paint: Colors): [string, string] {
  const broken = findings.find(isError);
  return broken === undefined && !ready && findings.length === 0
    ? [paint.yellow("not ready"), ""]
    : state(broken, findings.length, paint);
}

function state(broken: Finding | EventFinding | undefined, count: number, paint: Colors): [string, string] {
  if (broken !== undefined) {
    return [paint.red("broken"), `${broken.link}: ${problemKinds[broken.code].title}`];
  }
  return count > 0 ? [paint.yellow("warning"), ""] : [paint.green("fine"), ""];
}
