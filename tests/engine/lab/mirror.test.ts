import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

import type { ImageRef } from "../../../lab/artifacts/images";
import { imageSpecs } from "../../../lab/artifacts/imageSpecs";
import { composeMirror } from "../../../lab/artifacts/mirror";
import { eventingFiles } from "../../../lab/artifacts/mirrorEventing";
import { netGatewayApiFile } from "../../../lab/artifacts/mirrorGatewayApi";
import { MIRROR_MODULES } from "../../../lab/artifacts/mirrorFiles";
import { labEventingRelease, labRelease } from "../../../lab/artifacts/release";
import { moduleDirectory, moduleSources } from "../../../lab/toolchain/goModule";
import { GO_TOOLS } from "../../../lab/toolchain/tools";
import { releasePath } from "../../../provider/src/release/catalog";
import { needReleases } from "../../support/releases";
import { skip } from "../../support/skip";

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    /** Absent where the API server is to make it of `generateName`. */
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
}

const eventingVersions = /(?:@sha256:[0-9a-f]{64}|:v1\.21\.\d+)(?=")/g;
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("engine: the lab's mirror of releases", function () {
  let composed: Record<string, string>;
  let official: string;

  before(async function () {
    official = needReleases(this);
    // From the modules that Go has on this machine: a unit test needs no network.
    const there = await offline(() => moduleSources(moduleDirectory(GO_TOOLS.knative), MIRROR_MODULES)).catch(
      () => undefined,
    );
    if (there === undefined) skip(this, "Knative's Go modules are not downloaded (npm run lab -- up)");
    composed = await offline(() => composeMirror(labRelease(), fakeImages()));
  });

  // A document of comments alone is null.
  const objects = (text: string) =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);
  const identities = (manifests: readonly Manifest[]) =>
    manifests.map(({ apiVersion, kind, metadata }) =>
      [apiVersion, kind, metadata.namespace ?? "", metadata.name ?? metadata.generateName].join(" "),
    );

  async function pairs(): Promise<{ path: string; ours: Manifest[]; theirs: Manifest[] }[]> {
    return Promise.all(
      Object.entries(composed).map(async ([path, text]) => ({
        path,
        ours: objects(text),
        theirs: objects(await readFile(join(official, path), "utf8")),
      })),
    );
  }

  it("are the catalogue's", () => {
    const { crds, core, hpa, postInstallJobs, kourier } = labRelease().files;
    const names = [crds, core, hpa, postInstallJobs, kourier].map(({ name }) => name);
    expect(Object.keys(composed).map((path) => path.split("/").at(-1))).to.deep.equal(names);
  });

  it("hold the objects of the official files in the same order", async () => {
    for (const { ours, theirs } of await pairs()) expect(identities(ours)).to.deep.equal(identities(theirs));
  });

  it("label objects as the official files do", async () => {
    const labels = (manifests: readonly Manifest[]) => manifests.map(({ metadata }) => metadata.labels);
    for (const { ours, theirs } of await pairs()) expect(labels(ours)).to.deep.equal(labels(theirs));
  });

  it("differ from the official files in nothing but digests and one ConfigMap's example", async () => {
    // The modules are of the minor's first patch release; the later ones only documented new keys there.
    const known = /"(_example|knative\.dev\/example-checksum)":"(?:[^"\\]|\\.)*"/g;
    const comparable = (manifest: Manifest) =>
      JSON.stringify(manifest)
        .replaceAll(/sha256:[0-9a-f]{64}/g, "sha256")
        .replaceAll(manifest.metadata.name === "config-deployment" ? known : /$^/g, "");
    for (const { ours, theirs } of await pairs())
      expect(ours.map(comparable)).to.deep.equal(theirs.map(comparable));
  });

  it("name images as the official files do, with the lab's digests", () => {
    const images = Object.values(composed).flatMap(
      (text) => text.match(/\S+\/\S+@sha256:\S+|docker\.io\/\S+/g) ?? [],
    );
    expect(new Set(images)).to.deep.equal(
      new Set([
        ...fakeImages()
          .filter(({ registry }) => registry === "gcr.io")
          .map(({ registry, repository }) => `${registry}/${repository}@${DIGEST}`),
        labRelease().envoyImage,
      ]),
    );
  });

  it("have net-gateway-api as the official file, but for the images, which are named by tag", async () => {
    const [[path, text] = ["", ""]] = Object.entries(await netGatewayApiFile(labRelease()));
    const theirs = objects(await readFile(join(official, path), "utf8"));
    const comparable = (manifest: Manifest) =>
      JSON.stringify(manifest).replaceAll(/(?:@sha256:[0-9a-f]{64}|:v1\.21\.\d+)(?=")/g, "");
    expect(objects(text).map(comparable)).to.deep.equal(theirs.map(comparable));
    expect(text.match(/image: \S+/g)).to.deep.equal(
      ["controller", "webhook"].map(
        (name) =>
          `image: gcr.io/knative-releases/knative.dev/net-gateway-api/cmd/${name}:v${labRelease().gatewayApiVersion}`,
      ),
    );
  });

  it("have Eventing as the official files, but for the images, which are named by tag", async () => {
    const release = labEventingRelease();
    const made = Object.entries(await eventingFiles(release));
    expect(made.map(([path]) => path)).to.have.members(Object.values(release.files).map(releasePath));
    for (const [path, text] of made) {
      const theirs = objects(await readFile(join(official, path), "utf8"));
      // Where upstream has links, the order is another one.
      const comparable = (manifests: readonly Manifest[]) =>
        manifests.map((manifest) => JSON.stringify(manifest).replaceAll(eventingVersions, "")).toSorted();
      expect(comparable(objects(text)), path).to.deep.equal(comparable(theirs));
      expect(text).to.not.match(/ko:\/\//);
    }
  });

  it("hold nothing of upstream's tests", () => {
    for (const text of Object.values(composed)) expect(text).to.not.match(/knative\.dev\/\w+\/test|ko:\/\//);
  });
});

async function offline<T>(work: () => Promise<T>): Promise<T> {
  const proxy = process.env.GOPROXY;
  process.env.GOPROXY = "off";
  try {
    return await work();
  } finally {
    if (proxy === undefined) delete process.env.GOPROXY;
    else process.env.GOPROXY = proxy;
  }
}

function fakeImages(): ImageRef[] {
  const programs = (tool: keyof typeof GO_TOOLS) =>
    Object.fromEntries(GO_TOOLS[tool].packages.map((path) => [path.split("/").at(-1) ?? "", path]));
  const envoy = { program: "envoy", libraries: [] };
  const sources = {
    knative: programs("knative"),
    sample: programs("sample"),
    coredns: "coredns",
    envoy,
    busybox: "busybox",
  };
  return imageSpecs(sources, { release: labRelease(), coredns: "v1.0.0" }).map((spec) => ({
    ...spec,
    digest: DIGEST,
    layoutDir: "",
  }));
}
