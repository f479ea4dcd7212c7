import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "../../provider/src/manifests/manifest";
import { skip } from "./skip";

const directory = join(__dirname, "..", "..", "..", "shared", "crds");

/** The part of a definition's schema that a field is judged by. */
interface Field {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly additionalProperties?: Field | boolean;
  readonly items?: Field;
  readonly required?: readonly string[];
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: Field };
    }[];
  };
}

export type Definitions = ReadonlyMap<string, Definition>;

const networkFiles = ["kube-ovn-1.16.2.yaml", "network-attachment-definition-1.7.7.yaml"];

/** Files with upstream's definitions, of the networks' kinds unless told otherwise, or a skipped test where they aren't there. */
export function definitionFiles(context: Mocha.Context, names = networkFiles): readonly string[] {
  const files = names.map((name) => join(directory, name));
  if (!files.every(existsSync)) {
    skip(context, `no definitions in ${directory}`);
  }
  return files;
}

/** What those files define. */
export function needDefinitions(context: Mocha.Context, names = networkFiles): Definitions {
  const all = definitionFiles(context, names).flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).flatMap(
      (document) => (document.toJS() as Definition | null) ?? [],
    ),
  );
  return byKind(all);
}

/** What Istio's file defines. */
export function needIstioDefinitions(context: Mocha.Context): Definitions {
  return needDefinitions(context, ["istio-1.29.2.yaml"]);
}

/** What manifests define. */
export function definitionsIn(manifests: readonly Manifest[]): Definitions {
  return byKind(
    manifests.filter(({ kind }) => kind === "CustomResourceDefinition") as unknown as readonly Definition[],
  );
}

function byKind(definitions: readonly Definition[]): Definitions {
  return new Map(definitions.map((definition) => [definition.spec.names.kind, definition]));
}

/** What the API server would refuse of an object, or drop without a word. */
export function misfits(definitions: Definitions, manifest: Manifest): string[] {
  const definition = definitions.get(manifest.kind);
  const version = definition?.spec.versions.find(
    ({ name }) => manifest.apiVersion === `${definition.spec.group}/${name}`,
  );
  if (definition === undefined || version === undefined) {
    return [`${manifest.apiVersion} ${manifest.kind} is not defined`];
  }
  const isNamespaced = definition.spec.scope === "Namespaced";
  const place = isNamespaced === (manifest.metadata.namespace !== undefined) ? [] : ["namespace"];
  const { spec } = version.schema.openAPIV3Schema.properties ?? {};
  return [...place, ...judge(spec ?? {}, manifest["spec"], "spec")];
}

function judge(field: Field, value: unknown, path: string): string[] {
  const is = Array.isArray(value)
    ? "array"
    : typeof value === "number" && Number.isInteger(value)
      ? "integer"
      : typeof value;
  if (field.type !== undefined && is !== field.type && !(field.type === "number" && is === "integer")) {
    return [`${path}: ${is} instead of ${field.type}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => judge(field.items ?? {}, each, `${path}[${index}]`));
  }
  return is === "object" ? judgeObject(field, value as Readonly<Record<string, unknown>>, path) : [];
}

function judgeObject(field: Field, value: Readonly<Record<string, unknown>>, path: string): string[] {
  const { properties = {}, additionalProperties, required = [] } = field;
  const missing = required.filter((key) => value[key] === undefined).map((key) => `${path}.${key}: missing`);
  const own = Object.entries(value).flatMap(([key, inner]) => {
    const child =
      properties[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    const isFree = additionalProperties === true || field["x-kubernetes-preserve-unknown-fields"] === true;
    return child === undefined
      ? isFree
        ? []
        : [`${path}.${key}: unknown`]
      : judge(child, inner, `${path}.${key}`);
  });
  return [...missing, ...own];
}
