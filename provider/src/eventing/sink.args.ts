import type * as pulumi from "@pulumi/pulumi";

/** An object that takes events and has no property of its own. */
export interface SinkReferenceArgs {
  /** Group and version of its API, such as "v1" or "messaging.knative.dev/v1". */
  apiVersion: string;
  /** Kind of the object, such as "Service". */
  kind: string;
  /** Name of the object. */
  name: pulumi.Input<string>;
}

/** Where events go: exactly one of `service`, `broker`, `channel`, `sequence`, `parallel`, `kafkaSink`, `url` and `ref`. */
export interface SinkArgs {
  /** Name of a Knative Service; in a Platform one of its own. Default: none. */
  service?: pulumi.Input<string>;
  /** Name of a broker; in a Platform one of its own. Default: none. */
  broker?: pulumi.Input<string>;
  /** Name of a channel; in a Platform one of its own. Default: none. */
  channel?: pulumi.Input<string>;
  /** Name of a sequence; in a Platform one of its own. Default: none. */
  sequence?: pulumi.Input<string>;
  /** Name of a parallel; in a Platform one of its own. Default: none. */
  parallel?: pulumi.Input<string>;
  /** Name of a KafkaSink; in a Platform one of its own. Default: none. */
  kafkaSink?: pulumi.Input<string>;
  /** Absolute URL, such as "http://legacy.example.com/events". Default: none. */
  url?: pulumi.Input<string>;
  /** Any object with an address, such as a Kubernetes Service, whether it is this program's or not. Default: none. */
  ref?: SinkReferenceArgs;
  /** Namespace of what is named by any of these but `url`. Default: that of whatever sends. */
  namespace?: string;
  /** Path below the address of what is named, such as "/orders"; not with `url`. Default: none. */
  path?: pulumi.Input<string>;
  /** Certificates in PEM of the authority that signs the sink's, where they aren't known from its address. Default: none. */
  caCerts?: pulumi.Input<string>;
  /** OIDC audience, where the sink's address doesn't tell it. Default: none. */
  audience?: pulumi.Input<string>;
}
