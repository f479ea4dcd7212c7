import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { bundleNames, pullBundle, type Pulled } from "../../../provider/src/pull/bundle";
import { everyEventingFile, heldEventing, type EventingChoice } from "../../../provider/src/pull/eventing";
import { checkEventingOptions, eventingChoice } from "../../../provider/src/pull/eventing.options";
import {
  findEventing,
  findRelease,
  kafkaOf,
  releasePath,
  type EventingRelease,
  type KafkaPart,
  type ServingRelease,
} from "../../../provider/src/release/catalog";
import { sha256 } from "../../../provider/src/release/sourceCache";
import { IngressLayer } from "../../../provider/src/serving/ingress";
import { temporaryDirectories } from "../release/support/files";
import { startServer, type TestServer } from "../release/support/server";
import { checksumsOf, smallEventing, smallFiles } from "./support";

const serving = findRelease("1.23") as ServingRelease;
const eventing = findEventing("1.23") as EventingRelease;
const kafkaPath = (part: KafkaPart) =>
  releasePath({ sha256: "", ...(kafkaOf("1.23")?.files[part] ?? { repository: "", version: "", name: "" }) });
const directories = temporaryDirectories();

describe("a bundle with Eventing", () => {
  const files: Readonly<Record<string, string>> = { ...smallFiles(serving), ...smallEventing(eventing) };
  let server: TestServer;
  let directory: string;
  let cacheDir: string;

  beforeEach(async () => {
    directory = join(directories(), "bundle");
    cacheDir = directories();
    server = await startServer((request, response) => {
      const path = (request.url ?? "").slice(1);
      const text = path === "SHA256SUMS" ? checksumsOf(files) : files[path];
      response.writeHead(text === undefined ? 404 : 200).end(text ?? "");
    });
  });
  afterEach(() => server.close());

  const pull = (chosen?: EventingChoice, dryRun = false): Promise<Pulled> =>
    pullBundle({
      releases: [serving],
      layers: [IngressLayer.Kourier],
      eventing: chosen,
      directory,
      source: { mirror: server.url, checksumsFile: `${server.url}/SHA256SUMS`, cacheDir },
      dryRun,
      onFile: () => undefined,
    });
  const listed = () =>
    readFileSync(join(directory, bundleNames.checksums), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.slice(66));

  it("holds all files of the Eventing that belongs to the release, and their images", async () => {
    const { errors, images, eventing: held, kafka } = await pull({});
    expect(errors).to.deep.equal([]);
    expect(held.map(({ version }) => version)).to.deep.equal([eventing.version]);
    expect(kafka).to.deep.equal([]);
    const paths = Object.values({ ...eventing.files }).map(releasePath);
    expect(paths.every((path) => existsSync(join(directory, path)))).to.equal(true);
    expect(listed()).to.include.members(paths).and.have.length(10);
    expect(images).to.have.length(10);
    expect(images.filter((image) => image.includes("/eventing-core@"))).to.have.length(1);
  });

  it("holds the parts for Kafka that are asked for, with their controller and Jobs", async () => {
    const { kafka } = await pull({ kafka: { source: true, broker: true } });
    expect(kafka).to.deep.equal([
      {
        minor: "1.23",
        version: kafkaOf("1.23")?.version,
        parts: ["controller", "broker", "source", "postInstallJobs"],
      },
    ]);
    expect(listed()).to.include(kafkaPath("broker")).and.not.include(kafkaPath("sink"));
  });

  it("keeps them in its lists when it grows by something else, and isn't touched by a dry run", async () => {
    const tried = await pull({ kafka: { sink: true } }, true);
    expect(existsSync(directory)).to.equal(false);
    expect(await pull({ kafka: { sink: true } })).to.deep.equal(tried);
    const { eventing: held, kafka, images } = await pull();
    expect(held).to.have.length(1);
    expect(kafka[0]?.parts).to.include("sink");
    expect(images).to.deep.equal(tried.images);
    expect(listed()).to.include(kafkaPath("sink"));
  });

  it("knows files without a checksum of the catalogue's by its own list", () => {
    const path = kafkaPath("broker");
    const unknown = everyEventingFile(new Map()).find((file) => releasePath(file) === path);
    expect(unknown?.sha256).to.equal("");
    const known = everyEventingFile(new Map([[path, "ab"]])).find((file) => releasePath(file) === path);
    expect(known?.sha256).to.equal("ab");
    // Those that the catalogue knows are never replaced by it.
    const core = releasePath(eventing.files.core);
    const kept = everyEventingFile(new Map([[core, "ab"]])).find((file) => releasePath(file) === core);
    expect(kept?.sha256).to.equal(eventing.files.core.sha256);
  });

  it("is made by a checksum of the user's, and refuses another file in its place", async () => {
    const text = files[kafkaPath("broker")] ?? "";
    const sums = { "eventing-kafka-broker.yaml": sha256(text) };
    const request = {
      releases: [],
      layers: [],
      directory,
      source: { mirror: server.url, cacheDir },
      dryRun: false,
      onFile: () => undefined,
    };
    const of = (checksums: Record<string, string>) => ({ kafka: { broker: true, checksums } });
    // Only the broker's file is the one that its checksum says: the others are the catalogue's.
    const { files: found } = await pullBundle({ ...request, releases: [serving], eventing: of(sums) });
    const states = new Map(found.map(({ path, state }) => [path, state]));
    expect(states.get(kafkaPath("broker"))).to.equal("fetched");
    expect(states.get(kafkaPath("controller"))).to.equal("failed");
    const other = { "eventing-kafka-broker.yaml": "0".repeat(64) };
    directory = join(directories(), "other");
    const refused = await pullBundle({ ...request, directory, releases: [serving], eventing: of(other) });
    expect(refused.files.find(({ path }) => path === kafkaPath("broker"))?.state).to.equal("failed");
  });

  it("passes over a list of its own that was damaged", async () => {
    await pull({});
    writeFileSync(join(directory, bundleNames.checksums), "no list");
    expect((await pull({})).eventing).to.have.length(1);
  });

  it("holds no Eventing of which a file is missing, nor parts for Kafka without it", () => {
    const core = releasePath(eventing.files.core);
    const without = heldEventing((path) => path in files && path !== core);
    expect(without).to.deep.equal({ eventing: [], kafka: [], paths: [] });
  });
});

