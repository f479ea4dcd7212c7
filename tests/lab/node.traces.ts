import { spawnSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";

import { INTERFACES, LAB_NAME, labStatus, PATHS } from "../../lab/node";

const OUR_LINKS: readonly string[] = Object.values(INTERFACES);

/** Whatever on this machine bears the lab's name or addresses, found without the lab's own code. */
export async function traces(): Promise<string[]> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").filter((line) => isOurs(line));
  const links = (await readdir("/sys/class/net")).filter((name) => OUR_LINKS.includes(name));
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
    return isOurs(cgroup) || new RegExp(`${PATHS.run}(?![-\\w])`).test(line)
      ? [`process ${pid}: ${line}`]
      : [];
  };
  const running = (await Promise.all(pids.map(ofLab))).flat();
  return [...mounts, ...links, ...cgroups.filter(Boolean), ...runtime, ...running];
}

/** All that the lab could have changed of the host's network, mounts and kernel settings. Another instance may come or go beside it. */
export async function hostState(): Promise<string[]> {
  const read = (file: string) => readFile(file, "utf8").catch(() => "");
  const tables = await Promise.all(["/proc/net/route", "/proc/self/mountinfo"].map(read));
  const rows = [...tables.flatMap((text) => text.split("\n")), ...(await readdir("/sys/class/net"))];
  const alone = (await labStatus()).instances.filter(({ up }) => up).length <= 1;
  // Settings of the whole kernel go back when the last instance is down.
  const settings = alone ? ["/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/panic"] : [];
  return [...rows.filter((row) => !isForeign(row)), ...(await Promise.all(settings.map(read)))];
}

function isOurs(text: string): boolean {
  return new RegExp(`${LAB_NAME}(?![-\\w])`).test(text);
}

function isForeign(row: string): boolean {
  return (
    (row.includes("pulumi-knative-lab") || /\bpkl\d*-/.test(row)) &&
    !isOurs(row) &&
    !OUR_LINKS.some((name) => row.includes(name))
  );
}
