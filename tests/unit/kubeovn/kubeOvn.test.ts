import { expect } from "chai";
import { findKubeOvn, knownKubeOvn, kubeOvnStep } from "../../../provider/src/release/catalog/kubeovn";
import { NetworkPlatform } from "../../../provider/src/kubeovn/ranges.args";
import type { KubeOvnArgs } from "../../../provider/src/kubeovn/kubeOvn.args";
import { checkKubeOvn, kubeOvnNotices } from "../../../provider/src/kubeovn/kubeOvn.check";
import { kubeOvnValues, planKubeOvn } from "../../../provider/src/kubeovn/kubeOvn.plan";
import { KubeOvn } from "../../../provider/src/kubeovn/kubeOvn";
import { isObject } from "../../../provider/src/manifests/manifest";

const install = { masterNodes: ["192.0.2.1"] };
const codes = (args: KubeOvnArgs) => checkKubeOvn(args).map(({ path, code }) => `${path} ${code}`);

describe("kube-ovn: its catalogue", () => {
  it("knows minors by their newest patch, and other patches of them", () => {
    expect(findKubeOvn(undefined)).to.equal("1.16.2");
    expect(findKubeOvn("1.15")).to.equal("1.15.24");
    expect(findKubeOvn("v1.15.3")).to.equal("1.15.3");
    expect(findKubeOvn("1.13.0")).to.equal(undefined);
    expect(findKubeOvn("latest")).to.equal(undefined);
    expect(knownKubeOvn().map(({ minor }) => minor)).to.deep.equal(["1.15", "1.16"]);
  });

  it("tells steps up from those that skip, and from those down", () => {
    const steps = [
      ["1.15.3", "1.16.2"],
      ["1.14.41", "1.16.2"],
      ["1.16.2", "1.15.24"],
      ["1.16.2", "1.16.2"],
    ] as const;
    expect(steps.map(([from, to]) => kubeOvnStep(from, to))).to.deep.equal(["up", "skips", "down", "same"]);
    expect(kubeOvnStep(undefined, "1.16.2")).to.equal("unknown");
  });
});

describe("kube-ovn: its inputs", () => {
  it("name a known version (KN8030) and a source of charts (KN8031)", () => {
    expect(codes({ version: "2.0" })).to.deep.equal(["version KN8030"]);
    const charts = (text: string) => codes({ install: { ...install, charts: text } });
    expect(charts("ftp://example.com")).to.deep.equal(["install.charts KN8031"]);
    expect(charts("oci://ghcr.io/kubeovn/charts/kube-ovn-v2")).to.deep.equal(["install.charts KN8031"]);
    expect(charts("oci://ghcr.io/kubeovn/charts")).to.deep.equal([]);
  });

  it("find a chart of the version in a directory (KN8032)", () => {
    const args = { install: { ...install, charts: "no-such-directory" } };
    expect(() => new KubeOvn("net", args)).to.throw(
      /install\.charts: .*helm pull --version v1\.16\.2.*\[KN8032\]/,
    );
  });

  it("list an odd number of nodes once each, and all their names or none (KN8033)", () => {
    const masters = (masterNodes: string[], masterNodeNames?: string[]) =>
      codes({ install: { masterNodes, ...(masterNodeNames && { masterNodeNames }) } });
    expect(masters(["192.0.2.1", "192.0.2.2"])).to.deep.equal(["install.masterNodes KN8033"]);
    expect(masters(["192.0.2.1", "192.0.2.1", "192.0.2.2"])).to.deep.equal(["install.masterNodes[1] KN1007"]);
    expect(masters(["192.0.2.1"], ["a", "b"])).to.deep.equal(["install.masterNodeNames KN8033"]);
    expect(masters([])).to.deep.equal(["install.masterNodes KN1004"]);
  });

  it("leave values to the chart but those that others must agree on (KN8034)", () => {
    const values = {
      networking: { join: { cidr: { v4: "172.30.0.0/16" } }, podNicType: "x" },
      apiNad: { enabled: true },
    };
    expect(codes({ install: { ...install, values } })).to.deep.equal([
      "install.values.networking.join.cidr KN8034",
      "install.values.apiNad KN8034",
    ]);
  });

  it("N8: have networks apart from each other and from the nodes (KN8003), of the same families (KN8008)", () => {
    expect(codes({ ranges: { join: "10.16.5.0/24" } })).to.deep.equal(["ranges.join KN8003"]);
    expect(codes({ ranges: { nodes: ["10.16.0.0/24"] } })).to.deep.equal(["ranges.pods KN8003"]);
    expect(codes({ ranges: { pods: "10.16.0.0/16,fd00:16::/112" } })).to.deep.equal([
      "ranges.services KN8008",
      "ranges.join KN8008",
    ]);
  });

  it("can't keep upstream's join network on Alibaba Cloud (KN8004), and are warned of it elsewhere (KN8005)", () => {
    const args: KubeOvnArgs = { install, platform: NetworkPlatform.Alibaba };
    expect(codes(args)).to.deep.equal(["ranges.join KN8004"]);
    expect(codes({ ...args, ranges: { join: "172.30.0.0/16" } })).to.deep.equal([]);
    expect(kubeOvnNotices({ install })[0]).to.contain("[KN8005]");
    expect(kubeOvnNotices({})).to.deep.equal([]);
  });

  it("have the gateway of pods in their range (KN8006), and name servers in that of Services (KN8027)", () => {
    expect(codes({ install: { ...install, podGateway: "10.17.0.1" } })).to.deep.equal([
      "install.podGateway KN8006",
    ]);
    expect(codes({ vpcDns: { vip: "10.20.0.3" } })).to.deep.equal(["vpcDns.vip KN8027"]);
    expect(codes({ vpcDns: {} })).to.deep.equal([]);
  });
});

