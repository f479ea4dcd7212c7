import type * as pulumi from "@pulumi/pulumi";
import type { ImagePullPolicy } from "../pods/pods.args";

/** Whether what is mounted on the node later shows in a container, too. */
export const MountPropagation = { None: "None", HostToContainer: "HostToContainer" } as const;
export type MountPropagation = (typeof MountPropagation)[keyof typeof MountPropagation];

/** What must be at a path of the node, or is made there. */
export const HostPathType = {
  Directory: "Directory",
  DirectoryOrCreate: "DirectoryOrCreate",
  File: "File",
  FileOrCreate: "FileOrCreate",
  Socket: "Socket",
  CharDevice: "CharDevice",
  BlockDevice: "BlockDevice",
} as const;
export type HostPathType = (typeof HostPathType)[keyof typeof HostPathType];

/** From how many nodes a claim may be mounted, and whether for writing. */
export const AccessMode = {
  ReadWriteOnce: "ReadWriteOnce",
  ReadOnlyMany: "ReadOnlyMany",
  ReadWriteMany: "ReadWriteMany",
  ReadWriteOncePod: "ReadWriteOncePod",
} as const;
export type AccessMode = (typeof AccessMode)[keyof typeof AccessMode];

/** Where a volume is found in a container's file system. */
export interface VolumeMountArgs {
  /** Name of a volume of the service. */
  name: string;
  /** Absolute path, once per container, but "/", "/dev" and "/dev/log". */
  mountPath: string;
  /** Path inside the volume that is mounted. Default: the volume's root. */
  subPath?: string;
  /**
   * Whether it can't be written to; Knative demands it but for the kinds emptyDir, persistentVolumeClaim and ephemeral.
   * Default: true where it is demanded and for read-only claims, else false.
   */
  readOnly?: boolean;
  /** Whether later mounts on the node show, too; a feature that the installation must enable. Default: "None". */
  mountPropagation?: MountPropagation;
}

/** A key of a ConfigMap or Secret as a file. */
export interface VolumeItemArgs {
  /** Key to take. */
  key: string;
  /** Path of the file, relative to the volume. */
  path: string;
  /** Permission bits of the file, from 0 to 511 (octal 777). Default: the volume's. */
  mode?: number;
}

/** A ConfigMap or Secret whose keys are files of a volume. */
export interface VolumeObjectArgs {
  /** Name of the object, in the service's namespace. */
  name: pulumi.Input<string>;
  /** Keys to take. Default: all, each as a file of its name. */
  items?: VolumeItemArgs[];
  /** Permission bits of the files, from 0 to 511 (octal 777). Default: 420 (octal 644). */
  mode?: number;
  /** Whether the pod starts without the object, too. Default: false. */
  optional?: boolean;
}

/** A volume that is empty at first and goes with the pod. */
export interface EmptyDirArgs {
  /** Whether it is kept in memory, which counts as the containers'. Default: false, on the node's disk. */
  inMemory?: boolean;
  /** Most that it holds, such as "100Mi". Default: no limit. */
  sizeLimit?: string;
}

/** A volume that a claim has got; a feature that the installation must enable. */
export interface ClaimVolumeArgs {
  /** Name of the PersistentVolumeClaim, in the service's namespace. */
  claimName: pulumi.Input<string>;
  /** Whether it can't be written to; writing is a feature of its own. Default: false. */
  readOnly?: boolean;
}

/** A token of the pod's ServiceAccount as a file, which the kubelet renews. */
export interface TokenSourceArgs {
  /** Path of the file, relative to the volume. */
  path: string;
  /** Whom the token is for. Default: the API server. */
  audience?: string;
  /** Seconds that a token is valid, from 600. Default: 3600. */
  expirationSeconds?: number;
}

/** A field of the pod, or a resource of a container, as a file: exactly one of `fieldPath` and `resource`. */
export interface PodFieldArgs {
  /** Path of the file, relative to the volume. */
  path: string;
  /** Field of the pod, such as "metadata.labels". Default: none. */
  fieldPath?: string;
  /** Resource of a container, such as "limits.cpu". Needs `container`. Default: none. */
  resource?: string;
  /** Name of the container whose resource it is; the main one's is `containerName`. Needs `resource`. Default: none. */
  container?: string;
  /** Unit that the resource is counted in, such as "1m". Needs `resource`. Default: "1". */
  divisor?: string;
  /** Permission bits of the file, from 0 to 511 (octal 777). Default: the volume's. */
  mode?: number;
}

