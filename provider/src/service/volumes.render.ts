import { defined } from "../manifests/defined";
import {
  AccessMode,
  type CsiVolumeArgs,
  type EphemeralVolumeArgs,
  type PodFieldArgs,
  type ProjectedObjectArgs,
  type ProjectedSourceArgs,
  type VolumeArgs,
  type VolumeMountArgs,
  type VolumeObjectArgs,
} from "./volumes.args";

/** A volume of the pod spec. */
export function renderVolume({ name, configMap, secret, emptyDir, projected, ...rest }: VolumeArgs) {
  return defined({
    name,
    configMap: configMap && { name: configMap.name, ...renderFiles(configMap) },
    secret: secret && { secretName: secret.name, ...renderFiles(secret) },
    emptyDir:
      emptyDir &&
      defined({ medium: emptyDir.inMemory === true ? "Memory" : undefined, sizeLimit: emptyDir.sizeLimit }),
    projected:
      projected && defined({ sources: projected.sources.map(renderSource), defaultMode: projected.mode }),
    persistentVolumeClaim: rest.persistentVolumeClaim && defined({ ...rest.persistentVolumeClaim }),
    csi: rest.csi && renderCsi(rest.csi),
    hostPath: rest.hostPath && defined({ ...rest.hostPath }),
    image: rest.image && defined({ ...rest.image }),
    ephemeral: rest.ephemeral && renderEphemeral(rest.ephemeral),
  });
}

function renderCsi({ driver, readOnly, fsType, attributes, secretName }: CsiVolumeArgs) {
  return defined({
    driver,
    readOnly,
    fsType,
    volumeAttributes: attributes,
    nodePublishSecretRef: secretName === undefined ? undefined : { name: secretName },
  });
}

function renderEphemeral({ storage, storageClassName, accessModes }: EphemeralVolumeArgs) {
  const resources = { requests: { storage } };
  const modes = accessModes ?? [AccessMode.ReadWriteOnce];
  return { volumeClaimTemplate: { spec: defined({ accessModes: modes, storageClassName, resources }) } };
}

/** A mount of a container; where the volume can't be written to, Knative demands that the mount says so. */
export function renderMount(
  { name, mountPath, subPath, readOnly, mountPropagation }: VolumeMountArgs,
  readOnlyVolumes: ReadonlySet<string>,
) {
  const only = readOnly ?? (readOnlyVolumes.has(name) ? true : undefined);
  return defined({ name, mountPath, subPath, readOnly: only, mountPropagation });
}

function renderFiles({ items, mode, optional }: VolumeObjectArgs) {
  return defined({ items, defaultMode: mode, optional });
}

function renderSource({ configMap, secret, serviceAccountToken, podFields }: ProjectedSourceArgs) {
  return defined({
    configMap: configMap && renderObject(configMap),
    secret: secret && renderObject(secret),
    serviceAccountToken: serviceAccountToken && defined({ ...serviceAccountToken }),
    downwardAPI: podFields && { items: podFields.map(renderPodField) },
  });
}

function renderPodField({ path, fieldPath, resource, container, divisor, mode }: PodFieldArgs) {
  return defined({
    path,
    mode,
    fieldRef: fieldPath === undefined ? undefined : { fieldPath },
    resourceFieldRef:
      resource === undefined ? undefined : defined({ containerName: container, resource, divisor }),
  });
}

function renderObject({ name, items, optional }: ProjectedObjectArgs) {
  return defined({ name, items, optional });
}

/** Whether Knative takes a volume's mounts only when they are read-only. */
export function isReadOnly({ emptyDir, ephemeral, persistentVolumeClaim: claim }: VolumeArgs): boolean {
  return (
    emptyDir === undefined && ephemeral === undefined && (claim === undefined || claim.readOnly === true)
  );
}
