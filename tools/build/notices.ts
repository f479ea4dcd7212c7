import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const rule = `\n\n${"-".repeat(80)}\n\n`;

/**
 * The licences of the packages that a bundle is made of, from the files that went into it: most ask for their text to go along with
 * copies. One that has no such file is named with what its package.json says.
 */
export function notices(root: string, inputs: readonly string[]): string {
  const directories = [...new Set(inputs.flatMap((input) => packageDirectory(input) ?? []))];
  const texts = directories.map((directory) => noticeOf(join(root, directory)));
  const head = "This program holds the following packages, each under its own licence.";
  return `${[head, ...new Set(texts.toSorted())].join(rule)}\n`;
}

/** Where the package lies that a file belongs to; undefined for this project's own. */
export function packageDirectory(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll("\\", "/"))?.[0];
}

function noticeOf(directory: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  ) as Readonly<Record<string, string>>;
  const files = readdirSync(directory)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.[jt]s$/.test(file))
    .toSorted();
  const texts = files.map((file) => readFileSync(join(directory, file), "utf8").trim());
  return [`${name} ${version}`, `Licence: ${license ?? "see its text"}`, ...texts].join("\n\n");
}
