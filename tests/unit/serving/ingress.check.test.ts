import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src";
import { checkIngress } from "../../../provider/src/serving/ingress.check";

const check = (args: ServingArgs) => checkIngress(args).map(({ path, code }) => `${path} ${code}`);

describe("serving: what an ingress layer can do", () => {
  it("is one gateway with Kourier", () => {
    expect(check({})).to.deep.equal([]);
    expect(check({ gateways: [{ name: "a" }, { name: "b" }] })).to.deep.equal(["gateways KN3401"]);
    expect(checkIngress({ gateways: [] })[0]?.reason).to.contain('"istio" serves any number');
  });

  it("leaves what is Istio's to Istio, and the installation's domain to the default gateway", () => {
    const gateway = {
      default: true,
      namespace: "gateways",
      domain: "apps.example.com",
      tls: { secretName: "s" },
    };
    expect(check({ istio: {}, gateways: [gateway] })).to.deep.equal([
      "istio KN6062",
      "gateways[0].namespace KN6062",
      "gateways[0].default KN6062",
      "gateways[0].tls KN6062",
      "gateways[0].domain KN1008",
    ]);
    expect(check({ ingress: "istio", istio: {}, gateways: [gateway] })).to.deep.equal([
      "gateways[0].domain KN1008",
    ]);
    const both = {
      networkPolicies: { enabled: true, monitoringNamespace: "a" },
      monitoring: { enabled: true },
    };
    expect(check({ ingress: "istio", ...both })).to.deep.equal([]);
    const certificates = { monitoring: { enabled: true, alerts: { certificateDays: 7 } } };
    expect(check(certificates)).to.deep.equal([]);
    expect(check({ ingress: "istio", ...certificates })).to.deep.equal([
      "monitoring.alerts.certificateDays KN6062",
    ]);
  });

  it("leaves what is Kourier's own to Kourier (KN6062)", () => {
    const kouriers: ServingArgs = {
      kourier: { enableProxyProtocol: true },
      tls: { certificate: { secretName: "own" }, cipherSuites: ["ECDHE-RSA-AES128-GCM-SHA256"] },
      additionalDomains: ["old.example.com"],
    };
    expect(check(kouriers)).to.deep.equal([]);
    expect(check({ ...kouriers, ingress: "istio" })).to.deep.equal([
      "kourier KN6062",
      "tls.certificate KN6062",
      "tls.cipherSuites KN6062",
      "additionalDomains KN6062",
    ]);
  });
});
