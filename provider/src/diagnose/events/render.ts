import colors from "picocolors";
import { renderTree } from "../../graph/tree";
import { deniedText, diagnosisJson, findingsText, joinedParts, linkMarks } from "../findingText";
import type { EventsDiagnosis } from "./events";
import { eventLinks } from "./finding";

/** A diagnosis of events as text for a terminal: what flows where, the first broken link, what else was found. */
export function renderEventsText({ flow, findings, denied }: EventsDiagnosis, color: boolean): string {
  const paint = colors.createColors(color);
  return joinedParts([
    renderTree(flow, paint).trimEnd(),
    linkMarks(eventLinks, findings, paint).join("  "),
    ...findingsText(findings, paint),
    deniedText(denied),
  ]);
}

/** As JSON, for programs: `first` is the first broken link. */
export function renderEventsJson(diagnosis: EventsDiagnosis): string {
  return diagnosisJson(diagnosis.findings, diagnosis);
}
