import { expect } from "chai";
import fc from "fast-check";
import {
  contains,
  freeRange,
  overlaps,
  partOf,
  privateRanges,
  readRange,
} from "../../../provider/src/alibaba/cidr";

const ranges = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 8, max: 30 })).map(([address, prefix]) => {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return readRange(`${bytes.join(".")}/${prefix}`)?.text ?? "";
});

describe("alibaba: ranges of addresses", () => {
  it("are read with their first address, and nothing else is", () => {
    expect(readRange("10.1.2.3/16")).to.deep.include({ text: "10.1.0.0/16", prefix: 16 });
    expect(readRange("255.255.255.255/32")?.text).to.equal("255.255.255.255/32");
    expect(["10.0.0.0", "10.0.0.0/33", "300.0.0.0/8", "fd00::/8", ""].map(readRange)).to.deep.equal(
      Array(5).fill(undefined),
    );
  });

  it("overlap if and only if one holds the other, for sizes are powers of two", () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        expect(overlaps(a, b)).to.equal(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).to.equal(overlaps(b, a));
      }),
    );
  });

  it("are cut into parts that lie within and apart", () => {
    expect([0, 1, 15, 16].map((index) => partOf("10.0.0.0/16", 20, index))).to.deep.equal([
      "10.0.0.0/20",
      "10.0.16.0/20",
      "10.0.240.0/20",
      undefined,
    ]);
    fc.assert(
      fc.property(ranges, fc.nat(4), fc.nat(15), fc.nat(15), (whole, longer, first, second) => {
        const prefix = (readRange(whole)?.prefix ?? 8) + longer;
        const parts = [partOf(whole, prefix, first), partOf(whole, prefix, second)];
        parts
          .filter((part) => part !== undefined)
          .forEach((part) => expect(contains(whole, part)).to.equal(true));
        const [left, right] = parts;
        if (left !== undefined && right !== undefined) {
          expect(overlaps(left, right)).to.equal(first === second);
        }
      }),
    );
  });

  it("are found where nothing is taken, as long as there is room", () => {
    fc.assert(
      fc.property(fc.array(ranges, { maxLength: 12 }), fc.integer({ min: 12, max: 24 }), (taken, prefix) => {
        const free = freeRange(prefix, taken);
        if (free !== undefined) {
          expect(taken.some((other) => overlaps(free, other))).to.equal(false);
          expect(privateRanges.some((range) => contains(range, free))).to.equal(true);
        }
      }),
    );
    expect(freeRange(16, [])).to.equal("10.0.0.0/16");
    expect(freeRange(16, ["10.0.0.0/8"])).to.equal("172.16.0.0/16");
    expect(freeRange(16, [...privateRanges])).to.equal(undefined);
  });
});
