import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachePath, load } from "./load";

/**
 * Starts the plugin of a directory and, once it listens, writes what V8 has compiled until then. A process of its own,
 * for the plugin takes over the process that it runs in.
 */
function main(directory: string): void {
  const files = ["main.js", "kubernetesClient.js"].map((name) => join(directory, name));
  process.argv = [process.execPath, "plugin.js", "127.0.0.1:1"];
  // The first thing that the plugin prints is the port it listens on.
  console.log = () => {
    for (const file of files) {
      writeFileSync(cachePath(file), load(file).script.createCachedData());
    }
    process.exit(0);
  };
  files.forEach(load);
}

main(process.argv[2] ?? "");
