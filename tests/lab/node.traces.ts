import { spawnSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";

import { LAB_NAME, PATHS } from "../../lab/node";

/** Whatever on this machine bears the lab's name or addresses, found without the lab's own code. */
export async function traces(): Promise<string[]> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8"))
    .split("\n")
    .filter((line) => line.includes(LAB_NAME));
  const links = (await readdir("/sys/class/net")).filter((name) => /^(pkl|veth)/.test(name));
  const cgroups = spawnSync("find", ["/sys/fs/cgroup", "-name", LAB_NAME], { encoding: "utf8" }).stdout.split(
    "\n",
  );
  const runtime = (await readdir("/run")).filter((name) => name === LAB_NAME);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const ofLab = async (pid: string) => {
    const texts = ["cgroup", "cmdline"].map((file) =>
      readFile(`/proc/${pid}/${file}`, "utf8").catch(() => ""),
    );
    const [cgroup = "", line = ""] = await Promise.all(texts);
    return cgroup.includes(`/${LAB_NAME}`) || line.includes(PATHS.run) ? [`process ${pid}: ${line}`] : [];
  };
  const running = (await Promise.all(pids.map(ofLab))).flat();
  return [...mounts, ...links, ...cgroups.filter(Boolean), ...runtime, ...running];
}

/** All that the lab could have changed of the host's network, mounts and kernel settings. */
export async function hostState(): Promise<string[]> {
  const files = [
    "/proc/net/route",
    "/proc/self/mountinfo",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/kernel/panic",
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return [...texts, ...(await readdir("/sys/class/net"))];
}
