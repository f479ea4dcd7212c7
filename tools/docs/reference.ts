import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { componentEntries } from "../../provider/src/components";
import { componentNames, publicName } from "../schema/names";
import { loadBalancersPage, withAnnotations } from "./loadBalancers";
import { operationsPage, withProfiles } from "./profiles";

/** The parts of a Pulumi package schema that the reference tables are made of. */
interface PropertySpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
}

interface ObjectSpec {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly value: string | number }[];
}

interface ResourceSpec extends ObjectSpec {
  readonly inputProperties?: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs?: readonly string[];
}

export interface PackageSchema {
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly types: Readonly<Record<string, ObjectSpec>>;
}

/** Pages with a reference part, by component. */
export const pages: ReadonlyMap<string, string> = new Map(
  componentEntries.map(([component, { page }]) => [component, page]),
);

const markers = /(<!-- reference of (\w+): npm run docs -->\n)[^]*?(<!-- end of reference -->)/g;

/** A page with its reference part written anew from the schema. */
export function withReference(page: string, schema: PackageSchema): string {
  return page.replace(markers, (_, start: string, component: string, end: string) => `${start}\n${reference(component, schema)}\n\n${end}`);
}

/** Tables of a component's inputs and outputs, and of the types that only it uses. */
export function reference(component: string, schema: PackageSchema): string {
  const resource = schema.resources[`knative:index:${component}`];
  if (resource === undefined) {
    throw new Error(`the schema has no component ${component}`);
  }
  const types = reachable(Object.values(resource.inputProperties ?? {}), schema, explainedElsewhere(component));
  return [
    "### Inputs",
    table(resource.inputProperties ?? {}, resource.requiredInputs ?? [], schema),
    ...types.flatMap(([name, spec]) => [`### ${name}`, spec.description ?? "", table(spec.properties ?? {}, spec.required ?? [], schema)]),
    "### Outputs",
    table(resource.properties ?? {}, [], schema),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Types that another page already explains: those that are a component's args, and those that the component names. */
function explainedElsewhere(component: string): ReadonlySet<string> {
  const named = componentEntries.find(([name]) => name === component)?.[1].explainedElsewhere ?? [];
  return new Set([...componentNames.map((name) => publicName(name, componentNames)), ...named]);
}

function reachable(properties: readonly PropertySpec[], schema: PackageSchema, stop: ReadonlySet<string>): readonly [string, ObjectSpec][] {
  const found = new Map<string, ObjectSpec>();
  const visit = (property: PropertySpec): void => {
    const name = refName(property);
    const spec = name === undefined ? undefined : schema.types[`knative:index:${name}`];
    if (name !== undefined && spec?.properties !== undefined && !found.has(name) && !stop.has(name)) {
      found.set(name, spec);
      Object.values(spec.properties).forEach(visit);
    }
    [property.items, property.additionalProperties].forEach((inner) => inner !== undefined && visit(inner));
  };
  properties.forEach(visit);
  return [...found];
}

function table(properties: Readonly<Record<string, PropertySpec>>, required: readonly string[], schema: PackageSchema): string {
  const rows = Object.entries(properties).map(([name, property]) => {
    const mark = required.includes(name) ? " (required)" : "";
    return `| \`${name}\`${mark} | ${typeText(property, schema)} | ${(property.description ?? "").replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|")} |`;
  });
  return ["| property | type | meaning |", "|---|---|---|", ...rows].join("\n");
}

function typeText(property: PropertySpec, schema: PackageSchema): string {
  const name = refName(property);
  if (name !== undefined) {
    const values = schema.types[`knative:index:${name}`]?.enum;
    return values === undefined ? linked(name) : values.map(({ value }) => `\`"${value}"\``).join(", ");
  }
  if (property.$ref?.startsWith("#/resources/") === true) {
    const component = property.$ref.split(":").at(-1) ?? "";
    const page = componentEntries.find(([name]) => name === component)?.[1].page ?? "";
    return `[${component}](${page}.md)`;
  }
  if (property.$ref?.endsWith("#/provider") === true) {
    return "Kubernetes provider";
  }
  if (property.items !== undefined) {
    return `list of ${typeText(property.items, schema)}`;
  }
  return property.additionalProperties === undefined ? (property.type ?? "any") : `map of ${typeText(property.additionalProperties, schema)}`;
}

/** A type's name; one that has a page of its own leads there. */
function linked(name: string): string {
  const page = pages.get(name.replace("Platform", ""));
  return name.startsWith("Platform") && page !== undefined ? `[${name}](${page}.md)` : name;
}

function refName({ $ref }: PropertySpec): string | undefined {
  return $ref?.startsWith("#/types/") === true ? $ref.split(":").at(-1) : undefined;
}

const root = join(__dirname, "..", "..");
export const pageFile = (stem: string): string => join(root, "docs", `${stem}.md`);
export const readSchema = (): PackageSchema => JSON.parse(readFileSync(join(root, "provider", "schema.json"), "utf8")) as PackageSchema;

if (require.main === module) {
  for (const stem of pages.values()) {
    writeFileSync(pageFile(stem), withReference(readFileSync(pageFile(stem), "utf8"), readSchema()));
  }
  writeFileSync(loadBalancersPage, withAnnotations(readFileSync(loadBalancersPage, "utf8")));
  writeFileSync(operationsPage, withProfiles(readFileSync(operationsPage, "utf8")));
}
