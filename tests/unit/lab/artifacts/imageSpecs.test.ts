import { expect } from "chai";

import { imageSpecs, parseReference } from "../../../../lab/artifacts/imageSpecs";
import { labRelease } from "../../../../lab/artifacts/release";
import { GO_TOOLS } from "../../../../lab/toolchain/tools";

const programs = (tool: keyof typeof GO_TOOLS) =>
  Object.fromEntries(
    GO_TOOLS[tool].packages
      .map((path) => path.split("/").at(-1) ?? "")
      .map((name) => [name, `/built/${name}`]),
  );

const SOURCES = {
  knative: programs("knative"),
  sample: programs("sample"),
  coredns: "/built/coredns",
  envoy: { program: "/built/envoy", libraries: ["/lib/libc.so.6", "/lib64/ld.so"] },
  busybox: "/built/busybox",
};

describe("the lab's images", () => {
  const release = labRelease();
  const specs = imageSpecs(SOURCES, { release, coredns: "v1.2.3" });
  const byName = new Map(specs.map((spec) => [spec.name, spec]));

  it("hold every program that the toolchain builds for Knative, under the path that ko gives it", () => {
    for (const name of Object.keys(SOURCES.knative)) {
      const spec = byName.get(name);
      expect(spec?.registry).to.equal("gcr.io");
      expect(spec?.repository).to.match(
        new RegExp(
          `^knative-releases/knative\\.dev/((serving|net-kourier)/cmd|pkg/.+/cmd|serving/pkg/.+/cmd)/${name}$`,
        ),
      );
      expect(spec?.defaults.entrypoint).to.deep.equal([`/ko-app/${name}`]);
      expect(spec?.layers.flat()).to.deep.include({
        path: `ko-app/${name}`,
        source: `/built/${name}`,
        mode: 0o755,
      });
    }
  });

  it("are tagged with the version of the release they belong to", () => {
    expect(byName.get("controller")?.tag).to.equal(`v${release.version}`);
    expect(byName.get("kourier")?.tag).to.equal(`v${release.kourierVersion}`);
    expect(byName.get("coredns")).to.include({ repository: "coredns/coredns", tag: "v1.2.3" });
  });

  it("have the gateway's image under the name that the catalogue says, with the libraries where they were", () => {
    const envoy = byName.get("envoy");
    expect(`${envoy?.registry}/${envoy?.repository}:${envoy?.tag}`).to.equal(release.envoyImage);
    const paths = envoy?.layers.flat().map(({ path }) => path);
    expect(paths).to.include.members([
      "usr/local/bin/envoy",
      "lib/libc.so.6",
      "lib64/ld.so",
      "bin/sh",
      "bin/sleep",
      "bin/curl",
    ]);
  });

  it("run as a user that the kubelet can tell is not root", () => {
    for (const { defaults } of specs) expect(Number(defaults.user)).to.be.greaterThan(0);
  });

  it("have two builds of the sample that differ in what they say they are", () => {
    const [one, two] = [byName.get("hello:v1"), byName.get("hello:v2")];
    expect([one?.defaults.env.VERSION, two?.defaults.env.VERSION]).to.deep.equal(["v1", "v2"]);
    expect(one?.repository).to.equal(two?.repository);
  });

  it("have names and references of their own", () => {
    expect(byName.size).to.equal(specs.length);
    const references = specs.map(({ repository, tag }) => `${repository}:${tag}`);
    expect(new Set(references).size).to.equal(specs.length);
  });

  it("are refused when the toolchain built no such program", () => {
    const knative = Object.fromEntries(Object.entries(SOURCES.knative).filter(([name]) => name !== "queue"));
    const make = () => imageSpecs({ ...SOURCES, knative }, { release, coredns: "v1.2.3" });
    expect(make).to.throw("the toolchain built no program queue");
  });

  it("are referred to by registry, repository and tag", () => {
    const parts = { registry: "docker.io", repository: "envoyproxy/envoy", tag: "v1.36-latest" };
    expect(parseReference("docker.io/envoyproxy/envoy:v1.36-latest")).to.deep.equal(parts);
    for (const bad of ["envoy", "docker.io/envoy", "host:5000/envoy"]) {
      expect(() => parseReference(bad)).to.throw(`got "${bad}"`);
    }
  });
});