/** One of the sources that a projected volume puts together: exactly one property. */
export interface ProjectedSourceArgs {
  /** Keys of a ConfigMap. Default: none. */
  configMap?: ProjectedObjectArgs;
  /** Keys of a Secret. Default: none. */
  secret?: ProjectedObjectArgs;
  /** A token of the pod's ServiceAccount. Default: none. */
  serviceAccountToken?: TokenSourceArgs;
  /** Fields of the pod and resources of its containers. Default: none. */
  podFields?: PodFieldArgs[];
}

/** A ConfigMap or Secret as a source of a projected volume. */
export interface ProjectedObjectArgs {
  /** Name of the object, in the service's namespace. */
  name: pulumi.Input<string>;
  /** Keys to take. Default: all, each as a file of its name. */
  items?: VolumeItemArgs[];
  /** Whether the pod starts without the object, too. Default: false. */
  optional?: boolean;
}

/** A volume made of several sources. */
export interface ProjectedVolumeArgs {
  /** The sources, from one on. */
  sources: ProjectedSourceArgs[];
  /** Permission bits of the files, from 0 to 511 (octal 777). Default: 420 (octal 644). */
  mode?: number;
}

/** A volume that a CSI driver makes for each pod; a feature that the installation must enable. */
export interface CsiVolumeArgs {
  /** Name of the driver, such as "secrets-store.csi.k8s.io". */
  driver: string;
  /** Whether the driver makes it read-only; mounts are so in any case. Default: false. */
  readOnly?: boolean;
  /** File system, such as "ext4". Default: the driver's. */
  fsType?: string;
  /** Attributes that the driver asks for. Default: none. */
  attributes?: Record<string, pulumi.Input<string>>;
  /** Name of a Secret for the driver, in the service's namespace. Default: none. */
  secretName?: pulumi.Input<string>;
}

/** A path of the node; a feature that the installation must enable. Mounts are read-only. */
export interface HostPathVolumeArgs {
  /** Absolute path on the node. */
  path: string;
  /** What must be there. Default: anything. */
  type?: HostPathType;
}

/** The files of an image; a feature that the installation must enable, and Kubernetes too. Mounts are read-only. */
export interface ImageVolumeArgs {
  /** Reference of the image, such as "registry.example.com/team/model:1.0". */
  reference: pulumi.Input<string>;
  /** When it is pulled. Default: "IfNotPresent", or "Always" for the tag "latest" or none. */
  pullPolicy?: ImagePullPolicy;
}

/** A claim of its own for each pod, gone with the pod; from Knative 1.23 on, and a feature that the installation must enable. */
export interface EphemeralVolumeArgs {
  /** Storage to ask for, such as "1Gi". */
  storage: string;
  /** StorageClass. Default: the cluster's. */
  storageClassName?: string;
  /** How it is mounted, from one on. Default: "ReadWriteOnce". */
  accessModes?: AccessMode[];
}

/** A volume of the pods: a name and exactly one kind. Knative demands that some container mounts it. */
export interface VolumeArgs {
  /** Name of the volume: a DNS label, unique in the service. */
  name: string;
  /** Keys of a ConfigMap as files. Default: none. */
  configMap?: VolumeObjectArgs;
  /** Keys of a Secret as files. Default: none. */
  secret?: VolumeObjectArgs;
  /** Empty at first, gone with the pod. Default: none. */
  emptyDir?: EmptyDirArgs;
  /** Several sources in one. Default: none. */
  projected?: ProjectedVolumeArgs;
  /** What a claim has got. Default: none. */
  persistentVolumeClaim?: ClaimVolumeArgs;
  /** What a CSI driver makes. Default: none. */
  csi?: CsiVolumeArgs;
  /** A path of the node. Default: none. */
  hostPath?: HostPathVolumeArgs;
  /** The files of an image. Default: none. */
  image?: ImageVolumeArgs;
  /** A claim for each pod. Default: none. */
  ephemeral?: EphemeralVolumeArgs;
}
