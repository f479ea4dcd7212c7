import { expect } from "chai";

import { chartOfVersion } from "../../../../lab/istio/charts";

describe("Istio's charts in the lab", () => {
  it("say the version that they are published with", () => {
    const text = "apiVersion: v2\nname: base\n# replaced\nversion: 1.0.0\nappVersion: 1.0.0\n";
    expect(chartOfVersion(text, "1.31.0")).to.equal(
      "apiVersion: v2\nname: base\n# replaced\nversion: 1.31.0\nappVersion: 1.31.0\n",
    );
    expect(() => chartOfVersion("name: base\n", "1.31.0")).to.throw("no line with a version");
  });
});
