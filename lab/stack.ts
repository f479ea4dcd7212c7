import { loadExeca } from "./toolchain/execa";

/** The stack of this repository's root program that `npm start` brings up in the lab. */
export const labStack = "lab";

export interface LabOutputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string>>;

/** Brings the lab's stack up and gives its outputs; what Pulumi does is shown as it goes. */
export async function stackUp(env: Env): Promise<LabOutputs> {
  const execa = await loadExeca();
  await execa("pulumi", ["stack", "select", "--create", labStack], { env, stdio: "inherit" });
  await execa("pulumi", ["up", "--yes", "--skip-preview", "--stack", labStack], { env, stdio: "inherit" });
  const { stdout } = await execa("pulumi", ["stack", "output", "--json", "--stack", labStack], { env });
  return JSON.parse(stdout) as LabOutputs;
}

/** Whether the lab's stack has resources in the cluster. */
export async function stackIsUp(env: Env): Promise<boolean> {
  const execa = await loadExeca();
  const { stdout } = await execa("pulumi", ["stack", "ls", "--json"], { env });
  const stacks = JSON.parse(stdout) as { name: string; resourceCount?: number }[];
  return stacks.some(({ name, resourceCount = 0 }) => name === labStack && resourceCount > 0);
}

/** Takes everything of the lab's stack out of the cluster. */
export async function stackDestroy(env: Env): Promise<void> {
  const execa = await loadExeca();
  await execa("pulumi", ["destroy", "--yes", "--skip-preview", "--stack", labStack], {
    env,
    stdio: "inherit",
  });
}
