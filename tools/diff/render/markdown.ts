import type { PropertyChange } from "../compare";
import type { Diagnostic } from "../events";
import { hasChanges, type Change, type Group, type Report } from "../model";
import { plainText } from "../plainText";
import { cutMiddle, formatPair } from "../values";
import { countWithin, fitSections, type Section } from "./fit";
import { foldCreates, isFold, type Fold } from "./fold";
import {
  aboutWords,
  allowedNote,
  allowOptions,
  componentTitle,
  countWords,
  operationWord,
  partialWords,
  shownDiagnostics,
  signs,
} from "./words";

export interface MarkdownOptions {
  readonly expectNoChanges: boolean;
  /** Characters that the whole may have. GitHub takes 65,536 in a comment, GitLab a million. */
  readonly maxLength: number;
}

const valueLimit = 120;

/**
 * Previews as Markdown for a comment on a change. The first line is a mark that readers don't see and programs find the
 * comment by, to write it anew instead of adding another: `<!-- pulumi-knative diff: <stacks> -->`.
 */
export function renderMarkdown(reports: readonly Report[], options: MarkdownOptions): string {
  const head = `${marker(reports.map(({ stack }) => stack))}\n`;
  const share = Math.floor((options.maxLength - head.length) / Math.max(1, reports.length)) - 1;
  return `${head}${reports.map((report) => reportMarkdown(report, options, share)).join("\n")}`;
}

/** The mark by which a comment on these stacks is found again. */
export function marker(stacks: readonly string[]): string {
  return `<!-- pulumi-knative diff: ${stacks.join(", ").replaceAll("-->", "")} -->`;
}

/** Sections come in as long as there is room: what decides stands first, details of harmless changes go first. */
function reportMarkdown(report: Report, options: MarkdownOptions, room: number): string {
  const share = Math.floor(room / 5);
  const opening = [headline(report, options), ...messages(report, share), ...refusals(report, share)].join(
    "\n",
  );
  const closing = unusedNote(report);
  const omission = `\n_Not everything has room here: see the output of \`npm run diff -- ${report.stack}\`._\n`;
  const sections = [...report.groups.map(groupSection), ...outputSection(report.outputs)];
  const left = room - opening.length - closing.length - omission.length;
  const { texts, complete } = fitSections(sections, left);
  return [opening, ...texts, ...(complete ? [] : [omission]), closing]
    .filter((text) => text !== "")
    .join("\n");
}

function headline(report: Report, { expectNoChanges }: MarkdownOptions): string {
  const { stack, failed, forbidden, counts, durationSeconds } = report;
  const refused = forbidden.length > 0 || (expectNoChanges && hasChanges(report));
  const sign = failed ? "❌" : refused ? "⛔" : hasChanges(report) ? "📝" : "✅";
  const words = [
    failed ? `**preview failed**${partialWords(report)}` : `**${countWords(counts)}**`,
    ...(durationSeconds === undefined ? [] : [`${durationSeconds} s`]),
    ...(expectNoChanges && !failed && hasChanges(report) ? ["no changes were expected"] : []),
  ];
  return `### ${sign} \`${stack}\`\n\n${words.join(" · ")}\n`;
}

function messages(report: Report, room: number): string[] {
  const wanted = shownDiagnostics(report);
  if (wanted.length === 0) {
    return [];
  }
  const block = fenced(cutMiddle(wanted.map(messageText).join("\n"), room));
  return report.failed
    ? [block]
    : [details(`${wanted.length} ${wanted.length === 1 ? "warning" : "warnings"}`, block, false)];
}

function messageText({ severity, urn, message }: Diagnostic): string {
  return `${severity}: ${aboutWords(urn)}${plainText(message)}`;
}

