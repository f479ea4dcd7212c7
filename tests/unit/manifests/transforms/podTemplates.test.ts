import { expect } from "chai";
import { getAt, type Manifest } from "../../../../provider/src/manifests/manifest";
import { labelNamespaces, setPods } from "../../../../provider/src/manifests/transforms";
import { deployment } from "./samples";

const template = (manifest: Manifest, ...path: (string | number)[]): unknown =>
  getAt(manifest, ["spec", "template", ...path]);

describe("settings of pods", () => {
  it("replace what is one value, and are left alone where undefined", () => {
    const changed = setPods("a", {
      replaced: {
        priorityClassName: "high",
        tolerations: [{ key: "k" }],
        terminationGracePeriodSeconds: undefined,
      },
    })(deployment("a"));
    expect(template(changed, "spec")).to.deep.include({
      priorityClassName: "high",
      tolerations: [{ key: "k" }],
    });
    expect(template(changed, "spec")).to.not.have.property("terminationGracePeriodSeconds");
  });

  it("are put together with upstream's maps entry by entry", () => {
    const upstream = setPods("a", { merged: { affinity: { podAntiAffinity: { a: 1 } }, nodeSelector: {} } })(
      deployment("a"),
    );
    const changed = setPods("a", {
      merged: { affinity: { nodeAffinity: { b: 2 } }, nodeSelector: { pool: "infra" } },
    })(upstream);
    expect(template(changed, "spec", "affinity")).to.deep.equal({
      podAntiAffinity: { a: 1 },
      nodeAffinity: { b: 2 },
    });
    expect(template(changed, "spec", "nodeSelector")).to.deep.equal({ pool: "infra" });
  });

  it("reach every container's security context, and keep the capabilities that upstream drops", () => {
    const changed = setPods("a", {
      containerSecurity: { runAsUser: 1000, capabilities: { add: ["NET_BIND_SERVICE"] } },
    })(deployment("a"));
    expect(template(changed, "spec", "containers", 0, "securityContext")).to.deep.equal({
      runAsNonRoot: true,
      runAsUser: 1000,
      capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
    });
    expect(template(changed, "spec", "containers", 1, "securityContext")).to.deep.equal({
      runAsUser: 1000,
      capabilities: { add: ["NET_BIND_SERVICE"] },
    });
  });

  it("spread the pods by the Deployment's own labels, and each rollout by itself", () => {
    const constraint = {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "DoNotSchedule",
    };
    const changed = setPods("a", { spread: [constraint, { ...constraint, matchLabels: { tier: "x" } }] })(
      deployment("a"),
    );
    expect(template(changed, "spec", "topologySpreadConstraints")).to.deep.equal([
      {
        ...constraint,
        labelSelector: { matchLabels: { app: "a" } },
        matchLabelKeys: ["pod-template-hash"],
      },
      { ...constraint, labelSelector: { matchLabels: { tier: "x" } } },
    ]);
  });

  it("add labels and annotations to the pods, not to the Deployment", () => {
    const changed = setPods("a", { labels: { team: "p" }, annotations: { note: "n" } })(deployment("a"));
    expect(template(changed, "metadata")).to.deep.equal({
      labels: { app: "a", version: "1", team: "p" },
      annotations: { note: "n" },
    });
    expect(changed.metadata).to.deep.equal(deployment("a").metadata);
  });

  it("are taken away by an empty list", () => {
    const tolerant = setPods("a", { replaced: { tolerations: [{ key: "k" }] } })(deployment("a"));
    const changed = setPods("a", { replaced: { tolerations: [] }, spread: [] })(tolerant);
    expect(changed).to.deep.equal(deployment("a"));
  });

  it("change nothing where nothing is said, or on another Deployment", () => {
    const same = deployment("a");
    expect(setPods("a", {})(same)).to.equal(same);
    expect(setPods("b", { labels: { team: "p" } })(same)).to.equal(same);
  });
});

describe("settings of namespaces", () => {
  const namespace: Manifest = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "n", labels: { a: "1" } },
  };

  it("are added to upstream's", () => {
    expect(labelNamespaces({ b: "2" }, { c: "3" })(namespace).metadata).to.deep.equal({
      name: "n",
      labels: { a: "1", b: "2" },
      annotations: { c: "3" },
    });
  });

  it("change nothing else", () => {
    expect(labelNamespaces()(namespace)).to.equal(namespace);
    const other = deployment("a");
    expect(labelNamespaces({ b: "2" })(other)).to.equal(other);
  });
});
