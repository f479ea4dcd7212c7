import * as pulumi from "@pulumi/pulumi";
import { clusterOf, type KnownCluster } from "../diagnose/early";
import { openReader } from "../diagnose/read";
import { Platform } from "../platform/platform";
import type { PlatformGateway } from "../platform/gateways";
import { announceParts, makePart, refuse } from "../problems";
import { awaitHealth, isHealthy, readHealth, type Health } from "./health";
import type { Member } from "./multiCluster.plan";

const requestSeconds = 20;

/**
 * Holds what is in one cluster. Its type names the cluster: what clusters have alike has the same names in each, and the engine tells
 * resources apart by the types of what they stand under.
 */
class MemberHolder extends pulumi.ComponentResource {
  constructor(component: string, { name, index }: Member, opts: pulumi.ComponentResourceOptions) {
    super(`knative:clusters/${name}:Member`, `${component}-${name}`, {}, opts);
    announceParts(this, "MultiCluster", { Platform: `clusters[${index}]` });
    this.registerOutputs();
  }
}

/** A cluster with what was put there. */
export interface MadeMember {
  readonly member: Member;
  readonly holder: pulumi.ComponentResource;
  readonly platform: Platform;
  /** How it fares once everything is there. */
  readonly health: pulumi.Output<Health>;
}

/** Puts a platform into a cluster, once the cluster before it has all of its own, and is healthy. */
export function registerMember(
  component: string,
  member: Member,
  parent: pulumi.Resource,
  { before, healthSeconds }: { readonly before: MadeMember | undefined; readonly healthSeconds: number },
): MadeMember {
  // What is there, and what is only found out after that.
  const dependsOn = before === undefined ? [] : [before.holder, before.health.apply(() => before.holder)];
  const holder = new MemberHolder(component, member, { parent, dependsOn });
  const platform = makePart(
    "MultiCluster",
    `clusters[${member.index}]`,
    () => new Platform(`${component}-${member.name}`, member.platform, { parent: holder }),
  );
  const health = pulumi
    .all([clusterOf(platform.provider), platform.urls, platform.gateways])
    .apply(([cluster]) => healthOf(member, cluster, healthSeconds));
  return { member, holder, platform, health: pulumi.unsecret(health) };
}

async function healthOf(
  member: Member,
  cluster: KnownCluster | undefined,
  limitSeconds: number,
): Promise<Health> {
  if (cluster === undefined) {
    return { reachable: false, problems: ["nothing is known of the cluster"] };
  }
  const open = () => openReader(cluster.kubeconfig, cluster.context, { timeoutSeconds: requestSeconds });
  const wanted = (member.platform.services ?? []).map(({ name = "", namespace = "default" }) => ({
    name,
    namespace,
  }));
  const isGate = member.weight > 0 && limitSeconds > 0 && !pulumi.runtime.isDryRun();
  const health = await awaitHealth(() => readHealth(open, wanted), isGate ? limitSeconds : 0);
  if (isGate && !isHealthy(health)) {
    refuse("MultiCluster", [unhealthy(member, health)]);
  }
  return health;
}

/** Why the clusters behind one are left as they are. */
export function unhealthy({ index, name }: Member, { problems }: Health) {
  const reason = `"${name}" is not healthy after its changes: ${problems.join("; ")}; those behind it are left as they are. Mend it, or set drained to go on without it`;
  return { path: `clusters[${index}]`, code: "KN9511", reason } as const;
}

/** The gateway that names lead to. */
export function chosenGateway(
  gateways: readonly PlatformGateway[],
  name: string,
): PlatformGateway | undefined {
  return gateways.find((gateway) => gateway.name === name);
}
