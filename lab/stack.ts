import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { PATHS } from "./node";
import { loadExeca } from "./toolchain/execa";

/** The stack of this repository's root program that `npm start` brings up in the lab. */
export const labStack = "lab";

export interface LabOutputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string>>;

const root = join(__dirname, "..");

/**
 * The directory that Pulumi works in: the root program with its stack file copied. Pulumi writes the salt of the stack's
 * encryption into that file, and the one in the checkout is to stay as it is.
 */
function projectDirectory(): string {
  const directory = join(PATHS.state, "project");
  mkdirSync(directory, { recursive: true });
  for (const name of ["dist", "node_modules", "package.json"]) {
    rmSync(join(directory, name), { force: true });
    symlinkSync(join(root, name), join(directory, name));
  }
  for (const name of ["Pulumi.yaml", `Pulumi.${labStack}.yaml`]) {
    copyFileSync(join(root, name), join(directory, name));
  }
  return directory;
}

/** Brings the lab's stack up and gives its outputs; what Pulumi does is shown as it goes. */
export async function stackUp(env: Env): Promise<LabOutputs> {
  const execa = await loadExeca();
  const options = { env, cwd: projectDirectory() };
  await execa("pulumi", ["stack", "select", "--create", labStack], { ...options, stdio: "inherit" });
  await execa("pulumi", ["up", "--yes", "--skip-preview", "--stack", labStack], {
    ...options,
    stdio: "inherit",
  });
  const { stdout } = await execa("pulumi", ["stack", "output", "--json", "--stack", labStack], options);
  return JSON.parse(stdout) as LabOutputs;
}
