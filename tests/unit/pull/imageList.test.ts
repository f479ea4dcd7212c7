import { expect } from "chai";
import { parse } from "yaml";
import { imageCopies, imageLines, skopeoSource } from "../../../provider/src/pull/imageList";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const queue = (letter: string) => `gcr.io/knative-releases/knative.dev/serving/cmd/queue@${digest(letter)}`;
const envoy = "docker.io/envoyproxy/envoy:v1.37-latest";

describe("the list of a bundle's images", () => {
  it("has one image to a line, so that other programs can read it", () => {
    expect(imageLines([envoy, queue("a")])).to.equal(`${envoy}\n${queue("a")}\n`);
  });

  it("is, for skopeo, by registry and repository, with digests and tags", () => {
    const text = skopeoSource([queue("b"), envoy, queue("a"), queue("a"), "localhost:5000/app:1.0"]);
    expect(parse(text)).to.deep.equal({
      "docker.io": { images: { "envoyproxy/envoy": ["v1.37-latest"] } },
      "gcr.io": {
        images: { "knative-releases/knative.dev/serving/cmd/queue": [digest("a"), digest("b")] },
      },
      "localhost:5000": { images: { app: ["1.0"] } },
    });
  });

  it("writes tags that look like numbers as texts, and no digest on two lines", () => {
    const text = skopeoSource(["example.com/app:1.0", queue("a")]);
    expect(text).to.contain('- "1.0"\n');
    expect(text).to.match(new RegExp(`^ +- ${digest("a")}$`, "m"));
  });

  it("takes the digest of what has a tag, too, and the usual ones of what has neither", () => {
    expect(parse(skopeoSource([`example.com/app:1.0@${digest("a")}`, "team/app"]))).to.deep.equal({
      "docker.io": { images: { "team/app": ["latest"] } },
      "example.com": { images: { app: [digest("a")] } },
    });
  });

  it("says where an installation with the same settings looks for each", () => {
    const registry = "registry.example.com/kn";
    expect(imageCopies([envoy, queue("a")], { registry, layout: "flat" })).to.deep.equal([
      { source: envoy, target: `${registry}/envoy:v1.37-latest` },
      { source: queue("a"), target: `${registry}/queue@${digest("a")}` },
    ]);
    expect(imageCopies([envoy], { registry })[0]?.target).to.equal(
      `${registry}/envoyproxy/envoy:v1.37-latest`,
    );
  });
});
