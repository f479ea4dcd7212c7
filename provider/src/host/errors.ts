import { InputPropertiesError, Output, ResourceError, RunError } from "@pulumi/pulumi";
import { isGrpcError } from "@pulumi/pulumi/errors";
import { stateOf } from "../inputs/outputState";
import type { Request } from "../inputs/plainInputs";
import type { Schema, SchemaProperty } from "../inputs/schema";

/** The error as the engine is to get it: problems by property without secret values, and bugs as such. */
export async function errorForEngine(error: unknown, request: Request): Promise<unknown> {
  if (InputPropertiesError.isInstance(error)) {
    const errors = error.errors.map(async ({ propertyPath, reason }) => ({
      propertyPath: await withoutValue(propertyPath, request),
      reason,
    }));
    // The engine lists the problems itself, after the message.
    return new InputPropertiesError({ message: heading(error.message), errors: await Promise.all(errors) });
  }
  return isExpected(error) ? error : new Error(bugReport(error));
}

function isExpected(error: unknown): boolean {
  return RunError.isInstance(error) || ResourceError.isInstance(error) || isGrpcError(error as Error);
}

function bugReport(error: unknown): string {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return `${message}\nThis is a bug of pulumi-resource-knative; please report it with:\n${stack}`;
}

/** The first line, without what Pulumi puts before it when an output is serialized that failed. */
function heading(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/^(error serializing property "[^"]*": )+/, "");
}

/** The engine prints the value that it finds at a path. So the path of a secret is changed into one that holds nothing. */
async function withoutValue(path: string, request: Request): Promise<string> {
  const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
  );
  return (await isSecretAt(keys, request)) ? `${path} (secret)` : path;
}

/** Whether the value at a path, anything in it or anything around it is a secret. */
async function isSecretAt(keys: readonly string[], { inputs, properties, types }: Request): Promise<boolean> {
  let value: unknown = inputs;
  let property: SchemaProperty = { properties };
  for (const key of keys) {
    value = (value as Readonly<Record<string, unknown>>)[key];
    property = propertyAt(property, key, types);
    if (value === undefined) {
      return false;
    }
    if (property.secret === true || (Output.isInstance(value) && (await isSecret(value)))) {
      return true;
    }
    value = Output.isInstance(value) ? await valueOf(value) : value;
    if (value === null || typeof value !== "object") {
      return false;
    }
  }
  return holdsSecret(value, property, types);
}

async function holdsSecret(
  value: unknown,
  property: SchemaProperty,
  types: Schema["types"],
): Promise<boolean> {
  if (property.secret === true && value !== undefined) {
    return true;
  }
  if (Output.isInstance(value)) {
    return (await isSecret(value)) || holdsSecret(await valueOf(value), property, types);
  }
  if (value === null || typeof value !== "object") {
    return false;
  }
  const inner = Object.entries(value).map(([key, held]) =>
    holdsSecret(held, propertyAt(property, key, types), types),
  );
  return (await Promise.all(inner)).includes(true);
}

function propertyAt(parent: SchemaProperty, key: string, types: Schema["types"]): SchemaProperty {
  const named = parent.properties ?? types[parent.$ref?.replace("#/types/", "") ?? ""]?.properties;
  return named?.[key] ?? parent.items ?? parent.additionalProperties ?? {};
}

// An Output that failed tells nothing; then it is taken for a secret.
function isSecret(output: object): Promise<boolean> {
  return stateOf(output).isSecret.catch(() => true);
}

function valueOf(output: object): Promise<unknown> {
  return stateOf(output)
    .promise()
    .catch(() => undefined);
}
