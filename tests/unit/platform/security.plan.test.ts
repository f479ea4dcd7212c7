import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src/platform/platform.args";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { ownLayers, securedServing } from "../../../provider/src/platform/security.plan";

const lines = (args: PlatformArgs) => checkPlatform(args, true).map(({ path, code }) => `${path} ${code}`);

describe("platform: layers of protection", () => {
  it("become Serving's own settings where it makes the objects", () => {
    expect(securedServing({ domain: "example.com" }, undefined)).to.deep.equal({ domain: "example.com" });
    const security = {
      networkPolicies: { egress: true },
      mutualTls: { namespaces: ["shop"] },
      podSecurity: { namespaces: ["shop"] },
    };
    expect(securedServing({ ingress: "istio" }, security)).to.deep.equal({
      ingress: "istio",
      networkPolicies: { egress: true, enabled: true },
      istio: { mesh: { injection: true, namespaces: ["shop"], mutualTls: "STRICT" } },
      podSecurity: "restricted",
    });
    expect(ownLayers(security)).to.deep.equal({ podSecurity: { namespaces: ["shop"] } });
    expect(securedServing({ ingress: "istio" }, { ...security, mode: "permissive" })).to.deep.equal({
      ingress: "istio",
      istio: { mesh: { injection: true, namespaces: ["shop"], mutualTls: "PERMISSIVE" } },
    });
    expect(securedServing({ podSecurity: "baseline" }, security)?.podSecurity).to.equal("baseline");
  });

  it("fit with what Serving says itself, or are refused by their paths", () => {
    expect(lines({ security: { networkPolicies: {}, podSecurity: { namespaces: ["shop"] } } })).to.deep.equal(
      [],
    );
    expect(lines({ security: { mutualTls: {} } })).to.deep.equal(["security.mutualTls KN9905"]);
    expect(lines({ serving: { ingress: "istio" }, security: { mutualTls: {} } })).to.deep.equal([]);
    expect(
      lines({
        serving: {
          ingress: "istio",
          istio: { mesh: { injection: true } },
          networkPolicies: { enabled: true },
        },
        security: { networkPolicies: { gatewayExposure: "NodePort" }, mutualTls: { system: false } },
      }),
    ).to.deep.equal([
      "security.networkPolicies KN1008",
      "security.networkPolicies.gatewayExposure KN1008",
      "security.mutualTls KN1008",
      "security.mutualTls.system KN1008",
    ]);
    expect(lines({ security: { images: { namespaces: [] } } })).to.deep.equal([
      "security.images.namespaces KN1004",
    ]);
  });
});
