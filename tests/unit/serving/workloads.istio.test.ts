import { expect } from "chai";
import { releases } from "../../../provider/src/release/catalog";
import { isKind } from "../../../provider/src/manifests/manifest";
import { leastPods } from "../../../provider/src/manifests/transforms";
import { IngressLayer } from "../../../provider/src/serving/ingress";
import {
  gatewayProgram,
  profiles,
  programsWith,
  ServingProfile,
} from "../../../provider/src/serving/profiles";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

const names = ["public", "private"];
const gateways = names.map((name) => ({ name, default: name === "public" }));
const own = programsWith(IngressLayer.Istio).filter((name) => name !== gatewayProgram);

for (const { minor } of releases()) {
  describe(`serving: workloads of ${minor} with Istio`, () => {
    let args: ServingArgs;

    before(function () {
      args = {
        release: minor,
        source: { mirror: needReleases(this) },
        ingress: "istio",
        gateways,
        hpaAutoscaler: true,
      };
    });

    function render(further: ServingArgs) {
      const plan = planServing({ ...args, ...further });
      return renderServing(plan, loadServing(plan).manifests);
    }

    it("has the programs that profiles know, and a Deployment for each gateway", () => {
      const found = render({}).manifests.filter((manifest) => isKind(manifest, "Deployment"));
      expect(found.map(({ metadata }) => metadata.name)).to.have.members([
        ...own,
        ...names.map((name) => `knative-gateway-${name}`),
      ]);
    });

    for (const profile of Object.values(ServingProfile)) {
      it(`runs gateways and programs in the numbers of the profile "${profile}"`, () => {
        expect(checkServing({ ...args, profile })).to.deep.equal([]);
        const { manifests, problems } = render({ profile });
        expect(problems).to.deep.equal([]);
        const least = leastPods(manifests);
        const wanted = (name: keyof (typeof profiles)[typeof profile]) =>
          profiles[profile][name].minReplicas ?? profiles[profile][name].replicas ?? 1;
        for (const name of own) {
          expect(least.get(`knative-serving/${name}`), name).to.equal(wanted(name));
        }
        for (const name of names) {
          expect(least.get(`istio-ingress/knative-gateway-${name}`), name).to.equal(wanted(gatewayProgram));
        }
      });
    }
  });
}

describe("serving: checks of gateways' workloads", () => {
  it("looks at each gateway, not at the first alone", () => {
    const few = { ...gateways[1], replicas: 1, podDisruptionBudget: { maxUnavailable: "0" } };
    const [first = {}] = gateways;
    const problems = checkServing({ ingress: "istio", gateways: [first, few], profile: "ha" });
    expect(problems.map(({ path, code }) => [path, code])).to.deep.equal([
      ["gateways[1].replicas", "KN3504"],
      ["gateways[1].podDisruptionBudget.maxUnavailable", "KN3503"],
    ]);
  });
});
