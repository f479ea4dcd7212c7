import type * as pulumi from "@pulumi/pulumi";

/**
 * What makes a pod start sooner when it must: its images are on the nodes already. Pods that are kept, or started together, are
 * said by `minScale` and `activationScale` of `scale`.
 */
export interface ColdStartArgs {
  /**
   * Whether a DaemonSet keeps the service's images on every node that its pods may run on: a small pod on each, and the images' room
   * on its disk. Default: false.
   */
  prefetch?: boolean;
  /** Further images that are kept there, such as Knative's queue-proxy. Default: none. */
  images?: pulumi.Input<string>[];
  /** Image with a statically linked busybox, the program that runs in place of each image's own. Default: "docker.io/library/busybox:1.37.0-musl". */
  busyboxImage?: pulumi.Input<string>;
}
