import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { cacheKey, fileTexts } from "./cache";
import { loadExeca } from "./execa";
import type { GoTool } from "./tools";

/** What decides a build's result: everything here goes into its cache key. */
export interface BuildPlan {
  readonly directory: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly key: string;
}

// Static programs that tell nothing of the machine they were built on: the same sources give the same bytes, so image
// digests stay the same too. The user's own GOFLAGS or go.work must not get a say in that.
const FLAGS = ["-mod=readonly", "-trimpath", "-buildvcs=false"];
const ENVIRONMENT = { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };

/** The directory of the Go module that a tool is built from. */
export function moduleDirectory(tool: Pick<GoTool, "module">): string {
  return join(__dirname, tool.module);
}

/** The version that a go.mod requires of a module, e.g. "v1.34.4". Fails if it does not require it. */
export function requiredVersion(goMod: string, modulePath: string): string {
  for (const line of goMod.split("\n")) {
    const [path, version] = line
      .replace(/^\s*require\s/, "")
      .trim()
      .split(/\s+/);
    if (path === modulePath && version?.startsWith("v") === true) return version;
  }
  throw new Error(`go.mod does not require ${modulePath}; add a require line for it`);
}

/** The version of a module that a tool is pinned to. */
export async function pinnedVersion(tool: Pick<GoTool, "module">, modulePath: string): Promise<string> {
  return requiredVersion(await readFile(join(moduleDirectory(tool), "go.mod"), "utf8"), modulePath);
}

/** The arguments of `go` that build a tool's packages into the directory that is appended to them by the caller. */
export function buildArguments(tool: GoTool, goMod: string): string[] {
  const variables = tool.variables?.((path) => requiredVersion(goMod, path)) ?? {};
  const set = Object.entries(variables).map(([name, value]) => ` -X ${name}=${value}`);
  const tags = tool.tags === undefined ? [] : [`-tags=${tool.tags.join(",")}`];
  return ["build", ...FLAGS, ...tags, `-ldflags=-s -w${set.join("")}`];
}

/** Looks at the module and at Go; builds nothing. */
export async function planBuild(tool: GoTool): Promise<BuildPlan> {
  const directory = moduleDirectory(tool);
  const [sources, toolchain] = await Promise.all([
    fileTexts(directory, (path) => /(^|\/)(go\.mod|go\.sum|[^/]+\.go)$/.test(path)),
    goToolchain(directory),
  ]);
  const args = buildArguments(tool, sources["go.mod"] ?? "");
  const pinned = {
    args,
    packages: tool.packages,
    links: tool.links,
    extraFiles: tool.extraFiles,
    env: ENVIRONMENT,
  };
  return {
    directory,
    args,
    env: ENVIRONMENT,
    key: cacheKey({ ...sources, toolchain, pinned: JSON.stringify(pinned) }),
  };
}

/** The Go that builds in a directory, with its target, e.g. "go1.26.8 linux amd64". Go may fetch the one go.mod asks for. */
async function goToolchain(directory: string): Promise<string> {
  const execa = await loadExeca();
  const found = await execa("go", ["env", "GOVERSION", "GOOS", "GOARCH"], { cwd: directory, reject: false });
  if (!found.failed) return found.stdout.split("\n").join(" ");
  const reason =
    found.code === "ENOENT" ? "no `go` program on PATH" : found.stderr.trim() || found.shortMessage;
  const asked = /^go (\S+)/m.exec(await readFile(join(directory, "go.mod"), "utf8"))?.[1] ?? "1.25";
  throw new Error(
    `cannot build the lab's programs: ${reason}; install Go ${asked} or newer (https://go.dev/doc/install) and put its bin directory on PATH`,
  );
}

/** How many packages a build is made of, those of Go itself among them. */
export async function packageCount(tool: GoTool, { directory, env }: BuildPlan): Promise<number> {
  const execa = await loadExeca();
  const tags = tool.tags === undefined ? [] : [`-tags=${tool.tags.join(",")}`];
  const { stdout } = await execa("go", ["list", "-deps", "-mod=readonly", ...tags, ...tool.packages], {
    cwd: directory,
    env,
  });
  return stdout.split("\n").length;
}

/** Where Go keeps the sources of modules that the module in this directory pins; it downloads those that are not there. */
export async function moduleSources(
  directory: string,
  modulePaths: readonly string[],
): Promise<Record<string, string>> {
  const execa = await loadExeca();
  const { stdout } = await execa("go", ["mod", "download", "-json", ...modulePaths], {
    cwd: directory,
    env: ENVIRONMENT,
  });
  const objects = stdout.split(/^(?=\{)/m).filter((text) => text.trim() !== "");
  return Object.fromEntries(
    objects.map((text) => {
      const { Path, Dir } = JSON.parse(text) as { Path: string; Dir: string };
      return [Path, Dir];
    }),
  );
}
