import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ApiServerAccessArgs } from "../../../provider/src/kubeovn/apiServerAccess.args";
import {
  apiServerAccessNotices,
  checkApiServerAccess,
  checkServerVersion,
} from "../../../provider/src/kubeovn/apiServerAccess.check";
import { serviceAddress } from "../../../provider/src/kubeovn/apiServerAccess.plan";
import {
  accessAnnotations,
  renderApiServerAccess,
} from "../../../provider/src/kubeovn/apiServerAccess.render";
import { annotating, renderNamespacePolicy } from "../../../provider/src/kubeovn/attach.render";
import { NetworkPlatform } from "../../../provider/src/kubeovn/ranges.args";
import { misfits, needDefinitions } from "../../support/crds";
import { written } from "../../support/kubeOvnController";

const objects = (args: ApiServerAccessArgs) => renderApiServerAccess(args).flat();
const problems = (args: ApiServerAccessArgs) => checkApiServerAccess(args);
const codes = (args: ApiServerAccessArgs) => problems(args).map(({ path, code }) => `${path} ${code}`);
const reason = (args: ApiServerAccessArgs) => problems(args)[0]?.reason ?? "";

describe("kube-ovn: the article's road to the API server", () => {
  it("is what no inputs at all make", () => {
    expect(problems({})).to.deep.equal([]);
    const [definition, subnet] = objects({});
    expect(definition).to.deep.include({
      apiVersion: "k8s.cni.cncf.io/v1",
      kind: "NetworkAttachmentDefinition",
      metadata: { name: "api-ovn-nad", namespace: "kube-system" },
    });
    const { config } = definition?.["spec"] as { config: string };
    expect(JSON.parse(config)).to.deep.equal({
      cniVersion: "0.3.0",
      type: "kube-ovn",
      server_socket: "/run/openvswitch/kube-ovn-daemon.sock",
      provider: "api-ovn-nad.kube-system.ovn",
    });
    expect(subnet?.metadata.name).to.equal("vpc-apiserver-subnet");
    expect(subnet?.["spec"]).to.deep.include({
      protocol: "IPv4",
      cidrBlock: "100.100.100.0/24",
      provider: "api-ovn-nad.kube-system.ovn",
      vpc: "ovn-cluster",
      gateway: "100.100.100.1",
    });
  });

  it("has the article's annotations", () => {
    expect(accessAnnotations({}, ["10.96.0.1"]).annotations).to.deep.equal({
      "k8s.v1.cni.cncf.io/networks": "kube-system/api-ovn-nad",
      "api-ovn-nad.kube-system.ovn.kubernetes.io/routes": '[{"dst":"10.96.0.1/32","gw":"100.100.100.1"}]',
    });
  });

  it("is complete, so that the controller has nothing to add", () => {
    for (const manifest of objects({ excludeIps: ["100.100.100.9", "100.100.100.2..100.100.100.4"] })) {
      expect(written(manifest), manifest.kind).to.deep.equal(manifest["spec"]);
    }
  });

  it("is known to upstream's definitions, field by field", function () {
    const definitions = needDefinitions(this);
    const dual = { cidrBlock: "172.31.0.0/24,fd00:31::/112" };
    const all = [...objects({}), ...objects(dual)];
    expect(all.flatMap((manifest) => misfits(definitions, manifest))).to.deep.equal([]);
  });
});

