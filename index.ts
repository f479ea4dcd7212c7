import * as pulumi from "@pulumi/pulumi";
import { spareDiagnostics } from "./provider/src/host/diagnostics";
import { Platform } from "./provider/src/platform/platform";
import { readStackConfig } from "./provider/src/platform/stackConfig";

spareDiagnostics();

// The whole program: what a stack file says becomes a Platform. Change Pulumi.<stack>.yaml rather than this.
const platform = new Platform(pulumi.getStack(), readStackConfig());

export const { gateways, urls, release, kubeconfig } = platform;
