import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/plugin";
import { committedSchema, freshSchema, schemaDrift } from "../schema/generate";
import { sdkDrift } from "../schema/sdk";
import type { Claims } from "./agreement";
import { readPyproject } from "./pyproject";
import { pythonVersion } from "./python";

/** A file of the repository. */
export function readText(...path: readonly string[]): string {
  return readFileSync(join(root, ...path), "utf8");
}

export function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readText(...path)) as T;
}

interface Versioned {
  readonly version?: string;
  readonly pulumi?: Versioned;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly packages?: Readonly<Record<string, Versioned>>;
}

/** Reads what the repository says of itself, and generates anew what is generated. */
export async function readClaims(version: string): Promise<Claims> {
  const schema = schemaDrift(committedSchema(), freshSchema());
  return {
    version,
    versions: saidVersions(version),
    changelog: readText("CHANGELOG.md"),
    drift: [
      ...schema.map((line) => `provider/schema.json is not what the sources say (npm run schema): ${line}`),
      ...(await sdkDrift(() => undefined)).map(
        (line) => `sdk/ is not what the schema says (npm run sdk): ${line}`,
      ),
    ],
  };
}

/** Where users are told of a version, or given one by a template of `pulumi new`. */
const pins: readonly (readonly [file: string, pin: RegExp])[] = [
  ["examples/templates/typescript/package.json", /"pulumi-knative-sdk": "(.*)"/],
  ["examples/templates/stack-file/package.json", /"pulumi-knative": "(.*)"/],
  ["examples/templates/python/requirements.txt", /^pulumi_knative==(.*)$/m],
  ["examples/templates/go/go.mod", /\/pulumi-knative\/sdk\/go v(.*)/],
  ["examples/templates/yaml/Pulumi.yaml", /^ {6}version: (.*)$/m],
  ["examples/templates/README.md", /\/tree\/v([^/]*)\/examples/],
  ["README.md", /\/tree\/v([^/]*)\/examples/],
  ["docs/installation-configuration.md", /plugin install resource knative v(\S*) /],
];

function saidVersions(version: string): Claims["versions"] {
  const versionIn = (...path: readonly string[]) => readJson<Versioned>(...path).version;
  const lock = readJson<Versioned>("package-lock.json");
  const provider = readJson<Versioned>("provider", "package.json");
  const nodejs = readJson<Versioned>("sdk", "nodejs", "package.json");
  const python = readPyproject(readText("sdk", "python", "pyproject.toml"))["project.version"]?.toString();
  return {
    "package.json": versionIn("package.json"),
    "package-lock.json": lock.version,
    'package-lock.json, packages[""]': lock.packages?.[""]?.version,
    "provider/schema.json": versionIn("provider", "schema.json"),
    "provider/package.json": provider.version,
    "provider/package.json, dependencies.pulumi-knative": provider.dependencies?.["pulumi-knative"],
    "sdk/nodejs/package.json": nodejs.version,
    "sdk/nodejs/package.json, pulumi.version": nodejs.pulumi?.version,
    "sdk/python/pyproject.toml": python === pythonVersion(version) ? version : python,
    "sdk/python/pulumi_knative/pulumi-plugin.json": versionIn(
      "sdk",
      "python",
      "pulumi_knative",
      "pulumi-plugin.json",
    ),
    "sdk/go/knative/pulumi-plugin.json": versionIn("sdk", "go", "knative", "pulumi-plugin.json"),
    ...Object.fromEntries(pins.map(([file, pin]) => [file, pin.exec(readText(file))?.[1]])),
  };
}