describe("kube-ovn: the article's cautions", () => {
  it("the range conflicts with nothing: each other one is named, with one that would do (KN8003)", () => {
    expect(codes({ cidrBlock: "10.16.5.0/24" })).to.deep.equal(["cidrBlock KN8003"]);
    expect(reason({ cidrBlock: "10.16.5.0/24" }))
      .to.contain('"10.16.0.0/16" of pods of the default subnet (ranges.pods)')
      .and.to.contain("10.0.0.0/24 would do");
    const ranges = { nodes: ["10.0.0.0/24"], others: ["10.0.1.0/24"] };
    expect(reason({ cidrBlock: "10.16.5.0/24", ranges })).to.contain("10.0.2.0/24 would do");
    expect(codes({ cidrBlock: "10.96.0.0/24" })).to.deep.equal(["cidrBlock KN8003"]);
    expect(codes({ cidrBlock: "100.64.9.0/24" })).to.deep.equal(["cidrBlock KN8003"]);
    expect(codes({ cidrBlock: "10.0.0.0/24", ranges })).to.deep.equal(["cidrBlock KN8003"]);
    const vpc = { cidrBlock: "10.20.0.0/24", vpcCidrs: ["10.30.0.0/16", "10.20.0.0/16"] };
    expect(codes(vpc)).to.deep.equal(["cidrBlock KN8003"]);
    expect(reason(vpc)).to.contain("the pods' VPC (vpcCidrs[1])");
    expect(codes({ cidrBlock: "169.254.3.0/24" })).to.deep.equal(["cidrBlock KN8002"]);
  });

  it("the gateway is in the range, and none of its ends (KN8006)", () => {
    for (const gateway of ["100.100.101.1", "100.100.100.0", "100.100.100.255"]) {
      expect(codes({ gateway }), gateway).to.deep.equal(["gateway KN8006"]);
      expect(reason({ gateway })).to.contain("leave it out for 100.100.100.1");
    }
    expect(codes({ gateway: "100.100.100.7" })).to.deep.equal([]);
    expect(codes({ gateway: "fd00::1" })).to.deep.equal(["gateway KN8008"]);
    expect(accessAnnotations({ gateway: "100.100.100.7" }, ["10.96.0.1"]).routes[0]?.gw).to.equal(
      "100.100.100.7",
    );
  });

  it("names and namespaces agree, for they come from one input", () => {
    const args = { name: "api", namespace: "networks", cidrBlock: "172.31.255.0/24" };
    const text = JSON.stringify([objects(args), accessAnnotations(args, ["10.96.0.1"])]);
    expect(text).not.to.contain("api-ovn-nad").and.not.to.contain("kube-system");
    expect(accessAnnotations(args, ["10.96.0.1"]).annotations).to.deep.equal({
      "k8s.v1.cni.cncf.io/networks": "networks/api",
      "api.networks.ovn.kubernetes.io/routes": '[{"dst":"10.96.0.1/32","gw":"172.31.255.1"}]',
    });
    const [definition, subnet] = objects(args);
    expect(JSON.stringify(definition)).to.contain("api.networks.ovn");
    expect(subnet?.["spec"]).to.deep.include({ provider: "api.networks.ovn" });
  });
});

describe("kube-ovn: a road on Alibaba Cloud", () => {
  const alibaba = { platform: NetworkPlatform.Alibaba };

  it("can't have the article's range, which holds the metadata server (KN8004)", () => {
    expect(codes(alibaba)).to.deep.equal(["cidrBlock KN8004"]);
    expect(reason(alibaba)).to.contain("100.100.100.200").and.to.contain("10.0.0.0/24 would do");
    expect(codes({ ...alibaba, cidrBlock: "172.31.255.0/24" })).to.deep.equal([]);
    expect(codes({ ...alibaba, cidrBlock: "100.0.0.0/8" })).to.include("cidrBlock KN8004");
  });

  it("is only warned of elsewhere (KN8005)", () => {
    expect(apiServerAccessNotices({})[0]).to.contain("[KN8005]");
    expect(apiServerAccessNotices({ cidrBlock: "172.31.255.0/24" })).to.deep.equal([]);
    expect(apiServerAccessNotices({ reuseDefaultSubnet: true })).to.deep.equal([]);
  });
});

describe("kube-ovn: a road's destinations", () => {
  it("are the first address of the Services, and the tenth for names", () => {
    expect(serviceAddress({}, 1)).to.equal("10.96.0.1");
    expect(serviceAddress({ ranges: { services: "172.21.0.0/20" } }, 1)).to.equal("172.21.0.1");
    expect(serviceAddress({ ranges: { services: "172.21.0.0/20" } }, 10)).to.equal("172.21.0.10");
    expect(serviceAddress({ ranges: { services: "fd00:96::/108,10.96.0.0/12" } }, 1)).to.equal("fd00:96::1");
    expect(codes({ dns: true })).to.deep.equal([]);
  });

  it("are single addresses, of IPv6 too", () => {
    const args = { cidrBlock: "172.31.0.0/24,fd00:31::/112" };
    expect(accessAnnotations(args, ["fd00:96::1", "10.96.0.10"]).routes).to.deep.equal([
      { dst: "fd00:96::1/128", gw: "fd00:31::1" },
      { dst: "10.96.0.10/32", gw: "172.31.0.1" },
    ]);
  });

  it("are of the range of Services, and of a family that the interface has (KN8027, KN8008)", () => {
    const ranges = { services: "172.21.0.0/20" };
    expect(codes({ ranges, apiServerClusterIp: "10.96.0.1" })).to.deep.equal(["apiServerClusterIp KN8027"]);
    expect(codes({ ranges: { services: "10.96.0.0/29" }, dns: true })).to.deep.equal(["dnsClusterIp KN8027"]);
    expect(codes({ apiServerClusterIp: "fd00:96::1" })).to.deep.equal(["apiServerClusterIp KN8008"]);
    expect(reason({ ranges: { services: "fd00:96::/112" } })).to.contain("add a range of IPv6 to cidrBlock");
    expect(codes({ dnsClusterIp: "10.96.0.10" })).to.deep.equal(["dnsClusterIp KN1008"]);
    expect(codes({ apiServerClusterIp: "10.96.0" })).to.deep.equal(["apiServerClusterIp KN8001"]);
    expect(codes({ apiServerClusterIp: output("10.96.0.1") })).to.deep.equal([]);
  });
});

