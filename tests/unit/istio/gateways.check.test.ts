import { expect } from "chai";
import type { GatewayArgs } from "../../../provider/src";
import { checkIstioConfig, checkIstioGateways } from "../../../provider/src/istio/gateways.check";

const check = (...gateways: GatewayArgs[]) =>
  checkIstioGateways(gateways).map(({ path, code }) => `${path} ${code}`);
const red = { matchLabels: { team: "red" } };

describe("istio: check of gateways", () => {
  it("takes one that says nothing, none, and several with one default", () => {
    expect(check({})).to.deep.equal([]);
    expect(check()).to.deep.equal([]);
    expect(check({ name: "a", default: true }, { name: "b", services: red })).to.deep.equal([]);
    expect(check({ name: "a" }, { name: "in", local: true })).to.deep.equal([]);
  });

  it("asks for one default of each kind (KN6001), and no more (KN6002)", () => {
    expect(check({ name: "a" }, { name: "b" })).to.deep.equal(["gateways KN6001"]);
    expect(check({ default: false })).to.deep.equal(["gateways[0].default KN6001"]);
    expect(check({ name: "a", default: true }, { name: "b", default: true })).to.deep.equal([
      "gateways[1].default KN6002",
    ]);
    expect(check({ name: "a" }, { name: "b", local: true }, { name: "c", local: true })).to.deep.equal([
      "gateways KN6001",
    ]);
  });

  it("keeps cluster-local ones inside (KN6003)", () => {
    expect(
      check(
        { name: "a" },
        { name: "b", local: true, exposure: "NodePort", domain: "x.example.com", tls: { secretName: "s" } },
      ),
    ).to.deep.equal(["gateways[1].exposure KN6003", "gateways[1].tls KN6003", "gateways[1].domain KN6003"]);
  });

  it("refuses selectors that take everything, mean the same, or are no conditions (KN6004)", () => {
    expect(check({ services: {} })).to.deep.equal(["gateways[0].services KN6004"]);
    const same = { matchExpressions: [{ key: "team", operator: "In" as const, values: ["red", "red"] }] };
    expect(check({ name: "a", default: true, services: red }, { name: "b", services: same })).to.deep.equal([
      "gateways[1].services KN6004",
    ]);
    expect(
      check({
        services: {
          matchExpressions: [
            { key: "a", operator: "In" },
            { key: "b", operator: "Exists", values: ["x"] },
          ],
        },
      }),
    ).to.deep.equal([
      "gateways[0].services.matchExpressions[0].values KN6004",
      "gateways[0].services.matchExpressions[1].values KN6004",
    ]);
  });

  it("keeps gateways out of others' namespaces (KN6005), and their names short (KN6006)", () => {
    expect(check({ namespace: "knative-serving", name: "a".repeat(48) })).to.deep.equal([
      "gateways[0].name KN6006",
      "gateways[0].namespace KN6005",
    ]);
    expect(check({ name: "a".repeat(47) })).to.deep.equal([]);
  });

  it("leaves config-istio's gateways to gateways (KN6007)", () => {
    const data = { "external-gateways": "[]", "gateway.knative-serving.mine": "a.b.svc", other: "x" };
    const problems = checkIstioConfig(data);
    expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      'config["config-istio"]["external-gateways"] KN6007',
      'config["config-istio"]["gateway.knative-serving.mine"] KN6007',
    ]);
    expect(problems[1]?.reason).to.contain("before 1.14");
  });
});
