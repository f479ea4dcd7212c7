import { expect } from "chai";
import { releases } from "../../../../provider/src/release/catalog";
import {
  findIstio,
  isTooOldIstio,
  istioMinor,
  istioProblem,
  knownIstio,
  rangeText,
} from "../../../../provider/src/release/catalog/istio";

describe("catalog: istio", () => {
  const code = (...args: Parameters<typeof istioProblem>) => istioProblem(...args)?.code;

  it("holds minors in order, each with a patch of its own and a range of Kubernetes", () => {
    const minors = knownIstio().map(({ minor }) => minor);
    expect(minors).to.deep.equal(["1.28", "1.29", "1.30", "1.31"]);
    for (const { minor, version, kubernetes, endOfLife } of knownIstio()) {
      expect(version.startsWith(`${minor}.`)).to.equal(true);
      expect(Number(kubernetes.oldest.split(".")[1])).to.be.lessThan(Number(kubernetes.newest.split(".")[1]));
      expect(endOfLife ?? "2026-01").to.match(/^\d{4}-\d\d$/);
    }
  });

  it("finds the newest patch of a minor, any whole version, and a default", () => {
    expect(findIstio("1.29")).to.equal("1.29.6");
    expect(findIstio(" v1.29.2 ")).to.equal("1.29.2");
    expect(findIstio("1.40.0")).to.equal("1.40.0");
    expect(findIstio("1.30.0-rc.1")).to.equal("1.30.0-rc.1");
    expect(findIstio(undefined)).to.equal(istioMinor("1.30.9")?.version);
    expect(["1.27", "latest", "1", ""].map(findIstio)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("has a default that nothing speaks against, beside every Knative that it may be installed with", () => {
    const version = findIstio(undefined) ?? "";
    for (const { minor, minimumKubernetes } of releases()) {
      expect(istioProblem(version, minor, minimumKubernetes), minor).to.equal(undefined);
      expect(rangeText(minor)).to.match(/^1\.\d+ to 1\.\d+$/);
    }
  });

  it("warns outside the range that a Knative is known to work with, and names the range (KN6032)", () => {
    expect(code("1.28.6", "1.21")).to.equal(undefined);
    expect(istioProblem("1.28.6", "1.22")).to.deep.include({ kind: "warning", code: "KN6032" });
    expect(istioProblem("1.28.6", "1.22")?.reason).to.contain("1.29 to 1.30");
    expect(code("1.31.2", "1.23")).to.equal("KN6032");
    expect(code("1.31.2", "9.9")).to.equal(undefined);
  });

  it("warns on a Kubernetes that upstream doesn't support it on, older or newer (KN6033)", () => {
    expect(code("1.29.6", "1.22", "1.35.2-aliyun.1")).to.equal(undefined);
    expect(code("1.29.6", "1.22", "v1.36.0")).to.equal("KN6033");
    expect(code("1.30.4", "1.22", "1.31.9")).to.equal("KN6033");
    expect(code("1.30.4", "1.22", "unknown")).to.equal(undefined);
    expect(code("1.50.0", "9.9", "1.31.9")).to.equal(undefined);
  });

  it("refuses what can't work: a text that is no version (KN6030), and one without the API (KN6031)", () => {
    expect(istioProblem("latest", "1.22")).to.deep.include({ kind: "error", code: "KN6030" });
    expect(istioProblem("1.21.6", "1.22")).to.deep.include({ kind: "error", code: "KN6031" });
    expect(code("1.22.0", "1.22")).to.equal("KN6032");
    expect(["1.21.9", "1.22.0", "2.0.0", "none"].map(isTooOldIstio)).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });
});
