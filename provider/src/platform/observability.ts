import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster/cluster";
import { Observability } from "../observability/observability";
import { makePart } from "../problems";
import type { MadeNamespaces } from "./namespaces";
import { watchOf } from "./observability.plan";
import type { PlatformArgs } from "./platform.args";

/** What of a platform its observability is put beside. */
export interface WatchSurroundings {
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  readonly namespaces: MadeNamespaces;
}

/** Registers what watches over a platform: before Knative, whose monitors need the definitions that it brings. */
export function registerWatch(
  args: PlatformArgs,
  { name, parent, cluster, namespaces }: WatchSurroundings,
): Observability | undefined {
  const watch = watchOf(args);
  return (
    watch &&
    makePart(
      "Platform",
      "observability",
      () =>
        new Observability(name, watch, {
          parent,
          provider: cluster.provider,
          dependsOn: [...(namespaces.get(watch.namespace ?? "observability") ?? [])],
        }),
    )
  );
}
