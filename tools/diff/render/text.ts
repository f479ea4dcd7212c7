import Table from "cli-table3";
import pc from "picocolors";
import type { PropertyChange } from "../compare";
import type { Diagnostic } from "../events";
import { hasChanges, type Change, type Group, type Operation, type Report } from "../model";
import { plainText } from "../plainText";
import { formatPair } from "../values";
import { foldCreates, foldWords, isFold, type Fold } from "./fold";
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

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal. Values are shortened so that lines fit, but not below what is readable. */
  readonly width: number;
  readonly expectNoChanges: boolean;
}

type Colours = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

const limits = { shortest: 24, indent: 6, arrow: " → ", longest: 100 } as const;

/** Previews as tables for the terminal, errors first and what is refused last. */
export function renderText(reports: readonly Report[], options: TextOptions): string {
  const colours = pc.createColors(options.colour);
  return reports.map((report) => reportText(report, options, colours)).join("\n");
}

function reportText(report: Report, options: TextOptions, colours: Colours): string {
  const title = report.failed
    ? `${colours.red("preview failed")}${partialWords(report)}`
    : countWords(report.counts);
  const duration = report.durationSeconds === undefined ? "" : colours.dim(` (${report.durationSeconds} s)`);
  return [
    `${colours.bold(report.stack)}: ${title}${duration}\n`,
    messagesText(shownDiagnostics(report), colours),
    tableText(report, options.width, colours),
    ...refusals(report, options.expectNoChanges, colours),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function messagesText(messages: readonly Diagnostic[], colours: Colours): string {
  return messages.map((message) => `${messageText(message, colours)}\n`).join("");
}

function messageText({ severity, urn, message }: Diagnostic, colours: Colours): string {
  const paint = { error: colours.red, warning: colours.yellow, info: colours.dim }[severity];
  const [first = "", ...more] = plainText(message).split("\n");
  return [`${paint(`${severity}:`)} ${aboutWords(urn)}${first}`, ...more.map((line) => `  ${line}`)].join(
    "\n",
  );
}

function tableText(report: Report, width: number, colours: Colours): string {
  const limit = valueLimit(report, width);
  const rows = [
    ...report.groups.flatMap((group) => groupRows(group, { limit, width }, colours)),
    ...outputRows(report.outputs, limit, colours),
  ];
  if (rows.length === 0) {
    return "";
  }
  const table = new Table({
    chars: noLines,
    // Wide enough for any row: what a row leaves over is trimmed, and nothing is cut off.
    colWidths: [pathColumn(report), widest(rows)],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1, compact: true },
  });
  table.push(...rows);
  const lines = table.toString().split("\n");
  return `${lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()}\n`;
}

/** Characters that an old or a new value may take, so that both fit beside the longest path. */
function valueLimit(report: Report, width: number): number {
  const room = Math.floor((width - pathColumn(report) - limits.arrow.length) / 2);
  return Math.max(limits.shortest, Math.min(room, limits.longest));
}

function pathColumn({ groups, outputs }: Report): number {
  const changes = groups.flatMap((group) => group.changes);
  const properties = [...changes.flatMap((change) => change.properties), ...outputs];
  return limits.indent + Math.max(0, ...properties.map(({ path }) => plainText(path).length)) + 1;
}

function widest(rows: readonly Row[]): number {
  const cells = rows.flatMap((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.content)));
  return Math.max(...cells.map(({ length }) => length)) + 1;
}

/** Either a heading across both columns, or a path and its values. */
type Row = [{ readonly content: string; readonly colSpan: 2 }] | [string, string];

interface Room {
  /** Characters for a value. */
  readonly limit: number;
  /** Characters for a line. */
  readonly width: number;
}

function groupRows({ component, changes }: Group, { limit, width }: Room, colours: Colours): Row[] {
  const rows = foldCreates(changes).flatMap((row) =>
    isFold(row) ? [foldRow(row, width, colours)] : changeRows(row, limit, colours),
  );
  return [heading(colours.bold(componentTitle(component))), ...rows, heading("")];
}

function foldRow(fold: Fold, width: number, colours: Colours): Row {
  const start = `  ${signs.create} ${operationWord("create")}`;
  return heading(`${colours.green(start)} ${plainText(foldWords(fold, width - start.length - 2))}`);
}

function changeRows(change: Change, limit: number, colours: Colours): Row[] {
  const paint = colourOf(change.operation, colours);
  const notes = [...change.notes, ...allowedNote(change)];
  const line = [
    paint(`  ${signs[change.operation]} ${operationWord(change.operation)}`),
    plainText(change.title),
    ...(notes.length > 0 ? [colours.dim(`(${notes.join("; ")})`)] : []),
  ];
  return [
    heading(line.join(" ")),
    ...change.properties.map((property) => propertyRow(property, limit, colours)),
  ];
}

function outputRows(outputs: readonly PropertyChange[], limit: number, colours: Colours): Row[] {
  return outputs.length === 0
    ? []
    : [
        heading(colours.bold("Outputs")),
        ...outputs.map((output) => propertyRow(output, limit, colours)),
        heading(""),
      ];
}

function propertyRow(property: PropertyChange, limit: number, colours: Colours): Row {
  const path = `${" ".repeat(limits.indent)}${plainText(property.path)}`;
  // A value that stands alone has the room of two.
  const room = property.kind === "update" ? limit : 2 * limit;
  const { old, new: wanted } = formatPair(property.old, property.new, room);
  const [removed, added] = [old === undefined ? "" : colours.red(old), colours.green(wanted ?? "")];
  const values = {
    add: `+ ${added}`,
    delete: `- ${removed}`,
    update: [removed, added].filter((text) => text !== "").join(limits.arrow),
  }[property.kind];
  const mark = property.replaces ? colours.yellow(" (forces replacement)") : "";
  return [colours.dim(path), `${values}${mark}`];
}

function heading(text: string): Row {
  return [{ content: text, colSpan: 2 }];
}

function refusals(report: Report, expectNoChanges: boolean, colours: Colours): string[] {
  const { forbidden, unusedAllowances } = report;
  return [
    ...(forbidden.length > 0
      ? [
          [
            colours.red(`${forbidden.length} not allowed. If they are meant, allow them by name:`),
            ...forbidden.map((change) => `  ${allowOption(change, report)}`),
            "",
          ].join("\n"),
        ]
      : []),
    ...(expectNoChanges && !report.failed && hasChanges(report)
      ? [colours.red("There are changes, and none were expected.\n")]
      : []),
    ...(unusedAllowances.length > 0 ? [colours.dim(`Nothing needed ${unusedAllowances.join(", ")}\n`)] : []),
  ];
}

function colourOf(operation: Operation, colours: Colours): Paint {
  return {
    delete: colours.red,
    replace: colours.magenta,
    update: colours.yellow,
    create: colours.green,
    import: colours.cyan,
    forget: colours.red,
    read: colours.dim,
    refresh: colours.cyan,
  }[operation];
}

const noLines = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((place) => [place, ""]),
);
