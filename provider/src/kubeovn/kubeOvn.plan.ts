import { findKubeOvn } from "../release/catalog/kubeovn";
import { chartPlace } from "../helm/charts";
import type { PlannedRelease } from "../helm/release";
import { given, mergedValues } from "../helm/values";
import type { Manifest } from "../manifests/manifest";
import { defined } from "../manifests/defined";
import { addressText, parseRanges, rangeText, type Family, type Range } from "../addresses/cidr";
import {
  TunnelType,
  type KubeOvnArgs,
  type KubeOvnFeaturesArgs,
  type KubeOvnInstallArgs,
} from "./kubeOvn.args";
import { isInstalledHere } from "./kubeOvn.check";
import { defaultRanges } from "./ranges.check";
import { gatewaysOf } from "./subnet.render";
import { renderVpcDnsSetup } from "./vpcDns.render";

/** Upstream's chart repository. */
const officialCharts = "https://kubeovn.github.io/kube-ovn";
const namespace = "kube-system";
const masterLabel = { "kube-ovn/role": "master" } as const;

/** An installation, in the order in which it is made. */
export interface KubeOvnPlan {
  /** Labels of nodes, without which the chart refuses. */
  readonly nodes: readonly Manifest[];
  readonly release?: PlannedRelease;
  readonly multus?: PlannedRelease;
  /** What name servers of VPCs need. */
  readonly dns: readonly (readonly Manifest[])[];
}

/** What is made. The inputs have passed `checkKubeOvn`. */
export function planKubeOvn(args: KubeOvnArgs): KubeOvnPlan {
  const { install, multus } = args;
  const here = isInstalledHere(args) && install !== undefined;
  return {
    nodes: here ? (install.masterNodeNames ?? []).map(labelled) : [],
    ...(here ? { release: plannedRelease(args, install) } : {}),
    ...(multus === undefined
      ? {}
      : {
          multus: {
            name: "multus",
            namespace,
            version: multus.version,
            place: chartPlace(multus.charts, multus.chart ?? "multus", multus.version),
            values: multus.values ?? {},
            skipAwait: true,
          },
        }),
    dns: renderVpcDnsSetup(args),
  };
}

function labelled(name: string): Manifest {
  return { apiVersion: "v1", kind: "Node", metadata: { name, labels: masterLabel } };
}

function plannedRelease(args: KubeOvnArgs, install: KubeOvnInstallArgs): PlannedRelease {
  const version = `v${findKubeOvn(args.version)}`;
  return {
    name: "kube-ovn",
    namespace,
    version,
    place: chartPlace(install.charts ?? officialCharts, "kube-ovn-v2", version),
    values: mergedValues(kubeOvnValues(args, install), install.values ?? {}) as object,
    // Nodes become ready by it, and what is waited for on them can't be before.
    skipAwait: true,
  };
}

/** Values of the chart `kube-ovn-v2`. */
export function kubeOvnValues({ ranges = {} }: KubeOvnArgs, install: KubeOvnInstallArgs): object {
  const pods = parseRanges(ranges.pods ?? defaultRanges.pods) ?? [];
  const of = (key: "services" | "join") => ({
    cidr: byFamily(parseRanges(ranges[key] ?? defaultRanges[key]) ?? [], rangeText),
  });
  const stack = pods.length > 1 ? "Dual" : pods[0]?.family;
  const tunnelType = install.tunnelType ?? TunnelType.Geneve;
  return {
    namespace,
    masterNodes: install.masterNodes,
    masterNodesLabels: masterLabel,
    ...(install.registry === undefined ? {} : images(install.registry)),
    networking: {
      stack,
      pods: {
        cidr: byFamily(pods, rangeText),
        gateways: byFamily(gatewaysOf(pods, install.podGateway), addressText),
        ...given("mtu", install.mtu),
      },
      services: of("services"),
      join: of("join"),
      // The daemons wrap packets by the one, and the controller leaves room for that by the other.
      tunnelType,
      networkType: tunnelType,
    },
    ...features(install.features ?? {}),
    ...(install.interface === undefined ? {} : { agent: { interface: install.interface } }),
  };
}

/** The chart names the images of NAT gateways in full, whatever its registry is; their tags stay its own. */
function images(registry: string) {
  return {
    global: { registry: { address: registry } },
    natGw: {
      image: { repository: `${registry}/vpc-nat-gateway` },
      bgpSpeaker: { image: { repository: `${registry}/kube-ovn` } },
    },
  };
}

function features(args: KubeOvnFeaturesArgs) {
  const said = defined({
    enableLoadbalancer: args.loadBalancer,
    enableNetworkPolicies: args.networkPolicies,
    enableTproxy: args.tproxy,
    enableNatGateways: args.natGateways,
    enableLoadbalancerService: args.loadBalancerServices,
  });
  return {
    ...(Object.keys(said).length === 0 ? {} : { features: said }),
    ...(args.validatingWebhook === undefined
      ? {}
      : { validatingWebhook: { enabled: args.validatingWebhook } }),
  };
}

/** The chart's `v4` and `v6`. */
function byFamily<T extends Pick<Range, "family">>(list: readonly T[], textOf: (each: T) => string) {
  const key: Readonly<Record<Family, string>> = { IPv4: "v4", IPv6: "v6" };
  return Object.fromEntries(list.map((each) => [key[each.family], textOf(each)]));
}
