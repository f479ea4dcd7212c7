import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { ComponentResource } from "@pulumi/pulumi";
import type { PlatformArgs } from "../../provider/src";
import { ownerProblems } from "../../provider/src/ownership/ownership.gate";
import { Platform } from "../../provider/src/platform/platform";
import { ApiServer, clusterUid as uid } from "../support/apiServer";
import { record as recordProgram, valueOf, type Recording } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: platform", () => {
  let mirror: string;
  const api = new ApiServer();

  before(async function () {
    mirror = needReleases(this);
    await api.start();
  });
  after(() => api.stop());
  beforeEach(() => {
    api.asked = [];
    api.objects = {
      "/version": { gitVersion: "v1.34.4" },
      "/api/v1/namespaces/kube-system": { metadata: { name: "kube-system", uid } },
    };
  });

  const args = (): PlatformArgs => ({
    serving: { release: "1.22", source: { mirror }, domain: "example.com" },
    services: [{ name: "hello", image: "registry.example.com/hello:1" }],
  });
  /** In a preview: after an update a service is watched until it is ready, and here nobody makes it so. */
  const record = <T>(program: () => T) => recordProgram(program, { preview: true });
  const objects = ({ registrations }: Recording<unknown>) =>
    registrations.filter(({ type }) => type.startsWith("kubernetes:"));
  const providers = ({ registrations }: Recording<unknown>) =>
    registrations.filter(({ type }) => type === "pulumi:providers:kubernetes");
  it("makes one provider, known by the cluster's identity and not by a name", async () => {
    const recording = await record(
      () => new Platform("prod", { ...args(), cluster: { kubeconfig: api.kubeconfig } }),
    );
    expect(providers(recording).map(({ inputs }) => inputs.clusterIdentifier)).to.deep.equal([uid]);
    expect(objects(recording).length).to.be.greaterThan(60);
    for (const { name, provider } of objects(recording)) {
      expect(provider, name).to.contain("prod");
    }
  });

  it("marks the namespaces of Serving with who installs them, and in which cluster", async () => {
    const recording = await record(
      () => new Platform("prod", { ...args(), cluster: { kubeconfig: api.kubeconfig } }),
    );
    const namespaces = objects(recording).filter(({ type }) => type === "kubernetes:core/v1:Namespace");
    expect(namespaces.map(({ name }) => name)).to.have.members([
      "prod:Namespace/knative-serving",
      "prod:Namespace/kourier-system",
    ]);
    for (const { inputs } of namespaces) {
      expect((inputs.metadata as { annotations: object }).annotations).to.include({
        "knative.pulumi.com/owner": "project/stack/prod",
        "knative.pulumi.com/cluster": uid,
      });
    }
  });

  it("waits for each service under the domain that Knative chooses by its labels, its own name among them", async () => {
    const domains = [
      { name: "a.example.com" },
      { name: "b.example.com", selector: { "serving.knative.dev/service": "hello" } },
    ];
    const serving = { ...args().serving, domain: undefined, domains };
    const services = ["hello", "other"].map((name) => ({ name, image: "registry.example.com/app:1" }));
    const recording = await record(() => {
      const provider = new k8s.Provider("eks", { kubeconfig: "{}" });
      return new Platform("prod", { serving, services }, { provider });
    });
    expect(await valueOf(recording.result.urls)).to.deep.equal({
      hello: "http://hello.default.b.example.com",
      other: "http://other.default.a.example.com",
    });
  });

  const withNamespace = () =>
    record(
      () =>
        new Platform("prod", {
          serving: args().serving,
          cluster: { kubeconfig: api.kubeconfig },
          namespaces: [
            {
              name: "team",
              podSecurity: "restricted",
              pullSecrets: [
                { name: "pull", registry: "registry.example.com", username: "me", password: "pass" },
              ],
            },
          ],
          services: [{ name: "hello", namespace: "team", image: "registry.example.com/hello:1" }],
        }),
    );

  it("makes namespaces and their Secrets before the services in them, and apart from Knative", async () => {
    const recording = await withNamespace();
    const named = (name: string) => objects(recording).find((one) => one.name === name);
    const namespace = named("prod:Namespace/team");
    expect(namespace?.parent).to.equal("prod");
    expect(namespace?.provider).to.contain("prod");
    expect(namespace?.dependencies).to.deep.equal([]);
    expect((namespace?.inputs.metadata as { annotations: object }).annotations).to.include({
      "knative.pulumi.com/owner": "project/stack/prod",
      "knative.pulumi.com/cluster": uid,
    });
    const secret = named("prod:Secret/team/pull");
    expect(secret?.dependencies).to.deep.equal(["prod:Namespace/team"]);
    expect(secret?.deletedWith).to.equal("prod:Namespace/team");
    // An object waits with its component.
    const component = recording.registrations.find(({ name }) => name === "team/hello");
    expect(component?.dependencies).to.include.members(["prod:Namespace/team", "prod:Secret/team/pull"]);
    const service = named("team/hello:Service/team/hello");
    const { spec } = (service?.inputs.spec as { template: { spec: Record<string, unknown> } }).template;
    expect(spec.imagePullSecrets).to.deep.equal([{ name: "pull" }]);
    expect(JSON.stringify(spec.containers)).to.contain('"runAsNonRoot":true');
  });

  it("goes by the caller's provider for every object, and asks no cluster that kubectl knows", async () => {
    process.env.KUBECONFIG = "/nowhere/that/there/is";
    try {
      const recording = await record(() => {
        const provider = new k8s.Provider("eks", { kubeconfig: "{}" });
        return new Platform("prod", args(), { providers: [provider] });
      });
      expect(providers(recording).map(({ name }) => name)).to.deep.equal(["eks"]);
      expect(objects(recording).length).to.be.greaterThan(60);
      for (const { name, provider } of objects(recording)) {
        expect(provider, name).to.contain("::eks::");
      }
      expect(await valueOf(recording.result.kubeconfig)).to.equal("");
      expect(api.asked).to.deep.equal([]);
    } finally {
      delete process.env.KUBECONFIG;
    }
  });

  it("checks the cluster by a kubeconfig that is given beside the provider", async () => {
    const recording = await record(() => {
      const provider = new k8s.Provider("eks", { kubeconfig: "{}" });
      return new Platform("prod", { ...args(), cluster: { kubeconfig: api.kubeconfig } }, { provider });
    });
    expect(providers(recording).map(({ name }) => name)).to.deep.equal(["eks"]);
    expect(api.asked).to.include("/version");
  });

  it("can't give an identity to the cluster of a caller's provider (KN1008)", () => {
    const make = () => {
      const provider = new k8s.Provider("eks", { kubeconfig: "{}" });
      return new Platform("prod", { ...args(), cluster: { identifier: "x" } }, { provider });
    };
    return record(() => expect(make).to.throw(/cluster\.identifier: excludes the option provider.*KN1008/));
  });

  it("takes an installation over for those who say so", async () => {
    const annotations = {
      "knative.pulumi.com/owner": "shop/test/platform",
      "knative.pulumi.com/cluster": uid,
    };
    api.objects["/api/v1/namespaces/knative-serving"] = {
      metadata: { name: "knative-serving", uid: "b", annotations },
    };
    const serving = { ...args().serving, adopt: true };
    const recording = await record(
      () => new Platform("prod", { ...args(), cluster: { kubeconfig: api.kubeconfig }, serving }),
    );
    expect(objects(recording).length).to.be.greaterThan(60);
  });
});

