import { rename, stat } from "node:fs/promises";
import { join } from "node:path";

import { lastLines } from "../toolchain/command";
import { readText } from "./files";
import { PATHS } from "./layout";

const TAIL_LINES = 15;
const KEPT_BYTES = 20 * 1024 * 1024;

/** The file that gets all a component writes. */
export function logFile(component: string): string {
  return join(PATHS.logs, `${component}.log`);
}

/** The last lines of a component's log with the file's name, for an error message. */
export async function tail(component: string, lines: number = TAIL_LINES): Promise<string> {
  const text = (await readText(logFile(component))) ?? "";
  return `last lines of ${logFile(component)}:\n${lastLines(text, lines) || "  (empty)"}`;
}

/** Keeps a log from growing for ever: at a component's start, one beyond 20 MiB is moved aside, over the one before. */
export async function limitLog(component: string): Promise<void> {
  const path = logFile(component);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > KEPT_BYTES) await rename(path, `${path}.1`);
}
