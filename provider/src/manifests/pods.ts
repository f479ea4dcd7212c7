import { getAt, groupOf, isObject, updateAt, type Json, type Manifest, type Path } from "./manifest";

type Container = Readonly<Record<string, Json>>;

const templated: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Job",
]);

/** Where the pod specification of a workload stands, or undefined for what has none. */
export function podSpecPath(manifest: Manifest): Path | undefined {
  if (!["", "apps", "batch"].includes(groupOf(manifest))) {
    return undefined;
  }
  if (templated.has(manifest.kind)) {
    return ["spec", "template", "spec"];
  }
  if (manifest.kind === "CronJob") {
    return ["spec", "jobTemplate", "spec", "template", "spec"];
  }
  return manifest.kind === "Pod" ? ["spec"] : undefined;
}

/** Where each container of a workload stands, those that run before the others included. */
export function containerPaths(manifest: Manifest): readonly Path[] {
  const spec = podSpecPath(manifest);
  if (spec === undefined) {
    return [];
  }
  return ["initContainers", "containers"].flatMap((list) => {
    const containers = getAt(manifest, [...spec, list]);
    return Array.isArray(containers) ? containers.map((_, index) => [...spec, list, index]) : [];
  });
}

/** The same with each container changed by a function. */
export function mapContainers(manifest: Manifest, change: (container: Container) => Container): Manifest {
  return containerPaths(manifest).reduce(
    (changed, path) => updateAt(changed, path, (value) => (isObject(value) ? change(value) : value)),
    manifest,
  );
}
