import * as pulumi from "@pulumi/pulumi";
import { tuneProcess } from "./provider/src/host/processTuning";
import { Platform } from "./provider/src/platform/platform";
import { readStackConfig } from "./provider/src/platform/stackConfig";
import { stackOutputs } from "./provider/src/platform/stackOutputs";

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
  return stackOutputs(platform, args);
};
