import { z } from "zod";
import { decodeProperties, type Properties } from "./encoding";
import type { Path } from "./path";
import { plainText } from "./plainText";

/** A resource before or after a step, as the engine tells of it. */
export interface ResourceState {
  readonly type: string;
  readonly urn: string;
  /** False for components, which have no plugin behind them. */
  readonly custom: boolean;
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
  readonly provider: string;
  /** It stays where it is when Pulumi forgets it. */
  readonly retainOnDelete: boolean;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Places whose changes the program wants hidden, by the option `hideDiffs`. */
  readonly hideDiffs: readonly Path[];
  /** Plain texts of secrets that stand in the event; only events of a run that shows secrets have any. */
  readonly plaintexts: readonly string[];
}

export interface DetailedDiff {
  readonly kind: "add" | "update" | "delete";
  readonly replaces: boolean;
  /** The old value is the old input rather than the old output. */
  readonly inputDiff: boolean;
}

/** What the engine means to do to one resource. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** "before" plans the step; "after" says how it ended, which for a refresh is the only one that knows. */
  readonly moment: "before" | "after";
  readonly old?: ResourceState;
  readonly new?: ResourceState;
  /** Properties that make a replacement necessary. */
  readonly keys: readonly string[];
  /** Properties that changed, where the provider says no more. */
  readonly diffs: readonly string[];
  /** By property path; undefined where the provider gave none. */
  readonly detailedDiff?: Readonly<Record<string, DetailedDiff>>;
}

export type Severity = "error" | "warning" | "info";

export interface Diagnostic {
  readonly severity: Severity;
  readonly urn?: string;
  readonly message: string;
}

/** A preview, as far as it came. */
export interface Preview {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when the stream ends without a summary, as it does when the program throws. */
  readonly result?: string;
  readonly durationSeconds?: number;
}

const record = z.record(z.string(), z.unknown());
const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const stateSchema = z
  .object({
    type: z.string(),
    urn: z.string(),
    custom: z.boolean().default(false),
    parent: z.string().default(""),
    provider: z.string().default(""),
    retainOnDelete: z.boolean().default(false),
    inputs: record.nullish(),
    outputs: record.nullish(),
    hideDiffs: z
      .array(z.array(z.union([z.string(), z.number()])))
      .nullish()
      .transform((paths) => paths ?? []),
  })
  .transform(({ inputs, outputs, ...rest }): ResourceState => {
    const decoded = { inputs: decodeProperties(inputs ?? {}), outputs: decodeProperties(outputs ?? {}) };
    return {
      ...rest,
      inputs: decoded.inputs.value,
      outputs: decoded.outputs.value,
      plaintexts: [...decoded.inputs.plaintexts, ...decoded.outputs.plaintexts],
    };
  })
  .nullish()
  .transform((state) => state ?? undefined);

const diffSchema = z
  .object({
    diffKind: z.enum(["add", "add-replace", "update", "update-replace", "delete", "delete-replace"]),
    inputDiff: z.boolean().default(false),
  })
  .transform(({ diffKind, inputDiff }): DetailedDiff => ({
    kind: diffKind.replace("-replace", "") as DetailedDiff["kind"],
    replaces: diffKind.endsWith("-replace"),
    inputDiff,
  }));

const stepSchema = z.object({
  metadata: z.object({
    op: z.string(),
    urn: z.string(),
    type: z.string(),
    old: stateSchema,
    new: stateSchema,
    keys: strings,
    diffs: strings,
    detailedDiff: z
      .record(z.string(), diffSchema)
      .nullish()
      .transform((diff) => diff ?? undefined),
  }),
});

const eventSchema = z.object({
  resourcePreEvent: stepSchema.optional(),
  resOutputsEvent: stepSchema.optional(),
  diagnosticEvent: z
    .object({
      urn: z.string().optional(),
      message: z.string(),
      severity: z.string(),
      ephemeral: z.boolean().default(false),
    })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  errorEvent: z.object({ error: z.string() }).optional(),
  summaryEvent: z
    .object({ result: z.string().optional(), durationSeconds: z.number().optional() })
    .optional(),
});

export type EngineEvent = z.infer<typeof eventSchema>;

/**
 * Reads one engine event.
 * @throws when it has not the shape of one; `where` says which one in the message.
 */
export function parseEvent(json: unknown, where: string): EngineEvent {
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(
      `${where} is not an engine event: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown shape"}`,
    );
  }
  return parsed.data;
}

/** Gathers the events of one preview. */
export function collectEvents(events: readonly EngineEvent[]): Preview {
  const summary = events.map(({ summaryEvent }) => summaryEvent).findLast((event) => event !== undefined);
  return {
    steps: events.flatMap(stepsOf),
    diagnostics: distinct(events.flatMap(diagnosticsOf)),
    result: summary?.result,
    durationSeconds: summary?.durationSeconds,
  };
}

function stepsOf({ resourcePreEvent, resOutputsEvent }: EngineEvent): Step[] {
  return [
    ...(resourcePreEvent === undefined ? [] : [{ ...resourcePreEvent.metadata, moment: "before" as const }]),
    ...(resOutputsEvent === undefined ? [] : [{ ...resOutputsEvent.metadata, moment: "after" as const }]),
  ];
}

/**
 * What a reader must know. Debug messages are left out for good: the Node.js runtime writes whole resources into them,
 * secrets in plain text and all.
 */
function diagnosticsOf({ diagnosticEvent, policyEvent, errorEvent }: EngineEvent): Diagnostic[] {
  if (errorEvent !== undefined) {
    return [{ severity: "error", message: plainText(errorEvent.error) }];
  }
  if (policyEvent !== undefined) {
    const { policyPackName, policyName, message, enforcementLevel, resourceUrn } = policyEvent;
    const severity = enforcementLevel === "mandatory" ? "error" : "warning";
    return [
      { severity, urn: resourceUrn, message: plainText(`${policyPackName}/${policyName}: ${message}`) },
    ];
  }
  if (diagnosticEvent === undefined || diagnosticEvent.ephemeral) {
    return [];
  }
  const { urn, message, severity } = diagnosticEvent;
  const text = plainText(message);
  const known = severity === "info#err" ? "info" : severity;
  const wanted = text !== "" && (known === "error" || known === "warning" || known === "info");
  return wanted ? [{ severity: known, urn, message: text }] : [];
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ severity, urn, message }: Diagnostic): string => JSON.stringify([severity, urn, message]);
  return [...new Map(diagnostics.map((diagnostic) => [keyOf(diagnostic), diagnostic])).values()];
}
