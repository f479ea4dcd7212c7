import { expect } from "chai";
import { diffObjects, replacingPaths, withoutIgnored } from "../../../../lab/kubernetes-plugin/diff";
import { forceNewPatterns, identityPatterns } from "../../../../lab/kubernetes-plugin/forceNew";
import { formatPropertyPath } from "../../../../lab/kubernetes-plugin/propertyPath";
import { Unknown, type ValueMap } from "../../../../lab/kubernetes-plugin/value";
import { configMap, deployment, object, secretObject } from "./objects";

const frozen = { configMaps: false, secrets: false };
const mutable = { configMaps: true, secrets: true };

/** The differences as `path: kind`, with `!` where the object is replaced. */
function differences(old: ValueMap, now: ValueMap, mutability = frozen): string[] {
  return diffObjects(old, now, forceNewPatterns(now, mutability)).map(
    ({ path, kind, replace }) => `${formatPropertyPath(path)}: ${kind}${replace ? "!" : ""}`,
  );
}

const foo = (spec: ValueMap): ValueMap => object("example.com/v1", "Foo", spec);

describe("The Kubernetes plugin's comparison of old and new inputs", () => {
  const cases: readonly [string, ValueMap, ValueMap, string[]][] = [
    ["finds nothing in equal objects", deployment(), deployment(), []],
    ["finds a changed scalar", deployment(), deployment({ replicas: 2 }), ["spec.replicas: update"]],
    ["finds an added map as one change", foo({}), foo({ a: { b: 1 } }), ["spec.a: add"]],
    ["finds a lost list as one change", foo({ a: [1, 2] }), foo({}), ["spec.a: delete"]],
    [
      "compares lists by index",
      foo({ l: [1, 2] }),
      foo({ l: [1, 3, 4] }),
      ["spec.l[1]: update", "spec.l[2]: add"],
    ],
    ["finds what a list lost at its end", foo({ l: [1, 2] }), foo({ l: [1] }), ["spec.l[1]: delete"]],
    [
      "looks into maps in lists",
      foo({ l: [{ a: 1, b: 2 }] }),
      foo({ l: [{ a: 3 }] }),
      ["spec.l[0].a: update", "spec.l[0].b: delete"],
    ],
    ["finds a changed type", foo({ a: { b: 1 } }), foo({ a: "b" }), ["spec.a: update"]],
    ["takes null for a loss", foo({ a: 1 }), foo({ a: null }), ["spec.a: delete"]],
    ["takes an unknown for a change", foo({ a: 1 }), foo({ a: Unknown.instance }), ["spec.a: update"]],
    ["takes a new unknown for an addition", foo({}), foo({ a: Unknown.instance }), ["spec.a: add"]],
    ["quotes keys with dots", foo({ "a.b": 1 }), foo({ "a.b": 2 }), ['spec["a.b"]: update']],
  ];
  for (const [title, old, now, expected] of cases) {
    it(title, () => {
      expect(differences(old, now)).to.deep.equal(expected);
    });
  }

  it("leaves out what is ignored, by exact path, by parent and by wildcard", () => {
    const now = deployment({
      replicas: 3,
      paused: true,
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "main", image: "web:2" }] },
      },
    });
    const left = (...ignored: string[]): string[] =>
      withoutIgnored(diffObjects(deployment(), now, []), ignored).map(({ path }) => formatPropertyPath(path));
    expect(left("spec.replicas")).to.have.members(["spec.paused", "spec.template.spec.containers[0].image"]);
    expect(left("spec.template.spec.containers[*].image", "spec.paused")).to.deep.equal(["spec.replicas"]);
    expect(left("spec")).to.deep.equal([]);
  });

  it("replaces an object that loses all its metadata", () => {
    const changes = diffObjects(
      deployment(),
      { apiVersion: "apps/v1", kind: "Deployment" },
      identityPatterns,
    );
    expect(replacingPaths(changes)).to.include("metadata");
  });
});

