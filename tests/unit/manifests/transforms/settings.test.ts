import { expect } from "chai";
import type { Manifest } from "../../../../provider/src/manifests/manifest";
import {
  configMapNames,
  dropExamples,
  mergeConfigMapData,
} from "../../../../provider/src/manifests/transforms";

const map: Manifest = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "config-network",
    namespace: "knative-serving",
    annotations: { "knative.dev/example-checksum": "ab", other: "x" },
  },
  data: { _example: "…", kept: "1" },
};
const onlyExample: Manifest = {
  ...map,
  metadata: { name: "config-gc", annotations: { "knative.dev/example-checksum": "ab" } },
  data: { _example: "…" },
};

describe("examples in settings", () => {
  it("go together with their checksum", () => {
    const dropped = dropExamples(map);
    expect(dropped.data).to.deep.equal({ kept: "1" });
    expect(dropped.metadata.annotations).to.deep.equal({ other: "x" });
  });

  it("leave nothing empty behind", () => {
    expect(dropExamples(onlyExample)).to.deep.equal({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "config-gc" },
    });
  });

  it("are looked for in ConfigMaps only", () => {
    const secret = { ...map, kind: "Secret" };
    expect(dropExamples(secret)).to.equal(secret);
  });
});

describe("merging settings", () => {
  it("adds to what is there, and takes the example out", () => {
    const merged = mergeConfigMapData("config-network", { kept: "2", "ingress-class": "x" })(map);
    expect(merged.data).to.deep.equal({ kept: "2", "ingress-class": "x" });
    expect(merged.metadata.annotations).to.deep.equal({ other: "x" });
    expect(map.data).to.deep.equal({ _example: "…", kept: "1" });
  });

  it("fills a ConfigMap that had nothing but its example", () => {
    expect(mergeConfigMapData("config-gc", { a: "b" })(onlyExample).data).to.deep.equal({ a: "b" });
  });

  it("leaves ConfigMaps of other names, and everything else, as they are", () => {
    expect(mergeConfigMapData("config-domain", { a: "b" })(map)).to.equal(map);
    const secret = { ...map, kind: "Secret" };
    expect(mergeConfigMapData("config-network", { a: "b" })(secret)).to.equal(secret);
  });

  it("changes nothing where there is nothing to merge", () => {
    expect(mergeConfigMapData("config-network", {})(map)).to.equal(map);
  });

  it("can be checked against the names that there are", () => {
    expect(configMapNames([map, { ...map, kind: "Secret" }, onlyExample])).to.deep.equal([
      "config-network",
      "config-gc",
    ]);
  });
});
