import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { ChannelTemplateArgs } from "./settings/defaults.args";
import type { SinkArgs } from "./sink.args";

/** A branch of a parallel. */
export interface ParallelBranchArgs {
  /** Who decides whether the event takes this branch: what it answers goes on, and an answer without an event stops it here. Default: nobody, every event does. */
  filter?: SinkArgs;
  /** Who gets the event. */
  subscriber: SinkArgs;
  /** Where the answer of the subscriber goes. Default: to the `reply` of the parallel. */
  reply?: SinkArgs;
  /** What is done for an event that the subscriber doesn't take. Default: no retries, and the event is lost. */
  delivery?: DeliveryArgs;
}

/** Hands each event to several branches at the same time. */
export interface ParallelArgs {
  /** Name of the parallel: a DNS label. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** The branches; at least one. */
  branches: ParallelBranchArgs[];
  /** Where the answers of branches go that have no `reply` of their own. Default: nowhere, they are dropped. */
  reply?: SinkArgs;
  /**
   * What the channels before the branches are made of. A change makes the parallel anew: events that it still keeps are lost.
   * Default: that of Eventing's `channelDefaults`, which keeps events in memory.
   */
  channelTemplate?: ChannelTemplateArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