const dual = {
  pods: "10.16.0.0/16,fd00:16::/112",
  services: "10.96.0.0/12,fd00:96::/112",
  join: "172.30.0.0/16,fd00:30::/112",
};
const rich = {
  ...install,
  registry: "registry.example.com/kubeovn",
  interface: "eth1",
  mtu: 1400,
  features: {
    loadBalancer: true,
    networkPolicies: true,
    tproxy: true,
    natGateways: true,
    loadBalancerServices: false,
    validatingWebhook: false,
  },
};

/** What of these places charts/kube-ovn-v2/values.yaml has at kube-ovn v1.15.24 and v1.16.2, looked up there one by one. */
const chartPlaces: readonly string[] = [
  "namespace",
  "masterNodes",
  "masterNodesLabels",
  "global.registry.address",
  "natGw.image.repository",
  "natGw.bgpSpeaker.image.repository",
  "networking.stack",
  "networking.networkType",
  "networking.tunnelType",
  "networking.pods.mtu",
  ...["pods.cidr", "pods.gateways", "services.cidr", "join.cidr"].flatMap((place) => [
    `networking.${place}.v4`,
    `networking.${place}.v6`,
  ]),
  "features.enableLoadbalancer",
  "features.enableNetworkPolicies",
  "features.enableTproxy",
  "features.enableNatGateways",
  "features.enableLoadbalancerService",
  "validatingWebhook.enabled",
  "agent.interface",
];

/** Paths of everything in an object that is no map with something in it. */
function placesOf(value: object): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) && Object.keys(inner).length > 0
      ? placesOf(inner).map((place) => `${key}.${place}`)
      : [key],
  );
}

describe("kube-ovn: its chart's values", () => {
  it("say where databases are and what networks there are, and leave the rest to the chart", () => {
    expect(kubeOvnValues({}, install)).to.deep.equal({
      namespace: "kube-system",
      masterNodes: ["192.0.2.1"],
      masterNodesLabels: { "kube-ovn/role": "master" },
      networking: {
        stack: "IPv4",
        pods: { cidr: { v4: "10.16.0.0/16" }, gateways: { v4: "10.16.0.1" } },
        services: { cidr: { v4: "10.96.0.0/12" } },
        join: { cidr: { v4: "100.64.0.0/16" } },
        tunnelType: "geneve",
        networkType: "geneve",
      },
    });
  });

  it("tell daemons and controller the same tunnels (KN8034), unless the default subnet has none", () => {
    const { networking } = kubeOvnValues({}, { ...install, tunnelType: "vxlan" }) as { networking: object };
    expect(networking).to.deep.include({ tunnelType: "vxlan", networkType: "vxlan" });
    const type = (networkType: string) =>
      codes({ install: { ...install, values: { networking: { networkType } } } });
    expect(type("stt")).to.deep.equal(["install.values.networking.networkType KN8034"]);
    expect(type("vlan")).to.deep.equal([]);
  });

  it("are all such as the charts of the catalogue know", () => {
    const written = kubeOvnValues({ ranges: dual }, rich);
    expect(placesOf({ ...written, masterNodesLabels: {} }).toSorted()).to.deep.equal(chartPlaces.toSorted());
  });

  it("have both families, and all that is said, with free values over it", () => {
    const values = { agent: { interface: "eth2" }, performance: { gcInterval: 60 } };
    const release = planKubeOvn({ ranges: dual, install: { ...rich, values } }).release;
    expect(release?.values).to.deep.include({
      global: { registry: { address: "registry.example.com/kubeovn" } },
      natGw: {
        image: { repository: "registry.example.com/kubeovn/vpc-nat-gateway" },
        bgpSpeaker: { image: { repository: "registry.example.com/kubeovn/kube-ovn" } },
      },
      features: {
        enableLoadbalancer: true,
        enableNetworkPolicies: true,
        enableTproxy: true,
        enableNatGateways: true,
        enableLoadbalancerService: false,
      },
      validatingWebhook: { enabled: false },
      agent: { interface: "eth2" },
      performance: { gcInterval: 60 },
    });
    expect((release?.values as { networking: object }).networking).to.deep.include({
      stack: "Dual",
      join: { cidr: { v4: "172.30.0.0/16", v6: "fd00:30::/112" } },
    });
  });
});
