import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Visibility } from "../../../provider/src/service/visibility";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { planServing } from "../../../provider/src/serving/serving.plan";

const codes = (args: ServingArgs) => checkServing(args).map(({ path, code }) => `${code} ${path}`);
const additionalDomains = ["new.example.com"];

describe("serving: domains", () => {
  it("makes one domain of the cluster's own where nothing is to be public", () => {
    expect(planServing({ visibility: Visibility.ClusterLocal }).domains).to.deep.equal([
      { name: "svc.cluster.local" },
    ]);
    expect(planServing({ visibility: Visibility.External }).domains).to.equal(undefined);
  });

  it("refuses domains where nothing is to be public", () => {
    const visibility = Visibility.ClusterLocal;
    expect(codes({ visibility })).to.deep.equal([]);
    expect(codes({ visibility, domain: "example.com", additionalDomains })).to.deep.equal([
      "KN1008 domain",
      "KN1008 additionalDomains",
    ]);
    expect(codes({ visibility, domains: [{ name: "example.com" }] })).to.deep.equal(["KN1008 domains"]);
  });

  it("refuses further domains whose names can't be told", () => {
    expect(codes({ additionalDomains })).to.deep.equal([]);
    expect(codes({ additionalDomains, network: { domainTemplate: "{{.Name}}.{{.Domain}}" } })).to.deep.equal([
      "KN3410 additionalDomains",
    ]);
    expect(
      codes({ additionalDomains, config: { "config-network": { "tag-template": "{{.Tag}}.{{.Name}}" } } }),
    ).to.deep.equal(["KN3410 additionalDomains"]);
    expect(codes({ additionalDomains: ["a.example.com", "a.example.com"] })).to.deep.equal([
      "KN1007 additionalDomains[1]",
    ]);
  });

  it("refuses an unknown domain beside further ones: it might be meant for private services", () => {
    const domains = [{ name: pulumi.output("svc.cluster.local"), selector: { a: "b" } }];
    expect(codes({ domains })).to.deep.equal([]);
    expect(codes({ domains, additionalDomains })).to.deep.equal(["KN1009 domains[0].name"]);
  });

  it("refuses config-domain by other ways than its own, which would be lost", () => {
    const patches = [
      { target: { kind: "ConfigMap", name: "config-domain" }, patch: { data: { "a.example.com": "" } } },
    ];
    expect(codes({ config: { "config-domain": { "example.com": "" } } })).to.deep.equal([
      'KN3306 config["config-domain"]["example.com"]',
    ]);
    expect(codes({ patches })).to.deep.equal(["KN3306 patches[0].patch.data"]);
    // With a domain it is no more than a change of what is known.
    expect(codes({ patches, domain: "b.example.com" })).to.deep.equal([]);
  });

  it("refuses domains below the cluster's own, under which everything is private", () => {
    expect(codes({ domain: "apps.svc.cluster.local" })).to.deep.equal(["KN3410 domain"]);
    expect(
      codes({ domains: [{ name: "a.example.com" }, { name: "b.svc.cluster.local", selector: { a: "b" } }] }),
    ).to.deep.equal(["KN3410 domains[1].name"]);
    expect(codes({ domains: [{ name: "svc.cluster.local" }] })).to.deep.equal([]);
  });
});
