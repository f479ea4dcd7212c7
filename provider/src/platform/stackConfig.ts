import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { plainInputs } from "../inputs/plainInputs";
import type { Schema } from "../inputs/schema";
import { didYouMean, pathText, ProblemsError, under, type Problem } from "../problems";
import { checkPlatform, sectionNames } from "./platform.check";
import type { PlatformArgs } from "./platform.args";
import { leafPaths, securePaths, withSecrets, type ValuePath } from "./stackSecrets";

/** Namespace of the configuration keys, whatever the project is called: renaming a project must not lose its configuration. */
export const namespace = "pulumi-knative";

const keys = sectionNames;
type Key = keyof PlatformArgs;

/**
 * The stack's configuration as a platform, in which what Pulumi encrypts is secret. All problems are reported at once, by the paths that
 * they have in the stack file, before anything is registered.
 */
export async function readStackConfig(): Promise<PlatformArgs> {
  const secure = securePaths(stackFileText());
  const values = await Promise.all(
    keys.map(async (key) => [key, await valueOf(key, secure.get(`${namespace}:${key}`) ?? [])] as const),
  );
  const { inputs, problems } = await plainPlatform(Object.fromEntries(values));
  const all = [
    ...keyProblems(Object.keys(pulumi.runtime.allConfig()), pulumi.getProject()),
    ...under(`${namespace}:`, [...problems, ...checkPlatform(inputs)]),
  ];
  if (all.length > 0) {
    throw new ProblemsError(`Pulumi.${pulumi.getStack()}.yaml`, all);
  }
  return inputs;
}

/** Keys that look like this program's and aren't: what they hold would be ignored, and what it had made deleted. */
export function keyProblems(found: readonly string[], project: string): Problem[] {
  return found.flatMap((full): Problem[] => {
    const [prefix = "", key = ""] = full.split(/:(.*)/s);
    if (prefix !== namespace && prefix !== project) {
      return [];
    }
    const known = keys.some((name) => name === key);
    if (known && prefix === namespace) {
      return [];
    }
    const reason = known
      ? `is not read, for keys begin with the package's name and not the project's; call it ${namespace}:${key}`
      : `is not a known key${didYouMean(key, keys) || `; known are ${keys.join(", ")}`}`;
    return [{ path: full, code: "KN1001", reason }];
  });
}

/** What a key holds, secret where the stack file says so. */
async function valueOf(key: Key, secure: readonly ValuePath[]): Promise<unknown> {
  const value: unknown = new pulumi.Config(namespace).getObject(key);
  return secure.length === 0 && isSecret(`${namespace}:${key}`)
    ? withSecrets(value, await possiblySecret(key, value))
    : withSecrets(value, secure);
}

/** Whether the engine says that there is a secret somewhere in a key's value. */
function isSecret(key: string): boolean {
  const listed: unknown = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]");
  return Array.isArray(listed) && listed.includes(key);
}

/**
 * Where a value may be secret, for one of which nobody tells where it is (it comes from an environment of Pulumi's, not from the stack
 * file): everything that can be secret is taken for it.
 */
async function possiblySecret(key: Key, value: unknown): Promise<ValuePath[]> {
  const paths = leafPaths(value);
  const { problems } = await plainPlatform({ [key]: withSecrets(value, paths) });
  const refused = new Set(problems.map(({ path }) => path));
  return paths.filter((path) => !refused.has(pathText([key, ...path])));
}

/** Inputs of a platform with everything that must be plain as a plain value, and what can't be. */
export function plainPlatform(inputs: pulumi.Inputs) {
  const { resources, types } = schema();
  const properties = resources["knative:index:Platform"]?.inputProperties ?? {};
  return plainInputs({ inputs, properties, types });
}

/** The stack file, or an empty text where it isn't to be found: with `--config-file` it may be anywhere. */
function stackFileText(): string {
  return textOf(join(projectDirectory(), `Pulumi.${pulumi.getStack()}.yaml`)) ?? "";
}

/** Where Pulumi.yaml is. Older language hosts don't tell, and start the program beside its main file. */
function projectDirectory(): string {
  const told = pulumi.getRootDirectory();
  const above = (directory: string): string =>
    existsSync(join(directory, "Pulumi.yaml")) || directory === dirname(directory)
      ? directory
      : above(dirname(directory));
  return isAbsolute(told) ? told : above(process.cwd());
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

let loaded: Schema | undefined;

/** The schema: beside the sources, beside the compiled plugin, or beside the command line, which is a file of the plugin's. */
function schema(): Schema {
  if (loaded !== undefined) {
    return loaded;
  }
  const text =
    textOf(join(__dirname, "..", "..", "schema.json")) ??
    textOf(join(__dirname, "..", "..", "..", "plugin", "schema.json")) ??
    textOf(join(__dirname, "schema.json"));
  loaded = JSON.parse(text ?? "") as Schema;
  return loaded;
}
