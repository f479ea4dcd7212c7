import type * as pulumi from "@pulumi/pulumi";

/** Under which names a registry holds its copies of images. */
export const ImageLayout = {
  /** Their own path, as most tools copy: `<registry>/envoyproxy/envoy`. */
  Path: "path",
  /** Host and path, as `skopeo sync --scoped` copies: `<registry>/docker.io/envoyproxy/envoy`. */
  Scoped: "scoped",
  /** The path's last part, as `skopeo sync` copies: `<registry>/envoy`. For registries without nested paths. */
  Flat: "flat",
} as const;
export type ImageLayout = (typeof ImageLayout)[keyof typeof ImageLayout];

/** Who pulls images from the registry. */
export interface RegistryCredentialsArgs {
  /** User name. */
  username: pulumi.Input<string>;
  /** Password or token. Kept secret. */
  password: pulumi.Input<string>;
}

/** Certificate authority of a private registry; exactly one property says where it is. */
export interface RegistryCaArgs {
  /** Certificates in PEM; a ConfigMap is made of them, and the controller restarts when they change. Default: none. */
  pem?: pulumi.Input<string>;
  /** Name of a ConfigMap in `knative-serving` whose values are certificates in PEM. Default: none. */
  configMapName?: string;
  /** Name of a Secret in `knative-serving` whose values are certificates in PEM. Default: none. */
  secretName?: string;
}

/** Proxy on the way to the registries whose tags are resolved. */
export interface RegistryProxyArgs {
  /** Proxy for `http://` registries, as `http://` or `https://` URL. Default: none. */
  httpProxy?: pulumi.Input<string>;
  /** Proxy for `https://` registries, as `http://` or `https://` URL. Default: none. */
  httpsProxy?: pulumi.Input<string>;
  /**
   * Hosts that are reached without the proxy: names (with their subdomains), addresses, networks in CIDR notation, each
   * with an optional port. The API server and the cluster's own names are added by themselves. Default: none.
   */
  noProxy?: string[];
}

/** Where the images of Knative's own programs come from, and how registries are reached. */
export interface ServingImagesArgs {
  /** Registry, with an optional path, that holds copies of the images. Default: upstream's registries. */
  registry?: string;
  /** Under which names it holds them; needs `registry`. Default: "path", each image under its own path. */
  layout?: ImageLayout;
  /** References for single images, keyed by the image's name or its last part, such as `queue`. They win over `registry`. Default: none. */
  overrides?: Record<string, string>;
  /** Names of Secrets in the system namespaces to pull the images with, made by others. Default: none. */
  pullSecrets?: string[];
  /** User and password for `registry`: Secrets of them are made in the system namespaces before any pod is. Default: none. */
  credentials?: RegistryCredentialsArgs;
  /** Certificate authority to trust where Knative resolves tags of services' images. Default: the public ones. */
  ca?: RegistryCaArgs;
  /** Proxy to use where Knative resolves tags of services' images. Default: none. */
  proxy?: RegistryProxyArgs;
}
