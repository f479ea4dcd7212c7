import { below, releaseTime, type Entry } from "./entry";

/** The files by which a Go module proxy gives a module out, by their paths below the proxy's root, and what is zipped. */
export interface GoModule {
  /** `<module>/@v`, with capital letters escaped. */
  readonly directory: string;
  readonly zipName: string;
  readonly zipEntries: readonly Entry[];
  readonly texts: Readonly<Record<string, string>>;
}

/** A module in the layout of a module proxy. */
export function goModule(path: string, version: string, files: readonly Entry[]): GoModule {
  const tag = `v${version}`;
  const mod = files.find((file) => file.path === "go.mod")?.content.toString() ?? "";
  return {
    directory: `${escaped(path)}/@v`,
    zipName: `${tag}.zip`,
    zipEntries: below(`${path}@${tag}`, files),
    texts: {
      list: `${tag}\n`,
      [`${tag}.info`]: `${JSON.stringify({ Version: tag, Time: releaseTime.toISOString().replace(".000", "") })}\n`,
      [`${tag}.mod`]: mod,
    },
  };
}

/** File systems may take capital and small letters for the same, so a proxy's paths have none of the former. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
