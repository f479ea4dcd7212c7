import { expect } from "chai";
import { ComponentResource } from "@pulumi/pulumi";
import { announceParts, refuseInPlace, takePlace, type Problem } from "../../../provider/src/problems";
import { record } from "../../support/recorder";

const problem: Problem = { path: "kubeconfig", code: "KN2003", reason: "is not reachable" };

describe("problems: of parts that the cluster tells", () => {
  it("have the paths of the whole, and their own where there is none", async () => {
    await record(() => {
      const whole = new ComponentResource("test:index:Whole", "whole");
      announceParts(whole, "Platform", { Cluster: "cluster" });
      const told = (parent: ComponentResource | undefined, kind: string) => {
        const part = new ComponentResource("test:index:Part", `${kind}-${parent === undefined}`);
        takePlace(part, kind, parent);
        return () => refuseInPlace(part, kind, [problem]);
      };
      expect(told(whole, "Cluster")).to.throw(/^Platform has a problem.*\n.*- cluster\.kubeconfig: is not/);
      expect(told(whole, "Serving")).to.throw(/^Serving has a problem.*\n.*- kubeconfig: is not/);
      expect(told(undefined, "Cluster")).to.throw(/^Cluster has a problem.*\n.*- kubeconfig: is not/);
    });
  });
});
