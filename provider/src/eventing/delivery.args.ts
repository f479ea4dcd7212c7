import type { SinkArgs } from "./sink.args";

/** How the time between two tries grows. */
export const BackoffPolicy = {
  /** By the same delay each time. */
  Linear: "linear",
  /** Twice as long each time. */
  Exponential: "exponential",
} as const;
export type BackoffPolicy = (typeof BackoffPolicy)[keyof typeof BackoffPolicy];

/** How events are written into requests. */
export const DeliveryFormat = {
  /** Attributes as headers, data as body. */
  Binary: "binary",
  /** Everything in one JSON body. */
  Json: "json",
} as const;
export type DeliveryFormat = (typeof DeliveryFormat)[keyof typeof DeliveryFormat];

/** What is done for an event that its receiver doesn't take. */
export interface DeliveryArgs {
  /** How often it is tried again, from 0 on, before it goes to the dead letter sink, or is lost without one. Default: the broker's, or 0. */
  retry?: number;
  /** How the time between tries grows. Default: "exponential". */
  backoffPolicy?: BackoffPolicy;
  /** Time before the first retry, as ISO 8601 duration such as "PT0.5S", in tenths of a unit, up to "P30D". Default: upstream's, without `retry` of no effect. */
  backoffDelay?: string;
  /** Time that one request may take, as ISO 8601 duration above zero, up to "P30D". Default: none, but the receiver's own limit. */
  timeout?: string;
  /** Longest time that a receiver's "Retry-After" is followed, as ISO 8601 duration; needs Eventing's feature `deliveryRetryafter`. Default: it isn't followed. */
  retryAfterMax?: string;
  /** How events are written into requests. Default: as they came. */
  format?: DeliveryFormat;
  /** Where an event goes that was tried in vain. Default: the broker's, or nowhere: it is lost. */
  deadLetterSink?: SinkArgs;
}
