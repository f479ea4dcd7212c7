import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { renderDelivery } from "./delivery.render";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";
import type { SequenceArgs } from "./sequence.args";
import { renderChannelTemplate } from "./settings/defaults.render";
import { renderSink } from "./sink.render";

/**
 * Knative leaves channels as they are when the template changes, or leaves those of the kind before behind (knative/eventing
 * pkg/reconciler/sequence/sequence.go and parallel.go).
 */
export const flowReplacedOn = ["spec.channelTemplate"] as const;

/** The Sequence that checked args describe. */
export function renderSequence(resourceName: string, args: SequenceArgs): Manifest {
  const { namespace = defaultNamespace, steps, reply, channelTemplate: asked } = args;
  const channelTemplate = asked && renderChannelTemplate(asked);
  return {
    apiVersion: "flows.knative.dev/v1",
    kind: "Sequence",
    metadata: eventMetadata(resourceName, args, madeAnew({ channelTemplate }, Loss.Kept)),
    spec: defined({
      // A step is a sink with a delivery beside its fields.
      steps: steps.map(({ subscriber, delivery }) =>
        defined({ ...renderSink(subscriber, namespace), delivery: renderDelivery(delivery, namespace) }),
      ),
      reply: reply && renderSink(reply, namespace),
      channelTemplate,
    }),
  };
}
