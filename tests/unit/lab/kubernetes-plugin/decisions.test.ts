import { expect } from "chai";
import { check } from "../../../../lab/kubernetes-plugin/check";
import { makeCheckpoint } from "../../../../lab/kubernetes-plugin/checkpoint";
import { readSettings } from "../../../../lab/kubernetes-plugin/config";
import type { Provider } from "../../../../lab/kubernetes-plugin/context";
import { diffResource, type DiffResult } from "../../../../lab/kubernetes-plugin/diffResource";
import { Secret, type ValueMap } from "../../../../lab/kubernetes-plugin/value";
import { configMap, deployment } from "./objects";

/** A provider whose cluster can't be reached, and the lines that it logged. */
function offline(): { provider: Provider; lines: string[] } {
  const lines: string[] = [];
  const log = {
    log: (_: string, __: string, text: string) => void lines.push(text),
    status: () => undefined,
  };
  const provider: Provider = {
    settings: readSettings(new Map(), {}),
    defaultNamespace: "shop",
    cluster: undefined,
    informers: undefined,
    unreachable: "gone",
    minorVersion: 0,
    log,
  };
  return { provider, lines };
}

const urn = (type: string): string => `urn:pulumi:dev::project::component:Type$kubernetes:${type}::hello`;

describe("The Kubernetes plugin's check without a cluster", () => {
  const checked = (type: string, news: ValueMap, olds: ValueMap = {}, more = {}): Promise<ValueMap> => {
    const request = {
      urn: urn(type),
      olds,
      news,
      randomSeed: Buffer.from("s"),
      autonaming: undefined,
      ...more,
    };
    return check(offline().provider, request);
  };
  const nameless = { apiVersion: "v1", kind: "ConfigMap" };

  it("names an object that has no name, after the resource", async () => {
    const { metadata } = (await checked("core/v1:ConfigMap", nameless)) as { metadata: { name: string } };
    expect(metadata.name).to.match(/^hello-[0-9a-f]{8}$/);
  });

  it("keeps a name that it chose before", async () => {
    const metadata = { name: "hello-old", annotations: { "pulumi.com/autonamed": "true" } };
    const inputs = await checked("core/v1:ConfigMap", nameless, { ...nameless, metadata });
    expect(inputs).to.have.nested.property("metadata.name", "hello-old");
  });

  it("heeds the engine's naming", async () => {
    const proposed = { autonaming: { mode: "propose", proposedName: "mine" } };
    const inputs = await checked("core/v1:ConfigMap", nameless, {}, proposed);
    expect(inputs).to.have.nested.property("metadata.name", "mine");
    const disabled = { autonaming: { mode: "disable", proposedName: "" } };
    const error: unknown = await checked("core/v1:ConfigMap", nameless, {}, disabled).catch(
      (e: unknown) => e,
    );
    expect(String(error)).to.include("autonaming is disabled");
  });

  it("puts objects into the default namespace where their kind has namespaces", async () => {
    const namespaceOf = async (type: string, apiVersion: string, kind: string): Promise<unknown> => {
      const inputs = await checked(type, { apiVersion, kind, metadata: { name: "a" } });
      return (inputs["metadata"] as ValueMap)["namespace"];
    };
    expect(await namespaceOf("core/v1:ConfigMap", "v1", "ConfigMap")).to.equal("shop");
    expect(await namespaceOf("core/v1:Namespace", "v1", "Namespace")).to.equal(undefined);
    expect(await namespaceOf("example.com/v1:Foo", "example.com/v1", "Foo")).to.equal("shop");
  });

  it("keeps secrets secret", async () => {
    const news = configMap({ a: new Secret("x") });
    expect((await checked("core/v1:ConfigMap", news))["data"]).to.deep.equal({ a: new Secret("x") });
  });

  const refused: readonly [string, string, ValueMap, RegExp][] = [
    ["lists", "core/v1:ConfigMapList", {}, /cannot be created directly/],
    [
      "Helm releases",
      "helm.sh/v3:Release",
      {},
      /helm\.sh\/v3:Release is not supported by the lab's stand-in/,
    ],
    ["types without a group", "v1:ConfigMap", nameless, /does not have both a group and a version: "v1"/],
    ["patches without a name", "core/v1:ConfigMapPatch", nameless, /require the `\.metadata\.name` field/],
    ["generateName", "core/v1:ConfigMap", { ...nameless, metadata: { generateName: "a-" } }, /generateName/],
  ];
  for (const [title, type, news, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error: unknown = await checked(type, news).catch((e: unknown) => e);
      expect(String(error)).to.match(message);
    });
  }
});

describe("The Kubernetes plugin's decision to replace", () => {
  const decide = (
    old: ValueMap,
    news: ValueMap,
    ignoreChanges: readonly string[] = [],
  ): Promise<DiffResult> =>
    diffResource(offline().provider, {
      urn: urn("core/v1:ConfigMap"),
      olds: makeCheckpoint(old, old, old, "v1", "m"),
      news,
      ignoreChanges,
    });

  it("deletes first where the new object must have the old one's name", async () => {
    const { replaces, deleteBeforeReplace } = await decide(configMap({ a: "1" }), configMap({ a: "2" }));
    expect(replaces).to.deep.equal(["data.a"]);
    expect(deleteBeforeReplace).to.equal(true);
  });

  it("creates first where the name was chosen by the provider, or is another", async () => {
    const autonamed = { name: "a-1", namespace: "shop", annotations: { "pulumi.com/autonamed": "true" } };
    const old = configMap({ a: "1" }, { metadata: autonamed });
    const chosen = await decide(old, configMap({ a: "2" }, { metadata: autonamed }));
    expect([chosen.replaces.length, chosen.deleteBeforeReplace]).to.deep.equal([1, false]);
    const other = { metadata: { name: "other", namespace: "shop" } };
    const renamed = await decide(configMap({}), configMap({}, other));
    expect([renamed.replaces.length, renamed.deleteBeforeReplace]).to.deep.equal([1, false]);
  });

  it("replaces nothing for what is ignored", async () => {
    const { changed, replaces } = await decide(configMap({ a: "1" }), configMap({ a: "2" }), ["data"]);
    expect([changed, replaces]).to.deep.equal([false, []]);
  });

  it("compares with the live object, but only what the old inputs name", async () => {
    const inputs = deployment();
    const live = { ...deployment({ replicas: 4, revisionHistoryLimit: 10 }), status: { replicas: 4 } };
    const { changes } = await diffResource(offline().provider, {
      urn: urn("apps/v1:Deployment"),
      olds: makeCheckpoint(inputs, live, inputs, "apps/v1", "m"),
      news: inputs,
      ignoreChanges: [],
    });
    expect(changes.map(({ path }) => path.join("."))).to.deep.equal(["spec.replicas"]);
  });

  it("warns where it can't look whether an object is ready", async () => {
    const { provider, lines } = offline();
    const metadata = { name: "a", annotations: { "pulumi.com/replaceUnready": "true" } };
    const inputs = configMap({}, { metadata });
    const olds = makeCheckpoint(inputs, inputs, inputs, "v1", "m");
    await diffResource(provider, { urn: urn("core/v1:ConfigMap"), olds, news: inputs, ignoreChanges: [] });
    expect(lines).to.deep.equal(["Cluster is unreachable, skipping replaceUnready check"]);
  });
});
