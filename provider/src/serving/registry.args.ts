import type * as pulumi from "@pulumi/pulumi";
import type { ImagesArgs } from "../release/images.args";

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
export interface ServingImagesArgs extends ImagesArgs {
  /** Certificate authority to trust where Knative resolves tags of services' images. Default: the public ones. */
  ca?: RegistryCaArgs;
  /** Proxy to use where Knative resolves tags of services' images. Default: none. */
  proxy?: RegistryProxyArgs;
}
