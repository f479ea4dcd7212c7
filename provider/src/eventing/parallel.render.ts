import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { renderDelivery } from "./delivery.render";
import type { ParallelArgs } from "./parallel.args";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderChannelTemplate } from "./settings/defaults.render";
import { renderSink } from "./sink.render";

/** The Parallel that checked args describe. */
export function renderParallel(resourceName: string, args: ParallelArgs): Manifest {
  const { namespace = defaultNamespace, branches, reply, channelTemplate: asked } = args;
  const channelTemplate = asked && renderChannelTemplate(asked);
  return {
    apiVersion: "flows.knative.dev/v1",
    kind: "Parallel",
    metadata: eventMetadata(resourceName, args, madeAnew({ channelTemplate }, Loss.Kept)),
    spec: defined({
      branches: branches.map((branch) =>
        defined({
          filter: branch.filter && renderSink(branch.filter, namespace),
          subscriber: renderSink(branch.subscriber, namespace),
          reply: branch.reply && renderSink(branch.reply, namespace),
          delivery: renderDelivery(branch.delivery, namespace),
        }),
      ),
      reply: reply && renderSink(reply, namespace),
      channelTemplate,
    }),
  };
}
