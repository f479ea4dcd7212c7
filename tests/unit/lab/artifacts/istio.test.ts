import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

import { istioImageSpecs } from "../../../../lab/artifacts/istioSpecs";
import { netIstioFile, netIstioManifests } from "../../../../lab/artifacts/mirrorIstio";
import { labRelease } from "../../../../lab/artifacts/release";
import { buildArguments, pinnedVersion } from "../../../../lab/toolchain/goModule";
import { INGRESS_TOOL, ISTIO_MODULE, ISTIO_TOOL, istioVersion } from "../../../../lab/toolchain/istioTools";
import { TOOL_NAMES } from "../../../../lab/toolchain/tools";
import { needReleases } from "../../../support/releases";

const SOURCES = {
  istio: { "pilot-agent": "/built/pilot-agent", "pilot-discovery": "/built/pilot-discovery" },
  ingress: { controller: "/built/controller", webhook: "/built/webhook" },
  envoy: { program: "/built/envoy", libraries: ["/lib/libc.so.6"] },
  iptables: {
    program: "/cache/root/usr/sbin/xtables-nft-multi",
    libraries: ["/lib/libc.so.6", "/cache/root/usr/lib/x/libxtables.so.12"],
    extensions: ["/cache/root/usr/lib/x/xtables/libxt_owner.so"],
    root: "/cache/root",
  },
  bootstrap: "/module/bootstrap.json",
};

describe("Istio in the lab's toolchain", () => {
  it("has its minor and its commit for a version, for the Go proxy knows no other", () => {
    expect(istioVersion("v0.0.0-20260827124520-eed52ebb66ad")).to.equal("1.31-eed52ebb66ad");
    expect(() => istioVersion("v1.31.0")).to.throw('got "v1.31.0"');
  });

  it("is built as upstream builds it and tells its version", async () => {
    const version = await pinnedVersion(ISTIO_TOOL, ISTIO_MODULE);
    const args = buildArguments(ISTIO_TOOL, `require ${ISTIO_MODULE} ${version}`);
    expect(args).to.include("-tags=disable_pgv");
    expect(args.at(-1)).to.include(`pkg/version.buildVersion=${istioVersion(version)}`);
  });

  it("is built for nobody who did not ask for it", () => {
    expect(TOOL_NAMES).to.not.include(ISTIO_TOOL.module);
    expect(TOOL_NAMES).to.not.include(INGRESS_TOOL.module);
  });
});

describe("Istio's images in the lab", () => {
  const specs = istioImageSpecs(SOURCES, { istio: "1.31-eed52ebb66ad", netIstio: "1.21.4" });

  it("have upstream's names and versions", () => {
    const names = specs.map(({ registry, repository, tag }) => `${registry}/${repository}:${tag}`);
    expect(names).to.deep.equal([
      "registry.istio.io/release/pilot:1.31-eed52ebb66ad",
      "registry.istio.io/release/proxyv2:1.31-eed52ebb66ad",
      "gcr.io/knative-releases/knative.dev/net-istio/cmd/controller:v1.21.4",
      "gcr.io/knative-releases/knative.dev/net-istio/cmd/webhook:v1.21.4",
    ]);
  });

  it("put the gateway's parts where its agent looks for them", () => {
    const proxy = specs.find(({ name }) => name === "proxyv2");
    const paths = proxy?.layers.flat().map(({ path }) => path);
    expect(paths).to.include.members([
      "usr/local/bin/pilot-agent",
      "usr/local/bin/envoy",
      "var/lib/istio/envoy/envoy_bootstrap_tmpl.json",
      "lib/libc.so.6",
    ]);
    expect(proxy?.defaults).to.deep.include({ user: "1337", entrypoint: ["/usr/local/bin/pilot-agent"] });
  });

  it("have iptables under all names by which the agent calls it, with what it loads", () => {
    const proxy = specs.find(({ name }) => name === "proxyv2");
    const all = proxy?.layers.flat() ?? [];
    const linked = all.filter((entry) => "link" in entry && entry.link === "xtables-nft-multi");
    expect(linked.map(({ path }) => path)).to.deep.equal([
      "usr/sbin/iptables",
      "usr/sbin/iptables-save",
      "usr/sbin/iptables-restore",
      "usr/sbin/ip6tables",
      "usr/sbin/ip6tables-save",
      "usr/sbin/ip6tables-restore",
    ]);
    const paths = all.map(({ path }) => path);
    expect(paths).to.include.members([
      "usr/sbin/xtables-nft-multi",
      "usr/lib/x/libxtables.so.12",
      "usr/lib/x/xtables/libxt_owner.so",
      "run",
    ]);
    expect(paths.filter((path) => path.endsWith("libc.so.6"))).to.have.length(1);
  });

  it("are refused when the toolchain built no such program", () => {
    const make = () => istioImageSpecs({ ...SOURCES, istio: {} }, { istio: "1", netIstio: "1" });
    expect(make).to.throw("the toolchain built no program pilot-discovery");
  });
});

describe("the mirror's net-istio.yaml", () => {
  const release = labRelease();

  it("lies where the catalogue says, and runs the programs that the lab has images of", () => {
    const [[path, text] = ["", ""]] = Object.entries(netIstioFile(release));
    expect(path).to.equal(
      `knative-extensions/net-istio/releases/download/knative-v${release.istioVersion}/net-istio.yaml`,
    );
    const images = istioImageSpecs(SOURCES, { istio: "1", netIstio: release.istioVersion })
      .filter(({ registry }) => registry === "gcr.io")
      .map(({ registry, repository, tag }) => `${registry}/${repository}:${tag}`);
    expect(text.match(/gcr\.io\S+/g)).to.deep.equal(images);
  });

  it("differs from the official file in nothing but images and the ConfigMap's example", async function () {
    const [path = ""] = Object.keys(netIstioFile(release));
    const text = await readFile(join(needReleases(this), path), "utf8");
    const theirs = parseAllDocuments(text).map((document) => document.toJS() as object | null);
    const comparable = (manifest: object) =>
      JSON.parse(
        JSON.stringify(manifest)
          .replaceAll(/(net-istio\/cmd\/\w+)(@sha256:[0-9a-f]+|:v[\d.]+)/g, "$1")
          .replace(/"_example":"(?:[^"\\]|\\.)*"/, ""),
      ) as object;
    expect(netIstioManifests(release.istioVersion).map(comparable)).to.deep.equal(
      theirs.filter((manifest) => manifest !== null).map(comparable),
    );
  });
});
