import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

/** A file of the plugin, compiled and run. */
export interface Loaded {
  readonly script: Script;
  readonly exports: unknown;
}

const loaded = new Map<string, Loaded>();

/** Where the code cache of a file lies. */
export function cachePath(file: string): string {
  return `${file}.cache`;
}

/**
 * `require` for the plugin's own files, with V8's code cache beside them: compiling is most of what a start takes. A
 * cache that another version of Node.js has written is refused by V8, and then there is just no gain.
 */
export function load(file: string): Loaded {
  const before = loaded.get(file);
  if (before !== undefined) {
    return before;
  }
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  const script = new Script(text, { filename: file, cachedData: readCache(file) });
  const module = { exports: {} };
  const result: Loaded = {
    script,
    get exports() {
      return module.exports;
    },
  };
  loaded.set(file, result);
  const run = script.runInThisContext() as (...given: unknown[]) => void;
  run(module.exports, requireFor(file), module, file, dirname(file));
  return result;
}

function requireFor(file: string): (name: string) => unknown {
  const require = createRequire(file);
  return (name) =>
    (name.startsWith("./") ? load(join(dirname(file), name)).exports : require(name)) as unknown;
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(cachePath(file));
  } catch {
    return undefined;
  }
}
