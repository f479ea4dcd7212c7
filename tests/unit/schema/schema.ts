import { inferSchema } from "../../../tools/schema/analyze";
import { committedSchema } from "../../../tools/schema/generate";
import { componentNames, typeName } from "../../../tools/schema/names";
import type { SchemaProperty } from "../../../tools/schema/overlay";
import { innermost } from "../../../tools/schema/shapes";

export type Properties = Readonly<Record<string, SchemaProperty>>;

interface SchemaType {
  readonly description: string;
  readonly properties?: Properties;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly name: string; readonly value: string }[];
}

interface SchemaResource {
  readonly description: string;
  readonly properties: Properties;
  readonly inputProperties: Properties;
  readonly requiredInputs: readonly string[];
}

interface PackageSchema {
  readonly types: Readonly<Record<string, SchemaType>>;
  readonly resources: Readonly<Record<string, SchemaResource>>;
}

/** The analyzer runs TypeScript's compiler: a few seconds, more on a busy machine. */
export const analyzerTimeout = 120_000;

let inference: ReturnType<typeof inferSchema> | undefined;

/** What the analyzer says of the sources, found out once for all tests. */
export const inferred = () => (inference ??= inferSchema(componentNames));

/** The schema as it is committed. */
export const schema = JSON.parse(committedSchema()) as PackageSchema;

export const part = (token: string) => token.split(":").at(-1) ?? "";

/** Names of the types that properties lead to, however deep. */
export function reached(properties: Properties, seen = new Set<string>()): Set<string> {
  for (const property of Object.values(properties)) {
    const name = typeName(innermost(property));
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      reached(schema.types[`knative:index:${name}`]?.properties ?? {}, seen);
    }
  }
  return seen;
}

export const resources = Object.entries(schema.resources);
export const inputTypes = new Set(
  resources.flatMap(([, { inputProperties }]) => [...reached(inputProperties)]),
);
export const outputTypes = new Set(resources.flatMap(([, { properties }]) => [...reached(properties)]));
