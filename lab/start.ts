import { labEnv, labUp, whyNoLab, withLabRun, withProgress } from "./node";
import { stackUp, type LabOutputs } from "./stack";
import { loadExeca } from "./toolchain/execa";

/** From nothing to an answer: the node, `pulumi up` with this project's components, and one request. */
async function main(): Promise<void> {
  const noLab = await whyNoLab();
  if (noLab !== undefined) {
    throw new Error(`the lab can't run here: ${noLab}`);
  }
  await withLabRun(console.log, async () => {
    await withProgress(labUp);
    const execa = await loadExeca();
    await execa("npm", ["run", "--silent", "build"], { stdio: "inherit" });
    await answer(await stackUp(await labEnv()));
  });
}

/** Asks every service through the gateway and prints how to do the same. */
async function answer({ gateways, urls }: LabOutputs): Promise<void> {
  const execa = await loadExeca();
  const gateway = gateways[0];
  for (const [name, url] of Object.entries(urls)) {
    const { hostname } = new URL(url);
    // The name resolves by a public DNS service, which this machine may not reach: curl is told the address.
    const args = ["--resolve", `${hostname}:${gateway?.httpPort ?? 80}:${gateway?.address ?? ""}`, url];
    const { stdout } = await execa("curl", ["--fail", "--silent", "--show-error", ...args]);
    console.log(`\n${name}: ${url}\n\n  curl ${args.join(" ")}\n\n${stdout}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
