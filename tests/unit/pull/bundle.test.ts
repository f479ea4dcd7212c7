import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findRelease, releasePath, type ServingRelease } from "../../../provider/src/release/catalog";
import { ManifestsError } from "../../../provider/src/manifests/parse";
import { loadRelease } from "../../../provider/src/release/source";
import { bundleNames, pullBundle, type BundledFile, type Pulled } from "../../../provider/src/pull/bundle";
import { BundleError } from "../../../provider/src/pull/bundleFile";
import { temporaryDirectories } from "../release/support/files";
import { startServer, type TestServer } from "../release/support/server";
import { checksumsOf, smallFile, smallFiles } from "./support";
import { IngressLayer } from "../../../provider/src/serving/ingress";

const release = (minor: string) => findRelease(minor) as ServingRelease;
const newest = release("1.23");
const older = release("1.22");
const directories = temporaryDirectories();

/** What an exception says; a promise that is kept fails the test. */
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const layers = [IngressLayer.Kourier];

describe("a bundle for places without a network", () => {
  const files = { ...smallFiles(newest), ...smallFiles(older) };
  let server: TestServer;
  let cacheDir: string;
  let directory: string;
  /** Paths that the server doesn't have. */
  let missing: Set<string>;
  let served: Record<string, string>;

  beforeEach(async () => {
    cacheDir = directories();
    directory = join(directories(), "bundle");
    missing = new Set();
    served = { ...files };
    server = await startServer((request, response) => {
      const path = (request.url ?? "").slice(1);
      const text = path === "SHA256SUMS" ? checksumsOf(served) : served[path];
      const found = text !== undefined && !missing.has(path);
      response.writeHead(found ? 200 : 404).end(found ? text : "");
    });
  });
  afterEach(() => server.close());

  const source = () => ({ mirror: server.url, checksumsFile: `${server.url}/SHA256SUMS`, cacheDir });
  const pull = (
    releases: readonly ServingRelease[] = [newest],
    dryRun = false,
    onFile: (file: BundledFile) => void = () => undefined,
  ): Promise<Pulled> => pullBundle({ releases, layers, directory, source: source(), dryRun, onFile });
  const states = ({ files: found }: Pulled) => found.map(({ state }) => state);
  const asked = () => server.requests.map(({ url }) => url ?? "").filter((url) => url.endsWith(".yaml"));
  const textOf = (name: string) => readFileSync(join(directory, name), "utf8");
  const yamlFiles = () =>
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((path) => path.startsWith("knative") && path.endsWith(".yaml"))
      .toSorted();

  it("holds the release files as the release pages do, their checksums, and their images in two lists", async () => {
    const told: BundledFile[] = [];
    const pulled = await pull([newest], false, (file) => told.push(file));
    const paths = Object.keys(smallFiles(newest));
    expect(pulled.errors).to.deep.equal([]);
    expect(yamlFiles()).to.deep.equal(paths.toSorted());
    expect(paths.map(textOf)).to.deep.equal(paths.map((path) => files[path]));
    expect(told).to.deep.equal(paths.map((path) => ({ path, state: "fetched" })));
    expect(textOf(bundleNames.checksums).trim().split("\n").toSorted()).to.deep.equal(
      checksumsOf(smallFiles(newest)).trim().split("\n").toSorted(),
    );
    expect(pulled.images).to.have.length(5);
    expect(textOf(bundleNames.list)).to.equal(pulled.images.map((image) => `${image}\n`).join(""));
    expect(textOf(bundleNames.skopeo).match(/- sha256:/g)).to.have.length(5);
    expect(readdirSync(directory).filter((name) => !name.startsWith("knative"))).to.have.members(
      Object.values(bundleNames),
    );
  });

  it("is a mirror that an installation takes its files from", async () => {
    await pull();
    const mirror = { mirror: directory, checksumsFile: join(directory, bundleNames.checksums) };
    const kourierFiles = Object.values({ ...newest.files }).filter(
      (file) => file !== newest.files.istio && file !== newest.files["gateway-api"],
    );
    const { errors, texts } = await loadRelease(kourierFiles, { ...mirror, cacheDir });
    expect(errors).to.deep.equal([]);
    expect(Object.keys(texts)).to.have.length(5);
  });

  it("keeps what is there and right, and asks nobody for it", async () => {
    await pull();
    const before = asked().length;
    expect(states(await pull())).to.deep.equal(Array(5).fill("present"));
    expect(asked()).to.have.length(before);
  });

  it("mends a file that was damaged", async () => {
    await pull();
    const path = releasePath(newest.files.core);
    writeFileSync(join(directory, path), "half of it");
    const { files: found } = await pull();
    expect(found.filter(({ state }) => state === "fetched")).to.deep.equal([{ path, state: "fetched" }]);
    expect(textOf(path)).to.equal(files[path]);
  });

  it("goes on where it was when a file could not be had, and has no lists before it is complete", async () => {
    const path = releasePath(newest.files.kourier);
    missing.add(path);
    const broken = await pull();
    expect(states(broken)).to.deep.equal(["fetched", "fetched", "fetched", "fetched", "failed"]);
    expect(broken.errors.map(({ kind }) => kind)).to.deep.equal(["not-found"]);
    expect(broken.images).to.deep.equal([]);
    expect(existsSync(join(directory, bundleNames.checksums))).to.equal(false);
    missing.clear();
    expect(states(await pull())).to.deep.equal(["present", "present", "present", "present", "fetched"]);
    expect(existsSync(join(directory, bundleNames.checksums))).to.equal(true);
  });

  it("takes no file that isn't the one its checksum says", async () => {
    const path = releasePath(newest.files.core);
    const sums = join(directories(), "sums");
    writeFileSync(sums, checksumsOf(files));
    served[path] = "apiVersion: v1\n";
    const { errors } = await pullBundle({
      layers,
      releases: [newest],
      directory,
      source: { ...source(), checksumsFile: sums },
      dryRun: false,
      onFile: () => undefined,
    });
    expect(errors.map(({ kind }) => kind)).to.deep.equal(["checksum"]);
    expect(existsSync(join(directory, path))).to.equal(false);
  });

  it("says once that a list of checksums is of no use", async () => {
    served = {};
    missing.add("SHA256SUMS");
    const { errors } = await pull();
    expect(errors.map(({ kind }) => kind)).to.deep.equal(["checksums-file"]);
  });

  it("grows by further releases, and lists those of all", async () => {
    await pull([older]);
    const pulled = await pull([newest]);
    expect(pulled.releases.map(({ minor }) => minor)).to.deep.equal(["1.23", "1.22"]);
    expect(pulled.images).to.have.length(10);
    expect(textOf(bundleNames.checksums).trim().split("\n")).to.have.length(10);
    expect(yamlFiles()).to.have.length(10);
  });

  it("holds the ingress layers that are asked for, those of earlier pulls included", async () => {
    await pull([newest]);
    served[releasePath(newest.files.istio)] = smallFile(newest.files.istio);
    const request = { releases: [newest], directory, source: source(), dryRun: false };
    const pulled = await pullBundle({ ...request, layers: [IngressLayer.Istio], onFile: () => undefined });
    expect(states(pulled)).to.deep.equal(["present", "present", "present", "present", "fetched"]);
    expect(pulled.files.at(-1)?.path).to.equal(releasePath(newest.files.istio));
    expect(textOf(bundleNames.checksums)).to.contain("kourier.yaml").and.contain("net-istio.yaml");
  });

  it("is not touched by a dry run, which tells the same", async () => {
    const tried = await pull([newest], true);
    expect(existsSync(directory)).to.equal(false);
    const pulled = await pull();
    expect(tried).to.deep.equal(pulled);
  });

  it("is refused where a file is no YAML (ManifestsError), or nothing can be written (BundleError)", async () => {
    served[releasePath(newest.files.core)] = "kind: [";
    expect(await errorOf(pull())).to.be.instanceOf(ManifestsError);
    served = { ...files };
    writeFileSync(directory + "-file", "");
    directory = join(`${directory}-file`, "below");
    const error = await errorOf(pull());
    expect(error).to.be.instanceOf(BundleError);
    expect((error as Error).message).to.match(/ENOTDIR.*--to/);
  });
});
