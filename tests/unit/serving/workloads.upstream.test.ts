import { expect } from "chai";
import { releases } from "../../../provider/src/release/catalog";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { gatewayProgram } from "../../../provider/src/serving/profiles";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

for (const { minor } of releases()) {
  describe(`serving: workloads against upstream's objects of ${minor}`, () => {
    let upstream: readonly Manifest[];

    before(function () {
      const mirror = needReleases(this);
      upstream = loadServing(
        planServing({ release: minor, source: { mirror }, hpaAutoscaler: true }),
      ).manifests;
    });

    const problems = (args: ServingArgs, manifests = upstream) =>
      renderServing(planServing({ release: minor, hpaAutoscaler: true, ...args }), manifests).problems;
    const codes = (args: ServingArgs) => problems(args).map(({ path, code }) => `${path} ${code}`);

    it("refuses programs that there aren't, the gateway among the programs, and what isn't installed", () => {
      const args = { workloads: { activater: {}, [gatewayProgram]: {}, "autoscaler-hpa": {} } };
      expect(codes(args)).to.deep.equal([
        "workloads.activater KN1001",
        'workloads["3scale-kourier-gateway"] KN1001',
      ]);
      expect(problems(args)[0]?.reason).to.contain('did you mean "activator"');
      const without = upstream.filter(({ metadata }) => metadata.name !== "autoscaler-hpa");
      expect(
        problems({ workloads: { "autoscaler-hpa": {} }, hpaAutoscaler: false }, without).map(
          ({ reason }) => reason,
        ),
      ).to.deep.equal(["is not installed; set hpaAutoscaler: true or remove it"]);
    });

    it("refuses an autoscaler's settings where there is none", () => {
      const settings = { minReplicas: 2, maxReplicas: 3, targetCpuUtilization: 50 };
      expect(codes({ workloads: { controller: settings, webhook: settings } })).to.deep.equal(
        Object.keys(settings).map((property) => `workloads.controller.${property} KN3502`),
      );
    });

    it("refuses requests above limits, also where one of them is upstream's or the profile's", () => {
      const asks = (requests: Record<string, string>, limits?: Record<string, string>): ServingArgs => ({
        workloads: { activator: { resources: { requests, ...(limits && { limits }) } } },
      });
      expect(codes(asks({ memory: "601Mi" }))).to.deep.equal([
        "workloads.activator.resources.requests.memory KN3505",
      ]);
      expect(codes(asks({ memory: "600Mi", cpu: "1" }))).to.deep.equal([]);
      expect(codes(asks({ memory: "601Mi" }, { memory: "1Gi" }))).to.deep.equal([]);
      expect(codes({ ...asks({}, { memory: "100Mi" }), profile: "ha" })).to.deep.equal([
        "workloads.activator.resources.requests.memory KN3505",
      ]);
      expect(codes({ gateways: [{ resources: { requests: { cpu: "2" } } }] })).to.deep.equal([
        "gateways[0].resources.requests.cpu KN3505",
      ]);
    });

    it("refuses labels and variables that upstream relies on", () => {
      const taken = { podLabels: { app: "x" }, env: { SYSTEM_NAMESPACE: "x", GOGC: "100" } };
      expect(codes({ workloads: { activator: taken } })).to.deep.equal([
        'workloads.activator.podLabels["app"] KN3506',
        'workloads.activator.env["SYSTEM_NAMESPACE"] KN3506',
      ]);
      expect(codes({ allWorkloads: taken })).to.deep.equal([
        'allWorkloads.podLabels["app"] KN3506',
        'allWorkloads.env["SYSTEM_NAMESPACE"] KN3506',
      ]);
      expect(codes({ namespaceLabels: { "app.kubernetes.io/name": "x", team: "y" } })).to.deep.equal([
        'namespaceLabels["app.kubernetes.io/name"] KN3506',
      ]);
    });
  });
}
