import { expect } from "chai";
import {
  NetworkPlatform,
  PolicyRouteAction,
  QosBinding,
  QosDirection,
} from "../../../provider/src/kubeovn/vpcNetwork.args";
import type { VpcNetworkArgs, VpcSubnetArgs } from "../../../provider/src/kubeovn/vpcNetwork.args";
import { checkVpcNetwork, vpcNetworkNotices } from "../../../provider/src/kubeovn/vpcNetwork.check";

const apps: VpcSubnetArgs = { name: "apps", cidrBlock: "10.20.0.0/16", namespaces: ["red"] };
const args = (more: Partial<VpcNetworkArgs> = {}): VpcNetworkArgs => ({ subnets: [apps], ...more });
const subnet = (more: Partial<VpcSubnetArgs>) => args({ subnets: [{ ...apps, ...more }] });
const problems = (given: VpcNetworkArgs) => checkVpcNetwork("red", given);
const codes = (given: VpcNetworkArgs) => problems(given).map(({ path, code }) => `${path} ${code}`);
const reason = (given: VpcNetworkArgs) => problems(given)[0]?.reason ?? "";

describe("kube-ovn: the ranges of a VPC", () => {
  it("are ranges (KN8001), of no special kind (KN8002), and big enough for a gateway (KN8009)", () => {
    for (const cidrBlock of [
      "10.20.0.0",
      "10.20.0.0/33",
      "fd00::/112,10.20.0.0/16",
      "10.0.0.0/8,10.1.0.0/16",
    ]) {
      expect(codes(subnet({ cidrBlock })), cidrBlock).to.deep.equal(["subnets[0].cidrBlock KN8001"]);
    }
    expect(codes(subnet({ cidrBlock: "224.0.0.0/16" }))).to.deep.equal(["subnets[0].cidrBlock KN8002"]);
    expect(codes(subnet({ cidrBlock: "fe80::/64" }))).to.deep.equal(["subnets[0].cidrBlock KN8002"]);
    expect(codes(subnet({ cidrBlock: "10.20.0.1/32" }))).to.deep.equal(["subnets[0].cidrBlock KN8009"]);
    expect(codes(subnet({ cidrBlock: "10.20.0.0/31" }))).to.deep.equal([]);
  });

  it("overlap neither each other nor Services; both sides are named and one that would do (KN8003)", () => {
    const two = args({ subnets: [apps, { name: "db", cidrBlock: "10.20.128.0/20" }] });
    expect(codes(two)).to.deep.equal(["subnets[1].cidrBlock KN8003"]);
    expect(reason(two))
      .to.contain('"10.20.128.0/20" of subnet "db"')
      .and.to.contain('"10.20.0.0/16" of subnet "apps" (subnets[0].cidrBlock)')
      .and.to.contain("10.0.0.0/20 would do");
    expect(codes(subnet({ cidrBlock: "10.96.5.0/24" }))).to.deep.equal(["subnets[0].cidrBlock KN8003"]);
  });

  it("N8: may be those of another custom VPC", () => {
    expect(["red", "blue"].flatMap((name) => checkVpcNetwork(name, args()))).to.deep.equal([]);
  });

  it("may be those of the default VPC, which the user is told (KN8026)", () => {
    const same = subnet({ cidrBlock: "10.16.0.0/16" });
    expect(codes(same)).to.deep.equal([]);
    expect(vpcNetworkNotices(same)[0]).to.contain("pods of the default subnet").and.to.contain("[KN8026]");
    expect(vpcNetworkNotices(args())).to.deep.equal([]);
  });

  it("aren't Alibaba Cloud's there (KN8004)", () => {
    const shared = { ...subnet({ cidrBlock: "100.127.0.0/16" }), platform: NetworkPlatform.Alibaba };
    expect(codes(shared)).to.deep.equal(["subnets[0].cidrBlock KN8004"]);
    expect(codes({ ...shared, platform: NetworkPlatform.Other })).to.deep.equal([]);
  });
});

