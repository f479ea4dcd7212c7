import { expect } from "chai";
import * as fc from "fast-check";
import { imageReference, parseImage, registryOf, versionOf } from "../../../provider/src/problems";
import { digest, image } from "./imageReferences";

describe("image references", () => {
  for (const [reference, host, path, tag, sum] of [
    ["gcr.io/x/y@sha256:ab", "gcr.io", "x/y", undefined, "sha256:ab"],
    ["docker.io/envoyproxy/envoy:v1.37-latest", "docker.io", "envoyproxy/envoy", "v1.37-latest", undefined],
    ["envoyproxy/envoy", undefined, "envoyproxy/envoy", undefined, undefined],
    ["10.0.0.1:5000/app", "10.0.0.1:5000", "app", undefined, undefined],
    ["localhost/app:1@sha256:ab", "localhost", "app", "1", "sha256:ab"],
    ["nginx:1", undefined, "nginx", "1", undefined],
  ] as const) {
    it(`are taken apart: ${reference}`, () => {
      expect(parseImage(reference)).to.deep.equal({ host, path, tag, digest: sum });
    });
  }

  it("are their parts put together again, and valid by the same reading", () => {
    fc.assert(
      fc.property(image, (reference) => {
        const parts = parseImage(reference);
        const start = parts.host === undefined ? "" : `${parts.host}/`;
        expect(`${start}${parts.path}${versionOf(parts)}`).to.equal(reference);
        expect(imageReference(reference)).to.deep.equal(parts);
      }),
    );
  });

  it("name a registry as Knative does", () => {
    expect(registryOf(parseImage("nginx"))).to.equal("index.docker.io");
    expect(registryOf(parseImage("10.0.0.1:5000/a/b"))).to.equal("10.0.0.1:5000");
    expect(registryOf(parseImage("[::1]:5000/a"))).to.equal("[::1]:5000");
  });

  it("are refused where a registry couldn't read them", () => {
    const long = "a".repeat(129);
    expect(imageReference(`localhost/a:x@${digest}`)).to.include({ host: "localhost", tag: "x", digest });
    for (const wrong of [
      ...["", "A/b", "a//b", "a:", "a@sha256:12", "host:5000/", "a b", "http://x/y", "a:-x", `a:${long}`],
      `a@sha512:${"0".repeat(128)}`,
      "a_b.c:x/y",
    ]) {
      expect(imageReference(wrong), wrong).to.equal(undefined);
    }
  });
});
