import { expect } from "chai";
import { getAt, keyOf, type Manifest } from "../../../../provider/src/manifests/manifest";
import { setDisruptionBudgets, type Budget } from "../../../../provider/src/manifests/transforms";
import { autoscaler, deployment, disruptionBudget } from "./samples";

const selector = { matchLabels: { app: "a" } };
const unhealthyPodEvictionPolicy = "AlwaysAllow";
const budgetsOf = (manifests: readonly Manifest[], budget?: Budget) =>
  setDisruptionBudgets(() => budget)(manifests).filter(({ kind }) => kind === "PodDisruptionBudget");

describe("disruption budgets", () => {
  it("let one pod go at a time, and any that isn't ready", () => {
    const [changed] = budgetsOf([deployment("a"), disruptionBudget("a")]);
    expect(changed?.spec).to.deep.equal({ maxUnavailable: 1, selector, unhealthyPodEvictionPolicy });
  });

  it("that say so themselves stay", () => {
    const [changed] = budgetsOf([deployment("a"), disruptionBudget("a", { maxUnavailable: "20%" })]);
    expect(changed?.spec).to.deep.equal({ maxUnavailable: "20%", selector, unhealthyPodEvictionPolicy });
  });

  it("take the number or percentage that is given, in place of any other", () => {
    const upstream = [deployment("a"), disruptionBudget("a", { maxUnavailable: 1 })];
    expect(budgetsOf(upstream, { maxUnavailable: "2" })[0]?.spec).to.deep.include({ maxUnavailable: 2 });
    const [least] = budgetsOf(upstream, { minAvailable: "50%" });
    expect(least?.spec).to.deep.equal({ minAvailable: "50%", selector, unhealthyPodEvictionPolicy });
  });

  it("are added for Deployments of two pods or more that have none", () => {
    const added = budgetsOf([
      deployment("a", { replicas: 2 }),
      deployment("b", { replicas: 1 }),
      deployment("c"),
      { ...autoscaler("c", 5), spec: { ...(autoscaler("c", 5).spec as object), minReplicas: 2 } },
      deployment("d", { replicas: 3 }),
      disruptionBudget("d"),
    ]);
    expect(added.map(keyOf)).to.deep.equal([
      "PodDisruptionBudget/n/d-budget",
      "PodDisruptionBudget/n/a-pdb",
      "PodDisruptionBudget/n/c-pdb",
    ]);
    expect(added[1]).to.deep.equal({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "a-pdb", namespace: "n", labels: { part: "a" } },
      spec: { selector, maxUnavailable: 1, unhealthyPodEvictionPolicy },
    });
  });

  it("are added for one pod where a number is given, or a budget asked for", () => {
    for (const budget of [{ maxUnavailable: "1" }, { enabled: true }]) {
      const [added] = budgetsOf([deployment("a")], budget);
      expect(getAt(added, ["spec", "maxUnavailable"])).to.equal(1);
    }
  });

  it("can be left out, upstream's too", () => {
    const manifests = [deployment("a", { replicas: 2 }), deployment("b"), disruptionBudget("b")];
    expect(budgetsOf(manifests, { enabled: false })).to.deep.equal([]);
  });

  it("aren't mistaken for those of a namesake in another namespace", () => {
    const elsewhere = deployment("a", { replicas: 2 }, "other");
    expect(budgetsOf([elsewhere, disruptionBudget("a")]).map(keyOf)).to.deep.equal([
      "PodDisruptionBudget/n/a-budget",
      "PodDisruptionBudget/other/a-pdb",
    ]);
  });
});
