import { equal, type Value } from "../value";
import { parseSegments, parseString, type Cursor } from "./jsonPath";

/** Whether a filter keeps the value. */
export type Filter = (root: Value, current: Value) => boolean;

/** One side of a comparison: a value, or undefined where a query selects nothing. */
type Operand = (root: Value, current: Value) => Value | undefined;

/** Reads a filter's logical expression: `@.type == "Ready" && !@.old`. */
export function parseFilter(cursor: Cursor): Filter {
  const terms = [parseAnd(cursor)];
  while (cursor.take(/\s*\|\|\s*/) !== undefined) {
    terms.push(parseAnd(cursor));
  }
  return (root, current) => terms.some((term) => term(root, current));
}

function parseAnd(cursor: Cursor): Filter {
  const terms = [parseTerm(cursor)];
  while (cursor.take(/\s*&&\s*/) !== undefined) {
    terms.push(parseTerm(cursor));
  }
  return (root, current) => terms.every((term) => term(root, current));
}

function parseTerm(cursor: Cursor): Filter {
  if (cursor.take(/\s*!\s*(?!=)/) !== undefined) {
    const term = parseTerm(cursor);
    return (root, current) => !term(root, current);
  }
  if (cursor.take(/\s*\(\s*/) !== undefined) {
    const inner = parseFilter(cursor);
    cursor.expect(/\s*\)/, '")"');
    return inner;
  }
  return parseComparison(cursor);
}

function parseComparison(cursor: Cursor): Filter {
  const start = cursor.position;
  const left = parseOperand(cursor);
  const operator = cursor.take(/\s*(==|!=|<=|>=|<|>)\s*/)?.[1];
  if (operator === undefined) {
    if (!/^\s*[@$]/.test(cursor.text.slice(start))) {
      cursor.fail("a literal alone is no test");
    }
    return (root, current) => left(root, current) !== undefined;
  }
  const right = parseOperand(cursor);
  return (root, current) => compare(operator, left(root, current), right(root, current));
}

function compare(operator: string, left: Value | undefined, right: Value | undefined): boolean {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return isLess(left, right);
    case ">":
      return isLess(right, left);
    case "<=":
      return isLess(left, right) || equal(left, right);
    default:
      return isLess(right, left) || equal(left, right);
  }
}

function isLess(left: Value | undefined, right: Value | undefined): boolean {
  return (
    (typeof left === "number" && typeof right === "number" && left < right) ||
    (typeof left === "string" && typeof right === "string" && left < right)
  );
}

function parseOperand(cursor: Cursor): Operand {
  const query = cursor.take(/\s*([@$])/)?.[1];
  if (query !== undefined) {
    const segments = parseSegments(cursor);
    return (root, current) => segments(root, query === "$" ? root : current)[0];
  }
  cursor.take(/\s*/);
  const text = parseString(cursor);
  if (text !== undefined) {
    return () => text;
  }
  const literal = cursor.expect(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "a value")[0];
  const value = JSON.parse(literal) as Value;
  return () => value;
}
