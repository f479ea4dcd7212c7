import type * as pulumi from "@pulumi/pulumi";
import type { SinkArgs } from "./sink.args";

/** Sends an event with the same data at times that a schedule tells. */
export interface PingSourceArgs {
  /** Name of the source. Default: the resource's name. */
  name?: string;
  /** Namespace, which must exist. Default: "default". */
  namespace?: string;
  /**
   * When to send: minute, hour, day of the month, month and day of the week (0 to 6, Sunday is 0), with seconds before them if there
   * are six; or "@hourly", "@daily", "@weekly", "@monthly", "@yearly". Default: "* * * * *", each minute.
   */
  schedule?: string;
  /** Time zone of the schedule, such as "Europe/Berlin". Default: that of the program that sends, which is UTC. */
  timezone?: string;
  /** Media type of the data, such as "application/json", whose data must then be a JSON object. Default: none. */
  contentType?: string;
  /** The data as text. Excludes `dataBase64`. Default: none. */
  data?: pulumi.Input<string>;
  /** The data in base64, for what is no text. Default: none. */
  dataBase64?: pulumi.Input<string>;
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
