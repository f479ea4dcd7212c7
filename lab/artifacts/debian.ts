import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";

import { cacheKey, cacheRoot, cachedDirectory, exists } from "../toolchain/cache";
import { runLogged } from "../toolchain/command";
import { loadExeca } from "../toolchain/execa";
import { findOnPath } from "../toolchain/found";
import { step, type Report } from "../toolchain/progress";
import { candidates, lacksLibrary, libraryNames, wrapper } from "./debianText";
import { hostPrograms } from "./hostPrograms";

const STEP = "Debian programs";

/** Programs of the Debian release and how each tells its version, by the package that has them. */
export const DEBIAN_PROGRAMS = {
  "etcd-server": [["etcd", "--version"]],
  containerd: [
    ["containerd", "--version"],
    ["containerd-shim-runc-v2", "-v"],
    ["ctr", "--version"],
  ],
  runc: [["runc", "--version"]],
  "containernetworking-plugins": [],
  conntrack: [["conntrack", "--version"]],
  iptables: [],
  iproute2: [["ip", "-V"]],
  "docker-registry": [["docker-registry", "--version"]],
  tini: [["tini", "--version"]],
  "busybox-static": [["busybox", "true"]],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

export type DebianProgram = (typeof DEBIAN_PROGRAMS)[keyof typeof DEBIAN_PROGRAMS][number][0];

export interface DebianPrograms {
  readonly programs: Readonly<Record<DebianProgram, string>>;
  /** Directory of the CNI plugins (bridge, host-local, loopback, portmap …). */
  readonly cniDir: string;
  /** Directory with iptables, ip6tables and their -save and -restore, all of one backend. */
  readonly iptablesDir: string;
}

// Newer rule sets go through nf_tables; a kernel may have been built with only one of the two.
const BACKENDS = ["nft", "legacy"] as const;
type Backend = (typeof BACKENDS)[number];
const IPTABLES = ["iptables", "ip6tables"].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
// Enough of what kube-proxy writes to tell a backend that works from one that only starts.
const IPTABLES_PROBE =
  "iptables -t nat -A POSTROUTING -m comment --comment probe -j MASQUERADE && iptables-save -t nat | iptables-restore -T nat";

/**
 * The node's programs that come from Debian: downloaded and unpacked into the cache in the version that this machine's
 * Debian release has now. Nothing is installed and no service is started. Without apt they must be on PATH.
 */
export async function ensureDebianPrograms(report: Report): Promise<DebianPrograms> {
  if ((await findOnPath("apt-get")) === undefined) return hostPrograms(DEBIAN_PROGRAMS);
  const versions = await packageVersions(Object.keys(DEBIAN_PROGRAMS), report);
  const code = await readFile(__filename, "utf8");
  const directory = join(cacheRoot(), "debian", cacheKey({ ...versions, code, arch: process.arch }));
  if (await exists(directory)) {
    report({ step: STEP, state: "cached" });
  } else {
    const packages = Object.entries(versions).map(([name, version]) => `${name}=${version}`);
    const log = join(cacheRoot(), "logs", `debian-${basename(directory)}.log`);
    await step(
      report,
      STEP,
      `downloads and unpacks ${packages.length} packages and their libraries, log ${log}`,
      () => cachedDirectory(directory, (temporary) => unpack(packages, temporary, directory, log)),
    );
  }
  const names = Object.values(DEBIAN_PROGRAMS).flatMap((programs) => programs.map(([name]) => name));
  return {
    programs: Object.fromEntries(names.map((name) => [name, join(directory, "bin", name)])) as Record<
      DebianProgram,
      string
    >,
    cniDir: join(directory, "root/usr/lib/cni"),
    iptablesDir: await workingIptables(directory),
  };
}

async function packageVersions(names: readonly string[], report: Report): Promise<Record<string, string>> {
  const first = await policy(names);
  const missing = names.filter((name) => first[name] === undefined);
  if (missing.length === 0) return first;
  const log = join(cacheRoot(), "logs", "apt-get-update.log");
  await step(
    report,
    "Debian package lists",
    `apt-get update: it does not know ${missing.join(", ")} yet, log ${log}`,
    () => runLogged({ file: "apt-get", args: ["update"], log }),
  );
  const second = await policy(names);
  const unknown = names.filter((name) => second[name] === undefined);
  if (unknown.length === 0) return second;
  throw new Error(
    `apt offers no package ${unknown.join(", ")}; add Debian's main archive to /etc/apt/sources.list`,
  );
}

async function policy(names: readonly string[]): Promise<Record<string, string>> {
  const execa = await loadExeca();
  const { stdout } = await execa("apt-cache", ["policy", ...names], { env: { LC_ALL: "C.UTF-8" } });
  return candidates(stdout);
}

async function unpack(
  packages: readonly string[],
  target: string,
  final: string,
  log: string,
): Promise<void> {
  const archives = join(target, "archives");
  const root = join(target, "root");
  await mkdir(archives);
  await mkdir(root);
  await download(packages, archives, log);
  for (const archive of await readdir(archives)) {
    await runLogged({ file: "dpkg-deb", args: ["-x", join(archives, archive), root], log });
  }
  await rm(archives, { recursive: true });
  await linkPrograms(target, final);
  await writeIptables(target, final);
}

/** Fetches packages, then the library packages that these ask for, until no new one is asked for. */
async function download(packages: readonly string[], archives: string, log: string): Promise<void> {
  const execa = await loadExeca();
  const known = new Set(packages.map((name) => name.split("=", 1)[0]));
  const seen = new Set<string>();
  // As root, apt would give the download to a user who cannot write here, and say so at length.
  const args = ["download", "-o", "APT::Sandbox::User=root"];
  for (let wanted = [...packages]; wanted.length > 0;) {
    await runLogged({ file: "apt-get", args: [...args, ...wanted], cwd: archives, log });
    const fresh = (await readdir(archives)).filter((archive) => !seen.has(archive));
    const fields = await Promise.all(
      fresh.map((archive) => execa("dpkg-deb", ["-f", join(archives, archive), "Depends"])),
    );
    wanted = [...new Set(fields.flatMap(({ stdout }) => libraryNames(stdout)))].filter(
      (name) => !known.has(name),
    );
    for (const archive of fresh) seen.add(archive);
    for (const name of wanted) known.add(name);
  }
}

async function linkPrograms(target: string, final: string): Promise<void> {
  await mkdir(join(target, "bin"));
  const env = await libraryPath(target);
  for (const [program, versionFlag] of Object.values(DEBIAN_PROGRAMS).flat()) {
    const file = await locate(target, program);
    const link = join(target, "bin", program);
    const needsLibraries = lacksLibrary(await printed("ldd", [file]));
    await run(file, [versionFlag], needsLibraries ? env : {});
    if (needsLibraries) {
      await writeFile(link, wrapper(moved(env, target, final), [join(final, relative(target, file))]), {
        mode: 0o755,
      });
    } else {
      await symlink(relative(join(target, "bin"), file), link);
    }
  }
}

async function writeIptables(target: string, final: string): Promise<void> {
  const libraries = await libraryPath(target);
  const extensions = { XTABLES_LIBDIR: join(libraries.LD_LIBRARY_PATH.split(":", 1)[0] ?? "", "xtables") };
  for (const backend of BACKENDS) {
    const directory = iptablesDirectory(target, backend);
    await mkdir(directory);
    const file = await locate(target, `xtables-${backend}-multi`);
    await run(file, ["iptables", "--version"], { ...libraries, ...extensions });
    const env = moved({ ...libraries, ...extensions }, target, final);
    for (const name of IPTABLES) {
      const text = wrapper(env, [join(final, relative(target, file)), name]);
      await writeFile(join(directory, name), text, { mode: 0o755 });
    }
  }
}

/** The directory of the iptables backend that works on the running kernel, tried in a network namespace of its own. */
async function workingIptables(directory: string): Promise<string> {
  const reasons: string[] = [];
  for (const backend of BACKENDS) {
    const path = iptablesDirectory(directory, backend);
    const execa = await loadExeca();
    const env = { PATH: `${path}:${process.env.PATH ?? ""}` };
    const end = await execa("unshare", ["--net", "sh", "-c", IPTABLES_PROBE], {
      env,
      reject: false,
      stdin: "ignore",
    });
    if (!end.failed) return path;
    reasons.push(`${backend}: ${end.stderr.trim() || end.shortMessage}`);
  }
  throw new Error(
    `no iptables backend works on this kernel (root is needed, and netfilter with NAT)\n${reasons.join("\n")}`,
  );
}

function iptablesDirectory(directory: string, backend: Backend): string {
  return join(directory, `iptables-${backend}`);
}

/** Debian keeps libraries under usr/lib/<machine>-linux-gnu. */
async function libraryPath(target: string): Promise<{ LD_LIBRARY_PATH: string }> {
  const lib = join(target, "root/usr/lib");
  const directories = (await readdir(lib)).filter((name) => /-linux-gnu/.test(name));
  return { LD_LIBRARY_PATH: directories.map((name) => join(lib, name)).join(":") };
}

function moved<Env extends Record<string, string>>(env: Env, from: string, to: string): Env {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replaceAll(from, to)]),
  ) as Env;
}

async function locate(target: string, program: string): Promise<string> {
  for (const directory of ["usr/bin", "usr/sbin", "bin", "sbin"]) {
    const path = join(target, "root", directory, program);
    if (await exists(path)) return path;
  }
  throw new Error(
    `no Debian package that was unpacked has ${program}; it may have moved in this Debian release`,
  );
}

async function run(file: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const execa = await loadExeca();
  await execa(file, args, { env, stdin: "ignore" });
}

/** What a command prints, whatever its exit code: ldd fails for static programs. */
async function printed(file: string, args: readonly string[]): Promise<string> {
  const execa = await loadExeca();
  return (await execa(file, args, { reject: false })).stdout;
}
