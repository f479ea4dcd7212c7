import { expect } from "chai";

import {
  checksumFile,
  composeRelease,
  labelVersion,
  resolveImages,
} from "../../../../lab/artifacts/mirrorText";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("the release mirror's texts", () => {
  const imageOf = (path: string) =>
    path === "knative.dev/serving/cmd/queue" ? `gcr.io/k/${path}@${DIGEST}` : undefined;

  it("stand in the order of upstream's tree, each its own document", () => {
    const texts = [
      { as: "configmaps/b.yaml", text: "b: 1\n" },
      { as: "100-namespace.yaml", text: "\na: 1\n" },
    ];
    expect(composeRelease(texts, "1.0.0", imageOf)).to.equal("---\na: 1\n---\nb: 1\n");
  });

  it("carry the release's version where upstream says devel, and nowhere else", () => {
    const text = "  app.kubernetes.io/version: devel\n  other: devel\n  app.kubernetes.io/version: develop\n";
    expect(labelVersion(text, "1.21.3")).to.equal(
      '  app.kubernetes.io/version: "1.21.3"\n  other: devel\n  app.kubernetes.io/version: develop\n',
    );
  });

  it("name images where upstream names Go programs", () => {
    const text =
      "image: ko://knative.dev/serving/cmd/queue\nqueue-sidecar-image: ko://knative.dev/serving/cmd/queue\n";
    const image = `gcr.io/k/knative.dev/serving/cmd/queue@${DIGEST}`;
    expect(resolveImages(text, imageOf)).to.equal(`image: ${image}\nqueue-sidecar-image: ${image}\n`);
  });

  it("are refused when they run a program of which there is no image", () => {
    expect(() => resolveImages("image: ko://knative.dev/test/cmd/runtime", imageOf)).to.throw(
      "knative.dev/test/cmd/runtime",
    );
  });

  it("are summed as sha256sum does", () => {
    expect(checksumFile({ "a/b.yaml": "00ff" })).to.equal("00ff  a/b.yaml\n");
  });
});
