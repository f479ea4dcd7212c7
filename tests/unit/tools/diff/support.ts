import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collectEvents, parseEvent, type Preview } from "../../../../tools/diff/events";
import { readRecording } from "../../../../tools/diff/recording";

export const fixtureNames = [
  "changes",
  "drift",
  "firstUp",
  "kubernetes",
  "refused",
  "thrown",
  "unchanged",
] as const;
export type FixtureName = (typeof fixtureNames)[number];

export const fixturePath = (name: FixtureName): string => join(__dirname, "fixtures", `${name}.jsonl`);

/** Events that the engine sent in a real preview; documentation of each is in fixtures/README.md. */
export const fixture = (name: FixtureName): Preview =>
  readRecording(readFileSync(fixturePath(name), "utf8"), name);

/** A secret as the engine writes it into its events. */
export const secret = (plaintext?: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...(plaintext === undefined ? { ciphertext: "[secret]" } : { plaintext: JSON.stringify(plaintext) }),
});

/** An unknown value as the engine writes it. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const stackUrn = "urn:pulumi:test::project::pulumi:pulumi:Stack::project-test";

interface StateParts {
  readonly inputs?: object;
  readonly outputs?: object;
  readonly custom?: boolean;
  readonly parent?: string;
  readonly provider?: string;
  readonly retainOnDelete?: boolean;
  readonly hideDiffs?: readonly (readonly (string | number)[])[];
}

interface StepParts {
  readonly op: string;
  readonly type?: string;
  readonly name?: string;
  readonly urn?: string;
  readonly old?: StateParts | null;
  readonly new?: StateParts | null;
  readonly detailedDiff?: object | null;
  readonly keys?: readonly string[];
  readonly diffs?: readonly string[];
  readonly moment?: "before" | "after";
}

/** An engine event of one step; states are null where they are not given. */
export function stepEvent(parts: StepParts): object {
  const { op, type = "kubernetes:core/v1:ConfigMap", name = "demo", moment = "before" } = parts;
  const urn = parts.urn ?? `urn:pulumi:test::project::${type}::${name}`;
  const state = (given: StateParts | null | undefined) =>
    given ? { type, urn, custom: true, parent: stackUrn, id: "", provider: "", ...given } : null;
  const metadata = {
    op,
    urn,
    type,
    old: state(parts.old),
    new: state(parts.new),
    keys: parts.keys,
    diffs: parts.diffs,
    detailedDiff: parts.detailedDiff ?? null,
    logical: true,
    provider: "",
  };
  return moment === "before" ? { resourcePreEvent: { metadata } } : { resOutputsEvent: { metadata } };
}

export const succeeded = { summaryEvent: { result: "succeeded", durationSeconds: 1 } };

/** A preview out of events written by hand. */
export const preview = (...events: object[]): Preview =>
  collectEvents([...events, succeeded].map((event) => parseEvent(event, "a test's event")));
