/** Where two JSON values differ, one line each: path, then what is and what should be. */
export function drift(is: unknown, should: unknown, path = ""): string[] {
  if (isObject(is) && isObject(should)) {
    const keys = [...new Set([...Object.keys(is), ...Object.keys(should)])];
    return keys.flatMap((key) => drift(is[key], should[key], path === "" ? key : `${path}.${key}`));
  }
  const [left, right] = [text(is), text(should)];
  return left === right ? [] : [`${path}: ${left} -> ${right}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  const json = JSON.stringify(value) ?? "(absent)";
  return json.length > 200 ? `${json.slice(0, 199)}…` : json;
}
