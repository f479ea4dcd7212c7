import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster/cluster";
import { makePart } from "../problems";
import { securityReport, type SecurityLayerReport } from "../security/report";
import { Security } from "../security/security";
import type { PlatformArgs } from "./platform.args";
import { ownLayers } from "./security.plan";

/** What of a platform its layers of protection are put beside. */
export interface SecuritySurroundings {
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  /** What must be there before: namespaces, and Knative's own. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Registers the layers that Serving doesn't make; the report is of all of them. */
export function registerSecurity(
  { security }: PlatformArgs,
  { name, parent, cluster, dependsOn }: SecuritySurroundings,
): pulumi.Output<SecurityLayerReport[] | undefined> {
  if (security === undefined) {
    return pulumi.output(undefined);
  }
  makePart("Platform", "security", () => {
    const options = { parent, provider: cluster.provider, dependsOn: [...dependsOn] };
    return new Security(name, ownLayers(security), options);
  });
  return pulumi.output(securityReport(security));
}
