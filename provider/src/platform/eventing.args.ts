import type { BrokerArgs } from "../eventing/broker.args";
import type { EventingArgs } from "../eventing/eventing.args";
import type { PingSourceArgs } from "../eventing/pingSource.args";
import type { TriggerArgs } from "../eventing/trigger.args";

/** What sends events, by kind. */
export interface EventingSourcesArgs {
  /** Sources that send at times of a schedule, each with a `name` of its own in its namespace. Default: none. */
  pings?: PingSourceArgs[];
}

/** Knative Eventing in a platform, and what events flow through. */
export interface PlatformEventingArgs extends EventingArgs {
  /** Brokers, each with a `name` of its own in its namespace. Default: none. */
  brokers?: BrokerArgs[];
  /** Triggers of these brokers, each with a `name` of its own in its namespace. Default: none. */
  triggers?: TriggerArgs[];
  /** What sends events. Default: nothing of the platform's own. */
  sources?: EventingSourcesArgs;
}
