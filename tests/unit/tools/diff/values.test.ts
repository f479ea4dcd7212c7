import { expect } from "chai";
import fc from "fast-check";
import { decode, SECRET, UNKNOWN } from "../../../../tools/diff/encoding";
import { cutMiddle, formatPair, formatValue, shortenPair } from "../../../../tools/diff/values";
import { secret, unknown } from "./support";

describe("diff: values", () => {
  it("tell texts from numbers", () => {
    expect([formatValue("0"), formatValue(0), formatValue(null)]).to.deep.equal(['"0"', "0", "null"]);
  });

  it("say that they are secret or not known yet, also deep inside", () => {
    const { value } = decode({ a: secret("x"), b: [unknown] });
    expect(formatValue(value)).to.equal('{"a":"[secret]","b":["known after up"]}');
    expect([formatValue(SECRET), formatValue(UNKNOWN)]).to.deep.equal(["[secret]", "known after up"]);
  });

  it("know the engine's assets and references to resources", () => {
    const key = "4dabf18193072939515e22adb298388d";
    expect(decode({ [key]: "c44067f5952c0a294b673a41bacd8c17", hash: "abc", path: "/x" }).value).to.equal(
      "asset abc",
    );
    expect(decode({ [key]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" }).value).to.equal(
      "resource urn:x",
    );
  });

  it("take outputs that are secret or unknown for what they are", () => {
    const output = { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    expect(decode({ ...output, value: "x", secret: true }).value).to.equal(SECRET);
    expect(decode(output).value).to.equal(UNKNOWN);
    expect(decode({ ...output, value: "x" }).value).to.equal("x");
  });

  it("are shortened to the part that differs", () => {
    const image = (digest: string): string =>
      `registry.example.com/knative/controller:v1@sha256:${digest.repeat(64)}`;
    const { old, new: wanted } = formatPair(image("a"), image("b"), 40);
    expect(old).to.equal('"…@sha256:aaaaaaaaaaaaaaaa…aaaaaaaaaaaa"');
    expect(wanted).to.equal('"…@sha256:bbbbbbbbbbbbbbbb…bbbbbbbbbbbb"');
  });

  it("of many lines are shortened to the lines that differ", () => {
    const text = (middle: string): string => `${"before\n".repeat(20)}${middle}\n${"after\n".repeat(20)}`;
    expect(formatPair(text("max: 1"), text("max: 2"), 60)).to.deep.equal({
      old: 'line 21: "max: 1"',
      new: 'line 21: "max: 2"',
    });
  });

  it("stay whole where there is room", () => {
    expect(formatPair("a\nb", "a\nc", 60)).to.deep.equal({ old: '"a\\nb"', new: '"a\\nc"' });
  });

  it("that stand alone lose their middle", () => {
    expect(formatPair(undefined, "x".repeat(100), 20)).to.deep.equal({
      old: undefined,
      new: `"${"x".repeat(12)}…${"x".repeat(5)}"`,
    });
  });

  it("never get longer than they may, and differ if they did", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    fc.assert(
      fc.property(text, text, text, text, fc.integer({ min: 24, max: 80 }), (head, a, b, tail, limit) => {
        const [before, after] = [head + a + tail, head + b + tail];
        const [old, wanted] = shortenPair(before, after, limit);
        expect(Array.from(old).length).to.be.at.most(limit);
        expect(Array.from(wanted).length).to.be.at.most(limit);
        expect(old === wanted).to.equal(before === after);
      }),
    );
  });

  it("are never cut inside of a character", () => {
    expect(cutMiddle("😀".repeat(10), 4)).to.equal("😀😀…😀");
  });
});
