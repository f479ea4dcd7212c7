import { run } from "./command";
import { PATHS } from "./layout";

/** An image as the registry has it. */
export interface RegistryImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const CONTAINERD = ["--address", PATHS.containerdSocket, "--namespace", "k8s.io"];

/**
 * The names in a listing by `ctr images ls` (name, type, digest, …) under which containerd keeps another image than
 * the registry has there now.
 */
export function staleNames(listing: string, images: readonly RegistryImage[], registry: string): string[] {
  const current = new Map(
    images.map(({ repository, tag, digest }) => [`${registry}/${repository}:${tag}`, digest]),
  );
  return listing
    .split("\n")
    .map((line) => line.split(/\s+/))
    .filter(([name = "", , digest]) => current.has(name) && current.get(name) !== digest)
    .map(([name = ""]) => name);
}

/**
 * Makes containerd forget tags that mean another image by now. A pod that says IfNotPresent would go on with the old
 * one for ever, although what it is made from was built anew.
 */
export async function forgetStaleImages(
  ctr: string,
  images: readonly RegistryImage[],
  registry: string,
): Promise<void> {
  const stale = staleNames(await run(ctr, [...CONTAINERD, "images", "ls"]), images, registry);
  if (stale.length > 0) await run(ctr, [...CONTAINERD, "images", "rm", ...stale]);
}
