import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { compareTexts } from "./path";

const projectSchema = z.object({ stackConfigDir: z.string().optional(), config: z.unknown().optional() });

/**
 * Stacks that have a Pulumi.<stack>.yaml, in the order of their names.
 * @throws when there is no project in `directory`, or no stack file.
 */
export async function listStacks(directory: string): Promise<string[]> {
  const folder = await stackFolder(directory);
  const stacks = (await readdir(folder)).flatMap((file) => stackOfFile(file) ?? []);
  if (stacks.length === 0) {
    throw new Error(
      `there is no Pulumi.<stack>.yaml in ${folder}: make one with \`pulumi stack init <stack>\``,
    );
  }
  return stacks.toSorted(compareTexts);
}

/** The stack that a file configures; undefined for any other file. */
export function stackOfFile(file: string): string | undefined {
  return /^Pulumi\.([A-Za-z0-9][A-Za-z0-9._-]*)\.(?:yaml|yml|json)$/.exec(file)?.[1];
}

/** Where stack files lie: `stackConfigDir`, which projects of old called `config`, else beside Pulumi.yaml. */
async function stackFolder(directory: string): Promise<string> {
  const file = join(directory, "Pulumi.yaml");
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`there is no Pulumi.yaml in ${directory}: say with --cwd where the project is`);
  });
  const project = projectSchema.parse(parse(text));
  const old = typeof project.config === "string" ? project.config : undefined;
  return join(directory, project.stackConfigDir ?? old ?? ".");
}
