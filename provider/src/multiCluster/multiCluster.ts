import * as pulumi from "@pulumi/pulumi";
import { givenProvider } from "../cluster/cluster";
import { handedDown } from "../manifests/handDown";
import { registerObjects } from "../manifests/objects";
import type { PlatformGateway } from "../platform/gateways";
import { problemIf, refuse } from "../problems";
import { renderFront } from "./front.render";
import { isHealthy } from "./health";
import { jointHosts } from "./hosts";
import { gatewayOf } from "./joint.check";
import { chosenGateway, registerMember, type MadeMember } from "./member";
import type { MultiClusterArgs } from "./multiCluster.args";
import { checkMultiCluster } from "./multiCluster.check";
import { planMembers } from "./multiCluster.plan";
import { recordsOf, registerRecords, typeOfRecord, type JointAddress, type WeightedRecord } from "./records";

/** How one of the clusters is. */
export interface ClusterState {
  /** Its name among the clusters. */
  name: string;
  /** Its share of the requests; 0 where it is drained. */
  weight: number;
  /** Whether its API server answers. */
  reachable: boolean;
  /** Whether Knative's programs and all services are ready there. */
  healthy: boolean;
  /** What isn't ready, and why. */
  problems: string[];
  /** Version of Knative Serving that it has. */
  release: string;
  /** Where its gateways are reached. */
  gateways: PlatformGateway[];
  /** URL of each service, by `namespace/name`; by `name` alone in the namespace "default". */
  urls: Record<string, string>;
}

/**
 * Several clusters with the same Knative and the same services, each as a `Platform` has it, changed one after the other, and reached
 * under the same names: by records with weights, or through an Istio gateway before them all.
 */
export class MultiCluster extends pulumi.ComponentResource {
  /** How the clusters are, in their order, as of the end of the update. */
  public readonly clusters: pulumi.Output<ClusterState[]>;
  /** Records that lead the joint names to the clusters that get requests, for any DNS with weights. None with `front`. */
  public readonly records: pulumi.Output<WeightedRecord[]>;
  /** The kubeconfig of each cluster, by its name. Secret. */
  public readonly kubeconfigs: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: MultiClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:MultiCluster", name, {}, handedDown(opts));
    refuse("MultiCluster", [
      ...problemIf(
        givenProvider(this) !== undefined,
        "provider",
        "KN9510",
        "leads all clusters to one; remove the option, and say in each entry of clusters which it is",
      ),
      ...checkMultiCluster(args),
    ]);
    const made = registerAll(name, args, this);
    const hosts = jointHosts(args, planMembers(args)) ?? [];
    const taking = made.filter(({ member }) => member.weight > 0).map((each) => reached(each, args));
    if (args.alibabaDns !== undefined) {
      registerRecords(name, args.alibabaDns, hosts, { clusters: taking, parent: this });
    }
    this.putFront(name, args, hosts, { made, taking });
    this.clusters = pulumi.all(made.map(stateOf));
    this.records =
      args.front === undefined
        ? pulumi.all(taking.map(addressed)).apply((clusters) => recordsOf(hosts, clusters))
        : pulumi.output([]);
    this.kubeconfigs = pulumi.secret(
      pulumi.output(
        Object.fromEntries(made.map(({ member, platform }) => [member.name, platform.kubeconfig])),
      ),
    );
    this.registerOutputs({ clusters: this.clusters, records: this.records, kubeconfigs: this.kubeconfigs });
  }

  private putFront(
    name: string,
    { front }: MultiClusterArgs,
    hosts: readonly string[],
    { made, taking }: { readonly made: readonly MadeMember[]; readonly taking: readonly Reached[] },
  ): void {
    const hub = made.find(({ member }) => member.name === front?.hub);
    if (front === undefined || hub === undefined) {
      return;
    }
    const addresses = pulumi.all(taking.map(({ address }) => address));
    const resolution = addresses.apply((all) =>
      all.every((address) => typeOfRecord(address) !== "CNAME") ? "STATIC" : "DNS",
    );
    registerObjects(name, renderFront(front, hosts, taking, resolution), {
      parent: this,
      provider: hub.platform.provider,
      dependsOn: [hub.holder, ...taking.map(({ holder }) => holder)],
    });
  }
}

function registerAll(name: string, args: MultiClusterArgs, parent: pulumi.Resource): readonly MadeMember[] {
  const healthSeconds = args.healthTimeoutSeconds ?? 120;
  return planMembers(args).reduce<readonly MadeMember[]>(
    (made, member) => [...made, registerMember(name, member, parent, { before: made.at(-1), healthSeconds })],
    [],
  );
}

/** A cluster that gets requests, and where they go. */
interface Reached extends JointAddress {
  readonly port: pulumi.Output<number>;
}

function reached({ member, holder, platform, health }: MadeMember, args: MultiClusterArgs): Reached {
  const { name: gateway = "default" } = gatewayOf(args, member);
  // Requests come once all is there, and healthy.
  const chosen = pulumi
    .all([platform.gateways, health])
    .apply(([gateways]) => chosenGateway(gateways, gateway) ?? gateways[0]);
  return {
    name: member.name,
    weight: member.weight,
    holder,
    address: chosen.apply((known) => known?.address ?? ""),
    port: chosen.apply((known) => known?.httpPort ?? 80),
  };
}

const addressed = ({ name, weight, address }: Reached) =>
  address.apply((known) => ({ name, weight, address: known }));

function stateOf({ member, platform, health }: MadeMember): pulumi.Output<ClusterState> {
  return pulumi
    .all([health, platform.release, platform.gateways, platform.urls])
    .apply(([how, release, gateways, urls]) => ({
      name: member.name,
      weight: member.weight,
      reachable: how.reachable,
      healthy: isHealthy(how),
      problems: [...how.problems],
      release,
      gateways,
      urls,
    }));
}
