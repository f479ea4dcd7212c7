import { defined } from "../manifests/defined";
import type { Json, Manifest } from "../manifests/manifest";
import { renderDelivery } from "./delivery.render";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSink } from "./sink.render";
import type { TriggerArgs, TriggerFilterArgs } from "./trigger.args";

/** Knative lets nobody change a trigger's broker (knative/eventing pkg/apis/eventing/v1/trigger_validation.go). */
export const triggerReplacedOn = ["spec.broker"] as const;

const defaultBroker = "default";

/** The Trigger that checked args describe. */
export function renderTrigger(resourceName: string, args: TriggerArgs): Manifest {
  const {
    namespace = defaultNamespace,
    broker = defaultBroker,
    filter,
    filters = [],
    subscriber,
    delivery,
  } = args;
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Trigger",
    metadata: eventMetadata(resourceName, args, madeAnew({ broker }, Loss.Between)),
    spec: defined({
      broker,
      filter: filter && { attributes: filter },
      filters: filters.length === 0 ? undefined : filters.map(renderFilter),
      subscriber: renderSink(subscriber, namespace),
      delivery: renderDelivery(delivery, namespace),
    }),
  };
}

/** A filter as Knative's objects have it. */
export function renderFilter({ all, any, not, ...rest }: TriggerFilterArgs): Json {
  return defined({
    ...rest,
    all: all?.map(renderFilter),
    any: any?.map(renderFilter),
    not: not && renderFilter(not),
  });
}
