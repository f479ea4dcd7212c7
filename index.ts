import * as pulumi from "@pulumi/pulumi";
import { leanProcess } from "./provider/src/host/lean";
import { Platform } from "./provider/src/platform/platform";
import { readStackConfig } from "./provider/src/platform/stackConfig";

leanProcess();

// The whole program: what a stack file says becomes a Platform. Change Pulumi.<stack>.yaml rather than this.
export = async () => {
  await Promise.resolve();
  const { gateways, urls, revisions, hosts, release, images, kubeconfig } = new Platform(
    pulumi.getStack(),
    readStackConfig(),
  );
  return { gateways, urls, revisions, hosts, release, images, kubeconfig };
};
