import * as pulumi from "@pulumi/pulumi";
import { version as kubernetesVersion } from "@pulumi/kubernetes/package.json";
import { expect } from "chai";
import { ApiServerAccess } from "../../provider/src/kubeovn/apiServerAccess";
import type { ApiServerAccessArgs } from "../../provider/src/kubeovn/apiServerAccess.args";
import { KubeOvn } from "../../provider/src/kubeovn/kubeOvn";
import type { KubeOvnArgs } from "../../provider/src/kubeovn/kubeOvn.args";
import { VpcNetwork } from "../../provider/src/kubeovn/vpcNetwork";
import { Service } from "../../provider/src/service/service";
import { record, valueOf, type RecordOptions, type Registration } from "../support/recorder";

const image = "registry.example.com/app:1";
const order = (registrations: readonly Registration[]) => registrations.map(({ name }) => name);
const byName = (registrations: readonly Registration[], name: string) =>
  registrations.find((made) => made.name === name);

/** Everything that a resource depends on, directly or through others. */
function allDependencies(registrations: readonly Registration[], name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (each: string): void => {
    for (const next of byName(registrations, each)?.dependencies ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        visit(next);
      }
    }
  };
  visit(name);
  return seen;
}

describe("graph: a VPC", () => {
  const network = () =>
    new VpcNetwork("red", {
      subnets: [
        { name: "red-apps", cidrBlock: "10.20.0.0/16", namespaces: ["red"] },
        { name: "red-second", cidrBlock: "10.21.0.0/16", attachment: {} },
      ],
      loadBalancers: [{ name: "red-lb", vip: "10.20.0.9", selector: { app: "a" }, ports: [{ port: 80 }] }],
    });

  it("is made from the VPC up, so that it is taken down to it: subnets, definitions, VPC", async () => {
    const { registrations } = await record(network);
    const [vpc, first, second] = ["red:Vpc/red", "red:Subnet/red-apps", "red:Subnet/red-second"];
    const definition = "red:NetworkAttachmentDefinition/kube-system/red-second";
    const rule = "red:SwitchLBRule/red-lb";
    expect(order(registrations)).to.have.members(["red", vpc, definition, first, second, rule]);
    expect(byName(registrations, vpc)?.dependencies).to.deep.equal([]);
    expect(byName(registrations, definition)?.dependencies).to.deep.equal([vpc]);
    for (const subnet of [first, second]) {
      expect(byName(registrations, subnet)?.dependencies.toSorted()).to.deep.equal(
        [definition, vpc].toSorted(),
      );
    }
    expect(byName(registrations, rule)?.dependencies).to.include.members([vpc, definition, first, second]);
    expect(byName(registrations, vpc)?.type).to.equal("kubernetes:kubeovn.io/v1:Vpc");
    for (const { name, parent, version } of registrations.slice(1)) {
      expect([name, parent, version]).to.deep.equal([name, "red", kubernetesVersion]);
    }
  });

  it("makes a subnet anew where Kube-OVN can't change it", async () => {
    const { registrations } = await record(network);
    expect(byName(registrations, "red:Subnet/red-apps")?.replaceOnChanges).to.include.members([
      "spec.vpc",
      "spec.protocol",
      "spec.cidrBlock",
    ]);
    expect(byName(registrations, "red:Vpc/red")?.replaceOnChanges).to.deep.equal([]);
  });

  it("lets what waits for pods to go wait for longer than it may take to become ready", async () => {
    const { registrations } = await record(network);
    const timeouts = registrations.map(({ name, deleteTimeout }) => [name, deleteTimeout]);
    expect(timeouts.filter(([, timeout]) => timeout !== "")).to.have.deep.members([
      ["red:Vpc/red", "15m"],
      ["red:Subnet/red-apps", "15m"],
      ["red:Subnet/red-second", "15m"],
    ]);
  });

  it("tells pods' annotations by subnet, in a preview too", async () => {
    const { result } = await record(network, { preview: true });
    expect(await valueOf(result.podAnnotations)).to.deep.equal({
      "red-apps": { "ovn.kubernetes.io/logical_switch": "red-apps" },
      "red-second": { "k8s.v1.cni.cncf.io/networks": "kube-system/red-second" },
    });
    expect(await valueOf(result.gateways)).to.deep.equal({
      "red-apps": "10.20.0.1",
      "red-second": "10.21.0.1",
    });
    expect(await valueOf(result.vpc)).to.equal("red");
  });

  it("makes nothing of wrong inputs", () => {
    expect(() => new VpcNetwork("red", { subnets: [] })).to.throw(/subnets: .*\[KN1004\]/);
  });
});

