import { expect } from "chai";
import { counter, strangeNames } from "../../../lab/registry.traffic";

describe("attempts to leave the lab", () => {
  it("are read from the kernel's counters, by group and name", () => {
    const text = "IpExt: InNoRoutes InOctets\nIpExt: 7 99\nIp: OutNoRoutes\nIp: 3\n";
    expect(counter(text, "IpExt", "InNoRoutes")).to.equal(7);
    expect(counter(text, "Ip", "OutNoRoutes")).to.equal(3);
    expect(() => counter(text, "Ip", "InNoRoutes")).to.throw("no counter Ip InNoRoutes");
  });

  it("are the names that CoreDNS knows nobody to ask for, but for Envoy's half name of its controller", () => {
    const line = (name: string) =>
      `[ERROR] plugin/errors: 2 ${name} A: plugin/kubernetes: no next plugin found\n`;
    const half = line("net-kourier-controller.knative-serving.");
    expect(strangeNames(`CoreDNS-1.14.5\n${half}`)).to.equal(0);
    expect(strangeNames(half + line("away.invalid.") + line("example.com."))).to.equal(2);
  });
});
