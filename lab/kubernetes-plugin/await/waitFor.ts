import { isMap, pluckMaps, pluckNumber, pluckString, type Value, type ValueMap } from "../value";
import { messageOf } from "../errors";
import type { Message } from "../log";
import { parseJsonPath, type Query } from "./jsonPath";
import { info, warning, type Verdict } from "./spec";

/** One thing to wait for. */
export type Expectation =
  | { readonly kind: "condition"; readonly type: string; readonly status: string }
  | {
      readonly kind: "jsonpath";
      readonly text: string;
      readonly query: Query;
      readonly value: string | undefined;
    };

/**
 * Reads the annotation `pulumi.com/waitFor`: one expectation, or a JSON array of them, of the forms `condition=Ready`,
 * `condition=Ready=False`, `jsonpath={.status.url}` and `jsonpath={.status.phase}=Running`.
 */
export function parseWaitFor(text: string): Expectation[] {
  const expectations = listOf(text).map(parseExpectation);
  if (expectations.length === 0) {
    throw new Error("at least one condition must be specified");
  }
  return expectations;
}

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((entry) => typeof entry === "string") ? list : [text];
  } catch {
    return [text];
  }
}

function parseExpectation(text: string): Expectation {
  if (text.startsWith("condition=")) {
    const [type = "", ...status] = text.slice("condition=".length).split("=");
    return { kind: "condition", type, status: status.length === 0 ? "True" : status.join("=") };
  }
  if (text.startsWith("jsonpath=")) {
    return parsePathExpectation(text.slice("jsonpath=".length));
  }
  throw new Error(`expected a "jsonpath=" or "condition=" prefix, got "${text}"`);
}

function parsePathExpectation(text: string): Expectation {
  const parts = text.split(/(?<!=)=(?!=)/);
  const [path = "", value] = parts;
  if (parts.length > 2) {
    throw new Error(`format should be {.path}=value or {.path}, got "${text}"`);
  }
  if (value === "") {
    throw new Error(`${path}= requires a value`);
  }
  if (path.startsWith("'") && path.endsWith("'")) {
    throw new Error(`${path} should omit shell quotes`);
  }
  const inner = /\{\s*(.*?)\s*\}/.exec(path)?.[1];
  if (inner === undefined) {
    throw new Error(`${path} should be wrapped in brackets { ... }`);
  }
  return {
    kind: "jsonpath",
    text: path,
    query: parseJsonPath(inner.startsWith("$") ? inner : `$${inner}`),
    value,
  };
}

/** Whether the object meets every expectation. The first that it does not meet is told. */
export function judgeWaitFor(object: ValueMap, expectations: readonly Expectation[]): Verdict {
  const status: Message[] = [];
  for (const expectation of expectations) {
    const { met, message } =
      expectation.kind === "condition" ? judgeCondition(object, expectation) : judgePath(object, expectation);
    status.push(...message);
    if (!met) {
      return { ready: false, status, reasons: [] };
    }
  }
  return { ready: true, status, reasons: [] };
}

interface Judgement {
  readonly met: boolean;
  readonly message: readonly Message[];
}

function judgeCondition(object: ValueMap, { type, status }: { type: string; status: string }): Judgement {
  const conditions = pluckMaps(object, "status", "conditions");
  if (!isMap(object["status"]) || object["status"]["conditions"] === undefined) {
    return { met: false, message: [warning("Has no .status.conditions")] };
  }
  const found = conditions.find((entry) => pluckString(entry, "type").toLowerCase() === type.toLowerCase());
  if (found === undefined) {
    return { met: false, message: [] };
  }
  const generation = pluckNumber(object, "metadata", "generation") ?? 0;
  const seen =
    pluckNumber(found, "observedGeneration") ?? pluckNumber(object, "status", "observedGeneration");
  if (seen !== undefined && seen < generation) {
    return { met: false, message: [info(`Generation ${seen} is less than expected ${generation}`)] };
  }
  const actual = pluckString(found, "status");
  return actual.toLowerCase() === status.toLowerCase()
    ? { met: true, message: [] }
    : { met: false, message: [info(`Resource has condition ${type}=${actual} (want ${status})`)] };
}

function judgePath(object: ValueMap, path: Extract<Expectation, { kind: "jsonpath" }>): Judgement {
  const generation = pluckNumber(object, "metadata", "generation");
  const seen = pluckNumber(object, "status", "observedGeneration");
  if (generation !== undefined && seen !== undefined && seen < generation) {
    return { met: false, message: [] };
  }
  const goal = path.value === undefined ? path.text : `${path.text}=${path.value}`;
  try {
    const [value] = path.query(object);
    const { met, found } = matches(value, path.value);
    const note =
      value === undefined ? `${path.text} selected nothing` : `Waiting for ${goal} (found "${found}")`;
    return { met, message: [info(met ? `Found ${goal}` : note)] };
  } catch (error) {
    return { met: false, message: [info(messageOf(error))] };
  }
}

function matches(value: Value | undefined, wanted: string | undefined): { met: boolean; found: string } {
  switch (typeof value) {
    case "undefined":
      return { met: false, found: "" };
    case "string":
    case "number":
    case "boolean":
      return { met: wanted === undefined || String(value) === wanted, found: String(value) };
    default:
      return { met: wanted === undefined || (value === null && wanted === "<nil>"), found: "" };
  }
}
