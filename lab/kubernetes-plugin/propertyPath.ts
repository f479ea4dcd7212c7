/** A property path: keys, list indexes, and "*" for any of either. */
export type PropertyPath = readonly (string | number)[];

/**
 * Reads a property path as Pulumi writes it: `spec.rules[0]["a.b"]`, `webhooks[*].rules`.
 * Throws where a bracket or a quote is left open.
 */
export function parsePropertyPath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const step = nextStep(rest);
    if (step === undefined) {
      throw new Error(`invalid property path "${text}" at "${rest}"`);
    }
    path.push(step.element);
    rest = step.rest;
  }
  return path;
}

function nextStep(text: string): { element: string | number; rest: string } | undefined {
  const quoted = /^\["((?:[^"\\]|\\.)*)"\]/.exec(text);
  if (quoted !== null) {
    return { element: (quoted[1] ?? "").replaceAll('\\"', '"'), rest: text.slice(quoted[0].length) };
  }
  const index = /^\[(\d+|\*)\]/.exec(text);
  if (index !== null) {
    return { element: index[1] === "*" ? "*" : Number(index[1]), rest: text.slice(index[0].length) };
  }
  const name = /^\.?([^.[\]]+)/.exec(text);
  return name === null ? undefined : { element: name[1] ?? "", rest: text.slice(name[0].length) };
}

/** The path as text: keys with dots, quotes or brackets are quoted. */
export function formatPropertyPath(path: PropertyPath): string {
  return path.reduce<string>((text, element) => {
    if (typeof element === "number") {
      return `${text}[${element}]`;
    }
    if (/[."[\]]/.test(element)) {
      return `${text}["${element.replaceAll('"', '\\"')}"]`;
    }
    return text === "" ? element : `${text}.${element}`;
  }, "");
}

/** Whether `inner` is the outer path itself or lies under it; "*" in `outer` stands for any one element. */
export function containsPath(outer: PropertyPath, inner: PropertyPath): boolean {
  return (
    outer.length <= inner.length &&
    outer.every((element, i) => element === "*" || String(element) === String(inner[i]))
  );
}
