import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ProblemsError } from "../../../provider/src/problems";
import { domainConfig, domainData } from "../../../provider/src/serving/domains";
import { valueOf } from "../../support/recorder";

describe("serving: the data of config-domain", () => {
  it("refuses a domain of several gateways that is known late (KN6014)", async () => {
    const name = pulumi.output("shared.example.com");
    const domains = ["first", "second"].map((gateway) => ({
      name,
      selector: { [`gateways.knative.pulumi.com/use-${gateway}`]: "true" },
    }));
    const codes = (error: unknown) =>
      error instanceof ProblemsError ? error.problems.map(({ code }) => code) : error;
    expect(await valueOf(pulumi.output(domainConfig(domains))).catch(codes)).to.deep.equal(["KN6014"]);
  });

  it("stays unknown as long as one of the domains is", async () => {
    const data = domainData([
      { name: pulumi.output("a.example.com") },
      { name: "b.example.com", selector: { a: "b" } },
    ]);
    expect(await valueOf(pulumi.output(data))).to.deep.equal({
      "a.example.com": "",
      "b.example.com": "selector:\n  a: b\n",
    });
  });
});
