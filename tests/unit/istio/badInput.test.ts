import { expect } from "chai";
import type { GatewayArgs, ServiceArgs, ServingArgs } from "../../../provider/src";
import { checkInstalledIstio, installedIstioNotices } from "../../../provider/src/istio/istio.gate";
import { istioNotices } from "../../../provider/src/istio/istio.check";
import { checkServicesGateways } from "../../../provider/src/platform/gateways";
import type { Problem } from "../../../provider/src/problems";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { needReleases } from "../../support/releases";

const layer = "istio";
const image = "registry.example.com/app:v1";
const ofGateways = (...gateways: GatewayArgs[]) => checkServing({ ingress: layer, gateways });
const ofConfig = (name: string, data: Record<string, string>, args: ServingArgs = { ingress: layer }) =>
  checkServing({ ...args, config: { [name]: data } });

/** Asserts the problems by path and code, and that each reason holds a text: the limit, or the way out. */
function expectProblems(problems: readonly Problem[], ...wanted: [place: string, ...texts: string[]][]) {
  expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal(wanted.map(([place]) => place));
  wanted.forEach(([place, ...texts], index) => {
    for (const text of texts) {
      expect(problems[index]?.reason, place).to.contain(text);
    }
  });
}

describe("istio: what is refused says the limit and the way out", () => {
  it("for two default gateways, and for none of several", () => {
    expectProblems(ofGateways({ name: "a", default: true }, { name: "b", default: true }), [
      "gateways[1].default KN6002",
      "gateways[0] is the default of the gateways already",
      "name both in its gateways",
    ]);
    expectProblems(ofGateways({ name: "a" }, { name: "b" }), ["gateways KN6001", "must have default: true"]);
  });

  it("for one selector twice, however it is written, and for the labels by which services ask", () => {
    const red = { matchLabels: { team: "red" } };
    const same = { matchExpressions: [{ key: "team", operator: "In" as const, values: ["red"] }] };
    expectProblems(ofGateways({ name: "a", default: true, services: red }, { name: "b", services: same }), [
      "gateways[1].services KN6004",
      "is the selector of gateways[0] already",
      "let them name both",
    ]);
    const asked = { matchLabels: { "gateways.knative.pulumi.com/use-a": "true" } };
    expectProblems(ofGateways({ name: "a", default: true }, { name: "b", services: asked }), [
      "gateways[1].services KN6004",
      "the label by which services ask for gateways",
      "name this one in their gateways",
    ]);
  });

  it("for an unknown gateway on a service, which is named, as is the gateway that was meant", () => {
    const serving: ServingArgs = {
      ingress: layer,
      gateways: [{ name: "public", default: true }, { name: "private" }],
    };
    const services: ServiceArgs[] = [
      { name: "storefront", image },
      { name: "api", namespace: "team", image, gateways: ["public", "pirvate"] },
    ];
    expectProblems(checkServicesGateways(services, serving), [
      "services[1].gateways[1] KN6061",
      'the service team/api asks for the gateway "pirvate"',
      'did you mean "private"?',
      "serving.gateways has public, private",
    ]);
  });

  it("N3: for Knative's own list of gateways, in its new form, its old one, and both", () => {
    const old = "gateway.knative-serving.knative-ingress-gateway";
    const oldLocal = "local-gateway.knative-serving.knative-local-gateway";
    expectProblems(
      ofConfig("config-istio", {
        "external-gateways": "[]",
        "local-gateways": "[]",
        [old]: "a.b",
        [oldLocal]: "c.d",
      }),
      ['config["config-istio"]["external-gateways"] KN6007', "list the gateway there"],
      ['config["config-istio"]["local-gateways"] KN6007', "list the gateway there"],
      [`config["config-istio"]["${old}"] KN6007`, "of before 1.14", "list the gateway in gateways"],
      [`config["config-istio"]["${oldLocal}"] KN6007`, "of before 1.14", "list the gateway in gateways"],
    );
    expectProblems(ofConfig("config-istio", { [old]: "a.b" }), [`config["config-istio"]["${old}"] KN6007`]);
  });

  it("for Kourier and Istio at once", () => {
    const kourier = { ingress: "kourier" } as const;
    expectProblems(
      checkServing({
        ...kourier,
        istio: {},
        gateways: [{ services: { matchLabels: { a: "b" } }, local: false }],
      }),
      ["istio KN6062", 'this is "kourier"', 'set ingress: "istio", or remove it'],
      ["gateways[0].local KN6062", 'set ingress: "istio", or remove it'],
      ["gateways[0].services KN6062", 'set ingress: "istio", or remove it'],
    );
    expectProblems(checkServing({ ...kourier, gateways: [{ name: "a" }, { name: "b" }] }), [
      "gateways KN3401",
      "got 2",
      'ingress "istio" serves any number',
    ]);
    expectProblems(ofConfig("config-istio", { "external-gateways": "[]" }, kourier), [
      'config["config-istio"] KN6062',
      'set ingress: "istio" and list gateways',
    ]);
    expectProblems(ofConfig("config-kourier", { "stream-idle-timeout": "1s" }), [
      'config["config-kourier"] KN6062',
      'is for ingress "kourier"',
    ]);
    expectProblems(checkServing({ ingress: layer, kourier: { enableProxyProtocol: true } }), [
      "kourier KN6062",
      "remove it",
    ]);
  });

  it("for a class of ingresses that isn't the layer's", () => {
    for (const [ingress, other] of [
      ["kourier", "istio"],
      ["istio", "kourier"],
    ] as const) {
      for (const key of ["ingress-class", "ingress.class"]) {
        expectProblems(
          ofConfig("config-network", { [key]: `${other}.ingress.networking.knative.dev` }, { ingress }),
          [
            `config["config-network"]["${key}"] KN3306`,
            "follows from ingress",
            'set ingress to "kourier" or "istio", and remove this',
          ],
        );
      }
    }
  });

  it("for an Istio that can't work, given or found", () => {
    expectProblems(checkServing({ ingress: layer, istio: { version: "1.21.0" } }), [
      "istio.version KN6031",
      "must be 1.22 or newer",
      "upgrade Istio",
    ]);
    expectProblems(checkServing({ ingress: layer, istio: { version: "1.299" } }), [
      "istio.version KN6030",
      "1.30.4",
      "any whole version may be written",
    ]);
    const found = {
      apiVersions: ["v1beta1"],
      controlPlanes: [{ revision: "default", namespace: "istio-system", version: "1.20.3" }],
      injectors: ["default"],
    };
    expectProblems(checkInstalledIstio({}, found), ["istio KN6031", "the cluster's is 1.20.3", "upgrade it"]);
  });

  it("with a warning for an Istio outside the range that is known, given or found", () => {
    const [given, ...others] = istioNotices({ version: "1.31.0" }, "1.23", "1.34.0");
    expect(others).to.deep.equal([]);
    expect(given)
      .to.match(/^istio\.version: Istio 1\.31\.0 is outside the range/)
      .and.contain("Knative 1.23")
      .and.contain("1.29 to 1.30; take one of those")
      .and.contain("[KN6032]");
    const plane = { revision: "default", namespace: "istio-system", version: "1.27.3" };
    const found = { apiVersions: ["v1"], controlPlanes: [plane], injectors: ["default"] };
    expect(checkInstalledIstio({}, found)).to.deep.equal([]);
    expect(installedIstioNotices({}, found, "1.22", "1.34.0")[0])
      .to.match(/^istio: Istio 1\.27\.3 is outside the range/)
      .and.contain("1.29 to 1.30")
      .and.contain("[KN6032]");
  });

  describe("of a whole installation", () => {
    let mirror: string;
    before(function () {
      mirror = needReleases(this);
    });

    it("for a gateway without a port of the Service that matches", () => {
      const plan = planServing({
        ingress: layer,
        source: { mirror },
        gateways: [{ name: "public" }],
        patches: [
          {
            target: { kind: "Service", name: "knative-gateway-public" },
            patch: { spec: { ports: [{ name: "http2", port: 8080, targetPort: 8080 }] } },
          },
        ],
      });
      expectProblems(renderServing(plan, loadServing(plan).manifests).problems, [
        "patches KN6013",
        "has no port 80, which the Gateway of that name listens on; it has 8080",
        "the gateway's own properties, such as ports",
      ]);
      expect(
        renderServing({ ...plan, args: { ...plan.args, patches: [] } }, loadServing(plan).manifests).problems,
      ).to.deep.equal([]);
    });
  });
});
