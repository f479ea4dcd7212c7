import { expect } from "chai";
import type { NetworkFacts } from "../../../provider/src/kubeovn/diagnose.facts";
import { diagnoseNetwork } from "../../../provider/src/kubeovn/diagnose.network";
import { networksIn } from "../../../provider/src/kubeovn/diagnose.pod";
import { asked, first, healthy, podWith, provider, ready, road, second } from "./networks";

const found = (change: Partial<NetworkFacts>) => diagnoseNetwork({ ...healthy, ...change }, asked).findings;
const codes = (change: Partial<NetworkFacts>) => found(change).map(({ link, code }) => `${link} ${code}`);
const withPod = (annotations: Record<string, string>) => ({ pod: podWith(annotations) });
const withSubnets = (name: string, change: Partial<NetworkFacts["subnets"][number]>) => ({
  subnets: healthy.subnets.map((subnet) =>
    subnet.metadata.name === name ? { ...subnet, ...change } : subnet,
  ),
});

describe("diagnose network: a pod in a VPC", () => {
  it("is fine with an interface and routes to the API server and the name servers", () => {
    const { findings, interfaces } = diagnoseNetwork(healthy, asked);
    expect(findings).to.deep.equal([]);
    expect(interfaces.map(({ name, subnetName, address }) => [name, subnetName, address])).to.deep.equal([
      ["eth0", "red-apps", "10.20.0.5"],
      ["net1", "vpc-apiserver-subnet", "100.100.100.5"],
    ]);
  });

  it("has no road without the interface (KN8108), and finds no names (KN8110) unless the VPC has servers", () => {
    expect(codes(withPod(first))).to.deep.equal(["api-server KN8108", "dns KN8110"]);
    const own = [{ metadata: { name: "red" }, spec: { vpc: "red" } }];
    expect(codes({ ...withPod(first), vpcDns: own })).to.deep.equal(["api-server KN8108"]);
  });

  it("has no road by routes to another address, nor through a subnet without addresses of Services (KN8108)", () => {
    expect(codes({ apiServerIp: "172.21.0.1" })).to.deep.equal(["api-server KN8108"]);
    const spec = { ...healthy.subnets[1]?.spec, enableLb: false };
    expect(codes(withSubnets("vpc-apiserver-subnet", { spec }))).to.deep.equal(["api-server KN8108"]);
  });

  it("needs none in the default VPC", () => {
    const spec = { ...healthy.subnets[0]?.spec, vpc: "ovn-cluster" };
    expect(codes({ ...withPod(first), ...withSubnets("red-apps", { spec }) })).to.deep.equal([]);
  });

  it("has routes by gateways of the interface's subnet, readable ones (KN8109)", () => {
    const key = `${provider}.kubernetes.io/routes`;
    const by = (routes: string) => withPod({ ...first, ...second, ...road, [key]: routes });
    expect(codes(by('[{"dst":"10.96.0.0/16","gw":"100.100.101.1"}]'))).to.deep.equal(["routes KN8109"]);
    expect(codes(by('[{"dst":"10.96.0.0/16"}]'))[0]).to.equal("routes KN8109");
    expect(codes(by("{"))).to.deep.equal(["routes KN8109", "api-server KN8108", "dns KN8110"]);
  });

  it("has a definition of the network (KN8105) that agrees with the subnet (KN8106)", () => {
    expect(codes({ attachments: [] })).to.include("attachment KN8105");
    const config = JSON.stringify({ type: "kube-ovn", provider: "api-ovn-nad.default.ovn" });
    const attachments = healthy.attachments.map((each) => ({ ...each, spec: { config } }));
    expect(found({ attachments })[0]).to.deep.include({ link: "attachment", code: "KN8106" });
    const spec = { ...healthy.subnets[1]?.spec, provider: "other" };
    const [finding] = found(withSubnets("vpc-apiserver-subnet", { spec }));
    expect(finding?.code).to.equal("KN8106");
    expect(finding?.message).to.contain(`no subnet has the provider "${provider}"`);
  });

  it("has addresses on all interfaces, or events that say why not (KN8107)", () => {
    const events = [{ metadata: { name: "e" }, reason: "AcquireAddressFailed", message: "no address" }];
    const [finding] = found({ ...withPod({ ...first, ...road }), events });
    expect(finding).to.deep.include({
      link: "attachment",
      code: "KN8107",
      message: "AcquireAddressFailed: no address",
    });
    expect(codes(withPod({ ...first, "ovn.kubernetes.io/logical_switch": "gone" }))).to.deep.equal([
      "subnet KN8107",
    ]);
  });

  it("is in its namespace's subnet, or was there before (KN8112)", () => {
    const namespace = {
      metadata: { name: "red", annotations: { "ovn.kubernetes.io/logical_switch": "new" } },
    };
    expect(found({ namespace })).to.have.length(1);
    expect(found({ namespace })[0]).to.deep.include({ severity: "warning", code: "KN8112" });
  });

  it("is there (KN8102), and on its node's network needs nothing", () => {
    expect(codes({ pod: undefined })).to.deep.equal(["pod KN8102"]);
    expect(codes({ pod: { ...podWith({}), spec: { hostNetwork: true } } })).to.deep.equal([]);
  });
});

describe("diagnose network: the cluster", () => {
  it("runs Kube-OVN (KN8100), and Multus where pods want it (KN8101)", () => {
    expect(codes({ kubeOvnDefined: false })).to.deep.equal(["kube-ovn KN8100"]);
    expect(codes({ controller: undefined })[0]).to.equal("kube-ovn KN8100");
    expect(codes({ multusDefined: false })[0]).to.equal("multus KN8101");
    expect(codes({ ...withPod(first), multusDefined: false })).not.to.include("multus KN8101");
  });

  it("has subnets that Kube-OVN took (KN8103), with addresses left (KN8113), and VPCs that are ready (KN8104)", () => {
    const conditions = [
      { type: "Validated", status: "False", reason: "ValidateLogicalSwitchFailed", message: "conflict" },
    ];
    const refused = withSubnets("red-apps", { status: { ...ready, conditions } });
    expect(found(refused)[0]?.message).to.equal("ValidateLogicalSwitchFailed: conflict");
    expect(diagnoseNetwork({ ...healthy, ...refused }).findings.map(({ code }) => code)).to.deep.equal([
      "KN8103",
    ]);
    const full = { ...healthy, ...withSubnets("red-apps", { status: { ...ready, v4availableIPs: 0 } }) };
    expect(diagnoseNetwork(full).findings.map(({ code }) => code)).to.deep.equal(["KN8113"]);
    expect(codes(full)).to.deep.equal([]);
    const [main] = healthy.vpcs;
    expect(codes({ vpcs: main === undefined ? [] : [main] })).to.deep.equal(["vpc KN8104"]);
  });
});

describe("diagnose network: networks of a pod", () => {
  it("are read in both of Multus's forms", () => {
    const networks = (text: string) => networksIn(podWith({ "k8s.v1.cni.cncf.io/networks": text }));
    expect(networks("a, other/b@eth9")).to.deep.equal([
      { name: "a", namespace: "red" },
      { name: "b", namespace: "other" },
    ]);
    expect(networks('[{"name":"a"},{"name":"b","namespace":"other","interface":"net5"}]')).to.deep.equal([
      { name: "a", namespace: "red" },
      { name: "b", namespace: "other" },
    ]);
    expect(networks("[")).to.deep.equal([]);
    expect(networksIn(podWith({}))).to.deep.equal([]);
  });
});
