import { Output } from "@pulumi/pulumi";
import { z } from "zod";
import type { ProblemCode } from "./codes";
import type { Problem } from "./problem";
import { didYouMean } from "./suggest";

/** A value that may still be an Output: then nothing can be said of it before it is known. */
export function leaf<T extends z.ZodType>(schema: T) {
  return z.union([z.custom<Output<z.output<T>>>((value) => Output.isInstance(value)), schema]);
}

/** The problems of `value`'s shape: unknown properties, wrong types, values out of their set or bounds. */
export function checkShape(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value ?? {}, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, [], schema));
}

/**
 * The problems of a map's shape, and those that rules find among the properties whose shape is right. What rules say of a broken
 * property, or by its name of another one, can't be trusted and is left out.
 */
export function checkWhole<T extends object>(
  schema: z.ZodType,
  value: T,
  rules: (value: T) => readonly Problem[],
): Problem[] {
  const shape = checkShape(schema, value);
  const broken = [...new Set(shape.map(({ path }) => firstOf(path)))];
  if (broken.length === 0) {
    return [...rules(value)];
  }
  if (broken.includes("")) {
    return shape;
  }
  const sound = Object.fromEntries(Object.entries(value).filter(([key]) => !broken.includes(key))) as T;
  const found = rules(sound).filter(
    ({ path, code, reason }) =>
      !broken.includes(firstOf(path)) &&
      !(relations.has(code) && broken.some((name) => reason.split(/[^\w]+/).includes(name))),
  );
  return [...shape, ...found];
}

/** Codes of what one property is to another. */
const relations: ReadonlySet<ProblemCode> = new Set([
  "KN1005",
  "KN1008",
  "KN4005",
  "KN4013",
  "KN4015",
  "KN4024",
]);

/** The property of the map that a path begins with; empty where it is the map itself. */
function firstOf(path: string): string {
  const [, quoted, plain = ""] = /^\["((?:[^"\\]|\\.)*)"\]|^([^.[]+)/.exec(path) ?? [];
  return quoted ?? plain;
}

type Path = readonly PropertyKey[];

function problemsOf(issue: z.core.$ZodIssue, parent: Path, root: z.ZodType): Problem[] {
  const path = [...parent, ...issue.path];
  const problem = (code: ProblemCode, reason: string, at: Path = path): Problem => ({
    path: pathText(at),
    code,
    reason,
  });
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(root, path);
      return issue.keys.map((key) => problem("KN1001", unknownText(key, known), [...path, key]));
    }
    case "invalid_union":
      return unionProblems(issue, path, root);
    case "invalid_type":
      return [
        issue.input === undefined
          ? problem("KN1005", `is required: ${typeText(issue.expected)}`)
          : problem("KN1002", wrongType(issue.expected, issue.input)),
      ];
    case "invalid_value":
      return [problem("KN1003", notOneOf(issue.values.map(String), issue.input))];
    case "too_small":
    case "too_big":
      return [problem("KN1004", rangeText(issue))];
    case "custom":
      return [problem((issue.params?.["problem"] as ProblemCode | undefined) ?? "KN1006", issue.message)];
    default:
      return [problem("KN1006", issue.message)];
  }
}

/** Of a union, the branch that the value came nearest to speaks: the one that is not about being an Output. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path, root: z.ZodType): Problem[] {
  const branches = issue.errors.filter(
    (branch) =>
      !branch.every(
        (nested) =>
          nested.code === "custom" && nested.params === undefined && nested.message === "Invalid input",
      ),
  );
  const nearest = branches.toSorted((a, b) => depth(b) - depth(a))[0];
  return (nearest ?? []).flatMap((nested) => problemsOf(nested, path, root));
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function rangeText(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  return `must be ${sizeText(issue.origin)}${bound}, got ${gotSize(issue.input)}`;
}

function unknownText(key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  return `is not a known property${near === "" && known.length > 0 ? `; known are ${known.join(", ")}` : near}`;
}

function notOneOf(allowed: readonly string[], got: unknown): string {
  const list = allowed.map((value) => JSON.stringify(value)).join(", ");
  const near = typeof got === "string" ? didYouMean(got, allowed) : "";
  return `must be one of ${list}, got ${gotText(got)}${near}`;
}

function wrongType(expected: string, got: unknown): string {
  const quotes = expected === "string" && typeof got === "number" ? "; put it in quotes" : "";
  return `must be ${typeText(expected)}, got ${gotText(got)}${quotes}`;
}

function typeText(expected: string): string {
  const words: Record<string, string> = {
    int: "a whole number",
    array: "a list",
    record: "a map",
    object: "a map",
    boolean: "true or false",
  };
  return words[expected] ?? `a ${expected}`;
}

function gotText(value: unknown): string {
  if (Array.isArray(value)) {
    return "a list";
  }
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value) ?? String(value);
  }
  return "a map";
}

function sizeText(origin: string): string {
  return origin === "string" ? "of a length of " : origin === "array" ? "a list of " : "";
}

function gotSize(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? String(value.length) : gotText(value);
}

/** A path as Pulumi prints it: `services[0].env["A.B"]`. */
export function pathText(path: Path): string {
  return z.core.toDotPath([...path]);
}

/** The property names that a schema knows at a path. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  return objectsAt([schema], path).flatMap((object) => Object.keys(object.shape));
}

function objectsAt(schemas: readonly z.core.$ZodType[], path: Path): z.ZodObject[] {
  const here = schemas.flatMap(unwrapped);
  const [head, ...rest] = path;
  if (head === undefined) {
    return here.filter((schema) => schema instanceof z.ZodObject);
  }
  return objectsAt(
    here.flatMap((schema) => childOf(schema, head)),
    rest,
  );
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) {
    return unwrapped(schema.unwrap());
  }
  return schema instanceof z.ZodUnion ? schema.options.flatMap(unwrapped) : [schema];
}

function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const child = (schema.shape as Record<PropertyKey, z.core.$ZodType>)[key];
    return child === undefined ? [] : [child];
  }
  if (schema instanceof z.ZodArray) {
    return [schema.element];
  }
  return schema instanceof z.ZodRecord ? [schema.valueType] : [];
}