describe("graph: a road to the API server", () => {
  const access = (args: ApiServerAccessArgs = {}, options?: RecordOptions) =>
    record(() => new ApiServerAccess("api", args), options);
  const definition = "api:NetworkAttachmentDefinition/kube-system/api-ovn-nad";
  const subnet = "api:Subnet/vpc-apiserver-subnet";

  it("is a definition and a subnet after it", async () => {
    const { registrations, result } = await access();
    expect(order(registrations)).to.deep.equal(["api", definition, subnet]);
    expect(byName(registrations, subnet)?.dependencies).to.deep.equal([definition]);
    expect(await valueOf(result.networkProvider)).to.equal("api-ovn-nad.kube-system.ovn");
    expect(await valueOf(result.network)).to.equal("kube-system/api-ovn-nad");
    expect(await valueOf(result.routes)).to.deep.equal([{ dst: "10.96.0.1/32", gw: "100.100.100.1" }]);
  });

  it("leads to the address that the cluster tells, and to its name servers", async () => {
    const args = {
      apiServerClusterIp: pulumi.output("172.21.0.1"),
      dns: true,
      dnsClusterIp: pulumi.output("172.21.0.10"),
    };
    const { result } = await access(args, { preview: true });
    expect(await valueOf(result.podAnnotations)).to.deep.equal({
      "k8s.v1.cni.cncf.io/networks": "kube-system/api-ovn-nad",
      "api-ovn-nad.kube-system.ovn.kubernetes.io/routes":
        '[{"dst":"172.21.0.1/32","gw":"100.100.100.1"},{"dst":"172.21.0.10/32","gw":"100.100.100.1"}]',
    });
  });

  it("patches programs with nothing but the annotations, and lets go of them first", async () => {
    const { registrations } = await access({ workloads: [{ namespace: "red", name: "ingress" }] });
    const patch = byName(registrations, "api:DeploymentPatch/red/ingress");
    expect(patch?.type).to.equal("kubernetes:apps/v1:DeploymentPatch");
    expect(patch?.inputs).to.deep.equal({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "ingress", namespace: "red" },
      spec: {
        template: {
          metadata: {
            annotations: {
              "k8s.v1.cni.cncf.io/networks": "kube-system/api-ovn-nad",
              "api-ovn-nad.kube-system.ovn.kubernetes.io/routes":
                '[{"dst":"10.96.0.1/32","gw":"100.100.100.1"}]',
            },
          },
        },
      },
    });
    expect(patch?.dependencies).to.include.members([definition, subnet]);
  });

  it("has whole namespaces attached by a policy, then its binding", async () => {
    const { registrations } = await access({ namespaces: ["red"], serverVersion: "1.36.1" });
    const policy = "api:MutatingAdmissionPolicy/api-ovn-nad.kube-system.networks";
    const binding = "api:MutatingAdmissionPolicyBinding/api-ovn-nad.kube-system.networks";
    expect(order(registrations).slice(3)).to.deep.equal([policy, binding]);
    expect(byName(registrations, policy)?.type).to.equal(
      "kubernetes:admissionregistration.k8s.io/v1:MutatingAdmissionPolicy",
    );
    expect(byName(registrations, policy)?.dependencies).to.include.members([definition, subnet]);
    expect(byName(registrations, binding)?.dependencies).to.include(policy);
    expect(JSON.stringify(byName(registrations, policy)?.inputs)).to.contain("100.100.100.1");
  });

  it("is there before a service that uses it, and gone after it", async () => {
    const { registrations } = await record(() => {
      const road = new ApiServerAccess("api");
      return new Service("app", {
        image,
        readyTimeoutSeconds: 0,
        network: { interfaces: [{ name: "red-second" }], podAnnotations: road.podAnnotations },
      });
    });
    const service = "app:Service/default/app";
    expect([...allDependencies(registrations, service)]).to.include.members([definition, subnet]);
    const inputs = byName(registrations, service)?.inputs as {
      spec: { template: { metadata: { annotations: Record<string, string> } } };
    };
    expect(inputs.spec.template.metadata.annotations).to.include({
      "k8s.v1.cni.cncf.io/networks": "kube-system/red-second,kube-system/api-ovn-nad",
      "api-ovn-nad.kube-system.ovn.kubernetes.io/routes": '[{"dst":"10.96.0.1/32","gw":"100.100.100.1"}]',
    });
  });
});

describe("graph: kube-ovn's installation", () => {
  const install = (args: KubeOvnArgs, options?: RecordOptions) =>
    record(() => new KubeOvn("net", args), options);
  const masterNodes = ["192.0.2.1"];

  it("labels nodes, then runs the chart without waiting, then Multus, then prepares name servers", async () => {
    const { registrations, result } = await install({
      install: { masterNodes, masterNodeNames: ["node-1"] },
      multus: { charts: "oci://registry.example.com/charts", version: "2.2.0" },
      vpcDns: {},
    });
    const names = order(registrations);
    expect(names.slice(0, 4)).to.deep.equal([
      "net",
      "net:NodePatch/node-1",
      "net:Release/kube-system/kube-ovn",
      "net:Release/kube-system/multus",
    ]);
    expect(names.at(-1)).to.equal("net:ConfigMap/kube-system/vpc-dns-config");
    const release = byName(registrations, "net:Release/kube-system/kube-ovn");
    expect(release?.type).to.equal("kubernetes:helm.sh/v3:Release");
    expect(release?.dependencies).to.deep.equal(["net:NodePatch/node-1"]);
    expect(release?.inputs).to.deep.include({
      chart: "kube-ovn-v2",
      version: "v1.16.2",
      repositoryOpts: { repo: "https://kubeovn.github.io/kube-ovn" },
      skipAwait: true,
    });
    expect(byName(registrations, "net:Release/kube-system/multus")?.dependencies).to.deep.equal([
      "net:Release/kube-system/kube-ovn",
    ]);
    expect(await valueOf(result.version)).to.equal("1.16.2");
  });

  it("is nothing but a check where Kube-OVN is there, whose facts it tells", async () => {
    const installedKubeOvn = {
      defined: true,
      multus: true,
      version: "1.15.3",
      pods: "10.42.0.0/16",
      join: "172.30.0.0/16",
    };
    const { registrations, result } = await install({ installedKubeOvn });
    expect(order(registrations)).to.deep.equal(["net"]);
    expect(await valueOf(result.version)).to.equal("1.15.3");
    expect(await valueOf(result.podCidr)).to.equal("10.42.0.0/16");
    expect(await valueOf(result.serviceCidr)).to.equal("10.96.0.0/12");
    expect(await valueOf(result.joinCidr)).to.equal("172.30.0.0/16");
  });
});
