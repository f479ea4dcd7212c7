import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { jointHosts } from "../../../provider/src/multiCluster/hosts";
import type { MultiClusterArgs } from "../../../provider/src/multiCluster/multiCluster.args";
import { planMembers } from "../../../provider/src/multiCluster/multiCluster.plan";

const image = "registry.example.com/shop:1";
const env = { LEVEL: "info", REGION: "none" };
const args: MultiClusterArgs = {
  clusters: [
    { name: "a", cluster: { context: "a" } },
    {
      name: "b",
      weight: 10,
      drained: true,
      overrides: {
        serving: { network: { rolloutDuration: 60 }, gateways: [{ name: "other" }] },
        services: [{ name: "shop", env: { REGION: "b" }, scale: { minScale: 2 } }],
      },
      services: [{ name: "reports", image }],
    },
  ],
  serving: {
    domain: "example.com",
    network: { autocreateClusterDomainClaims: true },
    gateways: [{}, { name: "x" }],
  },
  services: [
    { name: "shop", image, env, scale: { maxScale: 5 } },
    { name: "shop", namespace: "test", image },
    { name: "inside", image, visibility: "cluster-local" },
  ],
};

describe("multi-cluster: what each cluster gets", () => {
  const [a, b] = planMembers(args);

  it("is what all have, and nothing that nobody said", () => {
    expect(a?.platform).to.deep.equal({
      cluster: { context: "a" },
      serving: args.serving,
      services: args.services,
    });
    expect([a?.weight, b?.weight]).to.deep.equal([100, 0]);
  });

  it("is changed by overrides: maps are joined, lists replaced, services known by name and namespace", () => {
    expect(b?.platform.serving).to.deep.equal({
      domain: "example.com",
      network: { autocreateClusterDomainClaims: true, rolloutDuration: 60 },
      gateways: [{ name: "other" }],
    });
    expect(b?.platform.services).to.deep.equal([
      { name: "shop", image, env: { LEVEL: "info", REGION: "b" }, scale: { maxScale: 5, minScale: 2 } },
      { name: "shop", namespace: "test", image },
      { name: "inside", image, visibility: "cluster-local" },
      { name: "reports", image },
    ]);
  });

  it("leaves what isn't known yet whole", () => {
    const late = output(env);
    const [only] = planMembers({
      clusters: [{ name: "a", overrides: { services: [{ name: "shop", env: late }] } }],
      services: [{ name: "shop", image, env }],
    });
    expect(only?.platform.services?.[0]?.env).to.equal(late);
  });
});

describe("multi-cluster: names that lead to all", () => {
  const hostsOf = (given: MultiClusterArgs) => jointHosts(given, planMembers(given));

  it("are those of public services that all have, and of their mappings", () => {
    const [shop, ...others] = args.services ?? [];
    const mapped = { ...shop, image, domainMappings: [{ domain: "shop.example.org" }] };
    expect(hostsOf({ ...args, services: [mapped, ...others] })).to.deep.equal([
      "shop.default.example.com",
      "shop.example.org",
      "shop.test.example.com",
    ]);
  });

  it("follow the installation's template, and are unknown where clusters differ or a domain comes late", () => {
    const serving = { ...args.serving, network: { domainTemplate: "{{.Name}}-{{.Namespace}}.{{.Domain}}" } };
    expect(hostsOf({ ...args, serving })).to.include("shop-test.example.com");
    expect(hostsOf({ ...args, serving: { domain: output("example.com") } })).to.equal(undefined);
    const clusters = [{ name: "a" }, { name: "b", overrides: { serving: { domain: "b.example.com" } } }];
    expect(hostsOf({ ...args, clusters })).to.equal(undefined);
    const ownDomain = { domain: "example.com", gateways: [{}, { name: "x", domain: "x.example.com" }] };
    expect(hostsOf({ clusters: [{ name: "a" }], services: args.services, serving: ownDomain })).to.equal(
      undefined,
    );
    expect(hostsOf({ ...args, clusters, hosts: ["a.example.com"] })).to.deep.equal(["a.example.com"]);
  });
});
