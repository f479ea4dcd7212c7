import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { disagreements } from "../../tools/release/agreement";
import { checksumFile, plannedArtifacts } from "../../tools/release/artifacts";
import { buildRelease } from "../../tools/release/build";
import { readClaims, readJson } from "../../tools/release/claims";
import { pluginArchive } from "../../tools/release/platforms";
import { must } from "../support/command";
import { needReleases } from "../support/releases";
import { fillReleaseCache, named, TemplateProject, templates } from "../support/templates";
import { awayKubeconfig } from "./languages/away";
import { needGo, needPulumi, needPython, pathWith, patience } from "./languages/tools";

const { version } = readJson<{ version: string }>("package.json");
const architectures: Readonly<Partial<Record<string, "amd64" | "arm64">>> = { x64: "amd64", arm64: "arm64" };
const here = { os: "linux", arch: architectures[process.arch] ?? "amd64" } as const;

describe("engine: what a release publishes", function () {
  this.timeout(patience);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-published-"));
  const release = join(directory, "release");
  const cache = join(directory, "cache");
  let pulumi: readonly string[];

  before(async function () {
    fillReleaseCache(cache, needReleases(this));
    pulumi = await needPulumi(this);
    await buildRelease(version, release);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("is every file that it was to be, with its checksum", async () => {
    const lines = readFileSync(join(release, checksumFile), "utf8").trim().split("\n");
    const planned = plannedArtifacts(version).map(([path]) => path);
    const listed = lines.map((line) => line.split("  ")[1]);
    expect([...listed, checksumFile]).to.have.members(planned);
    await must("sha256sum", ["--check", "--strict", "--quiet", checksumFile], { cwd: release });
  });

  it("is the same bytes when it is built again", async () => {
    const again = join(directory, "again");
    await buildRelease(version, again);
    const sums = (of: string) => readFileSync(join(of, checksumFile), "utf8").split("\n");
    expect(sums(again)).to.deep.equal(sums(release));
  });

  it("has one version, and is generated from what is there", async function () {
    await needGo(this);
    // Between two releases the changelog is ahead of the version.
    const other = disagreements(await readClaims(version)).filter((line) => !line.startsWith("CHANGELOG.md"));
    expect(other).to.deep.equal([]);
  });

  it("has a source of the Python package that a wheel can be made of", async function () {
    const python = join(await needPython(this), "python");
    const source = join(release, named(release, /^pulumi_knative-.*\.tar\.gz$/));
    const offline = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet"];
    const target = join(directory, "wheel");
    await must(python, ["-m", "pip", "wheel", ...offline, "--wheel-dir", target, source]);
    expect(named(target, /\.whl$/)).to.equal(named(release, /\.whl$/));
  });

  for (const { name, plugin, prepare, install } of templates) {
    describe(`examples/templates/${name}, from the release alone`, () => {
      let project: TemplateProject;

      before(async function () {
        const env = await prepare(this);
        const path = pathWith(...(env["PATH"] === undefined ? [] : [env["PATH"]]), ...pulumi);
        // Go keeps its builds below the same directory, unless told where.
        const go = {
          GOCACHE: process.env["GOCACHE"] ?? join(process.env["HOME"] ?? "", ".cache", "go-build"),
        };
        project = new TemplateProject(name, { ...go, ...env, PATH: path, XDG_CACHE_HOME: cache });
        await project.create();
        await install(project, release);
        if (plugin) {
          const archive = join(release, pluginArchive(version, here));
          await project.pulumi("plugin", "install", "resource", "knative", `v${version}`, "--file", archive);
        }
        writeFileSync(join(project.home, "kubeconfig.json"), awayKubeconfig);
        project.env = { ...project.env, KUBECONFIG: join(project.home, "kubeconfig.json") };
        project.name = "dev";
        await project.init();
        if (name !== "stack-file") {
          await project.must("config", "set", "image", "registry.example.com/hello:1.0");
        }
      });
      after(() => project?.dispose());

      it("previews a whole installation with its service", async () => {
        const steps = await project.preview();
        expect(steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
        const types = steps.map(({ newState }) => newState?.type ?? "");
        expect(types).to.include.members([
          "knative:index:Platform",
          "knative:index:Cluster",
          "knative:index:Serving",
          "knative:index:Service",
          "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
          "kubernetes:serving.knative.dev/v1:Service",
        ]);
        expect(types.filter((type) => type.startsWith("kubernetes:"))).to.have.length.above(50);
      });

      if (name === "stack-file") {
        it("has the command line", async () => {
          const help = await project.command(join("node_modules", ".bin", "pulumi-knative"), "--help");
          expect(help).to.match(/^Usage: pulumi-knative [^]* diagnose /);
        });

        it("has types for programs that use the classes", async () => {
          const program =
            'import { Platform, ServingProfile } from "pulumi-knative";\n' +
            'export const platform = new Platform("demo", { serving: { profile: ServingProfile.Minimal } });\n' +
            "// @ts-expect-error: a size of which there is none\n" +
            'new Platform("wrong", { serving: { profile: "huge" } });\n';
          writeFileSync(join(project.directory, "program.ts"), program);
          const tsc = createRequire(__filename).resolve("typescript/bin/tsc");
          const options = [
            "--noEmit",
            "--strict",
            "--skipLibCheck",
            "--module",
            "node16",
            "--target",
            "es2022",
          ];
          await project.command(process.execPath, tsc, ...options, "program.ts");
        });
      }
    });
  }
});
