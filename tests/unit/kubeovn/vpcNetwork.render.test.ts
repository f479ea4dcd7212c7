import { expect } from "chai";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { checkVpcNetwork } from "../../../provider/src/kubeovn/vpcNetwork.check";
import { renderVpcNetwork } from "../../../provider/src/kubeovn/vpcNetwork.render";
import type { VpcNetworkArgs } from "../../../provider/src/kubeovn/vpcNetwork.args";
import { rich } from "./vpcs";

const objects = (args: VpcNetworkArgs) => renderVpcNetwork("red", args).flat();
const find = (args: VpcNetworkArgs, kind: string, name?: string): Manifest => {
  const found = objects(args).find(
    (each) => each.kind === kind && (name === undefined || each.metadata.name === name),
  );
  expect(found, `${kind} ${name}`).not.to.equal(undefined);
  return found as Manifest;
};

describe("kube-ovn: a VPC's objects", () => {
  it("are accepted as inputs", () => {
    expect(checkVpcNetwork("red", rich)).to.deep.equal([]);
  });

  it("stand in steps: VPC, definitions, subnets, limits, gateways, addresses, rules", () => {
    expect(
      renderVpcNetwork("red", rich).map((step) => [...new Set(step.map(({ kind }) => kind))]),
    ).to.deep.equal([
      ["Vpc"],
      ["NetworkAttachmentDefinition"],
      ["Subnet"],
      ["QoSPolicy"],
      ["VpcNatGateway", "VpcEgressGateway", "SwitchLBRule", "VpcDns"],
      ["IptablesEIP"],
      ["IptablesSnatRule", "IptablesDnatRule", "IptablesFIPRule"],
    ]);
  });

  it("say of the VPC whose it is, and how packets leave it", () => {
    expect(find(rich, "Vpc")).to.deep.include({
      spec: {
        namespaces: ["red", "red-tools"],
        defaultSubnet: "red-apps",
        staticRoutes: [
          {
            policy: "policySrc",
            cidr: "192.168.7.0/24",
            nextHopIP: "10.20.0.8",
            ecmpMode: "",
            bfdId: "",
            routeTable: "lab",
          },
          {
            policy: "policyDst",
            cidr: "10.30.0.0/16",
            nextHopIP: "169.254.0.2",
            ecmpMode: "",
            bfdId: "",
            routeTable: "",
          },
          {
            policy: "policyDst",
            cidr: "0.0.0.0/0",
            nextHopIP: "10.20.0.254",
            ecmpMode: "",
            bfdId: "",
            routeTable: "",
          },
        ],
        policyRoutes: [
          { match: "ip4.src == 10.20.0.0/16", action: "allow" },
          { priority: 5, match: "ip4", action: "reroute", nextHopIP: "10.20.0.8,10.20.0.7" },
        ],
        vpcPeerings: [{ remoteVpc: "blue", localConnectIP: "169.254.0.1/30" }],
        bfdPort: { enabled: true, ip: "10.255.255.255" },
      },
    });
  });

  it("route to a NAT gateway unless another default route is said, or none is wanted", () => {
    const routes = (args: VpcNetworkArgs) =>
      (
        (find(args, "Vpc")["spec"] as { staticRoutes?: { cidr: string; nextHopIP: string }[] })
          .staticRoutes ?? []
      )
        .filter(({ cidr }) => cidr === "0.0.0.0/0")
        .map(({ nextHopIP }) => nextHopIP);
    const said = [{ cidr: "0.0.0.0/0", nextHopIp: "10.20.0.7" }];
    const without = rich.natGateways?.map((gateway) => ({ ...gateway, defaultRoute: false }));
    expect(routes({ ...rich, staticRoutes: said })).to.deep.equal(["10.20.0.7"]);
    expect(routes({ ...rich, natGateways: without })).to.deep.equal([]);
  });

  it("write a subnet with two families in the order and form of the controller", () => {
    expect(find(rich, "Subnet", "red-apps")["spec"]).to.deep.equal({
      protocol: "Dual",
      cidrBlock: "10.20.0.0/16,fd00:10:20::/112",
      gateway: "10.20.0.9,fd00:10:20::1",
      excludeIps: ["10.20.0.2", "10.20.0.20..10.20.0.50", "10.20.0.9", "fd00:10:20::1"],
      vpc: "red",
      provider: "ovn",
      default: false,
      gatewayNode: "",
      natOutgoing: false,
      private: true,
      enableLb: true,
      namespaces: ["red"],
      allowSubnets: ["10.30.0.0/16"],
      acls: [{ direction: "to-lport", priority: 1000, match: "tcp.dst == 80", action: "allow-related" }],
      enableDHCP: true,
      dhcpV4Options: "lease_time=3600",
      enableIPv6RA: true,
      mtu: 1400,
      vips: ["10.20.0.100"],
      enableEcmp: true,
    });
  });

  it("derive provider, definition and annotation of a further interface from one name", () => {
    const config = find(rich, "NetworkAttachmentDefinition", "red-second");
    expect(config.metadata.namespace).to.equal("kube-system");
    const { provider } = JSON.parse((config["spec"] as { config: string }).config) as { provider: string };
    expect(provider).to.equal("red-second.kube-system.ovn");
    expect(find(rich, "Subnet", "red-second")["spec"]).to.deep.include({
      provider,
      vpc: "red",
      enableLb: false,
    });
  });

  it("wait for the VPC and for subnets, unless they needn't", () => {
    expect(find(rich, "Vpc").metadata.annotations).to.deep.equal({
      "pulumi.com/waitFor": "jsonpath={.status.standby}=true",
      "pulumi.com/timeoutSeconds": "120",
    });
    expect(find(rich, "Subnet").metadata.annotations).to.include({ "pulumi.com/waitFor": "condition=Ready" });
    const hasty = { ...rich, readyTimeoutSeconds: 0 };
    expect(find(hasty, "Subnet").metadata.annotations).to.deep.equal({ "pulumi.com/skipAwait": "true" });
  });

  it("say of gateways, limits, load balancers and name servers all that is written back", () => {
    expect(find(rich, "VpcEgressGateway")["spec"]).to.deep.equal({
      vpc: "red",
      replicas: 2,
      externalSubnet: "outside",
      policies: [
        { snat: true, subnets: ["red-apps"] },
        { snat: false, ipBlocks: ["10.21.0.0/24"] },
      ],
      trafficPolicy: "Cluster",
      bfd: { enabled: true, minRX: 1000, minTX: 1000, multiplier: 3 },
      nodeSelector: [{ matchLabels: { egress: "yes" } }],
    });
    expect(find(rich, "VpcNatGateway")["spec"]).to.deep.include({
      externalSubnets: ["ovn-vpc-external-network"],
      selector: ["kubernetes.io/os:linux"],
    });
    expect(find(rich, "IptablesDnatRule")["spec"]).to.deep.equal({
      eip: "red-eip",
      externalPort: "80",
      internalIp: "10.20.1.1",
      internalPort: "80",
      protocol: "tcp",
    });
    expect(find(rich, "QoSPolicy")["spec"]).to.deep.equal({
      bindingType: "EIP",
      shared: false,
      bandwidthLimitRules: [
        { name: "in", direction: "ingress", rateMax: "0.5", matchType: "ip", matchValue: "src 10.0.0.0/8" },
      ],
    });
    expect(find(rich, "SwitchLBRule", "red-lb")["spec"]).to.deep.equal({
      vip: "10.20.0.101",
      namespace: "red",
      selector: ["app:web"],
      sessionAffinity: "ClientIP",
      ports: [
        { name: "tcp-80", port: 80, targetPort: 8080, protocol: "TCP" },
        { name: "tcp-443", port: 443, targetPort: 443, protocol: "TCP" },
      ],
    });
    expect(find(rich, "VpcDns")["spec"]).to.deep.equal({
      vpc: "red",
      subnet: "red-apps",
      replicas: 2,
      corefile: "vpc-dns-corefile",
    });
  });
});
