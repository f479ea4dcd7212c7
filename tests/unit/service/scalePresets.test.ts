import { expect } from "chai";
import { revisionAnnotations } from "../../../provider/src/service/annotations.render";
import { checkScale } from "../../../provider/src/service/scale.check";
import type { ScaleArgs } from "../../../provider/src/service/scale.args";

const image = "registry.example.com/app:1";
const annotations = (scale: ScaleArgs) =>
  Object.fromEntries(
    Object.entries(revisionAnnotations({ image, scale })).map(([key, value]) => [
      key.replace("autoscaling.knative.dev/", ""),
      value,
    ]),
  );
const codes = (scale: ScaleArgs) => checkScale(scale).map(({ path, code }) => `${path} ${code}`);

describe("service: presets of scaling", () => {
  it("fill in what goes together, and leave what is set", () => {
    expect(annotations({ preset: "latency" })).to.deep.equal({
      "min-scale": "1",
      "target-utilization-percentage": "50",
      "panic-threshold-percentage": "150",
      "scale-down-delay": "5m",
    });
    expect(annotations({ preset: "balanced" })).to.deep.equal({
      "scale-down-delay": "1m",
      "scale-to-zero-pod-retention-period": "5m",
    });
    expect(annotations({ preset: "cost", maxScale: 3 })).to.deep.equal({
      "min-scale": "0",
      "max-scale": "3",
      "target-utilization-percentage": "90",
      window: "30s",
      "scale-down-delay": "0s",
      "scale-to-zero-pod-retention-period": "0s",
    });
    expect(annotations({ preset: "latency", minScale: 3, scaleDownDelay: undefined })).to.deep.include({
      "min-scale": "3",
      "scale-down-delay": "5m",
    });
    for (const preset of ["latency", "balanced", "cost"] as const) {
      expect(codes({ preset }), preset).to.deep.equal([]);
    }
  });

  it("exclude what makes them none", () => {
    expect(codes({ preset: "latency", minScale: 0 })).to.deep.equal(["minScale KN1008"]);
    expect(codes({ preset: "cost", minScale: 2, maxScale: 2 })).to.deep.equal(["minScale KN1008"]);
    expect(codes({ preset: "cost", minScale: 1, maxScale: 9 })).to.deep.equal([]);
  });

  it("are of Knative's own autoscaler alone", () => {
    expect(codes({ preset: "balanced", metric: "cpu", target: 80 })).to.deep.equal(["preset KN4020"]);
    expect(codes({ preset: "cost", customMetric: "queue_length", target: 5 })).to.deep.equal([
      "preset KN4020",
    ]);
    expect(codes({ preset: "cost", metric: "rps", target: 5 })).to.deep.equal([]);
  });
});
