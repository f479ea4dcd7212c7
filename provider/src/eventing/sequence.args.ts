import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryArgs } from "./delivery.args";
import type { ChannelTemplateArgs } from "./settings/defaults.args";
import type { SinkArgs } from "./sink.args";

/** A step of a sequence. */
export interface SequenceStepArgs {
  /** Who gets the event; its answer goes to the next step. One that answers with nothing ends the sequence there. */
  subscriber: SinkArgs;
  /** What is done for an event that the subscriber doesn't take. Default: no retries, and the event is lost. */
  delivery?: DeliveryArgs;
}

/** Hands events to one subscriber after the other, each getting what the one before has answered. */
export interface SequenceArgs {
  /** Name of the sequence: a DNS label. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** The steps in their order; at least one. */
  steps: SequenceStepArgs[];
  /** Where the answer of the last step goes. Default: nowhere, it is dropped. */
  reply?: SinkArgs;
  /**
   * What the channels between the steps are made of. A change makes the sequence anew: events between its steps are lost. Default:
   * that of Eventing's `channelDefaults`, which keeps events in memory.
   */
  channelTemplate?: ChannelTemplateArgs;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
