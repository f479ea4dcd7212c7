import { z } from "zod";
import { dnsLabel, text, whole } from "../problems";
import { tolerationShape } from "../pods/pods.check";
import { objectName } from "../serving/registry.check";
import { parseAddress, parseRange } from "../addresses/cidr";
import { oneRange, rangesShape } from "./ranges.check";
import { address, addresses, subnetShape } from "./subnet.shape";
import {
  EgressTrafficPolicy,
  LoadBalancerProtocol,
  NetworkPlatform,
  PolicyRouteAction,
  QosBinding,
  QosDirection,
  RouteBy,
  TransportProtocol,
  type EgressPolicyArgs,
  type FloatingIpArgs,
  type LoadBalancerPortArgs,
  type NatAddressArgs,
  type PortForwardArgs,
  type QosPolicyArgs,
  type QosRuleArgs,
  type SourceNatArgs,
  type VpcDnsArgs,
  type VpcEgressGatewayArgs,
  type VpcLoadBalancerArgs,
  type VpcNatGatewayArgs,
  type VpcNetworkArgs,
  type VpcPeeringArgs,
  type VpcPolicyRouteArgs,
  type VpcStaticRouteArgs,
} from "./vpcNetwork.args";

const port = whole(1, 65535);
const rate = z.number().positive();
const labels = z.record(z.string(), z.string());

const destination = text(
  "KN8001",
  'must be a range such as "10.0.0.0/16" or an address',
  (value) => parseRange(value) !== undefined || parseAddress(value) !== undefined,
);

const connectIp = text(
  "KN8016",
  'must be an address with the length of its prefix, such as "169.254.0.1/30"; with one of each family as "169.254.0.1/30,fd00::1/126"',
  (value) => value.split(",").every((part) => part.includes("/") && parseRange(part) !== undefined),
);

const staticRouteShape = z.strictObject({
  cidr: destination,
  nextHopIp: address,
  by: z.enum(RouteBy).optional(),
  routeTable: z.string().min(1).optional(),
}) satisfies z.ZodType<VpcStaticRouteArgs>;

const policyRouteShape = z.strictObject({
  priority: whole(0, 32767),
  match: z.string().min(1),
  action: z.enum(PolicyRouteAction),
  nextHopIps: z.array(address).min(1).optional(),
}) satisfies z.ZodType<VpcPolicyRouteArgs>;

const peeringShape = z.strictObject({
  remoteVpc: objectName,
  localConnectIp: connectIp,
  remoteConnectIp: address.optional(),
  remoteCidrs: z.array(oneRange).optional(),
}) satisfies z.ZodType<VpcPeeringArgs>;

const natGatewayShape = z.strictObject({
  name: dnsLabel,
  subnet: objectName,
  lanIp: address,
  externalSubnet: objectName.optional(),
  addresses: z
    .array(
      z.strictObject({
        name: objectName,
        v4ip: address.optional(),
        qosPolicy: objectName.optional(),
      }) satisfies z.ZodType<NatAddressArgs>,
    )
    .optional(),
  sourceNats: z
    .array(
      z.strictObject({
        name: objectName,
        address: objectName,
        internalCidr: oneRange,
      }) satisfies z.ZodType<SourceNatArgs>,
    )
    .optional(),
  portForwards: z
    .array(
      z.strictObject({
        name: objectName,
        address: objectName,
        externalPort: port,
        internalIp: address,
        internalPort: port.optional(),
        protocol: z.enum(TransportProtocol).optional(),
      }) satisfies z.ZodType<PortForwardArgs>,
    )
    .optional(),
  floatingIps: z
    .array(
      z.strictObject({
        name: objectName,
        address: objectName,
        internalIp: address,
      }) satisfies z.ZodType<FloatingIpArgs>,
    )
    .optional(),
  defaultRoute: z.boolean().optional(),
  qosPolicy: objectName.optional(),
  nodeSelector: labels.optional(),
  tolerations: z.array(tolerationShape).optional(),
}) satisfies z.ZodType<VpcNatGatewayArgs>;

const egressGatewayShape = z.strictObject({
  name: dnsLabel,
  namespace: dnsLabel.optional(),
  replicas: whole(1, 10).optional(),
  internalSubnet: objectName.optional(),
  externalSubnet: objectName,
  internalIps: z.array(addresses).optional(),
  externalIps: z.array(addresses).optional(),
  policies: z
    .array(
      z.strictObject({
        snat: z.boolean().optional(),
        ipBlocks: z.array(oneRange).optional(),
        subnets: z.array(objectName).optional(),
      }) satisfies z.ZodType<EgressPolicyArgs>,
    )
    .min(1),
  trafficPolicy: z.enum(EgressTrafficPolicy).optional(),
  bfd: z.boolean().optional(),
  nodeSelector: labels.optional(),
}) satisfies z.ZodType<VpcEgressGatewayArgs>;

const match = text("KN1006", 'must be "src" or "dst" and a range, such as "src 10.0.1.0/24"', (value) => {
  const [direction = "", range = "", ...rest] = value.split(" ");
  return /^(src|dst)$/.test(direction) && parseRange(range) !== undefined && rest.length === 0;
});

const qosPolicyShape = z.strictObject({
  name: objectName,
  binding: z.enum(QosBinding),
  shared: z.boolean().optional(),
  rules: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        direction: z.enum(QosDirection),
        rateMbps: rate,
        burstMegabytes: rate.optional(),
        priority: whole(0).optional(),
        interface: text(
          "KN1006",
          "must be the name of an interface: letters, digits, '_' and '-', at most 15",
          (value) => /^[\w-]{1,15}$/.test(value),
        ).optional(),
        match: match.optional(),
      }) satisfies z.ZodType<QosRuleArgs>,
    )
    .min(1),
}) satisfies z.ZodType<QosPolicyArgs>;

const loadBalancerShape = z.strictObject({
  name: dnsLabel,
  vip: address,
  namespace: dnsLabel.optional(),
  selector: labels.optional(),
  endpoints: z.array(address).optional(),
  stickyClients: z.boolean().optional(),
  ports: z
    .array(
      z.strictObject({
        name: dnsLabel.optional(),
        port,
        targetPort: port.optional(),
        protocol: z.enum(LoadBalancerProtocol).optional(),
      }) satisfies z.ZodType<LoadBalancerPortArgs>,
    )
    .min(1),
}) satisfies z.ZodType<VpcLoadBalancerArgs>;

const dnsShape = z.strictObject({
  subnet: objectName.optional(),
  replicas: whole(1, 3).optional(),
  corefile: objectName.optional(),
}) satisfies z.ZodType<VpcDnsArgs>;

export const vpcNetworkShape = z.strictObject({
  name: objectName.optional(),
  platform: z.enum(NetworkPlatform).optional(),
  ranges: rangesShape.optional(),
  namespaces: z.array(dnsLabel).optional(),
  subnets: z.array(subnetShape).min(1),
  defaultSubnet: objectName.optional(),
  staticRoutes: z.array(staticRouteShape).optional(),
  policyRoutes: z.array(policyRouteShape).optional(),
  peerings: z.array(peeringShape).optional(),
  natGateways: z.array(natGatewayShape).optional(),
  egressGateways: z.array(egressGatewayShape).optional(),
  qosPolicies: z.array(qosPolicyShape).optional(),
  bfdIp: addresses.optional(),
  loadBalancers: z.array(loadBalancerShape).optional(),
  dns: dnsShape.optional(),
  enableExternal: z.boolean().optional(),
  readyTimeoutSeconds: whole(0, 600).optional(),
}) satisfies z.ZodType<VpcNetworkArgs>;
