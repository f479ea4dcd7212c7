import type * as pulumi from "@pulumi/pulumi";
import type { LabelSelectorArgs } from "../serving/settings/network";
import type { SinkArgs } from "./sink.args";

/** What is to know where its events go: one object by `name`, or all that `selector` chooses. */
export interface SinkBindingSubjectArgs {
  /** Group and version of its API, such as "apps/v1". */
  apiVersion: string;
  /** Its kind, of which objects have a pod template, such as "Deployment". */
  kind: string;
  /** Name of the one object, in the binding's namespace: a DNS label. Excludes `selector`. Default: none. */
  name?: pulumi.Input<string>;
  /** Labels of the objects, in the binding's namespace; `{}` for all of the kind. Excludes `name`. Default: none. */
  selector?: LabelSelectorArgs;
}

/** Tells programs that are there already where to send their events: their pods find the URL in the variable K_SINK. */
export interface SinkBindingArgs {
  /** Name of the binding. Default: the resource's name. */
  name?: string;
  /** Namespace, that of its subject. Default: "default". */
  namespace?: string;
  /** Whose pods get the variables. A change makes the binding anew, so that the ones before lose them. */
  subject: SinkBindingSubjectArgs;
  /** Where the events go. */
  sink: SinkArgs;
  /** Attributes that every event is to get, by name: letters and digits; the pods find them in K_CE_OVERRIDES. Default: none. */
  extensions?: Record<string, pulumi.Input<string>>;
  /** Further labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Further annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** Seconds to wait until it is ready; 0 doesn't wait. Default: 300. */
  readyTimeoutSeconds?: number;
}
