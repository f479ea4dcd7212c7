import * as pulumi from "@pulumi/pulumi";
import { tuneProcess } from "./provider/src/host/processTuning";
import { Platform } from "./provider/src/platform/platform";
import { readStackConfig } from "./provider/src/platform/stackConfig";

tuneProcess();

// The whole program: what a stack file says becomes a Platform. Change Pulumi.<stack>.yaml rather than this.
export = async () => {
  const { gateways, urls, revisions, hosts, brokers, triggers, release, images, kubeconfig } = new Platform(
    // A constant, for children are named by it: renaming the stack must not rename what it has made.
    "platform",
    await readStackConfig(),
    // What version 0.1.0 called it.
    { aliases: [{ name: pulumi.getStack() }] },
  );
  return { gateways, urls, revisions, hosts, brokers, triggers, release, images, kubeconfig };
};
