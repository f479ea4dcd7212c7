import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import { skip } from "./skip";

const directory = join(__dirname, "..", "..", "..", "shared", "releases");

/** The mirror of official release files beside the checkout; skips the suite, saying why, where there is none. */
export function needReleases(context: Context): string {
  return existsSync(join(directory, "SHA256SUMS"))
    ? directory
    : skip(context, "no mirror of the official releases in ../shared/releases");
}
