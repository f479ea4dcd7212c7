import { expect } from "chai";
import fc from "fast-check";
import {
  addressAt,
  addressText,
  contains,
  defaultGateway,
  freeRange,
  holds,
  isReserved,
  overlaps,
  parseAddress,
  parseRange,
  parseRanges,
  parseSpan,
  rangeText,
  type Range,
} from "../../../provider/src/addresses/cidr";

const range = (text: string): Range => {
  const parsed = parseRange(text);
  expect(parsed, text).not.to.equal(undefined);
  return parsed as Range;
};
const v4 = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => range(`${address}/${prefix}`));
const v6 = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }),
    fc.integer({ min: 0, max: 128 }),
  )
  .map(([parts, prefix]) => range(`${parts.map((part) => part.toString(16)).join(":")}/${prefix}`));
const anyRange = fc.oneof(v4, v6);

describe("addresses: ranges", () => {
  it("are read with their host bits dropped, in the form that Kube-OVN writes them", () => {
    expect(rangeText(range("10.1.2.3/16"))).to.equal("10.1.0.0/16");
    expect(rangeText(range("FD00:0010:0016::5/112"))).to.equal("fd00:10:16::/112");
    expect(parseRanges("10.16.0.0/16,fd00::/112")?.map(rangeText)).to.deep.equal([
      "10.16.0.0/16",
      "fd00::/112",
    ]);
  });

  it("are none where a text only looks like one", () => {
    const none = ["10.0.0.0", "10.0/16", "10.0.0.0/33", "10.0.0.0/-1", "010.0.0.0/8", "0x0a.0.0.0/8"];
    const others = [
      "::1/129",
      "fe80::1%eth0/64",
      "::ffff:1.2.3.4/96",
      "10.0.0.0/8/8",
      "10.0.0.0/",
      "",
      "a/8",
    ];
    for (const text of [...none, ...others]) {
      expect(parseRange(text), text).to.equal(undefined);
    }
    expect(parseRanges("10.0.0.0/8,")).to.equal(undefined);
    expect(parseAddress("1.2.3")).to.equal(undefined);
  });

  it("know their gateway, their ends and their n-th address", () => {
    const of = (text: string) => addressText(defaultGateway(range(text)));
    expect(of("100.100.100.0/24")).to.equal("100.100.100.1");
    expect(of("10.0.0.4/31")).to.equal("10.0.0.4");
    expect(of("fd00:10:16::/112")).to.equal("fd00:10:16::1");
    const service = addressAt(range("10.96.0.0/12"), 1);
    expect(service && addressText(service)).to.equal("10.96.0.1");
    expect(addressAt(range("10.0.0.0/30"), 4)).to.equal(undefined);
  });

  it("lend neither their network's address nor the broadcast address of IPv4 to a host", () => {
    const reserved = (text: string, address: string) => {
      const parsed = parseAddress(address);
      return parsed !== undefined && isReserved(range(text), parsed);
    };
    expect(reserved("10.0.0.0/24", "10.0.0.0")).to.equal(true);
    expect(reserved("10.0.0.0/24", "10.0.0.255")).to.equal(true);
    expect(reserved("10.0.0.0/24", "10.0.0.254")).to.equal(false);
    expect(reserved("fd00::/112", "fd00::ffff")).to.equal(false);
    expect(reserved("fd00::/112", "fd00::")).to.equal(true);
  });

  it("come back from their own text", () => {
    fc.assert(
      fc.property(anyRange, (one) => {
        expect(range(rangeText(one))).to.deep.equal(one);
      }),
    );
  });

  it("hold their ends, and nothing next to them", () => {
    fc.assert(
      fc.property(anyRange, ({ family, first, last, prefix }) => {
        const one = { family, first, last, prefix };
        expect(holds(one, { family, number: first }) && holds(one, { family, number: last })).to.equal(true);
        expect(holds(one, { family, number: last + 1n })).to.equal(false);
        expect(holds(one, { family, number: first - 1n })).to.equal(false);
      }),
    );
  });

  it("overlap only where one contains the other, and either way round", () => {
    fc.assert(
      fc.property(anyRange, anyRange, (a, b) => {
        expect(overlaps(a, b)).to.equal(overlaps(b, a));
        expect(overlaps(a, b)).to.equal(contains(a, b) || contains(b, a));
      }),
    );
  });

  it("of different families never overlap", () => {
    fc.assert(
      fc.property(v4, v6, (a, b) => {
        expect(overlaps(a, b)).to.equal(false);
      }),
    );
  });
});

describe("addresses: a free range", () => {
  const isPrivate = (found: Range) =>
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"].some((pool) =>
      contains(range(pool), found),
    );

  it("is private, of the size that is asked for, and overlaps nothing that is taken", () => {
    const size = fc.integer({ min: 16, max: 30 });
    fc.assert(
      fc.property(fc.array(v4, { maxLength: 20 }), size, (taken, prefix) => {
        const found = freeRange(taken, "IPv4", prefix);
        if (found === undefined) {
          // Then the pools are full, which takes a range as big as the smallest of them.
          expect(taken.some((each) => each.prefix <= 16)).to.equal(true);
          return;
        }
        expect(found.prefix).to.equal(prefix);
        expect(isPrivate(found)).to.equal(true);
        expect(rangeText(range(rangeText(found)))).to.equal(rangeText(found));
        expect(taken.filter((each) => overlaps(each, found))).to.deep.equal([]);
      }),
    );
  });

  it("is found in the next pool where the first is full, and undefined where all are", () => {
    const text = (taken: readonly string[], prefix: number) => {
      const found = freeRange(taken.map(range), "IPv4", prefix);
      return found && rangeText(found);
    };
    expect(text([], 24)).to.equal("10.0.0.0/24");
    expect(text(["10.0.0.0/16", "10.1.0.0/24"], 16)).to.equal("10.2.0.0/16");
    expect(text(["10.0.0.0/8"], 24)).to.equal("172.16.0.0/24");
    expect(text(["0.0.0.0/0"], 24)).to.equal(undefined);
    expect(text([], 10)).to.equal("10.0.0.0/10");
    expect(text([], 4)).to.equal(undefined);
  });
});

describe("addresses: spans", () => {
  it("are one address or two ends of one family", () => {
    expect(parseSpan("10.0.0.1..10.0.0.9")).to.deep.equal({
      family: "IPv4",
      first: 167772161n,
      last: 167772169n,
    });
    expect(parseSpan("10.0.0.1")).to.deep.equal({ family: "IPv4", first: 167772161n, last: 167772161n });
    for (const text of [
      "10.0.0.1..",
      "10.0.0.1..fd00::1",
      "10.0.0.1..10.0.0.2..10.0.0.3",
      "a",
      "10.0.0.0/24",
    ]) {
      expect(parseSpan(text), text).to.equal(undefined);
    }
  });
});
