import type * as pulumi from "@pulumi/pulumi";

/** How many nodes may use a volume at once. */
export const RegistryAccessMode = { ReadWriteOnce: "ReadWriteOnce", ReadWriteMany: "ReadWriteMany" } as const;
export type RegistryAccessMode = (typeof RegistryAccessMode)[keyof typeof RegistryAccessMode];

/** A volume that is claimed from a storage class. */
export interface RegistryVolumeArgs {
  /** Its size, such as "200Gi". Default: "20Gi". */
  size?: string;
  /** Class that makes it. Default: the cluster's. */
  storageClass?: string;
  /** How many nodes may use it at once. Default: "ReadWriteOnce". */
  accessMode?: RegistryAccessMode;
}

/** A directory of an NFS server. */
export interface RegistryNfsArgs {
  /** Host name or IPv4 address of the server. */
  server: string;
  /** The directory, such as "/data/registry"; the user `userId` must be let write it. */
  path: string;
  /** What the volume says of its size, such as "200Gi"; NFS itself sets no bound. Default: "20Gi". */
  size?: string;
}

/** A bucket of S3, or of what speaks as S3 does. */
export interface RegistryS3Args {
  /** Name of the bucket, which must be there. */
  bucket: string;
  /** Region of the bucket, one of AWS' such as "eu-central-1"; with `endpoint`, any word that is taken there. */
  region: string;
  /** URL of what speaks as S3 does. Default: that of the region. */
  endpoint?: string;
  /** Whether the bucket stands in the path of URLs, not in their host. Default: true with `endpoint`, else false. */
  forcePathStyle?: boolean;
  /** Directory in the bucket. Default: its top. */
  rootDirectory?: string;
  /** Whether clients are sent to the bucket for layers, which they must reach. Default: false, all goes through the registry. */
  redirect?: boolean;
  /** Key's identifier; needs `secretKey`. Kept secret. Default: what the cloud gives the pods' service account. */
  accessKey?: pulumi.Input<string>;
  /** The key; needs `accessKey`. Kept secret. Default: what the cloud gives the pods' service account. */
  secretKey?: pulumi.Input<string>;
}

/** Where images lie: at most one of the three. */
export interface RegistryStorageArgs {
  /** A volume of a storage class. Default: one of 20Gi, unless `nfs` or `s3` is given. */
  volume?: RegistryVolumeArgs;
  /** A directory of an NFS server. Default: none. */
  nfs?: RegistryNfsArgs;
  /** A bucket. Default: none. */
  s3?: RegistryS3Args;
}
