import type { Manifest } from "../manifests/manifest";
import { defined, filled } from "../manifests/defined";
import {
  EgressTrafficPolicy,
  QosBinding,
  TransportProtocol,
  type QosPolicyArgs,
  type VpcEgressGatewayArgs,
  type VpcNatGatewayArgs,
} from "./egress.args";

const apiVersion = "kubeovn.io/v1";

/** The external subnet that Kube-OVN's NAT gateways look for. */
const natExternalSubnet = "ovn-vpc-external-network";

/** A NAT gateway; its addresses and rules are objects of their own: see `renderNatAddresses` and `renderNatRules`. */
export function renderNatGateway(vpc: string, gateway: VpcNatGatewayArgs): Manifest {
  const { nodeSelector = {} } = gateway;
  return {
    apiVersion,
    kind: "VpcNatGateway",
    metadata: { name: gateway.name },
    spec: defined({
      vpc,
      subnet: gateway.subnet,
      lanIp: gateway.lanIp,
      externalSubnets: [gateway.externalSubnet ?? natExternalSubnet],
      qosPolicy: gateway.qosPolicy,
      selector: filled(Object.entries(nodeSelector).map(([key, value]) => `${key}:${value}`)),
      tolerations: filled(gateway.tolerations)?.map((toleration) => defined({ ...toleration })),
    }),
  };
}

export function renderNatAddresses(gateway: VpcNatGatewayArgs): Manifest[] {
  return (gateway.addresses ?? []).map(({ name, v4ip, qosPolicy }) => ({
    apiVersion,
    kind: "IptablesEIP",
    metadata: { name },
    spec: defined({
      natGwDp: gateway.name,
      externalSubnet: gateway.externalSubnet ?? natExternalSubnet,
      v4ip,
      qosPolicy,
    }),
  }));
}

export function renderNatRules(gateway: VpcNatGatewayArgs): Manifest[] {
  const rule = (kind: string, name: string, spec: object): Manifest => ({
    apiVersion,
    kind,
    metadata: { name },
    spec,
  });
  return [
    ...(gateway.sourceNats ?? []).map(({ name, address, internalCidr }) =>
      rule("IptablesSnatRule", name, { eip: address, internalCIDR: internalCidr }),
    ),
    ...(gateway.portForwards ?? []).map(
      ({ name, address, externalPort, internalIp, internalPort, protocol }) =>
        rule("IptablesDnatRule", name, {
          eip: address,
          externalPort: String(externalPort),
          internalIp,
          internalPort: String(internalPort ?? externalPort),
          protocol: protocol ?? TransportProtocol.Tcp,
        }),
    ),
    ...(gateway.floatingIps ?? []).map(({ name, address, internalIp }) =>
      rule("IptablesFIPRule", name, { eip: address, internalIp }),
    ),
  ];
}

/** An egress gateway, with the defaults that its definition and its controller would write. */
export function renderEgressGateway(vpc: string, gateway: VpcEgressGatewayArgs): Manifest {
  const { nodeSelector } = gateway;
  return {
    apiVersion,
    kind: "VpcEgressGateway",
    metadata: { name: gateway.name, namespace: gateway.namespace ?? "kube-system" },
    spec: defined({
      vpc,
      replicas: gateway.replicas ?? 1,
      internalSubnet: gateway.internalSubnet,
      externalSubnet: gateway.externalSubnet,
      internalIPs: filled(gateway.internalIps),
      externalIPs: filled(gateway.externalIps),
      policies: gateway.policies.map(({ snat = true, ipBlocks, subnets }) =>
        defined({ snat, ipBlocks: filled(ipBlocks), subnets: filled(subnets) }),
      ),
      trafficPolicy: gateway.trafficPolicy ?? EgressTrafficPolicy.Cluster,
      bfd: { enabled: gateway.bfd ?? false, minRX: 1000, minTX: 1000, multiplier: 3 },
      nodeSelector: nodeSelector === undefined ? undefined : [{ matchLabels: nodeSelector }],
    }),
  };
}

export function renderQosPolicy({ name, binding, shared, rules }: QosPolicyArgs): Manifest {
  return {
    apiVersion,
    kind: "QoSPolicy",
    metadata: { name },
    spec: {
      bindingType: binding,
      shared: shared ?? binding === QosBinding.Gateway,
      bandwidthLimitRules: rules.map((rule) =>
        defined({
          name: rule.name,
          direction: rule.direction,
          rateMax: String(rule.rateMbps),
          burstMax: rule.burstMegabytes === undefined ? undefined : String(rule.burstMegabytes),
          interface: rule.interface,
          priority: nonZero(rule.priority),
          matchType: rule.match === undefined ? undefined : "ip",
          matchValue: rule.match,
        }),
      ),
    },
  };
}

/** A number, or undefined for 0: Kube-OVN's types leave it out, and would take it away. */
export function nonZero(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}
