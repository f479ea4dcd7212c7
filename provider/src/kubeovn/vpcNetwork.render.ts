import { annotate, type Manifest } from "../manifests/manifest";
import { defined, filled } from "../manifests/defined";
import { parseAddress, parseRange } from "../addresses/cidr";
import {
  nonZero,
  renderEgressGateway,
  renderNatAddresses,
  renderNatGateway,
  renderNatRules,
  renderQosPolicy,
} from "./egress.render";
import { attachmentDefinition } from "./kubeovn.names";
import { renderSubnet } from "./subnet.render";
import {
  RouteBy,
  type VpcLoadBalancerArgs,
  type VpcNetworkArgs,
  type VpcStaticRouteArgs,
} from "./vpcNetwork.args";
import { attachmentOf, namespacesOf, vpcName } from "./vpcNetwork.view";

const apiVersion = "kubeovn.io/v1";
const defaultReadyTimeoutSeconds = 120;

/**
 * The objects of a VPC that checked args describe, step by step: each is made after all of the steps before, and is gone before
 * any of them goes. A VPC that loses its definition before its subnets, or its subnets while it is going, hangs.
 */
export function renderVpcNetwork(
  resourceName: string,
  args: VpcNetworkArgs,
): readonly (readonly Manifest[])[] {
  const vpc = vpcName(resourceName, args);
  const { natGateways = [], egressGateways = [], qosPolicies = [], loadBalancers = [] } = args;
  const definitions = args.subnets.flatMap((subnet) => attachmentOf(subnet) ?? []).map(attachmentDefinition);
  const subnets = args.subnets.map((subnet) =>
    renderSubnet(subnet, { vpc, attachment: attachmentOf(subnet) }),
  );
  return [
    [awaited(renderVpc(vpc, args), "jsonpath={.status.standby}=true", args)],
    definitions,
    subnets.map((subnet) => awaited(subnet, "condition=Ready", args)),
    qosPolicies.map(renderQosPolicy),
    [
      ...natGateways.map((gateway) => renderNatGateway(vpc, gateway)),
      ...egressGateways.map((gateway) => renderEgressGateway(vpc, gateway)),
      ...loadBalancers.map((rule) => renderLoadBalancer(rule, namespacesOf(args)[0] ?? "")),
      ...renderDns(vpc, args),
    ],
    natGateways.flatMap(renderNatAddresses),
    natGateways.flatMap(renderNatRules),
  ];
}

/** With what Pulumi is to wait for; the controller alone knows whether a network is there. */
export function awaited(
  manifest: Manifest,
  waitFor: string,
  { readyTimeoutSeconds = defaultReadyTimeoutSeconds }: { readonly readyTimeoutSeconds?: number },
): Manifest {
  return annotate(
    manifest,
    readyTimeoutSeconds === 0
      ? { "pulumi.com/skipAwait": "true" }
      : { "pulumi.com/waitFor": waitFor, "pulumi.com/timeoutSeconds": String(readyTimeoutSeconds) },
  );
}

function renderVpc(name: string, args: VpcNetworkArgs): Manifest {
  return {
    apiVersion,
    kind: "Vpc",
    metadata: { name },
    spec: defined({
      namespaces: filled(namespacesOf(args)),
      defaultSubnet: args.defaultSubnet,
      staticRoutes: filled(staticRoutesOf(args))?.map(({ cidr, nextHopIp, by, routeTable }) => ({
        policy: by ?? RouteBy.Destination,
        cidr,
        nextHopIP: nextHopIp,
        // Written back even where they say nothing.
        ecmpMode: "",
        bfdId: "",
        routeTable: routeTable ?? "",
      })),
      policyRoutes: filled(args.policyRoutes)?.map(({ priority, match, action, nextHopIps }) =>
        defined({ priority: nonZero(priority), match, action, nextHopIP: nextHopIps?.join(",") }),
      ),
      vpcPeerings: filled(args.peerings)?.map(({ remoteVpc, localConnectIp }) => ({
        remoteVpc,
        localConnectIP: localConnectIp,
      })),
      enableExternal: args.enableExternal === true ? true : undefined,
      bfdPort: args.bfdIp === undefined ? undefined : { enabled: true, ip: args.bfdIp },
    }),
  };
}

/** The routes that are said, and those to peers and NAT gateways that nothing else is said for. */
export function staticRoutesOf(args: VpcNetworkArgs): readonly VpcStaticRouteArgs[] {
  const { staticRoutes = [], peerings = [], natGateways = [] } = args;
  const toPeers = peerings.flatMap(({ remoteCidrs = [], remoteConnectIp }) =>
    remoteConnectIp === undefined ? [] : remoteCidrs.map((cidr) => ({ cidr, nextHopIp: remoteConnectIp })),
  );
  const outside = natGateways
    .filter(({ defaultRoute = true }) => defaultRoute)
    .map(({ lanIp }) => ({
      cidr: parseAddress(lanIp)?.family === "IPv6" ? "::/0" : "0.0.0.0/0",
      nextHopIp: lanIp,
    }));
  const isSaid = ({ cidr }: VpcStaticRouteArgs): boolean =>
    staticRoutes.some(
      (route) => route.routeTable === undefined && route.by !== RouteBy.Source && sameRange(route.cidr, cidr),
    );
  return [...staticRoutes, ...[...toPeers, ...outside].filter((route) => !isSaid(route))];
}

function sameRange(a: string, b: string): boolean {
  const [one, other] = [parseRange(a), parseRange(b)];
  return (
    one !== undefined && one.first === other?.first && one.last === other.last && one.family === other.family
  );
}

function renderLoadBalancer(rule: VpcLoadBalancerArgs, home: string): Manifest {
  const selector = Object.entries(rule.selector ?? {}).map(([key, value]) => `${key}:${value}`);
  return {
    apiVersion,
    kind: "SwitchLBRule",
    metadata: { name: rule.name },
    spec: defined({
      vip: rule.vip,
      // Kube-OVN makes a Service there, and can't without one.
      namespace: rule.namespace ?? home,
      selector: filled(selector),
      endpoints: filled(rule.endpoints),
      sessionAffinity: rule.stickyClients === true ? "ClientIP" : undefined,
      ports: rule.ports.map(({ name, port, targetPort, protocol = "TCP" }) => ({
        name: name ?? `${protocol.toLowerCase()}-${port}`,
        port,
        targetPort: targetPort ?? port,
        protocol,
      })),
    }),
  };
}

function renderDns(vpc: string, { dns, subnets }: VpcNetworkArgs): Manifest[] {
  const subnet = dns?.subnet ?? subnets.find(({ attachment }) => attachment === undefined)?.name;
  return dns === undefined
    ? []
    : [
        {
          apiVersion,
          kind: "VpcDns",
          metadata: { name: vpc },
          spec: {
            vpc,
            subnet,
            replicas: dns.replicas ?? 2,
            corefile: dns.corefile ?? "vpc-dns-corefile",
          },
        },
      ];
}
