import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { isObject, setAt } from "../manifests/manifest";
import { ProblemsError, under, type Problem } from "../problems";
import type { PlatformEventingArgs } from "./eventing.args";
import { checkPlatform, sectionNames } from "./platform.check";
import { keyProblems, namespace, plainPlatform } from "./stackConfig";
import { securePaths } from "./stackSecrets";

const section = "eventing";

/**
 * What a stack file of the root program says of Eventing, without Pulumi and without its secrets: what is encrypted stays unknown.
 * Problems of it are thrown, all at once; what other sections have is `pulumi preview`'s to judge.
 */
export async function readStackFileEventing(path: string): Promise<PlatformEventingArgs> {
  const text = readFileSync(path, "utf8");
  const file: unknown = parse(text);
  const config = isObject(file) && isObject(file["config"]) ? file["config"] : {};
  const secure = securePaths(text);
  const values = sectionNames.flatMap((name) => {
    const key = `${namespace}:${name}`;
    return config[key] === undefined
      ? []
      : [[name, { value: config[key], hidden: secure.get(key) ?? [] }] as const];
  });
  const whole = values.flatMap(([name, { hidden }]): Problem[] =>
    name === section && hidden.some(({ length }) => length === 0)
      ? [
          {
            path: name,
            code: "KN1009",
            reason:
              "is encrypted as a whole: what flows through it can't be seen; encrypt single values of it",
          },
        ]
      : [],
  );
  const readable = values.map(
    ([name, { value, hidden }]) => [name, withoutSecrets(parsed(value), hidden)] as const,
  );
  const { inputs, problems } = await plainPlatform(Object.fromEntries(readable));
  const own = [...whole, ...problems, ...checkPlatform(inputs)].filter(({ path: at }) => isOwn(at));
  const all = [
    ...keyProblems(Object.keys(config), namespace),
    ...under(`${namespace}:`, whole.length > 0 ? whole : own),
  ];
  if (all.length > 0) {
    throw new ProblemsError(basename(path), all);
  }
  return (inputs as { readonly eventing?: PlatformEventingArgs }).eventing ?? {};
}

function isOwn(path: string): boolean {
  return path === section || path.startsWith(`${section}.`) || path.startsWith(`${section}[`);
}

/** `pulumi config set` without --path writes lists and maps as JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A value that is encrypted is a secret that nobody knows here. */
function withoutSecrets(value: unknown, hidden: readonly (readonly (string | number)[])[]): unknown {
  return hidden.reduce<unknown>((whole, path) => setAt(whole, path, pulumi.secret("")), value);
}
