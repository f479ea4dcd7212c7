import { posix } from "node:path";
import type { Problem } from "../problems";
import { checkOneOf } from "./oneOf.check";
import type { PodFieldArgs, ProjectedSourceArgs, VolumeArgs, VolumeMountArgs } from "./volumes.args";
import { isReadOnly } from "./volumes.render";

// Rules: knative/serving pkg/apis/serving/k8s_validation.go (ValidateVolumes, validateVolumeMounts).
const reservedPaths = ["/", "/dev", "/dev/log"];
const kinds = [
  "configMap",
  "secret",
  "emptyDir",
  "projected",
  "persistentVolumeClaim",
  "csi",
  "hostPath",
  "image",
  "ephemeral",
] as const;
const sourceKinds = ["configMap", "secret", "serviceAccountToken", "podFields"] as const;
/** The mounts of one container, told by its path. */
export interface ContainerMounts {
  readonly path: string;
  readonly mounts: readonly VolumeMountArgs[];
}

/** The problems between a service's volumes and the mounts of all its containers. */
export function checkVolumes(
  volumes: readonly VolumeArgs[],
  containers: readonly ContainerMounts[],
): Problem[] {
  const mounted = new Set(containers.flatMap(({ mounts }) => mounts.map(({ name }) => name)));
  const names = volumes.map(({ name }) => name);
  return [
    ...volumes.flatMap((volume, index) => checkVolume(volume, `volumes[${index}]`, names, mounted)),
    ...containers.flatMap(({ path, mounts }) =>
      mounts.flatMap((mount, index) => checkMount(mount, `${path}[${index}]`, mounts, volumes)),
    ),
  ];
}

function checkVolume(
  volume: VolumeArgs,
  path: string,
  names: readonly string[],
  mounted: ReadonlySet<string>,
): Problem[] {
  const first = names.indexOf(volume.name);
  const repeated: Problem[] = path.endsWith(`[${first}]`)
    ? []
    : [
        {
          path: `${path}.name`,
          code: "KN4015",
          reason: `"${volume.name}" is the name of volumes[${first}] already`,
        },
      ];
  const unused: Problem[] = mounted.has(volume.name)
    ? []
    : [
        {
          path: `${path}.name`,
          code: "KN4015",
          reason: `"${volume.name}" is mounted nowhere, which Knative refuses; mount it by volumeMounts or remove it`,
        },
      ];
  const sources = (volume.projected?.sources ?? []).flatMap((part, index) =>
    checkProjected(part, `${path}.projected.sources[${index}]`),
  );
  return [...repeated, ...unused, ...checkOneOf(volume, kinds, path), ...sources];
}

function checkProjected(part: ProjectedSourceArgs, path: string): Problem[] {
  return [
    ...checkOneOf(part, sourceKinds, path),
    ...(part.podFields ?? []).flatMap((field, index) => checkPodField(field, `${path}.podFields[${index}]`)),
  ];
}

function checkPodField(field: PodFieldArgs, path: string): Problem[] {
  const { resource, container, divisor } = field;
  const aimless = (property: "container" | "divisor"): Problem => ({
    path: `${path}.${property}`,
    code: "KN1008",
    reason: "needs resource; remove it",
  });
  return [
    ...checkOneOf(field, ["fieldPath", "resource"], path),
    ...(resource !== undefined && container === undefined
      ? [
          {
            path: `${path}.container`,
            code: "KN1005" as const,
            reason: "is required with resource: the container's name",
          },
        ]
      : []),
    ...(resource === undefined && container !== undefined ? [aimless("container")] : []),
    ...(resource === undefined && divisor !== undefined ? [aimless("divisor")] : []),
  ];
}

function checkMount(
  mount: VolumeMountArgs,
  path: string,
  mounts: readonly VolumeMountArgs[],
  volumes: readonly VolumeArgs[],
): Problem[] {
  const at = (property: keyof VolumeMountArgs, reason: string): Problem => ({
    path: `${path}.${property}`,
    code: "KN4015",
    reason,
  });
  const clean = cleanPath(mount.mountPath);
  const first = mounts.findIndex(({ mountPath }) => cleanPath(mountPath) === clean);
  const volume = volumes.find(({ name }) => name === mount.name);
  const known = volumes.map(({ name }) => name).join(", ");
  return [
    ...(volume === undefined
      ? [
          at(
            "name",
            `"${mount.name}" is no volume of this service; volumes has ${known === "" ? "none" : known}`,
          ),
        ]
      : []),
    ...(reservedPaths.includes(clean)
      ? [at("mountPath", `"${clean}" is reserved, as are ${reservedPaths.join(", ")}; choose another path`)]
      : []),
    ...(mounts[first] === mount ? [] : [at("mountPath", `"${clean}" is the path of another mount already`)]),
    ...(mount.readOnly === false && volume !== undefined && isReadOnly(volume)
      ? [at("readOnly", `must not be false: volume "${mount.name}" can't be written to; leave it out`)]
      : []),
  ];
}

function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}
