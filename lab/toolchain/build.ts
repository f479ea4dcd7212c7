import { copyFile, chmod, readdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";

import { cacheRoot, cachedDirectory, exists } from "./cache";
import { loadExeca } from "./execa";
import { runLogged } from "./command";
import { findInstalled, type Found } from "./found";
import { moduleSources, packageCount, planBuild, type BuildPlan } from "./goModule";
import { step, type Report } from "./progress";
import { GO_TOOLS, type GoTool, type Programs, type ToolName } from "./tools";

/**
 * The programs of a tool: those on PATH where they are usable, else built from the pinned module into the cache, once
 * for each state of what pins them.
 */
export async function ensureTool(name: ToolName, report: Report): Promise<Programs> {
  return (await ensureTools([name], report))[name];
}

/** Several tools. What has to be built is built one after the other in the order given: each build uses all cores. */
export async function ensureTools<Name extends ToolName>(
  names: readonly Name[],
  report: Report,
): Promise<Readonly<Record<Name, Programs>>> {
  const located = await Promise.all(names.map(async (name) => [name, await locate(name)] as const));
  const programs: Partial<Record<Name, Programs>> = {};
  for (const [name, place] of located) programs[name] = await provide(GO_TOOLS[name], place, report);
  return programs as Record<Name, Programs>;
}

/** The programs of a tool that is not in the list, since no lab needs it; built and cached as those in it are. */
export async function buildTool(tool: GoTool, report: Report): Promise<Programs> {
  return provide(tool, await planned(tool.module, tool), report);
}

/** Where such a tool lies once it is built. */
export async function builtDirectory(tool: GoTool): Promise<string> {
  return (await planned(tool.module, tool)).directory;
}

type Place = { readonly found: Found } | { readonly plan: BuildPlan; readonly directory: string };

async function locate(name: ToolName): Promise<Place> {
  const found = await findInstalled(name);
  return found === undefined ? planned(name, GO_TOOLS[name]) : { found };
}

async function planned(
  name: string,
  tool: GoTool,
): Promise<{ readonly plan: BuildPlan; readonly directory: string }> {
  const plan = await planBuild(tool);
  return { plan, directory: join(cacheRoot(), "toolchain", `${name}-${plan.key}`) };
}

async function provide(tool: GoTool, place: Place, report: Report): Promise<Programs> {
  if ("found" in place) {
    report({ step: tool.title, state: "cached", detail: `uses ${place.found.detail}` });
    return place.found.programs;
  }
  const { plan, directory } = place;
  if (await exists(directory)) {
    report({ step: tool.title, state: "cached" });
    return programsIn(directory);
  }
  const log = join(cacheRoot(), "logs", `${basename(directory)}.log`);
  await step(report, tool.title, `builds lab/toolchain/${tool.module}, log ${log}`, (progress) =>
    cachedDirectory(directory, (temporary) => compile(tool, plan, { target: temporary, log, progress })),
  );
  return programsIn(directory);
}

interface Compilation {
  readonly target: string;
  readonly log: string;
  readonly progress: (detail: string) => void;
}

async function compile(tool: GoTool, plan: BuildPlan, { target, log, progress }: Compilation): Promise<void> {
  const all = await packageCount(tool, plan);
  // With -v Go prints each package as it compiles it; those that it has compiled before are passed over.
  let compiled = 0;
  const onLine = (line: string) => {
    if (/^[\w.~/-]+$/.test(line)) progress(`${++compiled} of at most ${all} packages`);
  };
  // `nice`: the machine stays usable while it compiles. A trailing slash makes Go take the target for a directory.
  const args = ["-n", "5", "go", ...plan.args, "-v", "-o", `${target}/`, ...tool.packages];
  await runLogged({ file: "nice", args, cwd: plan.directory, env: plan.env, log, onLine });
  for (const [link, program] of Object.entries(tool.links ?? {})) await symlink(program, join(target, link));
  const extras = Object.entries(tool.extraFiles ?? {});
  const sources =
    extras.length === 0
      ? {}
      : await moduleSources(
          plan.directory,
          extras.map(([, from]) => from.module),
        );
  for (const [file, from] of extras) {
    await copyFile(join(sources[from.module] ?? "", from.file), join(target, file));
    await chmod(join(target, file), 0o755);
  }
  for (const [program, ...rest] of tool.checks) await check(join(target, program), rest);
}

async function check(program: string, args: readonly string[]): Promise<void> {
  const execa = await loadExeca();
  const end = await execa(program, args, { reject: false, stdin: "ignore", timeout: 60_000 });
  if (end.failed) throw new Error(`was built but does not run: ${end.shortMessage}\n${end.stderr}`);
}

async function programsIn(directory: string): Promise<Programs> {
  return Object.fromEntries((await readdir(directory)).map((name) => [name, join(directory, name)]));
}
