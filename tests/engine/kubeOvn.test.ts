import { expect } from "chai";
import { ADDRESSES } from "../../lab/node";
import { definitionFiles } from "../support/crds";
import { KubeApi, type ApiObject } from "../support/kubeApi";
import { Kubectl } from "../support/kubectl";
import { contentMarks } from "../support/contentMarks";
import { collections, finalizer, type Watched } from "../support/kubeOvnSteps";
import { KubeOvnPlayer } from "../support/kubeOvnPlayer";
import { needLab } from "../support/lab";
import {
  blue,
  ingress,
  ingressDeployment,
  makeNetworks,
  red,
  strayPod,
  type Networks,
} from "./kubeOvn.networks";
import { Sandbox } from "../support/sandbox";
import type { InlineStack } from "../support/inlineStack";

const routes = "api-ovn-nad.kube-system.ovn.kubernetes.io/routes";
const networks = "k8s.v1.cni.cncf.io/networks";
const defaultVpc = { apiVersion: "kubeovn.io/v1", kind: "Vpc", metadata: { name: "ovn-cluster" }, spec: {} };

describe("engine: Kube-OVN's networks", function () {
  this.timeout(600_000);
  let sandbox: Sandbox;
  let kubectl: Kubectl;
  let api: KubeApi;
  let player: KubeOvnPlayer;
  let stack: InlineStack;
  let found: string[];
  let files: readonly string[];

  before(async function () {
    files = definitionFiles(this);
    kubectl = new Kubectl(await needLab(this));
    found = await kubectl.inventory();
    for (const file of files) {
      await kubectl.run("apply", "--server-side", "-f", file);
    }
    await kubectl.run("wait", "--for=condition=Established", "crd", "--all");
    sandbox = await Sandbox.open(this);
    api = new KubeApi(sandbox.kubeconfig);
    player = new KubeOvnPlayer(new KubeApi(sandbox.kubeconfig));
    player.start();
    await api.create(collections.Vpc, defaultVpc);
    stack = await sandbox.stack(() => makeNetworks(sandbox.kubeconfig));
  });

  after(async () => {
    await kubectl?.run("delete", "pod", "stray", "--ignore-not-found");
    await sandbox?.close();
    // While somebody is there who lets go of them.
    for (const kind of ["iptables-eips", "qos-policies", "vpc-egress-gateways", "subnets", "vpcs"]) {
      await kubectl?.run("delete", `${kind}.kubeovn.io`, "--all", "--all-namespaces");
    }
    await player?.end();
    for (const file of files ?? []) {
      await kubectl?.run("delete", "--ignore-not-found", "-f", file);
    }
    await api?.close();
  });

  afterEach(() => {
    player?.check();
  });

  const use = (changed: Networks = {}) => stack.use(() => makeNetworks(sandbox.kubeconfig, changed));

  async function read(kind: Watched, name: string, namespace?: string): Promise<ApiObject | undefined> {
    const collection = collections[kind];
    const cut = collection.lastIndexOf("/");
    const place = namespace === undefined ? "" : `/namespaces/${namespace}`;
    return api.get(`${collection.slice(0, cut)}${place}${collection.slice(cut)}/${name}`);
  }

  async function names(kind: Watched): Promise<string[]> {
    const list = await api.get<{ items: readonly ApiObject[] }>(collections[kind]);
    return (list?.items ?? []).map(({ metadata }) => metadata.name).toSorted();
  }

  it("fills in what a bare subnet leaves out, as the played controller should", async () => {
    const spec = { protocol: "IPv4", cidrBlock: "100.101.0.7/24", provider: "ovn" };
    await api.create(collections.Subnet, {
      apiVersion: "kubeovn.io/v1",
      kind: "Subnet",
      metadata: { name: "bare" },
      spec,
    });
    await kubectl.run("wait", "--for=condition=Ready", "subnet.kubeovn.io/bare", "--timeout=30s");
    const { metadata, spec: full } = (await read("Subnet", "bare")) ?? { metadata: { name: "" } };
    expect(metadata.finalizers).to.deep.equal([finalizer]);
    expect(full).to.deep.include({
      cidrBlock: "100.101.0.0/24",
      gateway: "100.101.0.1",
      excludeIps: ["100.101.0.1"],
      vpc: "ovn-cluster",
      gatewayType: "distributed",
      enableLb: true,
    });
    await kubectl.run("delete", "subnet.kubeovn.io/bare");
  });

  it("are all admitted, and ready", async () => {
    await kubectl.run("create", "namespace", ingress.namespace);
    await api.create(`/apis/apps/v1/namespaces/${ingress.namespace}/deployments`, ingressDeployment);
    await stack.up();
    expect(await names("Vpc")).to.deep.equal(["blue", "ovn-cluster", "red"]);
    expect(await names("Subnet")).to.deep.equal([
      "blue-apps",
      "red-apps",
      "red-second",
      "vpc-apiserver-subnet",
    ]);
    expect(await names("NetworkAttachmentDefinition")).to.deep.equal([
      "api-ovn-nad",
      "ovn-nad",
      "red-second",
    ]);
    expect(await names("IptablesEIP")).to.deep.equal(["red-eip", "red-web"]);
    for (const kind of [
      "VpcNatGateway",
      "IptablesSnatRule",
      "IptablesDnatRule",
      "IptablesFIPRule",
      "QoSPolicy",
      "VpcDns",
    ] as const) {
      expect(await names(kind), kind).to.have.length(1);
    }
    expect(await names("SwitchLBRule")).to.deep.equal(["red-lb", "red-lb2"]);
    expect(await names("VpcEgressGateway")).to.deep.equal(["red-egress"]);
  });

  it("are held by the controller, which has written to what it writes to", async () => {
    const held = [
      ["Vpc", "red"],
      ["Subnet", "red-apps"],
      ["IptablesEIP", "red-eip"],
      ["QoSPolicy", "slow"],
    ] as const;
    for (const [kind, name] of held) {
      expect((await read(kind, name))?.metadata.finalizers, name).to.deep.equal([finalizer]);
    }
    expect(player.written()).to.include.members([
      "PUT /apis/kubeovn.io/v1/vpcs/red",
      "PUT /apis/kubeovn.io/v1/subnets/red-apps",
      "PUT /apis/kubeovn.io/v1/iptables-eips/red-eip",
    ]);
    expect((await read("IptablesEIP", "red-eip"))?.spec?.["v4ip"]).to.match(/^203\.0\.113\./);
    expect((await read("Subnet", "red-apps"))?.spec).to.have.property("u2oFeatures");
    const { metadata } = (await read("Namespace", "red")) ?? {};
    expect(metadata?.annotations?.["ovn.kubernetes.io/logical_switch"]).to.equal("red-apps");
  });

  it("have nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.changes()).to.deep.equal({});
    await stack.refresh();
    expect(await stack.changes()).to.deep.equal({});
  });

  it("put the road's annotations on both programs' pods, and nothing else on the one of somebody else", async () => {
    const wanted = {
      [networks]: "kube-system/api-ovn-nad",
      [routes]: `[{"dst":"${ADDRESSES.kubernetesService}/32","gw":"100.100.100.1"},{"dst":"${ADDRESSES.dnsService}/32","gw":"100.100.100.1"}]`,
    };
    expect((await stack.outputs())["podAnnotations"]?.value).to.deep.equal(wanted);
    const template = async (namespace: string, name: string) => {
      const deployment = await api.get<{ spec: { template: { metadata: object; spec: object } } }>(
        `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
      );
      return deployment?.spec.template;
    };
    expect((await template("red", "agent"))?.metadata).to.deep.include({ annotations: wanted });
    const patched = await template(ingress.namespace, ingress.name);
    expect(patched?.metadata).to.deep.include({ annotations: wanted, labels: { app: "ingress" } });
    expect(patched?.spec).to.deep.include({ terminationGracePeriodSeconds: 0 });
  });

  it("show one changed field as one change, and an address range as another subnet", async () => {
    const [apps, second] = red.subnets;
    const withSubnets = (...subnets: typeof red.subnets) => use({ red: { ...red, subnets } });
    withSubnets({ ...apps, mtu: 1300 } as never, second as never);
    expect(await stack.changes()).to.deep.equal({
      "red:Subnet/red-apps": { op: "update", fields: [...contentMarks, "spec.mtu"] },
    });
    await stack.up();
    expect((await read("Subnet", "red-apps"))?.spec?.["mtu"]).to.equal(1300);
    expect(await stack.changes()).to.deep.equal({});
    withSubnets({ ...apps, mtu: 1300 } as never, { ...second, cidrBlock: "10.22.0.0/24" } as never);
    const { fields = [], op } = (await stack.changes())["red:Subnet/red-second"] ?? {};
    expect(op).to.match(/replace/);
    expect(fields).to.include("spec.cidrBlock");
    use({ blue: { ...blue, policyRoutes: [{ priority: 9, match: "ip4", action: "drop" }] } });
    expect(await stack.changes()).to.deep.include({
      "blue:Vpc/blue": { op: "update", fields: [...contentMarks, "spec.policyRoutes"] },
    });
    use();
    await stack.up();
    expect(await stack.changes()).to.deep.equal({});
  });

  it("go pods first, then subnets, definitions, VPCs, and a subnet not before its last pod", async () => {
    await api.create("/api/v1/namespaces/default/pods", strayPod);
    await kubectl.until("an address of the stray pod", () => read("IP", "stray.default"), 60);
    const before = player.deletions().length;
    const destroyed = stack.destroy();
    const waiting = async () => (await read("Subnet", "blue-apps"))?.metadata.deletionTimestamp;
    const since = Date.parse(await kubectl.until("a subnet that waits", waiting, 120));
    // It does so for longer than it was given to become ready.
    const long = (seconds: number) => Promise.resolve(Date.now() - since > seconds * 1000 || undefined);
    await kubectl.until("a long wait", () => long(20), 60);
    expect((await read("Subnet", "blue-apps"))?.metadata.finalizers).to.deep.equal([finalizer]);
    expect((await read("Vpc", "blue"))?.metadata.deletionTimestamp).to.equal(undefined);
    await kubectl.run("delete", "pod", "stray", "--wait=false");
    await destroyed;
    const gone = player.deletions().slice(before);
    const at = (kind: Watched, name: RegExp) => {
      const places = gone.flatMap((each, index) =>
        each.kind === kind && name.test(each.name) ? [index] : [],
      );
      expect(places, `${kind} ${name.source}`).not.to.deep.equal([]);
      return { first: Math.min(...places), last: Math.max(...places) };
    };
    const order = [
      at("Pod", /^agent-/),
      at("IP", /^agent-.*\.red$/),
      at("Subnet", /^red-/),
      at("NetworkAttachmentDefinition", /^red-second$/),
      at("Vpc", /^red$/),
    ];
    order.slice(1).forEach((step, index) => expect(step.first).to.be.greaterThan(order[index]?.last ?? NaN));
    expect(at("IP", /^stray\.default$/).last).to.be.lessThan(at("Subnet", /^blue-apps$/).first);
    expect(at("Subnet", /^vpc-apiserver-subnet$/).last).to.be.lessThan(
      at("NetworkAttachmentDefinition", /^api-ovn-nad$/).first,
    );
    expect(at("IptablesSnatRule", /./).last).to.be.lessThan(at("IptablesEIP", /^red-eip$/).first);
    expect(at("IptablesEIP", /./).last).to.be.lessThan(at("VpcNatGateway", /./).first);
    expect(at("VpcNatGateway", /./).last).to.be.lessThan(at("Subnet", /^red-/).first);
  });

  it("leave nothing behind", async () => {
    await kubectl.run("delete", "vpc.kubeovn.io/ovn-cluster");
    for (const kind of Object.keys(collections) as Watched[]) {
      if (kind !== "Pod" && kind !== "Namespace") {
        expect(await names(kind), kind).to.deep.equal([]);
      }
    }
    const left = (await kubectl.inventory()).filter(
      (name) =>
        !found.includes(name) &&
        !/kubeovn\.io$|k8s\.cni\.cncf\.io$/.test(name) &&
        !name.includes(sandbox.namespace),
    );
    expect(left).to.deep.equal([]);
    expect(await kubectl.run("get", "configmaps", "-n", "kube-system", "-o", "name")).not.to.contain(
      "vpc-dns",
    );
  });
});
