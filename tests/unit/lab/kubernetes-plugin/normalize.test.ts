import { expect } from "chai";
import { normalizeInputs } from "../../../../lab/kubernetes-plugin/normalize";
import { canonicalQuantity } from "../../../../lab/kubernetes-plugin/quantity";
import { pluck, Unknown, type ValueMap } from "../../../../lab/kubernetes-plugin/value";
import { configMap, deployment, object, secretObject } from "./objects";

const podOf = (spec: ValueMap, container: ValueMap = {}): ValueMap =>
  deployment({ template: { spec: { ...spec, containers: [{ name: "main", ...container }] } } });
const containerOf = (normalized: ValueMap): unknown =>
  (pluck(normalized, "spec", "template", "spec", "containers") as ValueMap[])[0];

describe("The Kubernetes plugin's quantities", () => {
  const cases: readonly [string | number, string][] = [
    ["1000m", "1"],
    ["0.5", "500m"],
    [0.1, "100m"],
    [1, "1"],
    ["1024Mi", "1Gi"],
    ["1.5Gi", "1536Mi"],
    ["100Mi", "100Mi"],
    ["512", "512"],
    ["2000M", "2G"],
    ["1e3", "1e3"],
    ["1500m", "1500m"],
    ["0.5Ki", "512"],
    ["-1000m", "-1"],
    ["0Gi", "0"],
    ["100000000n", "100m"],
    ["no quantity", "no quantity"],
    ["", ""],
  ];
  for (const [given, expected] of cases) {
    it(`writes ${JSON.stringify(given)} as "${expected}"`, () => {
      expect(canonicalQuantity(given)).to.equal(expected);
    });
  }
});

describe("The Kubernetes plugin's normal form of inputs", () => {
  it("brings quantities into the API server's form where they are quantities", () => {
    const given = podOf(
      {},
      { resources: { limits: { cpu: 1, memory: "1024Mi" }, requests: { cpu: "0.5" } } },
    );
    const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } };
    expect(containerOf(normalizeInputs(given))).to.deep.equal({ name: "main", resources });
    expect(normalizeInputs(configMap({ limits: "1000m" }))["data"]).to.deep.equal({ limits: "1000m" });
  });

  it("drops what the API server leaves out", () => {
    const given = podOf(
      { hostNetwork: false, volumes: [], nodeSelector: {} },
      { env: [{ name: "A", value: "" }], tty: false },
    );
    const expected = podOf({}, { env: [{ name: "A" }] });
    expect(normalizeInputs(given)).to.deep.equal(expected);
  });

  it("keeps false and 0 where they mean something", () => {
    const given = podOf(
      { automountServiceAccountToken: false, terminationGracePeriodSeconds: 0, emptyDir: {} },
      { securityContext: { privileged: false } },
    );
    expect(normalizeInputs(given)).to.deep.equal(given);
    const scaled = deployment({ replicas: 0 });
    expect(normalizeInputs(scaled)).to.deep.equal(scaled);
  });

  it("keeps empty values in maps whose keys the user chose, and empty lists of rules", () => {
    const settings = configMap({ a: "" });
    expect(normalizeInputs(settings)).to.deep.equal(settings);
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "r" },
      rules: [],
    };
    expect(normalizeInputs(role)).to.deep.equal(role);
  });

  it("leaves objects of custom kinds and inputs with unknowns alone", () => {
    const custom = object("example.com/v1", "Foo", { off: false, none: null, list: [] });
    expect(normalizeInputs(custom)).to.deep.equal(custom);
    const open = deployment({ replicas: Unknown.instance, paused: false });
    expect(normalizeInputs(open)).to.deep.equal(open);
  });

  it("takes away what only the server sets in metadata", () => {
    const given = deployment({}, { uid: "u", resourceVersion: "7", generation: 2, managedFields: [] });
    expect(normalizeInputs(given)["metadata"]).to.deep.equal({ name: "web", namespace: "shop" });
  });

  it("moves a Secret's stringData into data, which it overrules", () => {
    const given = secretObject({ data: { a: "b2xk", c: "a2VwdA==" }, stringData: { a: "new" } });
    const data = { a: Buffer.from("new").toString("base64"), c: "a2VwdA==" };
    expect(normalizeInputs(given)).to.deep.equal(secretObject({ data }));
    expect(normalizeInputs(secretObject({ data: { a: "YQ==\n" } }))).to.deep.equal(
      secretObject({ data: { a: "YQ==" } }),
    );
  });

  it("drops a CRD's status and its preserveUnknownFields: false", () => {
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "foos" },
    };
    const given = { ...crd, spec: { group: "g", preserveUnknownFields: false }, status: { stored: 1 } };
    expect(normalizeInputs(given)).to.deep.equal({ ...crd, spec: { group: "g" } });
  });
});
