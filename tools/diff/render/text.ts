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
  allowOptions,
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

const limits = { shortest: 24, longest: 100, indent: 6, arrow: " → " } as const;

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
  const room: Room = { column: pathColumn(report), limit: valueLimit(report, width), width };
  const blocks = [
    ...report.groups.map((group) => groupLines(group, room, colours)),
    ...outputLines(report.outputs, room, colours),
  ];
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** Characters that an old or a new value may take, so that both fit beside the longest path. */
function valueLimit(report: Report, width: number): number {
  const room = Math.floor((width - pathColumn(report) - limits.arrow.length) / 2);
  return Math.max(limits.shortest, Math.min(room, limits.longest));
}

function pathColumn({ groups, outputs }: Report): number {
  const changes = groups.flatMap((group) => group.changes);
  const properties = [...changes.flatMap((change) => change.properties), ...outputs];
  // Not by `Math.max(...)`: there may be more paths than a call takes arguments.
  const longest = properties.reduce((length, { path }) => Math.max(length, plainText(path).length), 0);
  return limits.indent + longest + 1;
}

interface Room {
  /** Characters for a path. */
  readonly column: number;
  /** Characters for a value. */
  readonly limit: number;
  /** Characters for a line. */
  readonly width: number;
}

function groupLines({ component, changes }: Group, room: Room, colours: Colours): string[] {
  const lines = foldCreates(changes).flatMap((row) =>
    isFold(row) ? [foldLine(row, room.width, colours)] : changeLines(row, room, colours),
  );
  return [colours.bold(plainText(componentTitle(component))), ...lines];
}

function foldLine(fold: Fold, width: number, colours: Colours): string {
  const start = `  ${signs.create} ${operationWord("create")}`;
  return `${colours.green(start)} ${plainText(foldWords(fold, width - start.length - 1))}`;
}

function changeLines(change: Change, room: Room, colours: Colours): string[] {
  const paint = colourOf(change.operation, colours);
  const notes = [...change.notes, ...allowedNote(change)];
  const line = [
    paint(`  ${signs[change.operation]} ${operationWord(change.operation)}`),
    plainText(change.title),
    ...(notes.length > 0 ? [colours.dim(`(${notes.join("; ")})`)] : []),
  ];
  return [line.join(" "), ...change.properties.map((property) => propertyLine(property, room, colours))];
}

function outputLines(outputs: readonly PropertyChange[], room: Room, colours: Colours): string[][] {
  return outputs.length === 0
    ? []
    : [[colours.bold("Outputs"), ...outputs.map((output) => propertyLine(output, room, colours))]];
}

function propertyLine(property: PropertyChange, { column, limit }: Room, colours: Colours): string {
  const path = `${" ".repeat(limits.indent)}${plainText(property.path)}`.padEnd(column);
  // A value that stands alone has the room of two.
  const { old, new: wanted } = formatPair(
    property.old,
    property.new,
    property.kind === "update" ? limit : 2 * limit,
  );
  const [removed, added] = [old === undefined ? "" : colours.red(old), colours.green(wanted ?? "")];
  const values = {
    add: `+ ${added}`,
    delete: `- ${removed}`,
    update: [removed, added].filter((text) => text !== "").join(limits.arrow),
  }[property.kind];
  const mark = property.replaces ? colours.yellow(" (forces replacement)") : "";
  return `${colours.dim(path)}${values}${mark}`;
}

function refusals(report: Report, expectNoChanges: boolean, colours: Colours): string[] {
  const { forbidden, unusedAllowances } = report;
  return [
    ...(forbidden.length > 0
      ? [
          [
            colours.red(`${forbidden.length} not allowed. If they are meant, allow them by name:`),
            ...allowOptions(report).map((option) => `  ${option}`),
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