describe("pulumi-knative pull: options of Eventing", () => {
  const refused = (...given: Parameters<typeof checkEventingOptions>) =>
    checkEventingOptions(...given).map(({ path, code }) => `${path} ${code}`);

  it("choose nothing, Eventing, or parts for Kafka with it", () => {
    expect(eventingChoice({})).to.equal(undefined);
    expect(eventingChoice({ eventing: true })).to.deep.equal({});
    expect(eventingChoice({ kafka: ["sink"], checksum: [["a.yaml", "0"]] })).to.deep.equal({
      kafka: { sink: true, checksums: { "a.yaml": "0" } },
    });
  });

  it("ask for the checksum of a file that the catalogue doesn't know, or for a list (KN9053)", () => {
    expect(refused({ kafka: ["source"] }, [serving])).to.deep.equal([]);
    expect(refused({ kafka: ["channel"], checksumsFile: "sums" }, [serving])).to.deep.equal([]);
    expect(refused({ kafka: ["channel"] }, [serving])).to.deep.equal([
      "--checksum eventing-kafka-channel.yaml KN9053",
    ]);
    const [problem] = checkEventingOptions({ kafka: ["channel"] }, [serving]);
    expect(problem?.reason).to.contain("--checksums-file").and.not.contain("source.checksumsFile");
  });

  it("name files of the choice, of one release at a time", () => {
    const checksum = [["eventing-kafka-sinc.yaml", "0".repeat(64)]] as const;
    expect(refused({ kafka: ["source"], checksum }, [serving])).to.deep.equal([
      "--checksum eventing-kafka-sinc.yaml KN9053",
    ]);
    const older = findRelease("1.22") as ServingRelease;
    expect(refused({ kafka: ["source"], checksum }, [serving, older])).to.deep.equal(["--checksum KN1008"]);
    expect(refused({ checksum }, [serving])).to.include("--kafka KN9050");
  });
});
