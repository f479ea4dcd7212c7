import { isArray, isMap, type Value } from "../value";
import { parseFilter, type Filter } from "./jsonPathFilter";

/** One step of a JSONPath query: from a value to what it selects. */
type Selector = (value: Value, root: Value) => Value[];

/** A JSONPath query (RFC 9535). Functions are not supported. */
export type Query = (root: Value, current?: Value) => Value[];

/** A place in a query's text. */
export class Cursor {
  constructor(
    readonly text: string,
    public position = 0,
  ) {}

  /** Moves over the pattern and gives its match; undefined where it is not here. The pattern must be sticky. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = this.position;
    const match = sticky.exec(this.text);
    if (match === null) {
      return undefined;
    }
    this.position = sticky.lastIndex;
    return match;
  }

  expect(pattern: RegExp, what: string): RegExpExecArray {
    return this.take(pattern) ?? this.fail(`expected ${what}`);
  }

  fail(reason: string): never {
    throw new Error(`parsing "${this.text}": ${reason} at position ${this.position}`);
  }
}

/** Reads a query that starts with `$`. Throws where it is none. */
export function parseJsonPath(text: string): Query {
  const cursor = new Cursor(text);
  cursor.expect(/\$/, '"$"');
  const query = parseSegments(cursor);
  if (cursor.position < text.length) {
    cursor.fail("unexpected text");
  }
  return (root) => query(root, root);
}

/** Reads the segments after `$` or `@`, as far as they go. */
export function parseSegments(cursor: Cursor): (root: Value, current: Value) => Value[] {
  const segments: Selector[] = [];
  for (let segment = parseSegment(cursor); segment !== undefined; segment = parseSegment(cursor)) {
    segments.push(segment);
  }
  return (root, current) =>
    segments.reduce<Value[]>((values, select) => values.flatMap((value) => select(value, root)), [current]);
}

const name = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/;

function parseSegment(cursor: Cursor): Selector | undefined {
  if (cursor.take(/\s*\.\./) !== undefined) {
    const deep = parseBracket(cursor) ?? parseShorthand(cursor);
    return (value, root) => descendants(value).flatMap((inner) => deep(inner, root));
  }
  const bracket = parseBracket(cursor);
  if (bracket !== undefined) {
    return bracket;
  }
  return cursor.take(/\s*\./) === undefined ? undefined : parseShorthand(cursor);
}

function parseShorthand(cursor: Cursor): Selector {
  if (cursor.take(/\*/) !== undefined) {
    return children;
  }
  const key = cursor.expect(name, 'a name or "*"')[0];
  return (value) => child(value, key);
}

function parseBracket(cursor: Cursor): Selector | undefined {
  if (cursor.take(/\s*\[\s*/) === undefined) {
    return undefined;
  }
  const selectors = [parseSelector(cursor)];
  while (cursor.take(/\s*,\s*/) !== undefined) {
    selectors.push(parseSelector(cursor));
  }
  cursor.expect(/\s*\]/, '"]"');
  return (value, root) => selectors.flatMap((select) => select(value, root));
}

function parseSelector(cursor: Cursor): Selector {
  if (cursor.take(/\*/) !== undefined) {
    return children;
  }
  const key = parseString(cursor);
  if (key !== undefined) {
    return (value) => child(value, key);
  }
  if (cursor.take(/\?\s*/) !== undefined) {
    const filter: Filter = parseFilter(cursor);
    return (value, root) => children(value).filter((inner) => filter(root, inner));
  }
  return parseIndexes(cursor);
}

/** A quoted string; undefined where there is none. */
export function parseString(cursor: Cursor): string | undefined {
  const match = cursor.take(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/);
  const inner = match?.[1] ?? match?.[2];
  return inner?.replace(/\\(u[\da-fA-F]{4}|.)/g, (_, escape: string) =>
    escape.length === 5
      ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
      : ({ n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" }[escape] ?? escape),
  );
}

function parseIndexes(cursor: Cursor): Selector {
  const slice = cursor.take(/(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+)?)?/);
  if (slice !== undefined) {
    const [start, end, step] = slice.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
    return (value) => (isArray(value) ? everyNth(value, start, end, step ?? 1) : []);
  }
  const index = Number(cursor.expect(/-?\d+/, "a selector")[0]);
  return (value) => {
    const element = isArray(value) ? value.at(index) : undefined;
    return element === undefined ? [] : [element];
  };
}

function everyNth(
  list: readonly Value[],
  start: number | undefined,
  end: number | undefined,
  step: number,
): Value[] {
  if (step === 0) {
    return [];
  }
  const ordered =
    step > 0 ? list.slice(start, end) : list.slice(endAfter(end), startThrough(start)).reverse();
  return ordered.filter((_, i) => i % Math.abs(step) === 0);
}

function endAfter(end: number | undefined): number | undefined {
  return end === undefined || end === -1 ? (end === -1 ? Number.POSITIVE_INFINITY : undefined) : end + 1;
}

function startThrough(start: number | undefined): number | undefined {
  return start === undefined || start === -1 ? undefined : start + 1;
}

function child(value: Value, key: string): Value[] {
  const found = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return found === undefined ? [] : [found];
}

function children(value: Value): Value[] {
  return isArray(value) ? value : isMap(value) ? Object.values(value) : [];
}

function descendants(value: Value): Value[] {
  return [value, ...children(value).flatMap(descendants)];
}
