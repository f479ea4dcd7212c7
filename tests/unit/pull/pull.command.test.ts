import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import {
  findEventing,
  findRelease,
  type EventingRelease,
  type ServingRelease,
} from "../../../provider/src/release/catalog";
import { needReleases } from "../../support/releases";
import { temporaryDirectories } from "../release/support/files";
import { checksumsOf, smallEventing, smallFiles } from "./support";

const main = join(__dirname, "..", "..", "..", "provider", "src", "cli", "entry.ts");
const directories = temporaryDirectories();

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line program with a cache of its own. */
async function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: directories() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

describe("pulumi-knative pull", function () {
  this.timeout(180_000);
  let mirror: string;
  let to: string;
  let from: readonly string[];

  beforeEach(() => {
    mirror = directories();
    to = join(directories(), "bundle");
    const files = smallFiles(findRelease("1.23") as ServingRelease);
    for (const [path, content] of Object.entries({ ...files, SHA256SUMS: checksumsOf(files) })) {
      mkdirSync(dirname(join(mirror, path)), { recursive: true });
      writeFileSync(join(mirror, path), content);
    }
    from = ["--mirror", mirror, "--checksums-file", join(mirror, "SHA256SUMS"), "--to", to];
  });

  it("makes a bundle of the newest release, tells its progress apart from the outcome, and says how to go on", async () => {
    const { code, stdout, stderr } = await run("pull", ...from);
    expect(code, stderr).to.equal(0);
    expect(stderr.match(/^fetched +knative/gm)).to.have.length(5);
    expect(stdout).to.match(/^Knative 1\.23: /);
    expect(stdout).to.contain("5 files fetched, 0 there already");
    expect(stdout).to.contain(`--src yaml --dest docker ${join(to, "images.yaml")}`);
    expect(existsSync(join(to, "images.txt"))).to.equal(true);
  });

  it("prints nothing but source and target of each image where a registry is named", async () => {
    const { code, stdout, stderr } = await run(
      ...["pull", ...from, "--registry", "registry.example.com/kn", "--layout", "scoped"],
    );
    expect(code, stderr).to.equal(0);
    const images = readFileSync(join(to, "images.txt"), "utf8").trim().split("\n");
    expect(stdout.trim().split("\n")).to.deep.equal(
      images.map((image) => `${image} registry.example.com/kn/${image}`),
    );
  });

  it("prints JSON alone where that is asked for, also of a dry run", async () => {
    const { code, stdout } = await run(
      "pull",
      ...from,
      "-o",
      "json",
      "--dry-run",
      "--registry",
      "r.example.com",
    );
    expect(code).to.equal(0);
    const found = JSON.parse(stdout) as Record<string, unknown[]>;
    expect(found).to.include({ directory: to, dryRun: true });
    expect(found.files).to.have.length(5);
    expect(found.images?.[0]).to.have.keys("source", "target");
    expect(found.releases?.[0]).to.deep.include({ minor: "1.23" });
    expect(existsSync(to)).to.equal(false);
  });

  it("refuses what is wrong, by the option's name, before anything is fetched", async () => {
    const { code, stdout, stderr } = await run(
      ...[
        "pull",
        ...from,
        "--release",
        "1.23",
        "--release",
        "9.9",
        "--registry",
        "https://r",
        "--layout",
        "flat",
      ],
    );
    expect(code).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr).to.match(/error: --release: there is no release "9\.9".*\[KN3001\]/);
    expect(stderr).to.match(/error: --registry: .*\[KN4009\]/);
    const alone = await run("pull", ...from, "--layout", "flat");
    expect(alone.stderr).to.match(/error: --layout: .*\[KN3106\]/);
    expect(existsSync(to)).to.equal(false);
  });

  it("tells of Eventing and its parts for Kafka, and refuses a part that there isn't", async () => {
    const files = {
      ...smallFiles(findRelease("1.23") as ServingRelease),
      ...smallEventing(findEventing("1.23") as EventingRelease),
    };
    for (const [path, content] of Object.entries({ ...files, SHA256SUMS: checksumsOf(files) })) {
      mkdirSync(dirname(join(mirror, path)), { recursive: true });
      writeFileSync(join(mirror, path), content);
    }
    const { code, stdout, stderr } = await run("pull", ...from, "--kafka", "broker", "-o", "json");
    expect(code, stderr).to.equal(0);
    const found = JSON.parse(stdout) as Record<string, unknown[]>;
    expect(found.eventing).to.deep.equal([{ minor: "1.23", version: findEventing("1.23")?.version }]);
    expect(found.kafka?.[0]).to.deep.include({ parts: ["controller", "broker", "postInstallJobs"] });
    const again = await run("pull", ...from, "--eventing");
    expect(again.stdout).to.match(/^Knative 1\.23: Eventing 1\.23/m);
    expect(again.stdout).to.match(/Eventing's parts for Kafka \S+ \(controller, broker\)/);
    const wrong = await run("pull", ...from, "--kafka", "brocker");
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.contain("Allowed choices are broker, channel, source, sink.");
  });

  it("ends with an error where a file is missing, and where nothing can be written (KN3109)", async () => {
    const missing = await run("pull", "--mirror", directories(), "--to", to);
    expect(missing.code).to.equal(1);
    expect(missing.stderr.match(/^error: .*\[KN3102\]$/gm)).to.have.length(5);
    writeFileSync(to, "a file");
    const blocked = await run("pull", ...from);
    expect(blocked.code).to.equal(1);
    expect(blocked.stderr).to.match(/error: --to: .*ENOTDIR.*\[KN3109\]/);
  });

  it("makes a bundle of the official files of several releases", async function () {
    const official = needReleases(this);
    const { code, stdout, stderr } = await run(
      ...["pull", "--mirror", official, "--to", to, "-r", "1.21", "-r", "1.22", "-r", "1.23", "-o", "json"],
    );
    expect(code, stderr).to.equal(0);
    const { images } = JSON.parse(stdout) as { images: { source: string }[] };
    const sources = images.map(({ source }) => source);
    // Nine programs of each release, and the gateway's proxy in two versions.
    expect(sources.filter((source) => source.includes("@sha256:"))).to.have.length(27);
    expect(sources.filter((source) => source.startsWith("docker.io/envoyproxy/envoy:"))).to.have.length(2);
    expect(sources).to.have.length(29);
  });
});
