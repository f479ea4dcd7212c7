import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { ChannelTemplateArgs } from "./settings/defaults.args";

/** A channel: takes events and hands each to all its subscriptions. */
export interface ChannelArgs {
  /** Name of the channel: a DNS label. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /**
   * What it is made of. A change makes the channel anew: events that it still keeps are lost. Default: that of Eventing's
   * `channelDefaults`, which keeps events in memory.
   */
  channelTemplate?: ChannelTemplateArgs;
  /**
   * What is done for events that a subscription's subscriber doesn't take; each subscription may say otherwise. A change makes the
   * channel anew, too. Default: no retries, and the event is lost.
   */
  delivery?: DeliveryArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
