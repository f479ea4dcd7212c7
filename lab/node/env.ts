import { randomBytes } from "node:crypto";
import { mkdir, readlink, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

import { isMissing, readText, SECRET_MODE, writeText } from "./files";
import { PATHS } from "./layout";
import { noProxy } from "./proxy";

const PASSPHRASE = join(PATHS.state, "pulumi-passphrase");
const PULUMI_HOME = join(PATHS.state, "pulumi-home");
const PULUMI_STATE = join(PATHS.state, "pulumi-state");

/** What kubectl and pulumi need to work on the lab, with the lab's tools first on PATH. Fails if there is no lab. */
export async function labEnv(environment: NodeJS.ProcessEnv = process.env): Promise<Record<string, string>> {
  if ((await readText(PATHS.kubeconfig)) === undefined) {
    throw new Error(`there is no ${PATHS.kubeconfig}; make the lab with \`npm run lab -- up\``);
  }
  return {
    KUBECONFIG: PATHS.kubeconfig,
    PATH: [PATHS.bin, environment.PATH ?? ""].join(":"),
    PULUMI_HOME,
    // The files that the backend keeps beside each state are not written in one go: a kill then would spoil them.
    PULUMI_BACKEND_URL: `file://${PULUMI_STATE}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE_FILE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...noProxy(environment),
  };
}

/** A PATH without what `npm run` puts before it: a shell that is set up for the lab keeps its own programs. */
export function withoutNpm(path: string): string {
  return path
    .split(":")
    .filter((directory) => !/\/node_modules\/\.bin$|\/node-gyp-bin$/.test(directory))
    .join(":");
}

/** Makes the directories and the passphrase that `labEnv` names, and the links to the tools. */
export async function prepareEnv(tools: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all([PATHS.bin, PULUMI_HOME, PULUMI_STATE].map((path) => mkdir(path, { recursive: true })));
  if ((await readText(PASSPHRASE)) === undefined) {
    await writeText(PASSPHRASE, randomBytes(24).toString("base64url"), SECRET_MODE);
  }
  await linkTools(tools);
}

/** Links programs into the directory that stands first on the lab's PATH. */
export async function linkTools(tools: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(Object.entries(tools).map(([name, target]) => link(join(PATHS.bin, name), target)));
}

/** Lines for a POSIX shell's `eval`. */
export function renderExports(env: Readonly<Record<string, string>>): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}

async function link(path: string, target: string): Promise<void> {
  const found = await readlink(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found === target) return;
  await rm(path, { force: true });
  await symlink(target, path);
}