describe("kube-ovn: a subnet's addresses", () => {
  it("have their gateway inside, of each family (KN8006, KN8008)", () => {
    expect(codes(subnet({ gateway: "10.21.0.1" }))).to.deep.equal(["subnets[0].gateway KN8006"]);
    expect(codes(subnet({ gateway: "10.20.255.255" }))).to.deep.equal(["subnets[0].gateway KN8006"]);
    expect(codes(subnet({ gateway: "fd00::1" }))).to.deep.equal(["subnets[0].gateway KN8008"]);
    const dual = { cidrBlock: "10.20.0.0/16,fd00:20::/112" };
    expect(codes(subnet({ ...dual, gateway: "10.20.0.1,fd00:20::ffff" }))).to.deep.equal([]);
    expect(codes(subnet({ ...dual, gateway: "10.20.0.1,fd00:20::" }))).to.deep.equal([
      "subnets[0].gateway KN8006",
    ]);
  });

  it("have exclusions inside, in order (KN8007), and addresses to share inside (KN8021)", () => {
    expect(codes(subnet({ excludeIps: ["10.20.0.9..10.20.0.2"] }))).to.deep.equal([
      "subnets[0].excludeIps[0] KN8007",
    ]);
    expect(codes(subnet({ excludeIps: ["10.20.0.2", "10.20.255.0..10.21.0.5"] }))).to.deep.equal([
      "subnets[0].excludeIps[1] KN8007",
    ]);
    expect(codes(subnet({ vips: ["10.21.0.9"] }))).to.deep.equal(["subnets[0].vips[0] KN8021"]);
  });

  it("have an MTU that IPv6 can live with (KN8023), and are open or closed, not both (KN8024)", () => {
    expect(codes(subnet({ cidrBlock: "fd00:20::/112", mtu: 1200 }))).to.deep.equal(["subnets[0].mtu KN8023"]);
    expect(codes(subnet({ allowSubnets: ["10.30.0.0/16"] }))).to.deep.equal([
      "subnets[0].allowSubnets KN8024",
    ]);
  });
});

describe("kube-ovn: the names and namespaces of a VPC", () => {
  it("differ: subnets from the VPC (KN8010) and from each other (KN1007)", () => {
    expect(codes(subnet({ name: "red" }))).to.deep.equal(["subnets[0].name KN8010"]);
    expect(codes(args({ subnets: [apps, { ...apps, cidrBlock: "10.21.0.0/16" }] }))).to.deep.equal([
      "subnets[1].name KN1007",
    ]);
    expect(checkVpcNetwork("Red VPC", args()).map(({ code }) => code)).to.deep.equal(["KN4001"]);
  });

  it("agree: a subnet's namespaces are the VPC's (KN8011), and none is the system's (KN8022)", () => {
    const foreign = args({ namespaces: ["rad"] });
    expect(codes(foreign)).to.deep.equal(["subnets[0].namespaces[0] KN8011"]);
    expect(reason(foreign)).to.contain('did you mean "rad"?');
    expect(codes(args({ namespaces: ["red", "knative-serving"] }))).to.deep.equal(["namespaces[1] KN8022"]);
    expect(codes(subnet({ namespaces: ["kube-system"] }))).to.deep.equal(["subnets KN8022"]);
    expect(codes(subnet({ attachment: {} }))).to.deep.equal(["subnets[0].namespaces KN1008"]);
  });

  it("that are referred to are there (KN8012)", () => {
    expect(codes(args({ defaultSubnet: "app", dns: { subnet: "dns" } }))).to.deep.equal([
      "defaultSubnet KN8012",
      "dns.subnet KN8012",
    ]);
    expect(reason(args({ defaultSubnet: "app" }))).to.contain('did you mean "apps"?');
  });
});

