import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src";
import { checkGatewayDomains } from "../../../provider/src/istio/gatewayDomains.check";
import { ProblemsError } from "../../../provider/src/problems";
import { domainConfig, domainData } from "../../../provider/src/serving/domains";

const check = (args: ServingArgs) => checkGatewayDomains(args).map(({ path, code }) => `${path} ${code}`);
const chosenBy = (name: string) => ({ [`gateways.knative.pulumi.com/use-${name}`]: "true" });

describe("istio: domains of gateways", () => {
  it("are each for one gateway, and none is the installation's (KN6014)", () => {
    const gateways = [{ name: "a", default: true }, { name: "b", domain: "b.example.com" }, { name: "c" }];
    expect(check({ gateways, domain: "example.com" })).to.deep.equal([]);
    const [taken] = checkGatewayDomains({ gateways, domain: "b.example.com" });
    expect(taken).to.include({ path: "gateways[1].domain", code: "KN6014" });
    expect(taken?.reason).to.contain("is the installation's domain").and.contain("leave it out");
    expect(
      check({ gateways, domains: [{ name: "x.example.com" }, { name: "b.example.com" }] }),
    ).to.deep.equal(["gateways[1].domain KN6014"]);
    const both = { gateways: [...gateways, { name: "d", domain: "b.example.com" }] };
    expect(check(both)).to.deep.equal(["gateways[3].domain KN6014"]);
    expect(checkGatewayDomains(both)[0]?.reason).to.contain("the domain of gateways[1] already");
  });

  it("that turn out the same are one where it is for all services, and refused where it isn't (KN6014)", () => {
    const open = { name: "203.0.113.9.sslip.io" };
    const second = { ...open, selector: chosenBy("b") };
    expect(domainConfig([open, second])).to.deep.equal({ [open.name]: "" });
    expect(domainConfig([second, open])).to.deep.equal({ [open.name]: "" });
    const third = { ...open, selector: chosenBy("c") };
    const other = { name: "198.51.100.1.sslip.io" };
    let refused: unknown;
    try {
      domainConfig([other, second, third]);
    } catch (error) {
      refused = error;
    }
    expect(refused).to.be.instanceOf(ProblemsError);
    expect((refused as Error).message)
      .to.contain("KN6014")
      .and.contain(open.name)
      .and.contain("set domain of each of them");
    expect(domainData([other, second])).to.have.all.keys(other.name, open.name);
  });
});
