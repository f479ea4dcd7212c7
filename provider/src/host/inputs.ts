import { Output, type Inputs } from "@pulumi/pulumi";
import type { Problem } from "../problems";
import { pathText } from "../problems/shape";
import type { Request } from "./errors";
import type { Schema, SchemaProperties, SchemaProperty } from "./schema";

export interface PlainInputs {
  readonly inputs: Inputs;
  readonly problems: readonly Problem[];
}

type Types = Schema["types"];
type Path = readonly (string | number)[];
type Report = (path: Path, reason: string) => void;

/** What an Output tells of itself and doesn't declare. */
interface Settled {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(): Promise<unknown>;
}

/**
 * The inputs with everything that the schema calls plain as a plain value. The engine hands over a value that depends
 * on other resources as an Output even where the property is plain, and languages without static types let programs
 * do the same. Such a value is taken out of its Output if it is known; it can't be done for unknown ones, for then
 * nobody knows which resources there are to be, nor for secrets, which would be secret no more.
 */
export async function plainInputs({ inputs, properties, types }: Request): Promise<PlainInputs> {
  const problems: Problem[] = [];
  const report: Report = (path, reason) =>
    void problems.push({ path: pathText(path), code: "KN1009", reason });
  const plain = await plainObject(inputs, properties, types, [], report);
  return { inputs: plain, problems };
}

async function plainObject(
  value: Readonly<Record<string, unknown>>,
  properties: SchemaProperties,
  types: Types,
  path: Path,
  report: Report,
): Promise<Record<string, unknown>> {
  const entries = Object.entries(value).map(async ([name, inner]) => {
    const property = properties[name];
    return [
      name,
      property === undefined ? inner : await plainValue(inner, property, types, [...path, name], report),
    ];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
}

async function plainValue(
  value: unknown,
  property: SchemaProperty,
  types: Types,
  path: Path,
  report: Report,
): Promise<unknown> {
  if (property.plain !== true || value === null || typeof value !== "object") {
    return value;
  }
  if (Output.isInstance(value)) {
    const inner = await unwrap(value as unknown as Settled, path, report);
    return plainValue(inner, property, types, path, report);
  }
  if (Array.isArray(value)) {
    const { items = {} } = property;
    return Promise.all(value.map((item, index) => plainValue(item, items, types, [...path, index], report)));
  }
  const { additionalProperties } = property;
  const object = value as Readonly<Record<string, unknown>>;
  const named = types[property.$ref?.replace("#/types/", "") ?? ""]?.properties;
  const properties =
    additionalProperties === undefined
      ? named
      : Object.fromEntries(Object.keys(object).map((key) => [key, additionalProperties]));
  return properties === undefined ? value : plainObject(object, properties, types, path, report);
}

async function unwrap(output: Settled, path: Path, report: Report): Promise<unknown> {
  const [known, secret] = await Promise.all([output.isKnown, output.isSecret]);
  if (!known) {
    report(
      path,
      "must be known when the program runs, for it decides which resources there are; give a value that no other resource has to make first",
    );
    return undefined;
  }
  if (secret) {
    report(
      path,
      "can't be secret as a whole; make the texts in it secret, where it takes them, or keep secrets out of it",
    );
    return undefined;
  }
  return output.promise();
}
