import type { ClusterArgs } from "../cluster/cluster.args";
import type { ObservabilityArgs } from "../observability/observability.args";
import type { SecurityArgs } from "../security/security.args";
import type { ServiceArgs } from "../service/service.args";
import type { NamespaceArgs } from "./namespaces.args";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";

/** A cluster, what is installed in it, and what runs there. */
export interface PlatformArgs {
  /** The cluster. Default: the one that kubectl would use. */
  cluster?: ClusterArgs;
  /** Knative Serving with its gateway. Default: the newest release, inside the cluster only. */
  serving?: ServingArgs;
  /** Namespaces for services, made before them. Default: none, services use those that are there. */
  namespaces?: NamespaceArgs[];
  /** Knative Eventing, and what events flow through: brokers, channels, triggers, subscriptions, sources. Default: it isn't installed. */
  eventing?: PlatformEventingArgs;
  /**
   * What watches over all of it. Serving and Eventing then give it their metrics and, with `traces`, one trace in ten, unless they say
   * otherwise themselves. Default: nothing.
   */
  observability?: ObservabilityArgs;
  /**
   * Layers of protection. Policies, mutual TLS and the level of Knative's namespaces become Serving's own settings. Default: none.
   */
  security?: SecurityArgs;
  /** Knative Services, each with a `name` of its own in its namespace. Default: none. */
  services?: ServiceArgs[];
}
