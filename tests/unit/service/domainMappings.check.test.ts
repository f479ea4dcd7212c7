import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { DomainMappingArgs, ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";

const image = "registry.example.com/app:1";
const problems = (domainMappings: readonly DomainMappingArgs[], more: Partial<ServiceArgs> = {}) =>
  checkService("hello", { image, domainMappings: [...domainMappings], ...more });
const check = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, code }) => `${path} ${code}`);

describe("service: check of domain mappings", () => {
  it("accepts mappings that use every property", () => {
    expect(
      check([
        {
          domain: "shop.example.com",
          tlsSecretName: output("shop-tls"),
          claim: false,
          httpProtocol: "Redirected",
          disableHttp2: true,
          labels: { team: output("a") },
        },
        { domain: "example.com" },
      ]),
    ).to.deep.equal([]);
  });

  it("refuses what is no domain that Knative could map", () => {
    const bad = [
      "shop",
      "*.example.com",
      "Shop.example.com",
      "shop.example.com.",
      "http://shop.example.com",
      "shop..example.com",
      "a.default.svc.cluster.local",
      "cluster.local",
      `${"a".repeat(64)}.example.com`,
    ];
    for (const domain of bad) {
      expect(check([{ domain }]), domain).to.deep.equal(["domainMappings[0].domain KN3901"]);
    }
    expect(problems([{ domain: "*.example.com" }])[0]?.reason)
      .to.contain("no wildcard")
      .and.to.contain("*.example.com");
    expect(check([{ domain: "notcluster.local" }])).to.deep.equal([]);
  });

  it("refuses a domain that a service maps twice", () => {
    const domain = "shop.example.com";
    expect(check([{ domain }, { domain: "b.example.com" }, { domain }])).to.deep.equal([
      "domainMappings[2].domain KN3902",
    ]);
  });

  it("publishes a cluster-local service only where that is said to be meant", () => {
    const visibility = "cluster-local";
    const domain = "shop.example.com";
    expect(check([{ domain }], { visibility })).to.deep.equal(["domainMappings[0].publishPrivate KN3903"]);
    expect(check([{ domain, publishPrivate: false }], { visibility })).to.deep.equal([
      "domainMappings[0].publishPrivate KN3903",
    ]);
    expect(check([{ domain, publishPrivate: true }], { visibility })).to.deep.equal([]);
    expect(check([{ domain, publishPrivate: true }])).to.deep.equal([
      "domainMappings[0].publishPrivate KN1008",
    ]);
  });
});
