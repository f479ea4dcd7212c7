import { loadExeca } from "./toolchain/execa";
import { labEnv, labUp, whyNoLab } from "./node";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

const stack = "lab";

/** From nothing to an answer: the node, `pulumi up` with this project's components, and one request. */
async function main(): Promise<void> {
  const noLab = await whyNoLab();
  if (noLab !== undefined) {
    throw new Error(`the lab can't run here: ${noLab}`);
  }
  await labUp();
  const env = await labEnv();
  const execa = await loadExeca();
  const pulumi = (...args: string[]) =>
    execa("pulumi", [...args, "--stack", stack], { env, stdio: "inherit" });
  await execa("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  await execa("pulumi", ["stack", "select", "--create", stack], { env, stdio: "inherit" });
  await pulumi("up", "--yes", "--skip-preview");
  const { stdout } = await execa("pulumi", ["stack", "output", "--json", "--stack", stack], { env });
  await answer(JSON.parse(stdout) as Outputs);
}

/** Asks every service through the gateway and prints how to do the same. */
async function answer({ gateways, urls }: Outputs): Promise<void> {
  const execa = await loadExeca();
  const gateway = gateways[0];
  for (const [name, url] of Object.entries(urls)) {
    const { hostname } = new URL(url);
    // The name resolves by a public DNS service, which this machine may not reach: curl is told the address.
    const args = [
      "--fail",
      "--silent",
      "--show-error",
      "--resolve",
      `${hostname}:80:${gateway?.address ?? ""}`,
      url,
    ];
    const { stdout } = await execa("curl", args);
    console.log(`\n${name}: ${url}\n\n  curl ${args.slice(3).join(" ")}\n\n${stdout}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
