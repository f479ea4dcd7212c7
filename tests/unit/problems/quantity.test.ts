import { expect } from "chai";
import fc from "fast-check";
import { quantityValue } from "../../../provider/src/problems";

describe("problems: quantities", () => {
  it("are numbers in the unit that they name", () => {
    const values = {
      "250m": 0.25,
      "0.5": 0.5,
      "2": 2,
      "2e3": 2000,
      "1e+3": 1000,
      "1E": 1e18,
      "1k": 1000,
      "1Ki": 1024,
      ".5": 0.5,
      "5.": 5,
      "+2": 2,
      "100u": 1e-4,
      "1E3": 1000,
      "1.5Gi": 1.5 * 2 ** 30,
    };
    for (const [text, value] of Object.entries(values)) {
      expect(quantityValue(text), text).to.equal(value);
    }
  });

  it("are unknown where the text is none", () => {
    for (const text of ["", "lots", "1 Gi", "-1", "1Gb", "m", "1toString", "2e3m"]) {
      expect(quantityValue(text), text).to.equal(undefined);
    }
  });

  it("are ordered as their numbers are, whatever the unit", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.constantFrom("m", "", "k", "Mi", "G"), (a, b, unit) => {
        const [one, other] = [quantityValue(`${a}${unit}`) ?? NaN, quantityValue(`${b}${unit}`) ?? NaN];
        expect(Math.sign(one - other)).to.equal(Math.sign(a - b));
      }),
    );
  });
});
