import { defined, nonEmpty } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import type { ChannelArgs } from "./channel.args";
import { renderDelivery } from "./delivery.render";
import { Loss, madeAnew } from "./madeAnew";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderChannelTemplate } from "./settings/defaults.render";

/** Fields that Knative lets nobody change (knative/eventing pkg/apis/messaging/v1/channel_validation.go, CheckImmutableFields). */
export const channelReplacedOn = ["spec.channelTemplate", "spec.delivery"] as const;

/** The Channel that checked args describe. */
export function renderChannel(resourceName: string, args: ChannelArgs): Manifest {
  const { namespace = defaultNamespace, channelTemplate, delivery } = args;
  const fixed = defined({
    channelTemplate: channelTemplate && renderChannelTemplate(channelTemplate),
    delivery: renderDelivery(delivery, namespace),
  });
  const spec = nonEmpty(fixed);
  return {
    apiVersion: "messaging.knative.dev/v1",
    kind: "Channel",
    metadata: eventMetadata(resourceName, args, madeAnew(fixed, Loss.Kept)),
    ...(spec === undefined ? {} : { spec }),
  };
}
