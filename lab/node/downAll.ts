import { join } from "node:path";

import { loadExeca } from "../toolchain/execa";
import { step, type Report } from "../toolchain/progress";
import { suffixOf } from "./instance";
import { knownInstances } from "./ranges";

/** Stops every lab of this machine, whichever checkout started it. Each in a process of its own, for a process knows but one layout. */
export async function downAll(report: Report): Promise<void> {
  const execa = await loadExeca();
  for (const name of knownInstances()) {
    await step(report, name, "stops it", async () => {
      const args = ["--import", "tsx", join(__dirname, "..", "cli.ts"), "down"];
      await execa(process.execPath, args, {
        env: { LAB_INSTANCE: suffixOf(name) },
        cwd: join(__dirname, "..", ".."),
        stdin: "ignore",
      });
    });
  }
}
