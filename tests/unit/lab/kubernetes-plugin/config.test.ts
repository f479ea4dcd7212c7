import { expect } from "chai";
import { diffConfig, readSettings, type Settings } from "../../../../lab/kubernetes-plugin/config";
import { Unknown, type ValueMap } from "../../../../lab/kubernetes-plugin/value";

const settings = (
  variables: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Settings =>
  readSettings(
    new Map(Object.entries(variables).map(([key, value]) => [`kubernetes:config:${key}`, value])),
    env,
  );

const kubeconfig = (server = "https://a", token = "t", current = "first"): string =>
  JSON.stringify({
    clusters: [
      { name: "a", cluster: { server } },
      { name: "b", cluster: { server: "https://b" } },
    ],
    users: [{ name: "u", user: { token } }],
    contexts: [
      { name: "first", context: { cluster: "a", user: "u" } },
      { name: "second", context: { cluster: "b", user: "u" } },
    ],
    "current-context": current,
  });

describe("The Kubernetes plugin's options", () => {
  it("have the official defaults", () => {
    const { mutable, upsertExistingObjects, enablePatchForce, qps, burst } = settings({});
    expect({ mutable, upsertExistingObjects, enablePatchForce, qps, burst }).to.deep.equal({
      mutable: { configMaps: false, secrets: false },
      upsertExistingObjects: false,
      enablePatchForce: false,
      qps: 50,
      burst: 120,
    });
  });

  it("come from the environment where they are not set", () => {
    const env = { PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE: "true", PULUMI_K8S_CLIENT_QPS: "7" };
    expect(settings({}, env).mutable.configMaps).to.equal(true);
    expect(settings({}, env).qps).to.equal(7);
    expect(settings({ enableConfigMapMutable: "false" }, env).mutable.configMaps).to.equal(false);
    expect(settings({ kubeClientSettings: '{"qps":9,"burst":3}' }, env)).to.include({ qps: 9, burst: 3 });
  });

  it("refuse what the stand-in can't do, and numbers that are none", () => {
    expect(() => settings({ renderYamlToDirectory: "out" })).to.throw(
      /renderYamlToDirectory is not supported/,
    );
    expect(() => settings({ enableServerSideApply: "false" })).to.throw(
      /enableServerSideApply: false is not/,
    );
    expect(() => settings({}, { PULUMI_K8S_CLIENT_BURST: "many" })).to.throw(
      /PULUMI_K8S_CLIENT_BURST: "many"/,
    );
  });
});

describe("The Kubernetes plugin's comparison of options", () => {
  const old = { kubeconfig: kubeconfig() };
  const cases: readonly [string, ValueMap, ValueMap, readonly string[]][] = [
    ["keeps objects for a new token", old, { kubeconfig: kubeconfig("https://a", "new") }, []],
    ["replaces for another server", old, { kubeconfig: kubeconfig("https://c") }, ["kubeconfig"]],
    ["replaces for another context", old, { ...old, context: "second" }, ["context"]],
    ["replaces for another cluster", old, { ...old, cluster: "b" }, ["cluster"]],
    ["replaces for an unknown kubeconfig", old, { kubeconfig: Unknown.instance }, ["kubeconfig"]],
    [
      "keeps objects while the identifier stays",
      { ...old, clusterIdentifier: "i" },
      { kubeconfig: Unknown.instance, clusterIdentifier: "i" },
      [],
    ],
    [
      "replaces for another identifier",
      { clusterIdentifier: "i" },
      { clusterIdentifier: "j" },
      ["clusterIdentifier"],
    ],
    ["keeps objects for a new identifier", old, { ...old, clusterIdentifier: "i" }, []],
    ["keeps objects for other options", old, { ...old, enablePatchForce: "true" }, []],
  ];
  for (const [title, olds, news, replaces] of cases) {
    it(title, async () => {
      expect((await diffConfig(olds, news))?.replaces).to.deep.equal(replaces);
    });
  }

  it("sees no change in equal options, and refuses what is no kubeconfig", async () => {
    expect(await diffConfig(old, { kubeconfig: kubeconfig() })).to.equal(undefined);
    const broken: unknown = await diffConfig(old, { kubeconfig: "a: [b" }).catch((error: unknown) => error);
    expect(String(broken)).to.include("failed to parse kubeconfig");
  });
});