describe("kube-ovn: the roads of a VPC", () => {
  it("lead somewhere (KN8013), by an address of their family (KN8008)", () => {
    const route = (nextHopIp: string) => args({ staticRoutes: [{ cidr: "192.168.0.0/24", nextHopIp }] });
    expect(codes(route("10.20.0.9"))).to.deep.equal([]);
    expect(codes(route("10.21.0.9"))).to.deep.equal(["staticRoutes[0].nextHopIp KN8013"]);
    expect(codes({ ...route("10.21.0.9"), enableExternal: true })).to.deep.equal([]);
    expect(codes(route("fd00::1"))).to.deep.equal(["staticRoutes[0].nextHopIp KN8008"]);
    const policy = (action: PolicyRouteAction, nextHopIps?: string[]) =>
      args({ policyRoutes: [{ priority: 1, match: "ip4", action, ...(nextHopIps && { nextHopIps }) }] });
    expect(codes(policy(PolicyRouteAction.Reroute))).to.deep.equal(["policyRoutes[0].nextHopIps KN1005"]);
    expect(codes(policy(PolicyRouteAction.Drop, ["10.20.0.9"]))).to.deep.equal([
      "policyRoutes[0].nextHopIps KN8013",
    ]);
  });

  it("to other VPCs have an end on each side (KN8016) and no address twice (KN8003)", () => {
    const peering = { remoteVpc: "blue", localConnectIp: "169.254.0.1/30", remoteConnectIp: "169.254.0.2" };
    const peers = (more: object) => codes(args({ peerings: [{ ...peering, ...more }] }));
    expect(peers({ remoteCidrs: ["10.30.0.0/16"] })).to.deep.equal([]);
    expect(peers({ remoteCidrs: ["10.20.5.0/24"] })).to.deep.equal(["peerings[0].remoteCidrs[0] KN8003"]);
    expect(peers({ remoteVpc: "red" })).to.deep.equal(["peerings[0].remoteVpc KN8016"]);
    expect(peers({ remoteConnectIp: "169.254.0.1" })).to.deep.equal(["peerings[0].remoteConnectIp KN8016"]);
    expect(peers({ remoteConnectIp: "169.254.0.9" })).to.deep.equal(["peerings[0].remoteConnectIp KN8016"]);
    expect(peers({ localConnectIp: "169.254.0.1" })).to.deep.equal(["peerings[0].localConnectIp KN8016"]);
    expect(peers({ localConnectIp: "10.20.0.1/30", remoteConnectIp: "10.20.0.2" })).to.deep.equal([
      "peerings[0].localConnectIp KN8003",
    ]);
    expect(peers({ remoteConnectIp: undefined, remoteCidrs: ["10.30.0.0/16"] })).to.deep.equal([
      "peerings[0].remoteConnectIp KN1005",
    ]);
    expect(peers({ remoteCidrs: ["fd00:30::/112"] })).to.deep.equal(["peerings[0].remoteConnectIp KN8008"]);
  });

  it("to several VPCs lead to different addresses, none of them a Service's (KN8003)", () => {
    const peer = (remoteVpc: string, end: number, remoteCidr: string) => ({
      remoteVpc,
      localConnectIp: `169.254.0.${end}/30`,
      remoteConnectIp: `169.254.0.${end + 1}`,
      remoteCidrs: [remoteCidr],
    });
    const peers = (...peerings: NonNullable<VpcNetworkArgs["peerings"]>) => args({ peerings });
    const blue = peer("blue", 1, "10.30.0.0/16");
    expect(codes(peers(blue, peer("green", 5, "10.40.0.0/16")))).to.deep.equal([]);
    const same = peers(blue, peer("green", 5, "10.30.7.0/24"));
    expect(codes(same)).to.deep.equal(["peerings[1].remoteCidrs[0] KN8003"]);
    expect(reason(same)).to.contain(
      'of VPC "green" overlaps "10.30.0.0/16" of VPC "blue" (peerings[0].remoteCidrs[0])',
    );
    expect(codes(peers(blue, peer("green", 1, "10.40.0.0/16")))).to.deep.equal([
      "peerings[1].localConnectIp KN8003",
    ]);
    expect(codes(peers(peer("blue", 1, "10.97.0.0/16")))).to.deep.equal([
      "peerings[0].remoteCidrs[0] KN8003",
    ]);
  });

  it("out aren't there on Alibaba Cloud (KN8014)", () => {
    const out = args({
      platform: NetworkPlatform.Alibaba,
      enableExternal: true,
      natGateways: [{ name: "out", subnet: "apps", lanIp: "10.20.0.9" }],
      subnets: [{ ...apps, vlan: "vlan1" }],
    });
    expect(codes(out)).to.deep.equal([
      "subnets[0].vlan KN8014",
      "natGateways KN8014",
      "enableExternal KN8014",
    ]);
    expect(codes({ ...out, platform: NetworkPlatform.Other })).to.deep.equal([]);
  });

  it("through a NAT gateway have addresses that are there, inside and free (KN8012, KN8018, KN8021)", () => {
    const nat = (more: object) =>
      codes(args({ natGateways: [{ name: "out", subnet: "apps", lanIp: "10.20.0.9", ...more }] }));
    expect(nat({ subnet: "nope" })).to.deep.equal(["natGateways[0].subnet KN8012"]);
    expect(nat({ lanIp: "10.21.0.9" })).to.deep.equal(["natGateways[0].lanIp KN8021"]);
    expect(nat({ lanIp: "10.20.0.1" })).to.deep.equal(["natGateways[0].lanIp KN8018"]);
    const addresses = [{ name: "eip" }];
    const floatingIps = [{ name: "f", address: "eip", internalIp: "10.20.0.7" }];
    const sourceNats = [{ name: "s", address: "eip", internalCidr: "10.20.0.0/16" }];
    expect(nat({ addresses, floatingIps })).to.deep.equal([]);
    expect(nat({ addresses, floatingIps, sourceNats })).to.deep.equal([
      "natGateways[0].floatingIps[0].address KN8018",
    ]);
    expect(nat({ sourceNats })).to.deep.equal(["natGateways[0].sourceNats[0].address KN8012"]);
    expect(nat({ addresses, floatingIps: [{ ...floatingIps[0], internalIp: "10.9.0.7" }] })).to.deep.equal([
      "natGateways[0].floatingIps[0].internalIp KN8021",
    ]);
  });

  it("through egress gateways have as many addresses as pods (KN8015), somebody to serve, and a watch (KN1005)", () => {
    const gateway = {
      name: "out",
      externalSubnet: "ext",
      internalSubnet: "apps",
      policies: [{ subnets: ["apps"] }],
    };
    const out = (more: object, rest: Partial<VpcNetworkArgs> = {}) =>
      codes(args({ egressGateways: [{ ...gateway, ...more }], ...rest }));
    expect(out({})).to.deep.equal([]);
    expect(out({ replicas: 2, externalIps: ["203.0.113.1"] })).to.deep.equal([
      "egressGateways[0].externalIps KN8015",
    ]);
    expect(out({ policies: [{}] })).to.deep.equal(["egressGateways[0].policies[0] KN1005"]);
    expect(out({ internalSubnet: undefined })).to.deep.equal(["egressGateways[0].internalSubnet KN1005"]);
    expect(out({ bfd: true })).to.deep.equal(["egressGateways[0].bfd KN1005"]);
    expect(out({ bfd: true }, { bfdIp: "10.255.255.255" })).to.deep.equal([]);
    expect(out({ bfd: true }, { bfdIp: "10.20.0.254" })).to.deep.equal(["bfdIp KN8018"]);
  });

  it("are limited by shared policies where they are gateways (KN8025)", () => {
    const rules = [{ name: "r", direction: QosDirection.Out, rateMbps: 10 }];
    const qos = { name: "q", binding: QosBinding.Gateway, rules };
    expect(codes(args({ qosPolicies: [qos] }))).to.deep.equal([]);
    expect(codes(args({ qosPolicies: [{ ...qos, shared: false }] }))).to.deep.equal([
      "qosPolicies[0].shared KN8025",
    ]);
  });
});