describe("graph: the owner of an installation", () => {
  const owner = { project: "project", stack: "stack", component: "platform", formerly: [] };
  const namespace = {
    name: "knative-serving",
    uid: "b",
    owner: "project/before/platform",
    markedCluster: uid,
  };
  const found = { clusterUid: uid, namespaces: [namespace] };

  /** Codes of what is wrong, and whether the state was asked for, and of which stack. */
  async function problems(state: Record<string, unknown>, given = owner) {
    const asked: unknown[] = [];
    const { result } = await recordProgram(
      () => ownerProblems(given, found, {}, new ComponentResource("test:index:Component", "component")),
      {
        answer: (token, inputs) => {
          asked.push([token, inputs.stackName]);
          return { outputs: state };
        },
      },
    );
    return { codes: (await valueOf(result))?.map(({ code }) => code), asked };
  }

  it("is read from the stack's own state where the mark is another's", async () => {
    const annotations = { "knative.pulumi.com/owner": "project/before/platform" };
    const urn = "urn:pulumi:stack::project::kubernetes:core/v1:Namespace::platform:Namespace/knative-serving";
    const resource = {
      type: "kubernetes:core/v1:Namespace",
      outputs: { metadata: { uid: "b", annotations } },
    };
    expect(await problems({ [urn]: resource })).to.deep.equal({
      codes: [],
      asked: [["pulumi:pulumi:readStackResourceOutputs", "organization/project/stack"]],
    });
    expect((await problems({})).codes).to.deep.equal(["KN3006"]);
  });

  it("isn't asked for where the mark is ours", async () => {
    const { codes, asked } = await problems({}, { ...owner, stack: "before" });
    expect(codes).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
  });
});
