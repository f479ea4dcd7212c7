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

/** Where the images of an installation's own programs come from. */
export interface ImagesArgs {
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
}
