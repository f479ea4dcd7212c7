import { expect } from "chai";
import fc from "fast-check";
import { durationSeconds, isDnsLabel, quantity } from "../../../provider/src/problems";

describe("problems: formats", () => {
  it("reads Go durations", () => {
    expect(durationSeconds("90s")).to.equal(90);
    expect(durationSeconds("1h30m")).to.equal(5400);
    expect(durationSeconds("0")).to.equal(0);
    expect(durationSeconds("1.5s")).to.equal(1.5);
    for (const wrong of ["", "s", "90", "5 m", "1d", "-5s", "5ms5"]) {
      expect(durationSeconds(wrong), wrong).to.equal(undefined);
    }
  });

  it("adds up the parts of any duration", () => {
    fc.assert(
      fc.property(
        fc.nat(99),
        fc.nat(59),
        fc.nat(59),
        (h, m, s) => durationSeconds(`${h}h${m}m${s}s`) === h * 3600 + m * 60 + s,
      ),
    );
  });

  it("takes DNS labels as Kubernetes does", () => {
    expect(isDnsLabel("a")).to.equal(true);
    expect(isDnsLabel("a".repeat(63))).to.equal(true);
    for (const wrong of ["", "A", "1a", "a-", "-a", "a.b", "a_b", "a".repeat(64)]) {
      expect(isDnsLabel(wrong), wrong).to.equal(false);
    }
  });

  it("takes Kubernetes quantities", () => {
    for (const right of ["1", "0.5", "250m", "128Mi", "1G", "2e3"]) {
      expect(quantity.safeParse(right).success, right).to.equal(true);
    }
    for (const wrong of ["", "1 Gi", "1gb", "Mi", "1,5", "-1"]) {
      expect(quantity.safeParse(wrong).success, wrong).to.equal(false);
    }
  });
});
