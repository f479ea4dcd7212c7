import { spawn } from "node:child_process";

/** Runs Node.js with the arguments and this process's output; fails unless it ends well. */
export function runNode(args: readonly string[], directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: directory, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`node ${args.join(" ")} ended with ${code ?? signal}, see above`));
      }
    });
  });
}
