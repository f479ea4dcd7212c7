import { dirname } from "node:path";

import { exists } from "../toolchain/cache";
import { findOnPath } from "../toolchain/found";
import type { DebianProgram, DebianPrograms } from "./debian";

const CNI_DIRECTORIES = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];

/** The same programs from PATH, for systems without apt. Fails with all that are missing at once. */
export async function hostPrograms(
  packages: Readonly<Record<string, readonly (readonly [DebianProgram, string])[]>>,
): Promise<DebianPrograms> {
  const wanted = [
    ...Object.values(packages).flatMap((programs) => programs.map(([name]) => name)),
    "iptables",
  ];
  const found = await Promise.all(wanted.map(async (name) => [name, await findOnPath(name)] as const));
  const plugins = await Promise.all(CNI_DIRECTORIES.map((directory) => exists(`${directory}/bridge`)));
  const cniDir = CNI_DIRECTORIES[plugins.indexOf(true)];
  const missing = found.flatMap(([name, path]) => (path === undefined ? [name] : []));
  if (missing.length > 0 || cniDir === undefined) {
    const cni = cniDir === undefined ? [`CNI plugins in ${CNI_DIRECTORIES.join(" or ")}`] : [];
    throw new Error(
      `there is no apt-get here to fetch the node's programs with, and these are missing: ${[...missing, ...cni].join(", ")}; install them with this system's package manager`,
    );
  }
  const programs = Object.fromEntries(found) as Record<DebianProgram | "iptables", string>;
  return { programs, cniDir, iptablesDir: dirname(programs.iptables) };
}
