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

/** Where the templates of `pulumi new` name the version that they take. */
const pins: readonly (readonly [template: string, file: string, pin: RegExp])[] = [
  ["typescript", "package.json", /"pulumi-knative-sdk": "(.*)"/],
  ["stack-file", "package.json", /"pulumi-knative": "(.*)"/],
  ["python", "requirements.txt", /^pulumi_knative==(.*)$/m],
  ["go", "go.mod", /\/pulumi-knative\/sdk\/go v(.*)/],
  ["yaml", "Pulumi.yaml", /^ {6}version: (.*)$/m],
  [".", "README.md", /\/tree\/v([^/]*)\/examples/],
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
    ...Object.fromEntries(
      pins.map(([template, file, pin]) => [
        `examples/templates/${template}/${file}`,
        pin.exec(readText("examples", "templates", template, file))?.[1],
      ]),
    ),
  };
}
