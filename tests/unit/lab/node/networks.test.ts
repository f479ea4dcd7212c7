import { expect } from "chai";
import fc from "fast-check";

import { networksOf } from "../../../../lab/node/instance";
import { hostClaims, overlapProblems, overlaps, parseRoutes } from "../../../../lab/node/networks";

const HEADER = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
const TABLE = [
  HEADER,
  "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
  "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
  "tun0\t0000D30A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
  "",
].join("\n");

const address = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join("."));
const cidr = fc.tuple(address, fc.integer({ min: 1, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);

describe("lab networks", () => {
  it("finds that a range overlaps another whichever of the two is the larger", () => {
    expect(overlaps("10.211.0.0/24", "10.0.0.0/8")).to.equal(true);
    expect(overlaps("10.0.0.0/8", "10.211.0.0/24")).to.equal(true);
    expect(overlaps("10.211.0.0/24", "10.211.1.0/24")).to.equal(false);
  });

  it("agrees with a comparison of the ranges' first and last addresses", () => {
    const bounds = (text: string) => {
      const [ip = "", bits = ""] = text.split("/");
      const value = ip.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
      const size = 2 ** (32 - Number(bits));
      return [Math.floor(value / size) * size, Math.floor(value / size) * size + size - 1] as const;
    };
    fc.assert(
      fc.property(cidr, cidr, (left, right) => {
        const [[leftFirst, leftLast], [rightFirst, rightLast]] = [bounds(left), bounds(right)];
        expect(overlaps(left, right)).to.equal(leftFirst <= rightLast && rightFirst <= leftLast);
      }),
    );
  });

  it("has networks of its own that do not overlap one another", () => {
    const all = Object.entries(networksOf(0));
    const claims = all.map(([owner, range]) => ({ owner, cidr: range }));
    for (const [name, range] of all) {
      const others = claims.filter(({ owner }) => owner !== name);
      expect(overlapProblems({ [name]: range }, others)).to.deep.equal([]);
    }
  });

  it("reads the kernel's routing table", () => {
    expect(parseRoutes(TABLE)).to.deep.equal([
      { cidr: "0.0.0.0/0", device: "eth0" },
      { cidr: "192.0.2.0/24", device: "eth0" },
      { cidr: "10.211.0.0/16", device: "tun0" },
    ]);
  });

  it("names both sides of an overlap with a route and with an interface's address", () => {
    const interfaces = { docker0: [{ family: "IPv4", cidr: "10.213.0.1/25" }] };
    const problems = overlapProblems(networksOf(0), hostClaims(parseRoutes(TABLE), interfaces, "pkl-host"));
    expect(problems).to.deep.equal([
      "the lab's pods network 10.211.0.0/24 overlaps the host's route 10.211.0.0/16 on tun0",
      "the lab's loadBalancers network 10.213.0.0/24 overlaps the address 10.213.0.1/25 of the host's interface docker0",
    ]);
  });

  it("does not take the lab's own link, the default route or IPv6 for somebody else's", () => {
    const routes = [
      { cidr: "10.212.0.0/16", device: "pkl-host" },
      { cidr: "0.0.0.0/0", device: "eth0" },
    ];
    const interfaces = {
      "pkl-host": [{ family: "IPv4", cidr: "10.210.0.1/30" }],
      eth0: [{ family: "IPv6", cidr: "fd00::2/64" }],
      lo: undefined,
    };
    expect(hostClaims(routes, interfaces, "pkl-host")).to.deep.equal([]);
  });
});
