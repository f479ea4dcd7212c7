import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src";
import type { Platform } from "../../../provider/src/platform/platform";
import { stackOutputs } from "../../../provider/src/platform/stackOutputs";

describe("platform: outputs of the root program", () => {
  const told = (args: PlatformArgs) =>
    Object.keys(stackOutputs({} as Platform, args)).filter((name) => !always.includes(name));
  const always = ["gateways", "urls", "revisions", "hosts", "release", "images"];

  it("tell of a part only where it is asked for", () => {
    expect(told({})).to.deep.equal([]);
    expect(told({ observability: {} })).to.deep.equal(["prometheusUrl", "grafanaUrl"]);
    expect(told({ security: {} })).to.deep.equal(["securityReport"]);
    expect(told({ eventing: {} })).to.include.members(["brokers", "triggers", "eventingRelease"]);
  });

  it("hold a kubeconfig only of a cluster that the stack makes", () => {
    expect(told({ cluster: { kubeconfig: "theirs" } })).to.deep.equal([]);
    expect(told({ cluster: { ackServerless: {} } })).to.deep.equal(["kubeconfig"]);
    expect(told({ cluster: { ack: {} } } as PlatformArgs)).to.deep.equal(["kubeconfig"]);
  });
});
