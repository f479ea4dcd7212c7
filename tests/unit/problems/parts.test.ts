import { expect } from "chai";
import { ComponentResource } from "@pulumi/pulumi";
import { announceParts, refuseInPlace, takePlace, type Problem } from "../../../provider/src/problems";
import { record } from "../../support/recorder";

const problem: Problem = { path: "kubeconfig", code: "KN2003", reason: "is not reachable" };

describe("problems: of parts that the cluster tells", () => {
  it("have the paths of the whole, and their own where there is none", async () => {
    await record(() => {
      let made = 0;
      const whole = new ComponentResource("test:index:Whole", "whole");
      announceParts(whole, "Platform", { Cluster: "cluster" });
      const told = (parent: ComponentResource | undefined, kind: string) => {
        const part = new ComponentResource("test:index:Part", `${kind}-${++made}`);
        takePlace(part, kind, parent);
        return () => refuseInPlace(part, kind, [problem]);
      };
      expect(told(whole, "Cluster")).to.throw(/^Platform has a problem.*\n.*- cluster\.kubeconfig: is not/);
      expect(told(whole, "Serving")).to.throw(/^Serving has a problem.*\n.*- kubeconfig: is not/);
      const inner = new ComponentResource("test:index:Part", "inner");
      announceParts(whole, "MultiCluster", { Platform: "clusters[1]" });
      takePlace(inner, "Platform", whole);
      announceParts(inner, "Platform", { Cluster: "cluster" });
      expect(told(inner, "Cluster")).to.throw(
        /^MultiCluster has.*\n.*- clusters\[1\]\.cluster\.kubeconfig: is/,
      );
      expect(told(undefined, "Cluster")).to.throw(/^Cluster has a problem.*\n.*- kubeconfig: is not/);
    });
  });
});
