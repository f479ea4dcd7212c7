import * as k8s from "@pulumi/kubernetes";
import { isSecret } from "@pulumi/pulumi";
import { expect } from "chai";
import type { MultiClusterArgs } from "../../provider/src";
import { MultiCluster } from "../../provider/src/multiCluster/multiCluster";
import { ApiServer } from "../support/apiServer";
import {
  neededBy,
  record as recordProgram,
  valueOf,
  type Recording,
  type Respond,
} from "../support/recorder";
import { needReleases } from "../support/releases";

const services = "/apis/serving.knative.dev/v1/namespaces/default/services";
const deployments = "/apis/apps/v1/namespaces/knative-serving/deployments";
const object = (name: string, type: string, status: string) => ({
  metadata: { name, namespace: "default" },
  status: { conditions: [{ type, status }] },
});

describe("graph: several clusters", () => {
  let mirror: string;
  const a = new ApiServer();
  const b = new ApiServer();

  before(async function () {
    mirror = needReleases(this);
    await Promise.all([a.start(), b.start()]);
  });
  after(() => Promise.all([a.stop(), b.stop()]));
  beforeEach(() => {
    for (const [api, uid] of [
      [a, "uid-a"],
      [b, "uid-b"],
    ] as const) {
      api.asked = [];
      api.objects = {
        "/version": { gitVersion: "v1.34.4" },
        "/api/v1/namespaces/kube-system": { metadata: { name: "kube-system", uid } },
        [deployments]: { items: [object("controller", "Available", "True")] },
        [services]: { items: [object("shop", "Ready", "True")] },
      };
    }
  });

  const args = (): MultiClusterArgs => ({
    clusters: [
      { name: "a", cluster: { kubeconfig: a.kubeconfig } },
      { name: "b", cluster: { kubeconfig: b.kubeconfig }, weight: 10 },
    ],
    serving: {
      release: "1.22",
      source: { mirror },
      domain: "example.com",
      gateways: [{ exposure: "LoadBalancer" }],
    },
    services: [{ name: "shop", image: "registry.example.com/shop:1" }],
  });
  /** In a preview: after an update a service is watched until it is ready, and here nobody makes it so. */
  const record = (given: MultiClusterArgs) =>
    recordProgram(() => new MultiCluster("world", given), { preview: true, respond });
  /** Each cluster's load balancer has an address of its own. */
  const respond: Respond = (_, name, inputs) => {
    const ip = { "world-a": "192.0.2.1", "world-b": "192.0.2.2" }[name.split(":")[0] ?? ""];
    return name.endsWith(":Service/kourier-system/kourier")
      ? { ...inputs, status: { loadBalancer: { ingress: [{ ip }] } } }
      : inputs;
  };
  const ofCluster = ({ registrations }: Recording<unknown>, name: string) =>
    registrations.filter(({ provider }) => provider.includes(`::world-${name}::`));
  const ofType = ({ registrations }: Recording<unknown>, type: string) =>
    registrations.filter((made) => made.type === type);

  it("puts the same into each, with a provider of its own", async () => {
    const recording = await record(args());
    const [inA, inB] = [ofCluster(recording, "a"), ofCluster(recording, "b")];
    expect(inA.length).to.be.greaterThan(60);
    const plain = (names: readonly { name: string }[]) =>
      names.map(({ name }) => name.replace(/^world-[ab]:/, ""));
    expect(plain(inB)).to.have.members(plain(inA));
    expect(
      ofType(recording, "knative:index:Service").map(({ name, parent }) => [name, parent]),
    ).to.deep.equal([
      ["shop", "world-a"],
      ["shop", "world-b"],
    ]);
    const identifiers = ofType(recording, "pulumi:providers:kubernetes").map(
      ({ inputs }) => inputs["clusterIdentifier"],
    );
    expect(identifiers).to.deep.equal(["uid-a", "uid-b"]);
  });

  it("touches a cluster only after the one before it has all of its own", async () => {
    const recording = await record({ ...args(), clusters: args().clusters.toReversed() });
    const { registrations } = recording;
    const holder = registrations.find(({ type }) => type === "knative:clusters/a:Member");
    const before = ofCluster(recording, "b").filter(({ type }) => type.startsWith("kubernetes:"));
    expect(holder?.dependencies).to.include.members(before.map(({ name }) => name));
    const last = Math.max(...before.map((made) => registrations.indexOf(made)));
    const first = Math.min(...ofCluster(recording, "a").map((made) => registrations.indexOf(made)));
    expect(first).to.be.greaterThan(last);
    expect(
      registrations.find(({ type }) => type === "knative:clusters/b:Member")?.dependencies,
    ).to.deep.equal([]);
  });

  it("lists records with weights, none of a cluster that is drained", async () => {
    const { result } = await record(args());
    expect(await valueOf(result.records)).to.deep.equal([
      { host: "shop.default.example.com", type: "A", value: "192.0.2.1", weight: 100, cluster: "a" },
      { host: "shop.default.example.com", type: "A", value: "192.0.2.2", weight: 10, cluster: "b" },
    ]);
    const [first, second] = args().clusters;
    const drained = {
      ...args(),
      clusters: [
        { name: "a", ...first, drained: true },
        { name: "b", ...second },
      ],
    };
    const recording = await record(drained);
    expect((await valueOf(recording.result.records))?.map(({ cluster }) => cluster)).to.deep.equal(["b"]);
    expect(ofCluster(recording, "a").length).to.equal(ofCluster(recording, "b").length);
  });

  it("makes records of Alibaba Cloud, with the address of each cluster", async () => {
    const clusters = args().clusters.map((member) => ({ ...member, weight: 50 }));
    const recording = await record({ ...args(), clusters, alibabaDns: { zone: "example.com", ttl: 60 } });
    const made = ofType(recording, "alicloud:dns/alidnsRecord:AlidnsRecord");
    expect(made.map(({ name }) => name)).to.deep.equal([
      "world:record/shop.default.example.com/a",
      "world:record/shop.default.example.com/b",
    ]);
    expect(made[0]?.inputs).to.deep.include({
      domainName: "example.com",
      rr: "shop.default",
      type: "A",
      value: "192.0.2.1",
      ttl: 60,
    });
    expect([...neededBy(recording, made[1]?.name ?? "")]).to.include("shop:Service/default/shop");
  });

  it("puts a front into the hub, behind which are the clusters that get requests", async () => {
    const recording = await record({ ...args(), front: { hub: "b" } });
    const [entry] = ofType(recording, "kubernetes:networking.istio.io/v1:ServiceEntry");
    expect(entry?.provider).to.contain("::world-b::");
    expect(entry?.inputs["spec"]).to.deep.include({ resolution: "STATIC" });
    expect(entry?.inputs["spec"]).to.have.deep.nested.property("endpoints[1]", {
      address: "192.0.2.2",
      weight: 10,
      ports: { http: 80 },
      labels: { cluster: "b" },
    });
    expect(await valueOf(recording.result.records)).to.deep.equal([]);
  });

  it("tells how each cluster is, and how it is asked only as a secret", async () => {
    b.objects = { ...b.objects, [services]: { items: [object("shop", "Ready", "False")] } };
    const { result } = await record(args());
    const states = await valueOf(result.clusters);
    expect(
      states?.map(({ name, healthy, problems, weight }) => ({ name, healthy, problems, weight })),
    ).to.deep.equal([
      { name: "a", healthy: true, problems: [], weight: 100 },
      { name: "b", healthy: false, problems: ["service shop: not ready yet"], weight: 10 },
    ]);
    expect(await isSecret(result.clusters)).to.equal(false);
    expect(await isSecret(result.kubeconfigs)).to.equal(true);
    expect(Object.keys((await valueOf(result.kubeconfigs)) ?? {})).to.deep.equal(["a", "b"]);
  });

  it("refuses all that is wrong in any of them before it makes anything, and a provider for all", async () => {
    const wrong = { ...args(), services: [{ name: "Shop", image: "i" }] };
    const { registrations } = await recordProgram(() => {
      expect(() => new MultiCluster("world", wrong)).to.throw(
        /MultiCluster has a problem.*\n.*services\[0\].name/,
      );
      const provider = new k8s.Provider("mine");
      expect(() => new MultiCluster("other", args(), { provider })).to.throw(/provider: .*\[KN9510\]/);
    });
    expect(registrations.filter(({ type }) => type.startsWith("kubernetes:"))).to.deep.equal([]);
  });
});
