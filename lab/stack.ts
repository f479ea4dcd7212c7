import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER, PATHS } from "./node";
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
  copyFileSync(join(root, "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
  const stackFile = `Pulumi.${labStack}.yaml`;
  writeFileSync(
    join(directory, stackFile),
    forInstance(readFileSync(join(root, stackFile), "utf8"), labAddresses),
  );
  return directory;
}

/** What in the stack file is the lab's: by what stands there, for the default instance, what another has instead. */
const labAddresses = {
  "/var/lib/pulumi-knative-lab/kubeconfig": PATHS.kubeconfig,
  "http://10.210.0.2:8080": CLUSTER.mirrorUrl,
  "10.211.0.1:5000": CLUSTER.registry,
};

/** A text with some words in place of others. */
export function forInstance(text: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
}

/** Brings the lab's stack up and gives its outputs; what Pulumi does is shown as it goes. */
export async function stackUp(env: Env): Promise<LabOutputs> {
  const execa = await loadExeca();
  const options = { env, cwd: projectDirectory() };
  await execa("pulumi", ["stack", "select", "--create", labStack], { ...options, stdio: "inherit" });
  // A run that was killed has left its lock; nobody else works with this stack now (see withLabRun).
  await execa("pulumi", ["cancel", "--yes", "--stack", labStack], { ...options, reject: false });
  await execa("pulumi", ["up", "--yes", "--skip-preview", "--stack", labStack], {
    ...options,
    stdio: "inherit",
  });
  const { stdout } = await execa("pulumi", ["stack", "output", "--json", "--stack", labStack], options);
  return JSON.parse(stdout) as LabOutputs;
}
