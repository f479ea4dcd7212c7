import { expect } from "chai";
import fc from "fast-check";
import { renderSubnet, subnetAddresses } from "../../../provider/src/kubeovn/subnet.render";
import { renderVpcNetwork } from "../../../provider/src/kubeovn/vpcNetwork.render";
import { misfits, needDefinitions, type Definitions } from "../../support/crds";
import { written } from "../../support/kubeOvnController";
import { rich } from "./vpcs";

const all = renderVpcNetwork("red", rich).flat();

describe("kube-ovn: upstream's definitions", () => {
  let definitions: Definitions;
  before(function () {
    definitions = needDefinitions(this);
  });

  it("know every field of a VPC's objects, with these types", () => {
    expect(all.flatMap((manifest) => misfits(definitions, manifest))).to.deep.equal([]);
  });
});

describe("kube-ovn: what the controller writes back", () => {
  it("is what was written, of a VPC with everything", () => {
    for (const manifest of all) {
      expect(written(manifest), manifest.kind).to.deep.equal(manifest["spec"]);
    }
  });

  it("is what was written, of any subnet", () => {
    const host = fc.integer({ min: 0, max: 255 });
    const span = fc
      .tuple(host, host, fc.boolean())
      .map(([a, b, single]) =>
        single ? `10.9.7.${a}` : `10.9.7.${Math.min(a, b)}..10.9.7.${Math.max(a, b)}`,
      );
    const subnet = fc.record({
      bits: fc.integer({ min: 16, max: 24 }),
      gateway: fc.option(host, { nil: undefined }),
      excludeIps: fc.array(span, { maxLength: 6 }),
      dual: fc.boolean(),
      vpc: fc.constantFrom("red", "ovn-cluster"),
    });
    fc.assert(
      fc.property(subnet, ({ bits, gateway, excludeIps, dual, vpc }) => {
        const args = {
          name: "s",
          cidrBlock: `10.9.7.0/${bits}${dual ? ",fd00:9::/112" : ""}`,
          excludeIps,
          ...(gateway === undefined ? {} : { gateway: `10.9.7.${gateway}` }),
        };
        const manifest = renderSubnet(args, { vpc });
        expect(written(manifest)).to.deep.equal(manifest["spec"]);
        // Written once more, nothing changes either.
        expect(subnetAddresses({ ...args, ...subnetAddresses(args) })).to.deep.equal(subnetAddresses(args));
      }),
    );
  });
});
