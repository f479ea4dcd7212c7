import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Response } from "node-fetch";
import type { Ask, Change } from "../../../provider/src/cluster/connect";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { adoptionText, fieldChanges } from "../../../provider/src/ownership/adoption";
import { readAdoption } from "../../../provider/src/ownership/adoption.read";

const configMap = (data: Record<string, string>, metadata: object = {}): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "config-features", namespace: "knative-serving", ...metadata },
  data,
});

describe("what adoption changes", () => {
  it("is told by field, with both values, and nothing of the API server's bookkeeping", () => {
    const before = configMap(
      { "a.b": "old", gone: "x" },
      {
        uid: "1",
        resourceVersion: "7",
        managedFields: [{ manager: "kubectl" }],
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      },
    );
    const after = configMap({ "a.b": "new", fresh: "y" }, { uid: "1", resourceVersion: "8", generation: 2 });
    expect(fieldChanges(before, after)).to.have.deep.members([
      { path: 'data["a.b"]', before: '"old"', after: '"new"' },
      { path: "data.gone", before: '"x"' },
      { path: "data.fresh", after: '"y"' },
    ]);
  });

  it("is nothing where only the status or what the API server writes differs", () => {
    const before = { ...configMap({}, { uid: "1", creationTimestamp: "now" }), status: { ready: true } };
    expect(fieldChanges(before, configMap({}))).to.deep.equal([]);
  });

  it("shows no value of a Secret", () => {
    const secret = (key: string): Manifest => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s" },
      data: { key },
    });
    expect(fieldChanges(secret("b2xk"), secret("bmV3"))).to.deep.equal([
      { path: "data.key", before: "(secret)", after: "(secret)" },
    ]);
  });

  it("names lists by position, and cuts long values", () => {
    const listed = (names: readonly string[]): Manifest => ({ ...configMap({}), items: names });
    const [change] = fieldChanges(listed(["a", "b"]), listed(["a", "c".repeat(100)]));
    expect(change?.path).to.equal("items[1]");
    expect(change?.after).to.have.lengthOf(61);
  });

  it("is summed up, with what would be refused first", () => {
    const changes = Array.from({ length: 7 }, (_, index) => ({ path: `data.k${index}`, after: "1" }));
    const text = adoptionText([
      { key: "ConfigMap/a/same", kind: "taken", changes: [] },
      { key: "ConfigMap/a/other", kind: "taken", changes },
      { key: "Deployment/a/added", kind: "new" },
      { key: "Secret/a/later", kind: "unknown" },
      { key: "PodDisruptionBudget/a/b", kind: "refused", reason: "both set" },
    ]);
    expect(text.split("\n").slice(0, 3)).to.deep.equal([
      "adopt takes over what is in the cluster: 1 objects stay as they are, 1 change, 1 are new, 1 can't be told yet, 1 would be refused",
      "  PodDisruptionBudget/a/b: refused: both set",
      "  ConfigMap/a/other",
    ]);
    expect(text).to.contain("data.k4: (none) → 1");
    expect(text).not.to.contain("data.k5");
    expect(text).to.contain("… and 2 more fields");
  });

  it("is not told line by line without end", () => {
    const changes = [{ path: "data.k", after: "1" }];
    const many = Array.from(
      { length: 200 },
      (_, index) => ({ key: `ConfigMap/a/${index}`, kind: "taken", changes }) as const,
    );
    expect(adoptionText(many).split("\n")).to.have.lengthOf(62);
  });
});

describe("reading what adoption changes", () => {
  const asked: (readonly [path: string, change: Change | undefined])[] = [];
  const answer = (status: number, body: object = {}) => new Response(JSON.stringify(body), { status });
  const live = configMap({ key: "old" }, { uid: "1" });
  const cluster: Ask = (path, change) => {
    asked.push([path, change]);
    if (path === "/api/v1") {
      const resources = [
        { kind: "ConfigMap", name: "configmaps", namespaced: true },
        { kind: "Namespace", name: "namespaces", namespaced: false },
        { kind: "Namespace", name: "namespaces/status", namespaced: false },
      ];
      return Promise.resolve(answer(200, { resources }));
    }
    if (path === "/api/v1/namespaces/knative-serving/configmaps/config-features") {
      return Promise.resolve(answer(200, live));
    }
    if (path.startsWith("/api/v1/namespaces/knative-serving/configmaps/config-features?")) {
      return Promise.resolve(answer(200, configMap({ key: "new" }, { uid: "1" })));
    }
    if (path === "/api/v1/namespaces/refused") {
      return Promise.resolve(
        answer(200, { apiVersion: "v1", kind: "Namespace", metadata: { name: "refused" } }),
      );
    }
    return Promise.resolve(
      path.includes("refused?") ? answer(422, { message: "is no good" }) : answer(404, {}),
    );
  };
  const read = (...manifests: readonly Manifest[]) => {
    asked.length = 0;
    return readAdoption(cluster, manifests);
  };
  const namespace = (name: string): Manifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

  it("asks the API server to apply what is there without storing it", async () => {
    const wanted = configMap({ key: "new" });
    expect(await read(wanted)).to.deep.equal([
      {
        key: "ConfigMap/knative-serving/config-features",
        kind: "taken",
        changes: [{ path: "data.key", before: '"old"', after: '"new"' }],
      },
    ]);
    const changes = asked.filter(([, change]) => change !== undefined);
    expect(changes).to.have.lengthOf(1);
    expect(changes[0]?.[0]).to.match(/dryRun=All&force=true/);
    expect(changes[0]?.[1]).to.deep.equal({ apply: wanted });
  });

  it("keeps the order, and tells what is new and what is refused", async () => {
    const found = await read(
      namespace("refused"),
      { apiVersion: "operator.example.com/v1", kind: "Thing", metadata: { name: "of-no-kind-yet" } },
      namespace("fresh"),
    );
    expect(found).to.deep.equal([
      { key: "Namespace/refused", kind: "refused", reason: "is no good" },
      { key: "Thing/of-no-kind-yet", kind: "new" },
      { key: "Namespace/fresh", kind: "new" },
    ]);
  });

  it("sends nothing that is known only later", async () => {
    const later = { ...configMap({}), data: { key: pulumi.secret("x") } };
    expect(await read(later)).to.deep.equal([
      { key: "ConfigMap/knative-serving/config-features", kind: "unknown" },
    ]);
    expect(asked.every(([, change]) => change === undefined)).to.equal(true);
  });

  it("says what has to go first from a budget that can't have both of its fields, and asks for no dry run", async () => {
    const budget = (spec: object): Manifest => ({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "activator-pdb", namespace: "knative-serving" },
      spec,
    });
    const path = "/apis/policy/v1/namespaces/knative-serving/poddisruptionbudgets/activator-pdb";
    const resources = [{ kind: "PodDisruptionBudget", name: "poddisruptionbudgets", namespaced: true }];
    const ask: Ask = (asked, change) => {
      expect(change).to.equal(undefined);
      return Promise.resolve(
        answer(200, asked === path ? budget({ minAvailable: "80%", selector: {} }) : { resources }),
      );
    };
    expect(await readAdoption(ask, [budget({ maxUnavailable: 1, selector: {} })])).to.deep.equal([
      {
        key: "PodDisruptionBudget/knative-serving/activator-pdb",
        kind: "taken",
        changes: [
          { path: "spec.minAvailable", before: '"80%"' },
          { path: "spec.maxUnavailable", after: "1" },
        ],
        ahead: { path, patch: { spec: { minAvailable: null } } },
      },
    ]);
  });
});
