import type { PropertyChange } from "../compare";
import type { Diagnostic } from "../events";
import { hasChanges, type Change, type Group, type Report } from "../model";
import { plainText } from "../plainText";
import { formatPair } from "../values";
import { foldCreates, isFold, type Fold } from "./fold";
import {
  aboutWords,
  allowedNote,
  allowOption,
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

/** Sections come in as long as there is room: what decides stands first, details of harmless changes last. */
function reportMarkdown(report: Report, options: MarkdownOptions, room: number): string {
  const opening = [headline(report, options), ...messages(report), ...refusals(report)].join("\n");
  const closing = unusedNote(report);
  const sections = [...report.groups.map(groupSection), ...outputSection(report.outputs)];
  const omission = `\n_Not everything has room here: see the output of \`npm run diff -- ${report.stack}\`._\n`;
  const budget = room - closing.length - omission.length;
  const kept = sections.reduce<{ readonly texts: readonly string[]; readonly left: number }>(
    ({ texts, left }, section) => {
      const text = [section.full, section.short].find(({ length }) => length < left);
      return text === undefined ? { texts, left } : { texts: [...texts, text], left: left - text.length - 1 };
    },
    { texts: [], left: budget - Math.min(opening.length, budget) },
  ).texts;
  const complete =
    kept.length === sections.length && kept.every((text, index) => text === sections[index]?.full);
  const start = opening.length > budget ? `${opening.slice(0, budget)}…\n` : opening;
  return [start, ...kept, ...(complete ? [] : [omission]), closing].filter((text) => text !== "").join("\n");
}

interface Section {
  readonly full: string;
  /** Without properties. */
  readonly short: string;
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

function messages(report: Report): string[] {
  const wanted = shownDiagnostics(report);
  if (wanted.length === 0) {
    return [];
  }
  const block = fenced(wanted.map(messageText).join("\n"));
  return report.failed
    ? [block]
    : [details(`${wanted.length} ${wanted.length === 1 ? "warning" : "warnings"}`, block, false)];
}

function messageText({ severity, urn, message }: Diagnostic): string {
  return `${severity}: ${aboutWords(urn)}${plainText(message)}`;
}

function refusals(report: Report): string[] {
  const { forbidden } = report;
  if (forbidden.length === 0) {
    return [];
  }
  const list = forbidden.map(({ operation, title }) => `- ${operation} ${code(title)}`);
  const options = fenced(forbidden.map((change) => allowOption(change, report)).join("\n"));
  return [
    `**Not allowed:**\n\n${list.join("\n")}\n`,
    details("If they are meant, allow them by name", options, false),
  ];
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
  return {
    full: details(summary, table(foldCreates(changes).flatMap(sectionRows)), open),
    short: details(summary, table(foldCreates(changes).flatMap((row) => sectionRows(row).slice(0, 1))), open),
  };
}

function outputSection(outputs: readonly PropertyChange[]): Section[] {
  if (outputs.length === 0) {
    return [];
  }
  const summary = `<b>Outputs</b>: ${outputs.length} changed`;
  const full = details(summary, table(outputs.map((output) => ["", "", ...propertyCells(output)])), false);
  return [{ full, short: `${summary}\n` }];
}

function sectionRows(row: Change | Fold): string[][] {
  if (!isFold(row)) {
    return changeRows(row);
  }
  const sign = `${signs.create} ${operationWord("create")}`;
  return [[sign, `${row.names.length} ${code(row.kind)}: ${row.names.map(code).join(", ")}`, "", "", ""]];
}

function changeRows(change: Change): string[][] {
  const [first, ...more] = change.properties;
  return [changeRow(change, first), ...more.map((property) => ["", "", ...propertyCells(property)])];
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

function table(rows: readonly (readonly string[])[]): string {
  const lines = [["", "resource", "property", "old", "new"], ["---", "---", "---", "---", "---"], ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
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
