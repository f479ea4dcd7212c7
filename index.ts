import * as pulumi from "@pulumi/pulumi";
import { tuneProcess } from "./provider/src/host/processTuning";
import { makesCluster, Platform } from "./provider/src/platform/platform";
import { readStackConfig } from "./provider/src/platform/stackConfig";

tuneProcess();

// The whole program: what a stack file says becomes a Platform. Change Pulumi.<stack>.yaml rather than this.
export = async () => {
  const args = await readStackConfig();
  const platform = new Platform(
    // A constant, for children are named by it: renaming the stack must not rename what it has made.
    "platform",
    args,
    // What version 0.1.0 called it.
    { aliases: [{ name: pulumi.getStack() }] },
  );
  const { gateways, urls, revisions, hosts, release, images, kubeconfig } = platform;
  const { brokers, channels, sequences, parallels, triggers, subscriptions } = platform;
  const flow = { brokers, channels, sequences, parallels, triggers, subscriptions };
  const watch = args.observability && {
    prometheusUrl: platform.prometheusUrl,
    grafanaUrl: platform.grafanaUrl,
  };
  const outputs = { gateways, urls, revisions, hosts, ...flow, release, images, ...watch };
  // Of a cluster that is there it is the user's own, and every stack that refers to this one could read it.
  return makesCluster(args) ? { ...outputs, kubeconfig } : outputs;
};
