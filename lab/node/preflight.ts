import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";

import { succeeds } from "./command";
import { findOnPath } from "../toolchain/found";

const COMMANDS = {
  nsenter: "util-linux",
  unshare: "util-linux",
  flock: "util-linux",
  setsid: "util-linux",
  mount: "mount",
  umount: "mount",
};

/** Why a node cannot run on this machine, one sentence each; empty if it can. Loads kernel modules, no more. */
export async function machineProblems(): Promise<string[]> {
  if (process.platform !== "linux") return [`it needs Linux, and this is ${process.platform}`];
  if (process.getuid?.() !== 0) return ["it needs root, to make namespaces and mounts; run it with sudo"];
  const missing = await missingCommands();
  return missing.length > 0 ? missing : kernelProblems();
}

async function missingCommands(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, from]) => [name, from, await findOnPath(name)] as const),
  );
  return found
    .filter(([, , path]) => path === undefined)
    .map(([name, from]) => `it needs the program ${name}; install the package ${from}`);
}

async function kernelProblems(): Promise<string[]> {
  const bridgeFilter = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  // Loading what is built in, or loaded, does no harm; where that fails, the checks tell.
  if ((await findOnPath("modprobe")) !== undefined)
    await succeeds("modprobe", ["--all", "--quiet", "overlay", "br_netfilter", "veth", "bridge"]);
  const namespaces = ["--net", "--mount", "--pid", "--ipc", "--uts", "--fork"];
  const checks: readonly (readonly [ok: Promise<boolean>, problem: string])[] = [
    [
      succeeds("unshare", [...namespaces, "true"]),
      "root may not make namespaces here (a container needs to be privileged)",
    ],
    [
      readFile("/proc/filesystems", "utf8").then((text) => /\boverlay$/m.test(text)),
      "the kernel has no overlay file system (CONFIG_OVERLAY_FS)",
    ],
    [
      access("/sys/fs/cgroup", constants.W_OK).then(
        () => true,
        () => false,
      ),
      "/sys/fs/cgroup cannot be written (a container needs to be privileged)",
    ],
    [
      access(bridgeFilter).then(
        () => true,
        () => false,
      ),
      "the kernel does not filter bridged packets (CONFIG_BRIDGE_NETFILTER, module br_netfilter)",
    ],
  ];
  const results = await Promise.all(checks.map(([ok]) => ok));
  return checks.filter((_, i) => !results[i]).map(([, problem]) => problem);
}
