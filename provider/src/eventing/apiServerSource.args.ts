import type * as pulumi from "@pulumi/pulumi";
import type { LabelSelectorArgs } from "../serving/settings/network";
import type { SinkArgs } from "./sink.args";
import type { TriggerFilterArgs } from "./trigger.args";

/** What an event of the API server holds. */
export const ApiServerSourceMode = {
  /** Which object it is about. */
  Reference: "Reference",
  /** The whole object. */
  Resource: "Resource",
} as const;
export type ApiServerSourceMode = (typeof ApiServerSourceMode)[keyof typeof ApiServerSourceMode];

/** Objects that are watched. */
export interface ApiServerResourceArgs {
  /** Group and version of their API, such as "v1" or "apps/v1". */
  apiVersion: string;
  /** Their kind, such as "Event". */
  kind: string;
  /** Which of them, by labels. Default: all. */
  selector?: LabelSelectorArgs;
  /** Whether they belong to no namespace. Default: as Kubernetes' own kinds do; false for all others. */
  clusterScoped?: boolean;
}

/** The kind of objects that watched ones must belong to. */
export interface ApiServerOwnerArgs {
  /** Group and version of its API, such as "apps/v1". */
  apiVersion: string;
  /** The kind, such as "Deployment". */
  kind: string;
}

/** Sends an event for each change of Kubernetes objects, with the rights to see those alone. */
export interface ApiServerSourceArgs {
  /** Name of the source. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /** Which objects are watched; at least one kind. */
  resources: ApiServerResourceArgs[];
  /** Whether an event holds the whole object or a reference to it. Default: "Reference". */
  mode?: ApiServerSourceMode;
  /** Watches only objects that one of this kind owns. Default: all. */
  owner?: ApiServerOwnerArgs;
  /** In which namespaces objects are watched, by the namespaces' labels; `{}` for all. Needs rights in the whole cluster, which are made. Default: in the source's own. */
  namespaceSelector?: LabelSelectorArgs;
  /** Filters that an event must pass, all of them; needs Eventing's feature `newApiserversourceFilters`. Default: none, all events are sent. */
  filters?: TriggerFilterArgs[];
  /** ServiceAccount that the source runs as, with rights of your own making. Default: one is made, that may get, list and watch these objects and nothing else. */
  serviceAccountName?: pulumi.Input<string>;
  /** Where the events go. */
  sink: SinkArgs;
  /** Attributes that every event gets, by name: letters and digits. Default: none. */
  extensions?: Record<string, pulumi.Input<string>>;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
