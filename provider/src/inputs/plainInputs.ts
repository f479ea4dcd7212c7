import { isUnknown, Output, type Inputs } from "@pulumi/pulumi";
import { isKnown, type Problem } from "../problems";
import { pathText } from "../problems/shape";
import { stateOf } from "./outputState";
import type { Schema, SchemaProperties, SchemaProperty } from "./schema";

/** What the engine sent, and what the schema says of it. */
export interface Request {
  readonly inputs: Inputs;
  readonly properties: SchemaProperties;
  readonly types: Schema["types"];
}

export interface PlainInputs {
  readonly inputs: Inputs;
  readonly problems: readonly Problem[];
}

type Types = Schema["types"];
type Path = readonly (string | number)[];
type Values = Readonly<Record<string, unknown>>;
type Report = (path: Path, reason: string) => void;

/**
 * The inputs with everything that the schema calls plain as a plain value. The engine hands over a value that depends
 * on other resources as an Output even where the property is plain, and languages without static types let programs
 * do the same. Such a value is taken out of its Output if it is known; it can't be done for unknown ones, for then
 * nobody knows which resources there are to be, nor for secrets, which would be secret no more.
 */
export async function plainInputs({ inputs, properties, types }: Request): Promise<PlainInputs> {
  const problems: Problem[] = [];
  const reader = new PlainReader(types, (path, reason) => {
    problems.push({ path: pathText(path), code: "KN1009", reason });
  });
  return { inputs: await reader.object(inputs, properties, []), problems };
}

class PlainReader {
  constructor(
    private readonly types: Types,
    private readonly report: Report,
  ) {}

  /** One value after the other, so that problems come in the order of the inputs. */
  async object(values: Values, properties: SchemaProperties, path: Path): Promise<Record<string, unknown>> {
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      result[name] = await this.value(value, properties[name] ?? {}, [...path, name]);
    }
    return result;
  }

  private async list(values: readonly unknown[], item: SchemaProperty, path: Path): Promise<unknown[]> {
    const result: unknown[] = [];
    for (const [index, value] of values.entries()) {
      result.push(await this.value(value, item, [...path, index]));
    }
    return result;
  }

  private async value(value: unknown, property: SchemaProperty, path: Path): Promise<unknown> {
    if (property.type === "string" && isWholeOrFlag(value)) {
      return String(value);
    }
    if (value === null || typeof value !== "object") {
      return value;
    }
    if (Output.isInstance(value) || isUnknown(value)) {
      return property.plain === true ? this.value(await this.unwrap(value, path), property, path) : value;
    }
    if (Array.isArray(value)) {
      return this.list(value, property.items ?? {}, path);
    }
    const properties = this.propertiesOf(value, property);
    return properties === undefined ? value : this.object(value as Values, properties, path);
  }

  private propertiesOf(value: object, property: SchemaProperty): SchemaProperties | undefined {
    const { additionalProperties, $ref = "" } = property;
    return additionalProperties === undefined
      ? this.types[$ref.replace("#/types/", "")]?.properties
      : Object.fromEntries(Object.keys(value).map((key) => [key, additionalProperties]));
  }

  private async unwrap(value: unknown, path: Path): Promise<unknown> {
    if (!Output.isInstance(value) || !(await isKnown(value))) {
      this.report(path, unknownReason);
      return undefined;
    }
    const output = stateOf(value);
    if (await output.isSecret) {
      this.report(path, secretReason);
      return undefined;
    }
    return output.promise();
  }
}

/**
 * What YAML reads as a number or as true, and users mean as a text, as in `PORT: 8080`. Not fractions: of `1.10` only 1.1 is left, so
 * they are refused.
 */
function isWholeOrFlag(value: unknown): value is number | boolean {
  return typeof value === "boolean" || Number.isSafeInteger(value);
}

const unknownReason =
  "must be known when the program runs, for it decides which resources there are; give a value that no other resource has to make first";
const secretReason =
  "can't be secret as a whole; make the texts in it secret, where it takes them, or keep secrets out of it";
