import { matches, type Allowances } from "./allow";
import { allowancesFor, changesOf, judge } from "./changes";
import { changedOutputs, type PropertyChange } from "./compare";
import type { Diagnostic, Preview, Step } from "./events";
import { groupByComponent, resourceIndex, type ComponentName } from "./grouping";
import { hideSecrets } from "./secrets";
import { isDefaultProvider, isStack, parseUrn } from "./urn";

/** What happens to a resource. Worst first: that is the order in which it is shown. */
export const operations = [
  "delete",
  "replace",
  "update",
  "create",
  "import",
  "forget",
  "read",
  "refresh",
] as const;
export type Operation = (typeof operations)[number];

export interface Change {
  readonly operation: Operation;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** For people: kind and name, without what the component's name repeats. */
  readonly title: string;
  readonly properties: readonly PropertyChange[];
  /** What else there is to know. */
  readonly notes: readonly string[];
  /** A copy that an interrupted replacement left behind. Its replacement was allowed once, so either allowance will do. */
  readonly leftover?: boolean;
  /** Whether the caller allowed it by name; undefined where nobody needs to. */
  readonly allowed?: boolean;
}

export interface Group {
  /** Undefined for what belongs to the stack itself. */
  readonly component?: ComponentName;
  readonly changes: readonly Change[];
}

export type Counts = Readonly<Record<Operation | "same", number>>;

/** Everything that is shown of the preview of one stack. */
export interface Report {
  readonly project: string;
  readonly stack: string;
  readonly failed: boolean;
  readonly counts: Counts;
  readonly groups: readonly Group[];
  /** What changes in the stack's outputs. Empty if the preview failed: what it knows of them is no more true then. */
  readonly outputs: readonly PropertyChange[];
  /** Errors first. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is replaced or deleted without having been allowed. */
  readonly forbidden: readonly Change[];
  /** Allowances that nothing needed. */
  readonly unusedAllowances: readonly string[];
  readonly durationSeconds?: number;
}

export interface ReportOptions {
  /** Default: as the events say. */
  readonly stack?: string;
  /** Default: nothing may be replaced or deleted. */
  readonly allow?: Allowances;
  /** Also list what new resources are given. Default: false. */
  readonly verbose?: boolean;
  /** The process that made the preview failed, whatever its events say. Default: false. */
  readonly failed?: boolean;
}

const severities = ["error", "warning", "info"] as const;

/** Puts a preview's events in order for people and for decisions. Nothing secret is left in the result. */
export function makeReport(events: Preview, options: ReportOptions = {}): Report {
  const preview = hideSecrets(events);
  const steps = preview.steps.filter(({ urn }) => !isDefaultProvider(urn));
  const { stack, project } = parseUrn(steps[0]?.urn ?? "");
  const allow = options.allow ?? { replace: [], delete: [] };
  const changes = changesOf(steps, options.verbose === true).map((change) => judge(change, allow));
  const failed = options.failed === true || preview.result !== "succeeded";
  return {
    project,
    stack: options.stack ?? stack,
    failed,
    counts: count(changes, steps),
    groups: groupByComponent(changes, resourceIndex(steps)),
    outputs: failed ? [] : outputsOf(steps),
    diagnostics: preview.diagnostics.toSorted(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
    ),
    forbidden: changes.filter(({ allowed }) => allowed === false),
    unusedAllowances: unused(changes, allow),
    durationSeconds: preview.durationSeconds,
  };
}

/** Whether an update would change a resource. Reading does not, and a refresh only tells what others changed. */
export function hasChanges({ counts }: Report): boolean {
  return operations.some(
    (operation) => operation !== "read" && operation !== "refresh" && counts[operation] > 0,
  );
}

/** Exit code for a run: 1 if a preview failed, 2 if one would do what is not allowed, else 0. */
export function exitCode(reports: readonly Report[], expectNoChanges: boolean): 0 | 1 | 2 {
  if (reports.some(({ failed }) => failed)) {
    return 1;
  }
  const refused = reports.some(
    (report) => report.forbidden.length > 0 || (expectNoChanges && hasChanges(report)),
  );
  return refused ? 2 : 0;
}

function count(changes: readonly Change[], steps: readonly Step[]): Counts {
  const changed = new Set(changes.filter(({ operation }) => operation !== "refresh").map(({ urn }) => urn));
  const same = new Set(
    steps.filter(({ op, urn }) => op === "same" && !changed.has(urn)).map(({ urn }) => urn),
  );
  const numbers = operations.map(
    (operation) => [operation, changes.filter((change) => change.operation === operation).length] as const,
  );
  return { ...(Object.fromEntries(numbers) as Record<Operation, number>), same: same.size };
}

/** The stack's outputs are settled by the last word on the stack. */
function outputsOf(steps: readonly Step[]): PropertyChange[] {
  const root = steps.findLast(
    ({ type, op, moment }) => isStack(type) && op !== "refresh" && moment === "after",
  );
  return root === undefined ? [] : changedOutputs(root);
}

function unused(changes: readonly Change[], allow: Allowances): string[] {
  const used = (pattern: string, kind: keyof Allowances): boolean =>
    changes.some(
      (change) =>
        (allowancesFor(change, { replace: [], delete: [], [kind]: [pattern] }) ?? []).length > 0 &&
        matches(pattern, change),
    );
  return (["replace", "delete"] as const).flatMap((kind) =>
    allow[kind].filter((pattern) => !used(pattern, kind)).map((pattern) => `--allow-${kind} ${pattern}`),
  );
}
