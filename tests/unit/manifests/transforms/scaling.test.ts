import { expect } from "chai";
import { getAt, type Manifest } from "../../../../provider/src/manifests/manifest";
import { autoscaled, leastPods, setScale, type Scale } from "../../../../provider/src/manifests/transforms";
import { autoscaler, deployment } from "./samples";

const replicasOf = (manifest: Manifest | undefined): unknown => getAt(manifest, ["spec", "replicas"]);
const boundsOf = (manifest: Manifest | undefined): readonly unknown[] =>
  ["minReplicas", "maxReplicas"].map((bound) => getAt(manifest, ["spec", bound]));
const all = (scale: Scale) => setScale(() => scale);

describe("numbers of pods", () => {
  it("are set on a Deployment that no autoscaler rules over", () => {
    const [changed] = all({ least: 3, most: 9 })([deployment("a", { replicas: 1 })]);
    expect(replicasOf(changed)).to.equal(3);
  });

  it("are the lower bound where an autoscaler rules, and the Deployment names none", () => {
    const [changed, rule] = all({ least: 3 })([deployment("a", { replicas: 1 }), autoscaler("a", 20)]);
    expect(getAt(changed, ["spec"])).to.not.have.property("replicas");
    expect(boundsOf(rule)).to.deep.equal([3, 20]);
  });

  it("raise an upper bound that is lower, wherever it comes from", () => {
    const [, upstream] = all({ least: 7 })([deployment("a"), autoscaler("a", 5)]);
    const [, given] = all({ least: 7, most: 2 })([deployment("a"), autoscaler("a", 5)]);
    expect([boundsOf(upstream), boundsOf(given)]).to.deep.equal([
      [7, 7],
      [7, 7],
    ]);
  });

  it("are lowered by an upper bound below upstream's lower one", () => {
    const ruled = autoscaler("a", 9);
    const upstream = { ...ruled, spec: { ...(ruled.spec as object), minReplicas: 4 } };
    const [rule] = all({ most: 2 })([upstream]);
    expect(boundsOf(rule)).to.deep.equal([2, 2]);
  });

  it("are taken from a Deployment that an autoscaler rules over even where none are asked for", () => {
    const [changed, rule] = setScale()([deployment("a", { replicas: 1 }), autoscaler("a", 5)]);
    expect(getAt(changed, ["spec"])).to.not.have.property("replicas");
    expect(boundsOf(rule)).to.deep.equal([1, 5]);
  });

  it("can differ by name", () => {
    const scales: Readonly<Record<string, Scale>> = { a: { least: 2 }, b: { least: 4 } };
    const [one, other, rule] = setScale((name) => scales[name])([
      deployment("a"),
      deployment("c", { replicas: 1 }),
      autoscaler("b", 5),
    ]);
    expect([replicasOf(one), replicasOf(other), boundsOf(rule)]).to.deep.equal([2, 1, [4, 5]]);
  });

  it("aren't those of a namesake elsewhere or of another kind", () => {
    const manifests = [
      deployment("a"),
      autoscaler("a", 5, "Deployment", "other"),
      autoscaler("a", 5, "StatefulSet"),
    ];
    expect(replicasOf(all({ least: 2 })(manifests)[0])).to.equal(2);
    expect([...autoscaled(manifests)]).to.deep.equal(["other/a"]);
  });

  it("follow the CPU that is aimed at, beside other metrics", () => {
    const memory = {
      type: "Resource",
      resource: { name: "memory", target: { type: "Value", value: "1Gi" } },
    };
    const cpu = (averageUtilization: number) => ({
      type: "Resource",
      resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
    });
    const ruled = autoscaler("a", 5);
    const upstream = { ...ruled, spec: { ...(ruled.spec as object), metrics: [memory, cpu(100)] } };
    const [rule] = all({ targetCpu: 70 })([upstream]);
    expect(getAt(rule, ["spec", "metrics"])).to.deep.equal([cpu(70), memory]);
    expect(all({ least: 2 })([upstream]).map((one) => getAt(one, ["spec", "metrics"]))).to.deep.equal([
      [memory, cpu(100)],
    ]);
  });

  it("are at least the autoscaler's lower bound, else the Deployment's, else 1", () => {
    const manifests = setScale((name) => (name === "b" ? { least: 3 } : undefined))([
      deployment("a", { replicas: 2 }),
      deployment("b"),
      autoscaler("b", 5),
      deployment("c"),
    ]);
    expect(Object.fromEntries(leastPods(manifests))).to.deep.equal({ "n/a": 2, "n/b": 3, "n/c": 1 });
  });
});