describe("kube-ovn: a road through the default subnet", () => {
  const reuse: ApiServerAccessArgs = { reuseDefaultSubnet: true, ranges: { pods: "10.42.0.0/16" } };

  it("makes a definition only, and says which subnet is meant", () => {
    expect(objects(reuse).map(({ kind }) => kind)).to.deep.equal(["NetworkAttachmentDefinition"]);
    expect(accessAnnotations(reuse, ["10.96.0.1"]).annotations).to.deep.equal({
      "k8s.v1.cni.cncf.io/networks": "kube-system/api-ovn-nad",
      "api-ovn-nad.kube-system.ovn.kubernetes.io/logical_switch": "ovn-default",
      "api-ovn-nad.kube-system.ovn.kubernetes.io/routes": '[{"dst":"10.96.0.1/32","gw":"10.42.0.1"}]',
    });
  });

  it("excludes what is of a subnet of its own (KN1008), and can't be for VPCs with its addresses (KN8003)", () => {
    expect(codes({ ...reuse, cidrBlock: "172.31.0.0/24", subnet: "s" })).to.deep.equal([
      "subnet KN1008",
      "cidrBlock KN1008",
    ]);
    expect(codes({ defaultSubnet: "x" })).to.deep.equal(["defaultSubnet KN1008"]);
    expect(codes({ ...reuse, vpcCidrs: ["10.42.7.0/24"] })).to.deep.equal(["vpcCidrs[0] KN8003"]);
    expect(codes({ ...reuse, platform: NetworkPlatform.Alibaba })).to.deep.equal([]);
  });
});

describe("kube-ovn: a road for whole namespaces", () => {
  it("is a policy of the API server that leaves pods alone which name networks themselves", () => {
    const annotations = accessAnnotations({}, ["10.96.0.1"]).annotations;
    const attachment = { name: "api-ovn-nad", namespace: "kube-system" };
    const [[policy] = [], [binding] = []] = renderNamespacePolicy(
      attachment,
      ["b", "a"],
      annotating(annotations),
    );
    expect(binding?.["spec"]).to.deep.equal({ policyName: "api-ovn-nad.kube-system.networks" });
    expect(policy?.metadata.name).to.equal("api-ovn-nad.kube-system.networks");
    const spec = policy?.["spec"] as Record<string, unknown>;
    expect(spec["matchConstraints"]).to.deep.include({
      namespaceSelector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["a", "b"] }],
      },
    });
    expect(JSON.stringify(spec["matchConditions"]))
      .to.contain("hostNetwork")
      .and.to.contain("cncf.io/networks");
    expect(annotating({ a: 'say "x"' })).to.equal(
      String.raw`Object{metadata: Object.metadata{annotations: {"a": "say \"x\""}}}`,
    );
  });

  it("needs Kubernetes 1.36 (KN8020)", () => {
    const args = { namespaces: ["red"] };
    expect(checkServerVersion(args, "1.35.2").map(({ code }) => code)).to.deep.equal(["KN8020"]);
    expect(checkServerVersion(args, "v1.36.0-aliyun.1")).to.deep.equal([]);
    expect(checkServerVersion(args, undefined)).to.deep.equal([]);
    expect(checkServerVersion({}, "1.34.0")).to.deep.equal([]);
  });

  it("isn't for the system's namespaces, nor for one twice (KN8028, KN1007)", () => {
    expect(codes({ namespaces: ["kube-system", "red", "red"] })).to.deep.equal([
      "namespaces[2] KN1007",
      "namespaces[0] KN8028",
    ]);
    const workloads = [{ namespace: "knative-serving", name: "activator" }];
    expect(codes({ workloads: [...workloads, ...workloads] })).to.deep.equal([
      "workloads[1] KN1007",
      "workloads[0].namespace KN8028",
      "workloads[1].namespace KN8028",
    ]);
  });
});
