import { defined, nonEmpty } from "../manifests/defined";
import type { Json } from "../manifests/manifest";
import { BackoffPolicy, type DeliveryArgs } from "./delivery.args";
import { renderSink } from "./sink.render";

/** A delivery as Knative's objects have it; undefined where nothing is said. `home` is the namespace of whatever sends. */
export function renderDelivery(delivery: DeliveryArgs | undefined, home: string): Json {
  if (delivery === undefined) {
    return undefined;
  }
  const { deadLetterSink, backoffDelay, backoffPolicy, ...rest } = delivery;
  return nonEmpty(
    defined({
      ...rest,
      // Knative's senders take a delay without a policy for none at all.
      backoffPolicy: backoffPolicy ?? (backoffDelay === undefined ? undefined : BackoffPolicy.Exponential),
      backoffDelay,
      deadLetterSink: deadLetterSink && renderSink(deadLetterSink, home),
    }),
  );
}
