import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import semver from "semver";

import { cacheRoot } from "./cache";
import { loadExeca } from "./execa";
import { pinnedVersion } from "./goModule";
import { GO_TOOLS, type Programs, type ToolName } from "./tools";

const PROBE_TIMEOUT_MS = 10_000;
const USABLE_PULUMI = ">=3.230.0 <4";
const HOSTS = {
  hosts: [
    "pulumi-language-nodejs",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-language-go",
  ],
  yaml: ["pulumi-language-yaml"],
} as const;

/** Programs on PATH that serve as well as what would be built, and why they do. */
export interface Found {
  readonly programs: Programs;
  readonly detail: string;
}

/** Looks on PATH for a tool in a usable version. */
export async function findInstalled(name: ToolName): Promise<Found | undefined> {
  switch (name) {
    case "pulumi":
      return findPulumi();
    case "hosts":
    case "yaml":
      return findHosts(HOSTS[name]);
    case "kubectl":
      return findKubectl();
    default:
      return undefined;
  }
}

async function findPulumi(): Promise<Found | undefined> {
  const path = await findForeign("pulumi");
  if (path === undefined) return undefined;
  const output = await printed(path, ["version"], { PULUMI_SKIP_UPDATE_CHECK: "true" });
  return isUsable(output, USABLE_PULUMI)
    ? { programs: { pulumi: path }, detail: `${output.trim()} at ${path}` }
    : undefined;
}

// Language hosts tell no version, so only those that came with a usable CLI, in its own directory, are trusted.
async function findHosts(hosts: readonly string[]): Promise<Found | undefined> {
  const cli = (await findPulumi())?.programs.pulumi;
  if (cli === undefined) return undefined;
  const paths = hosts.map((host) => join(dirname(cli), host));
  const present = await Promise.all(paths.map(isExecutable));
  if (present.includes(false)) return undefined;
  return {
    programs: Object.fromEntries(hosts.map((host, i) => [host, paths[i] ?? ""])),
    detail: `those beside ${cli}`,
  };
}

async function findKubectl(): Promise<Found | undefined> {
  const path = await findForeign("kubectl");
  if (path === undefined) return undefined;
  const version = kubectlVersion(await printed(path, ["version", "--client", "--output=json"]));
  const cluster = await pinnedVersion(GO_TOOLS.kubernetes, "k8s.io/kubernetes");
  return isUsable(version, kubectlRange(cluster))
    ? { programs: { kubectl: path }, detail: `${version} at ${path}` }
    : undefined;
}

/** The client version in the JSON that `kubectl version --client` prints; empty if this is not kubectl's. */
export function kubectlVersion(json: string): string {
  try {
    const parsed = JSON.parse(json) as { clientVersion?: { gitVersion?: unknown } } | null;
    const version = parsed?.clientVersion?.gitVersion;
    return typeof version === "string" ? version : "";
  } catch {
    return "";
  }
}

/** Kubernetes supports kubectl within one minor version of the API server, either way. */
export function kubectlRange(clusterVersion: string): string {
  const { major, minor } = new semver.SemVer(clusterVersion);
  return `>=${major}.${minor - 1}.0 <${major}.${minor + 2}.0`;
}

/** Whether a program's version text names a version in the range; texts such as "v1.34.1-gke.5" count as 1.34.1. */
export function isUsable(text: string, range: string): boolean {
  const version = semver.coerce(text);
  return version !== null && semver.satisfies(version, range);
}

/** The program on PATH, unless it is one that the lab built: in a shell set up for the lab, PATH leads to those. */
export async function findForeign(name: string): Promise<string | undefined> {
  const path = await findOnPath(name);
  if (path === undefined) return undefined;
  return (await realpath(path)).startsWith(`${cacheRoot()}/`) ? undefined : path;
}

/** The first executable file of that name on PATH. */
export async function findOnPath(
  name: string,
  path: string = process.env.PATH ?? "",
): Promise<string | undefined> {
  const candidates = path
    .split(delimiter)
    .filter((directory) => directory.startsWith("/"))
    .map((directory) => join(directory, name));
  const executable = await Promise.all(candidates.map(isExecutable));
  return candidates[executable.indexOf(true)];
}

/** Whether a file is there and may be run. */
export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What a program prints; nothing if it cannot be run, fails or hangs: then it is not what its name says. */
async function printed(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const execa = await loadExeca();
  const end = await execa(file, args, { env, timeout: PROBE_TIMEOUT_MS, reject: false, stdin: "ignore" });
  return end.failed ? "" : end.stdout;
}
