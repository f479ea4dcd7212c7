import type { Platform } from "./platform";
import type { PlatformArgs } from "./platform.args";

/** What the root program tells of its platform: of each part only where the stack file asks for it. */
export function stackOutputs(platform: Platform, args: PlatformArgs) {
  const { gateways, urls, revisions, hosts, release, images } = platform;
  const { brokers, channels, sequences, parallels, triggers, subscriptions, eventingRelease } = platform;
  const { prometheusUrl, grafanaUrl, securityReport, kubeconfig } = platform;
  return {
    ...{ gateways, urls, revisions, hosts, release, images },
    ...(args.eventing && {
      brokers,
      channels,
      sequences,
      parallels,
      triggers,
      subscriptions,
      eventingRelease,
    }),
    ...(args.observability && { prometheusUrl, grafanaUrl }),
    ...(args.security && { securityReport }),
    // Of a cluster that is there it is the user's own, and every stack that refers to this one could read it.
    ...(makesCluster(args) && { kubeconfig }),
  };
}

/** Whether a platform's cluster is its own, and so is the way into it. */
function makesCluster({ cluster }: PlatformArgs): boolean {
  return cluster?.ack !== undefined || cluster?.ackServerless !== undefined;
}
