import type { PackageSpec, Property } from "@pulumi/pulumi/provider/experimental/schema";
import { clusterInput, providerRef } from "./cluster";
import type { Facts } from "./facts";
import { publicName, typeName, typeRef } from "./names";
import { isWhole, pairShapes, type Interfaces } from "./shapes";
import type { SourceDocs } from "./sourceDocs";

/** What is added to the inferred schema. */
export interface Additions {
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly facts: Facts;
  readonly docs: SourceDocs;
}

/** JSON of a property in the schema, with what Pulumi's type of the analyzer's output leaves out. */
export type SchemaProperty = Property & {
  readonly optional?: boolean;
  readonly default?: string | number | boolean;
  readonly secret?: boolean;
  readonly deprecationMessage?: string;
};

type Properties = Readonly<Record<string, SchemaProperty>>;
type Finish = (owner: string, properties: Properties) => Properties;

/** The schema of the package: what was inferred, and everything that the analyzer drops. */
export function completeSchema(inferred: PackageSpec, additions: Additions): Record<string, unknown> {
  const components = Object.keys(inferred.resources).map(lastPart);
  const finish = finisher(inferred, additions, components);
  const types = Object.entries(inferred.types).map(([token, type]) => {
    const name = lastPart(token);
    return [
      `knative:index:${publicName(name, components)}`,
      completeType(name, type, additions.docs, finish),
    ] as const;
  });
  const resources = Object.entries(inferred.resources).map(([token, resource]) => {
    const name = lastPart(token);
    const properties = finish(name, resource.properties ?? {});
    const inputs = finish(`${name}Args`, resource.inputProperties ?? {});
    return [
      token,
      {
        description: reflow(resource.description ?? ""),
        isComponent: true,
        properties,
        required: resource.required,
        inputProperties: { ...inputs, ...clusterInput({ inputs, outputs: properties }, components) },
        requiredInputs: resource.requiredInputs,
      },
    ] as const;
  });
  const { version, description, metadata } = additions;
  return { ...metadata, version, description, types: sorted(types), resources: sorted(resources) };
}

/** The interfaces of the args by name, as the analyzer sees them. */
export function interfacesOf({ types, resources }: PackageSpec): Interfaces {
  const named = Object.entries(types).map(([token, type]) => [lastPart(token), type.properties ?? {}]);
  const args = Object.entries(resources).map(([token, resource]) => [
    `${lastPart(token)}Args`,
    resource.inputProperties ?? {},
  ]);
  return Object.fromEntries([...named, ...args]) as Interfaces;
}

function completeType(name: string, type: PackageSpec["types"][string], docs: SourceDocs, finish: Finish) {
  const description = reflow(docs.types[name]?.doc ?? "");
  if (type.enum !== undefined) {
    const values = type.enum.map((value) => ({
      ...value,
      ...nonEmpty("description", reflow(docs.values[`${name}.${value.name}`] ?? "")),
    }));
    return { type: type.type, description, enum: values };
  }
  return {
    type: type.type,
    description,
    properties: finish(name, type.properties ?? {}),
    required: type.required,
  };
}

function finisher(inferred: PackageSpec, { facts, docs }: Additions, components: readonly string[]): Finish {
  const checked = pairShapes(interfacesOf(inferred)).filter(
    ({ schema }) => schema !== undefined && isWhole(schema),
  );
  const whole = new Set([...facts.integer, ...checked.map(({ owner, name }) => `${owner}.${name}`)]);
  return (owner, properties) =>
    Object.fromEntries(
      Object.entries(properties).map(
        ([name, { optional: _, description = "", ...property }]): [string, SchemaProperty] => {
          const key = `${owner}.${name}`;
          const value = facts.defaulted.includes(key) ? literalDefault(description) : undefined;
          return [
            name,
            {
              ...(renamed(property, components, whole.has(key)) as object),
              description: reflow(description),
              ...(value === undefined ? {} : { default: value }),
              ...(facts.secret.includes(key) ? { secret: true } : {}),
              ...nonEmpty("deprecationMessage", docs.deprecated[key] ?? ""),
            } as SchemaProperty,
          ];
        },
      ),
    );
}

/** The property with references by public names, and whole numbers as such. */
function renamed(property: Property, components: readonly string[], whole: boolean): Property {
  const { items, additionalProperties, ...rest } = property;
  const target = typeName(property);
  return {
    ...rest,
    ...("$ref" in property ? { $ref: referred(property.$ref, target, components) } : {}),
    ...(whole && "type" in rest && rest.type === "number" ? { type: "integer" } : {}),
    ...(items === undefined ? {} : { items: renamed(items, components, whole) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: renamed(additionalProperties, components, whole) }),
  };
}

function referred(ref: string, target: string | undefined, components: readonly string[]): string {
  return target === undefined ? providerRef(ref) : typeRef(publicName(target, components));
}

/** The value after "Default:" in a doc, where it is written as a literal: a text in double quotes, a number, true or false. */
export function literalDefault(doc: string): string | number | boolean | undefined {
  const [, text] =
    /Default: ("[^"]*"|-?\d+(?:\.\d+)?|true|false)(?=[.,; ]|$)/.exec(doc.replace(/\s+/g, " ")) ?? [];
  return text === undefined ? undefined : (JSON.parse(text) as string | number | boolean);
}

/** Text with its line breaks taken out; blank lines part paragraphs. */
function reflow(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .join("\n\n");
}

function nonEmpty(key: string, text: string): Readonly<Record<string, string>> {
  return text === "" ? {} : { [key]: text };
}

function lastPart(token: string): string {
  return token.split(":").at(-1) ?? token;
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
