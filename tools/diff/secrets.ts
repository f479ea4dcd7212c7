import { isContainer, isList, isObject, SECRET, SECRET_TEXT, textsIn, type Value } from "./encoding";
import type { Preview, ResourceState, Step } from "./events";

/** Where secrets are: all of a value, or some of what it holds. */
type Shape = true | { readonly [key: string]: Shape };

/** Texts of fewer characters say too little to be looked for: alone, inside of others, as a line of many. */
const shortest = { whole: 4, part: 8, line: 20 } as const;

/**
 * Hides what is secret in any state of a resource in all of them: a value that becomes a secret, or ceases to be one, is
 * secret before and after. Texts found out that way are hidden wherever else they stand, in messages too.
 */
export function hideSecrets(preview: Preview): Preview {
  const shapes = shapesByUrn(preview.steps);
  const scrub = scrubber(preview.steps.flatMap((step) => plaintextsOf(step, shapes.get(step.urn))));
  const hide = (state: ResourceState | undefined, urn: string): ResourceState | undefined =>
    state && scrubState(maskState(state, shapes.get(urn)), scrub);
  return {
    ...preview,
    steps: preview.steps.map((step) => ({
      ...step,
      old: hide(step.old, step.urn),
      new: hide(step.new, step.urn),
    })),
    diagnostics: preview.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      message: scrub(diagnostic.message),
    })),
  };
}

function statesOf({ old, new: wanted }: Step): ResourceState[] {
  return [old, wanted].filter((state) => state !== undefined);
}

function shapesByUrn(steps: readonly Step[]): ReadonlyMap<string, Shape | undefined> {
  const shapes = new Map<string, Shape | undefined>();
  for (const step of steps) {
    const found = statesOf(step).flatMap(({ inputs, outputs }) => [shapeOf(inputs), shapeOf(outputs)]);
    shapes.set(step.urn, [...found, alwaysSecret(step.type)].reduce(merge, shapes.get(step.urn)));
  }
  return shapes;
}

function plaintextsOf(step: Step, shape: Shape | undefined): string[] {
  return statesOf(step).flatMap(({ plaintexts, inputs, outputs }) => [
    ...plaintexts,
    ...hiddenTexts(inputs, shape),
    ...hiddenTexts(outputs, shape),
  ]);
}

function maskState(state: ResourceState, shape: Shape | undefined): ResourceState {
  return {
    ...state,
    inputs: asObject(mask(state.inputs, shape)),
    outputs: asObject(mask(state.outputs, shape)),
  };
}

/** What is secret by its nature, whether or not the program said so. */
function alwaysSecret(type: string): Shape | undefined {
  if (/^kubernetes:core\/v1:Secret(Patch)?$/.test(type)) {
    return { data: true, stringData: true };
  }
  return type === "pulumi:providers:kubernetes" ? { kubeconfig: true } : undefined;
}

function shapeOf(value: Value): Shape | undefined {
  if (value === SECRET) {
    return true;
  }
  if (!isContainer(value)) {
    return undefined;
  }
  const parts = Object.entries(value as Readonly<Record<string, Value>>).flatMap(([key, item]) => {
    const shape = shapeOf(item);
    return shape === undefined ? [] : [[key, shape] as const];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

function merge(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === true || b === true) {
    return true;
  }
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const shape = merge(a[key], b[key]);
      return shape === undefined ? [] : [[key, shape]];
    }),
  );
}

function mask(value: Value, shape: Shape | undefined): Value {
  if (shape === undefined) {
    return value;
  }
  if (shape === true) {
    return SECRET;
  }
  return mapContainer(value, (item, key) => mask(item, shape[key]));
}

/** Texts that stand in the open where the shape says that a secret is. */
function hiddenTexts(value: Value | undefined, shape: Shape | undefined): string[] {
  if (shape === undefined || value === undefined) {
    return [];
  }
  if (shape === true) {
    return textsIn(value);
  }
  return isContainer(value)
    ? Object.entries(value as Readonly<Record<string, Value>>).flatMap(([key, item]) =>
        hiddenTexts(item, shape[key]),
      )
    : [];
}

function mapContainer(value: Value, change: (item: Value, key: string) => Value): Value {
  if (isList(value)) {
    return value.map((item, index) => change(item, String(index)));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]))
    : value;
}

function asObject(value: Value): ResourceState["inputs"] {
  return isObject(value) ? value : {};
}

/** Replaces known secrets in a text; also where they are in base64 or escaped as in JSON, and line by line. */
function scrubber(plaintexts: readonly string[]): (text: string) => string {
  const whole = new Set(plaintexts.filter(({ length }) => length >= shortest.whole));
  const parts = [...new Set(plaintexts.flatMap(guises))]
    .filter(({ length }) => length >= shortest.part)
    // Longer ones first: a shorter one may be a part of them.
    .sort((a, b) => b.length - a.length);
  return (text) =>
    whole.has(text)
      ? SECRET_TEXT
      : parts.reduce((scrubbed, part) => scrubbed.replaceAll(part, SECRET_TEXT), text);
}

function guises(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) ? [Buffer.from(text, "base64").toString()] : [];
  return [
    text,
    ...lines.filter(({ length }) => length >= shortest.line),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString("base64"),
    ...decoded.filter((plain) => !plain.includes("\ufffd")),
  ];
}

function scrubState(state: ResourceState, scrub: (text: string) => string): ResourceState {
  const scrubValue = (value: Value): Value => {
    if (typeof value !== "string") {
      return mapContainer(value, scrubValue);
    }
    const text = scrub(value);
    return text === SECRET_TEXT ? SECRET : text;
  };
  return {
    ...state,
    inputs: asObject(scrubValue(state.inputs)),
    outputs: asObject(scrubValue(state.outputs)),
  };
}