function refusals(report: Report, room: number): string[] {
  const { forbidden } = report;
  if (forbidden.length === 0) {
    return [];
  }
  const list = forbidden.map(({ operation, title }) => `- ${operation} ${code(title)}`);
  const options = allowOptions(report);
  return [
    `**Not allowed:**\n\n${linesWithin(list, room).join("\n")}\n`,
    details("If they are meant, allow them by name", fenced(linesWithin(options, room).join("\n")), false),
  ];
}

/** As many lines as there is room for, and how many more there are. */
function linesWithin(lines: readonly string[], room: number): string[] {
  const count = countWithin(lines, room);
  return [...lines.slice(0, count), ...(count < lines.length ? [`… ${lines.length - count} more`] : [])];
}

function unusedNote({ unusedAllowances }: Report): string {
  return unusedAllowances.length === 0 ? "" : `_Nothing needed ${unusedAllowances.map(code).join(", ")}_\n`;
}

function groupSection({ component, changes }: Group): Section {
  const words = [...new Set(changes.map(({ operation }) => operation))].map((operation) => {
    const number = changes.filter((change) => change.operation === operation).length;
    return `${number} ${operationWord(operation)}`;
  });
  const summary = `<b>${escapeHtml(plainText(componentTitle(component)))}</b>: ${words.join(", ")}`;
  const open = changes.some(({ operation }) => operation === "delete" || operation === "replace");
  const rows = foldCreates(changes).map(sectionRows);
  return {
    wrap: (lines) => details(summary, table(lines), open),
    full: rows.flat(),
    short: rows.flatMap((lines) => lines.slice(0, 1)),
  };
}

function outputSection(outputs: readonly PropertyChange[]): Section[] {
  const summary = `<b>Outputs</b>: ${outputs.length} changed`;
  const rows = outputs.map((output) => tableRow(["", "", ...propertyCells(output)]));
  return outputs.length === 0
    ? []
    : [{ wrap: (lines) => details(summary, table(lines), false), full: rows, short: rows }];
}

function sectionRows(row: Change | Fold): string[] {
  if (isFold(row)) {
    const sign = `${signs.create} ${operationWord("create")}`;
    const title = `${row.names.length} ${code(row.kind)}: ${row.names.map(code).join(", ")}`;
    return [tableRow([sign, title, "", "", ""])];
  }
  const [first, ...more] = row.properties;
  return [
    tableRow(changeRow(row, first)),
    ...more.map((property) => tableRow(["", "", ...propertyCells(property)])),
  ];
}

function changeRow(change: Change, property?: PropertyChange): string[] {
  const notes = [...change.notes, ...allowedNote(change).map((note) => `**${note}**`)];
  const title = [code(change.title), ...(notes.length > 0 ? [`(${notes.join("; ")})`] : [])].join(" ");
  const cells = property === undefined ? ["", "", ""] : propertyCells(property);
  return [`${signs[change.operation]} ${operationWord(change.operation)}`, title, ...cells];
}

function propertyCells(property: PropertyChange): string[] {
  const { old, new: wanted } = formatPair(property.old, property.new, valueLimit);
  const mark = property.replaces ? " **forces replacement**" : "";
  return [
    `${code(property.path)}${mark}`,
    old === undefined ? "" : code(old),
    wanted === undefined ? "" : code(wanted),
  ];
}

function table(rows: readonly string[]): string {
  const head = [tableRow(["", "resource", "property", "old", "new"]), tableRow(Array(5).fill("---"))];
  return `${[...head, ...rows].join("\n")}\n`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function details(summary: string, body: string, open: boolean): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n</details>\n`;
}

/** A code span in a table's cell: longer ticks than any inside, and no bar that would end the cell. */
function code(text: string): string {
  const line = plainText(text).replace(/\s*\n\s*/g, " ");
  const ticks = "`".repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = /^`|`$/.test(line) ? " " : "";
  return line === "" ? "" : `${ticks}${pad}${line.replaceAll("|", "\\|")}${pad}${ticks}`;
}

function fenced(text: string): string {
  const fence = "`".repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return `${fence}text\n${text}\n${fence}\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