describe("kube-ovn: the load balancers of a VPC", () => {
  const rule = { name: "lb", vip: "10.20.0.100", selector: { app: "a" }, ports: [{ port: 80 }] };
  const lb = (more: object) => codes(args({ loadBalancers: [{ ...rule, ...more }] }));

  it("have pods in one way (KN8017), of the VPC's namespaces and addresses (KN8011, KN8021)", () => {
    expect(lb({})).to.deep.equal([]);
    expect(lb({ selector: undefined })).to.deep.equal(["loadBalancers[0].selector KN8017"]);
    expect(lb({ endpoints: ["10.20.0.7"] })).to.deep.equal(["loadBalancers[0].selector KN8017"]);
    expect(lb({ selector: {}, endpoints: ["10.9.0.7"] })).to.deep.equal([
      "loadBalancers[0].endpoints[0] KN8021",
    ]);
    expect(lb({ namespace: "blue" })).to.deep.equal(["loadBalancers[0].namespace KN8011"]);
  });

  it("have an address that is nobody's (KN8018), and each port once (KN1007)", () => {
    expect(lb({ vip: "10.20.0.1" })).to.deep.equal(["loadBalancers[0].vip KN8018"]);
    expect(lb({ ports: [{ port: 80 }, { port: 80, targetPort: 8080 }] })).to.deep.equal([
      "loadBalancers[0].ports[1] KN1007",
    ]);
  });
});
