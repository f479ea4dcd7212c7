import { expect } from "chai";
import { annotationProblems } from "../../../provider/src/alibaba/gateway.check";
import { parseAnnotations } from "../../../provider/src/alibaba/annotations.parse";
import { plainAnnotations } from "../../../provider/src/alibaba/annotations.render";
import type { AlibabaSlbArgs } from "../../../provider/src/alibaba/loadBalancer.args";
import { checkSlb } from "../../../provider/src/alibaba/loadBalancer.check";
import { annotations } from "./samples";

const ports = [{ port: 443, protocol: "tcp" }] as const;
const codes = (texts: Readonly<Record<string, string>>) =>
  annotationProblems(annotations(texts), undefined, { ports }).map(({ code }) => code);

/** The examples of Alibaba's article on the gateway of Knative on ACK Serverless that are right, with the settings that give them. */
const right: readonly (readonly [what: string, args: AlibabaSlbArgs, texts: Record<string, string>])[] = [
  ["a load balancer in the VPC", {}, { "address-type": "intranet" }],
  [
    "a load balancer in the VPC, said in full",
    { addressType: "intranet", network: { networkType: "vpc" } },
    { "address-type": "intranet", "network-type": "vpc" },
  ],
  ["an existing load balancer", { id: "lb-bp1abc" }, { id: "lb-bp1abc" }],
  [
    "an existing load balancer whose listeners are overwritten",
    { id: "lb-bp1abc", forceOverrideListeners: true },
    { id: "lb-bp1abc", "force-override-listeners": "true" },
  ],
];

/** Those that say nothing of the address, which makes it public: here that has to be said. */
const silentlyPublic: readonly (readonly [
  what: string,
  args: AlibabaSlbArgs,
  texts: Record<string, string>,
])[] = [
  [
    "master and slave zone",
    { network: { masterZoneId: "cn-beijing-g", slaveZoneId: "cn-beijing-f" } },
    { "master-zoneid": "cn-beijing-g", "slave-zoneid": "cn-beijing-f" },
  ],
  [
    "paying for bandwidth",
    { billing: { chargeType: "paybybandwidth", bandwidth: 2 } },
    { "charge-type": "paybybandwidth", bandwidth: "2" },
  ],
  ["a name", { name: "your-svc-name" }, { name: "your-svc-name" }],
];

describe("the examples of Alibaba's article on Knative's gateway", () => {
  for (const [what, args, texts] of right) {
    it(`${what}: the same annotations, byte for byte`, () => {
      expect(checkSlb(args, { ports })).to.deep.equal([]);
      expect(plainAnnotations(args)).to.deep.equal(annotations(texts));
      expect(codes(texts)).to.deep.equal([]);
    });
  }

  for (const [what, args, texts] of silentlyPublic) {
    it(`${what}: the same annotations, and the public address in so many words`, () => {
      const said: AlibabaSlbArgs = { addressType: "internet", ...args };
      expect(checkSlb(said, { ports })).to.deep.equal([]);
      expect(plainAnnotations(said)).to.deep.equal(annotations({ "address-type": "internet", ...texts }));
      expect(parseAnnotations(annotations(texts)).args).to.deep.equal(said);
      expect(codes(texts)).to.deep.equal([]);
    });
  }

  it("a specification alone: not right since CLB is paid for by use, for the controller then asks for PayByCLCU", () => {
    expect(codes({ spec: "slb.s1.small" })).to.deep.equal(["KN7013"]);
    const args: AlibabaSlbArgs = {
      addressType: "internet",
      billing: { instanceChargeType: "PayBySpec", spec: "slb.s1.small" },
    };
    expect(checkSlb(args, { ports })).to.deep.equal([]);
    expect(plainAnnotations(args)).to.deep.equal(
      annotations({
        "address-type": "internet",
        "instance-charge-type": "PayBySpec",
        spec: "slb.s1.small",
      }),
    );
  });

  it("an id that is still a placeholder: no load balancer has it", () => {
    expect(codes({ id: "${YOUR_LOADBALACER_ID}" })).to.deep.equal(["KN1006"]);
  });

  it("a region without a second zone: not refused by its name, for that is the cloud's to say", () => {
    expect(codes({ "master-zoneid": "ap-southeast-5a", "slave-zoneid": "ap-southeast-5b" })).to.deep.equal(
      [],
    );
  });
});
