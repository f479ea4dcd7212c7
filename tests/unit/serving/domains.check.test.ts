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
});
