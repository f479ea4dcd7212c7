import { access, mkdir, readFile, readdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { isMissing } from "./files";
import { LAB_NAME } from "./layout";

/** One mounted hierarchy of control groups. */
export interface Hierarchy {
  readonly mountPoint: string;
  readonly version: 1 | 2;
}

/** The kubelet's root, as a path in every hierarchy. */
export const CGROUP_ROOT = `/${LAB_NAME}`;
// Apart from the pods' groups: version 2 allows no processes in a group that hands controllers to its children.
const SYSTEM_GROUP = "system";
const REMOVE_ATTEMPTS = 50;
const REMOVE_PAUSE_MS = 100;

/** The hierarchies in the text of /proc/self/mountinfo. */
export function parseHierarchies(mountInfo: string): Hierarchy[] {
  return mountInfo.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const mountPoint = before.split(" ")[4];
    const type = after.split(" ")[0];
    if (mountPoint === undefined || (type !== "cgroup" && type !== "cgroup2")) return [];
    return [{ mountPoint, version: type === "cgroup" ? 1 : 2 } as const];
  });
}

/** Makes the lab's groups in every hierarchy and gives those for the node's own processes. */
export async function makeCgroups(): Promise<string[]> {
  const hierarchies = await mountedHierarchies();
  if (hierarchies.length === 0) {
    throw new Error("no cgroup file system is mounted; mount one at /sys/fs/cgroup (systemd and Docker do)");
  }
  return Promise.all(hierarchies.map(makeIn));
}

/** Removes the lab's groups, deepest first. Processes that are still dying hold theirs for a moment. */
export async function removeCgroups(): Promise<void> {
  for (const { mountPoint } of await mountedHierarchies()) await removeTree(join(mountPoint, LAB_NAME));
}

/** The lab's groups that exist now. */
export async function leftCgroups(): Promise<string[]> {
  const roots = (await mountedHierarchies()).map(({ mountPoint }) => join(mountPoint, LAB_NAME));
  const there = await Promise.all(
    roots.map((root) =>
      access(root).then(
        () => true,
        () => false,
      ),
    ),
  );
  return roots.filter((_, i) => there[i]);
}

async function mountedHierarchies(): Promise<Hierarchy[]> {
  return parseHierarchies(await readFile("/proc/self/mountinfo", "utf8"));
}

async function makeIn({ mountPoint, version }: Hierarchy): Promise<string> {
  const root = join(mountPoint, LAB_NAME);
  const system = join(root, SYSTEM_GROUP);
  await mkdir(system, { recursive: true });
  if (version === 2) {
    await handDown(mountPoint);
    await handDown(root);
  } else {
    await inheritCpuset(mountPoint, root);
    await inheritCpuset(root, system);
  }
  return system;
}

/** Version 2: lets a group's children use the controllers it has. */
async function handDown(group: string): Promise<void> {
  const controllers = (await readFile(join(group, "cgroup.controllers"), "utf8"))
    .split(/\s+/)
    .filter(Boolean);
  for (const controller of controllers) {
    await writeFile(join(group, "cgroup.subtree_control"), `+${controller}`).catch((error: unknown) => {
      throw new Error(
        `cannot hand the ${controller} controller to the groups below ${group}; ` +
          "in a container, move its processes into a group of their own first, or give it the host's cgroup namespace",
        { cause: error },
      );
    });
  }
}

/** Version 1: a group of the cpuset hierarchy takes no process before it has processors and memory nodes. */
async function inheritCpuset(parent: string, child: string): Promise<void> {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const [from, to] = [join(parent, file), join(child, file)];
    const value = await readFile(from, "utf8").catch(() => "");
    if (value.trim() !== "" && (await readFile(to, "utf8")).trim() === "") await writeFile(to, value);
  }
}

async function removeTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(group, entry.name));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rmdir(group);
    } catch (error) {
      if (isMissing(error)) return;
      if (attempt === REMOVE_ATTEMPTS)
        throw new Error(`cannot remove the cgroup ${group}: a process is left in it`, { cause: error });
      await sleep(REMOVE_PAUSE_MS);
    }
  }
}