describe("The Kubernetes plugin's table of fields that replace", () => {
  const replaced: readonly [string, ValueMap, ValueMap][] = [
    ["a Deployment's selector", deployment(), deployment({ selector: { matchLabels: { app: "other" } } })],
    ["a name", deployment(), deployment({}, { name: "other" })],
    ["a namespace", deployment(), deployment({}, { namespace: "other" })],
    [
      "a StatefulSet's serviceName",
      object("apps/v1", "StatefulSet", { serviceName: "a" }),
      object("apps/v1", "StatefulSet", { serviceName: "b" }),
    ],
    [
      "a StatefulSet's claims",
      object("apps/v1", "StatefulSet", {}),
      object("apps/v1", "StatefulSet", { volumeClaimTemplates: [{ a: 1 }] }),
    ],
    [
      "a DaemonSet's selector",
      object("apps/v1", "DaemonSet", { selector: { matchLabels: { a: "1" } } }),
      object("apps/v1", "DaemonSet", { selector: { matchLabels: { a: "2" } } }),
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", { template: { a: 1 } }),
      object("batch/v1", "Job", { template: { a: 2 } }),
    ],
    [
      "a Job's completions",
      object("batch/v1", "Job", { completions: 1 }),
      object("batch/v1", "Job", { completions: 2 }),
    ],
    [
      "a Service's clusterIP",
      object("v1", "Service", { clusterIP: "10.0.0.1" }),
      object("v1", "Service", { clusterIP: "None" }),
    ],
    [
      "a Pod's image",
      object("v1", "Pod", { containers: [{ image: "a" }] }),
      object("v1", "Pod", { containers: [{ image: "b" }] }),
    ],
    ["a Pod's node", object("v1", "Pod", {}), object("v1", "Pod", { nodeName: "n" })],
    [
      "a claim's class",
      object("v1", "PersistentVolumeClaim", { storageClassName: "a" }),
      object("v1", "PersistentVolumeClaim", { storageClassName: "b" }),
    ],
    ["a whole spec that holds such a field", { ...deployment(), spec: 1 }, deployment()],
    [
      "an immutable ConfigMap's data",
      configMap({ a: "1" }, { immutable: true }),
      configMap({ a: "2" }, { immutable: true }),
    ],
    ["a Secret's type", secretObject({ type: "a" }), secretObject({ type: "b" })],
    [
      "a binding's role",
      { ...object("rbac.authorization.k8s.io/v1", "RoleBinding", {}), roleRef: { name: "a" } },
      { ...object("rbac.authorization.k8s.io/v1", "RoleBinding", {}), roleRef: { name: "b" } },
    ],
    [
      "a StorageClass's provisioner",
      { ...object("storage.k8s.io/v1", "StorageClass", {}), provisioner: "a" },
      { ...object("storage.k8s.io/v1", "StorageClass", {}), provisioner: "b" },
    ],
  ];
  for (const [title, old, now] of replaced) {
    it(`replaces for ${title}, mutable data or not`, () => {
      expect(differences(old, now, mutable).some((line) => line.endsWith("!"))).to.equal(true);
    });
  }

  const kept: readonly [string, ValueMap, ValueMap][] = [
    ["a Deployment's replicas", deployment(), deployment({ replicas: 5 })],
    [
      "a Service's type",
      object("v1", "Service", { type: "ClusterIP" }),
      object("v1", "Service", { type: "NodePort" }),
    ],
    [
      "a Job's backoffLimit",
      object("batch/v1", "Job", { backoffLimit: 1 }),
      object("batch/v1", "Job", { backoffLimit: 2 }),
    ],
    ["a Pod's tolerations", object("v1", "Pod", {}), object("v1", "Pod", { tolerations: [{ key: "a" }] })],
    ["anything of a custom kind", foo({ selector: { a: 1 } }), foo({ selector: { a: 2 } })],
    [
      "an old Deployment's selector",
      { ...deployment({ selector: { a: "1" } }), apiVersion: "apps/v1beta1" },
      { ...deployment({ selector: { a: "2" } }), apiVersion: "apps/v1beta1" },
    ],
  ];
  for (const [title, old, now] of kept) {
    it(`updates in place for ${title}`, () => {
      const found = differences(old, now);
      expect(found).not.to.deep.equal([]);
      expect(found.some((line) => line.endsWith("!"))).to.equal(false);
    });
  }

  it("replaces ConfigMaps and Secrets for their data unless the provider holds them mutable", () => {
    expect(differences(configMap({ a: "1" }), configMap({ a: "2" }))).to.deep.equal(["data.a: update!"]);
    expect(differences(configMap({ a: "1" }), configMap({ a: "2" }), mutable)).to.deep.equal([
      "data.a: update",
    ]);
    const [old, now] = [secretObject({ data: { a: "YQ==" } }), secretObject({ data: { a: "Yg==" } })];
    expect(differences(old, now)).to.deep.equal(["data.a: update!"]);
    expect(differences(old, now, mutable)).to.deep.equal(["data.a: update"]);
  });
});
