import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../pods/pods.args";
import type { ImageLayout, RegistryCredentialsArgs } from "../release/images.args";
import type { RegistryStorageArgs } from "./storage.args";

export * from "./storage.args";

/** Release of the registry program. */
export const RegistryVersion = { V3: "3", V2: "2" } as const;
export type RegistryVersion = (typeof RegistryVersion)[keyof typeof RegistryVersion];

/** Kind of what issues a certificate by cert-manager. */
export const RegistryIssuerKind = { ClusterIssuer: "ClusterIssuer", Issuer: "Issuer" } as const;
export type RegistryIssuerKind = (typeof RegistryIssuerKind)[keyof typeof RegistryIssuerKind];

/** The certificate of the registry and its mirrors: one of `secretName` and `issuer`. */
export interface RegistryTlsArgs {
  /** Secret of type kubernetes.io/tls in the registry's namespace, for all its hosts and addresses. Default: none. */
  secretName?: string;
  /** Name of the issuer of cert-manager that makes the certificate. Default: none. */
  issuer?: string;
  /** Its kind; needs `issuer`. Default: "ClusterIssuer". */
  issuerKind?: RegistryIssuerKind;
  /** Certificate of the authority, in PEM, where it isn't a public one: nodes and Knative are told to trust it. Default: none. */
  ca?: pulumi.Input<string>;
  /** Namespaces that get a Secret with that certificate, such as "knative-serving"; they must exist. Needs `ca`. Default: none. */
  caNamespaces?: string[];
}

/** Who may push and pull: one of `htpasswd` and `secretName`. Without, everybody may who reaches the registry. */
export interface RegistryUsersArgs {
  /** Lines `name:hash` with hashes of bcrypt, as `htpasswd -nbB` writes them. Kept secret. Default: none. */
  htpasswd?: pulumi.Input<string>;
  /** Secret in the registry's namespace that has such lines under the key `htpasswd`. Default: none. */
  secretName?: string;
  /** One of the users, for the output `pullSecret`. Default: none. */
  credentials?: RegistryCredentialsArgs;
}

/** A mirror of another registry, which keeps what is pulled through it. Everybody who reaches it may pull. */
export interface RegistryMirrorArgs {
  /** Host in the names of images, such as "docker.io", "gcr.io", "registry.k8s.io" or "quay.io". */
  upstream: string;
  /** Host by which nodes reach the mirror. Default: the name of its Service, which nodes mostly can't resolve. */
  host?: string;
  /** Fixed IPv4 address of its Service, by which nodes reach it. Default: one that the cluster chooses. */
  clusterIp?: string;
  /** Size of its volume. Default: "20Gi". */
  size?: string;
  /** Class of its volume. Default: the cluster's. */
  storageClass?: string;
  /** Time that images are kept, whole seconds from 1m on; with release 3. Default: the program's, a week. */
  ttl?: string;
  /** Who pulls from the upstream registry. What that user may see, all can pull through the mirror. Default: nobody in particular. */
  credentials?: RegistryCredentialsArgs;
}

/** When what no image refers to any longer is removed. */
export interface RegistryRetentionArgs {
  /** When, as a schedule of cron in the cluster's time zone. A push at that time can lose layers. Default: "0 3 * * 0". */
  schedule?: string;
  /** Whether images without a tag go as well; with release 3, and not where images are run by digest. Default: false. */
  untagged?: boolean;
}

/** Who reaches the registry and its mirrors. */
export interface RegistryNetworkPolicyArgs {
  /** Ranges in CIDR notation of nodes, and of others outside the cluster that push. */
  cidrs: string[];
  /** Namespaces whose pods may, too. Default: "knative-serving", where tags are resolved. */
  namespaces?: string[];
}

/** A registry of container images in the cluster, with mirrors of others. */
export interface RegistryArgs {
  /** Namespace of everything. Default: "registry". */
  namespace?: string;
  /** Whether the namespace is made here; without, it must be there. Default: true. */
  createNamespace?: boolean;
  /** Release of the program. Default: "3". */
  version?: RegistryVersion;
  /** Image of the program, of that release. Default: upstream's. */
  image?: string;
  /** Host in the names of images. Default: the name of the Service, which nodes mostly can't resolve. */
  host?: string;
  /** Port of the Services, from 1 to 65535. Default: 5000. */
  port?: number;
  /** Fixed IPv4 address of the Service, by which nodes reach it. Default: one that the cluster chooses. */
  clusterIp?: string;
  /** Pods of the registry, from 1 to 10. More than one need storage for several, and `httpSecret`. Default: 1. */
  replicas?: number;
  /** Secret by which pods know uploads that others of them began, at least 16 characters. Kept secret. Default: each pod's own. */
  httpSecret?: pulumi.Input<string>;
  /** User that the programs run as, from 1 to 2147483647. Default: 1000. */
  userId?: number;
  /** Service account of the registry's pods, which a cloud may give rights on a bucket. Default: the namespace's. */
  serviceAccountName?: string;
  /** CPU and memory of each pod. Default: requests of 100m and 128Mi. */
  resources?: ResourcesArgs;
  /** Where images lie. Default: a volume of 20Gi. */
  storage?: RegistryStorageArgs;
  /** Certificate. Default: none, and all is sent in plain text. */
  tls?: RegistryTlsArgs;
  /** Who may push and pull; needs `tls`. Default: everybody. */
  users?: RegistryUsersArgs;
  /** Mirrors of other registries. Default: none. */
  mirrors?: RegistryMirrorArgs[];
  /** Removal of what is no longer needed. Default: all is kept. */
  retention?: RegistryRetentionArgs;
  /** Who reaches it. Default: everybody. */
  networkPolicy?: RegistryNetworkPolicyArgs;
  /** Images to fill it with, such as the output `images` of a Serving: the output `copies` tells where each goes. Default: none. */
  images?: pulumi.Input<string[]>;
  /** Under which names they are held. Default: "path", each image under its own path. */
  layout?: ImageLayout;
}
