import type { ApiServerSourceArgs } from "../eventing/apiServerSource.args";
import type { BrokerArgs } from "../eventing/broker.args";
import type { ChannelArgs } from "../eventing/channel.args";
import type { ContainerSourceArgs } from "../eventing/containerSource.args";
import type { EventingArgs } from "../eventing/eventing.args";
import type { ParallelArgs } from "../eventing/parallel.args";
import type { PingSourceArgs } from "../eventing/pingSource.args";
import type { SequenceArgs } from "../eventing/sequence.args";
import type { SinkBindingArgs } from "../eventing/sinkBinding.args";
import type { SubscriptionArgs } from "../eventing/subscription.args";
import type { TriggerArgs } from "../eventing/trigger.args";

/** What sends events, by kind. */
export interface EventingSourcesArgs {
  /** Sources that send at times of a schedule, each with a `name` of its own in its namespace. Default: none. */
  pings?: PingSourceArgs[];
  /** Sources that send what changes in the cluster, each with a `name` of its own in its namespace. Default: none. */
  apiServers?: ApiServerSourceArgs[];
  /** Containers that send events, each with a `name` of its own in its namespace. Default: none. */
  containers?: ContainerSourceArgs[];
  /** Programs that are told where to send their events, each with a `name` of its own in its namespace. Default: none. */
  sinkBindings?: SinkBindingArgs[];
}

/** Knative Eventing in a platform, and what events flow through. */
export interface PlatformEventingArgs extends EventingArgs {
  /** Brokers, each with a `name` of its own in its namespace. Default: none. */
  brokers?: BrokerArgs[];
  /** Channels, each with a `name` of its own in its namespace. Default: none. */
  channels?: ChannelArgs[];
  /** Sequences of subscribers, each with a `name` of its own in its namespace. Default: none. */
  sequences?: SequenceArgs[];
  /** Branches that events take at the same time, each with a `name` of its own in its namespace. Default: none. */
  parallels?: ParallelArgs[];
  /** Triggers of these brokers, each with a `name` of its own in its namespace. Default: none. */
  triggers?: TriggerArgs[];
  /** Subscriptions to these channels, each with a `name` of its own in its namespace. Default: none. */
  subscriptions?: SubscriptionArgs[];
  /** What sends events. Default: nothing of the platform's own. */
  sources?: EventingSourcesArgs;
}
