import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packageDirectory } from "../../../../tools/build/notices";
import { checksums, plannedArtifacts } from "../../../../tools/release/artifacts";
import { textEntry } from "../../../../tools/release/entry";
import { goModule } from "../../../../tools/release/goModule";
import { libraryManifest, nodeSdkManifest } from "../../../../tools/release/nodePackages";
import { isPluginFile, pluginArchive, pluginEntries } from "../../../../tools/release/platforms";
import { pythonProject, readPyproject } from "../../../../tools/release/pyproject";
import { pythonVersion, sourceEntries, wheelEntries } from "../../../../tools/release/python";

const root = join(__dirname, "..", "..", "..", "..");
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), "utf8");

interface Manifest {
  readonly [key: string]: unknown;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(read("package.json")) as Manifest;

describe("unit: the npm package", () => {
  it("has nothing of tools, lab and tests", () => {
    const wanted = manifest.files.filter((pattern) => !pattern.startsWith("!"));
    expect(wanted.filter((pattern) => !/^(dist\/|provider\/|CHANGELOG)/.test(pattern))).to.deep.equal([]);
    expect(libraryManifest(manifest)).to.not.have.any.keys("scripts", "devDependencies", "private");
  });

  it("holds what it names as programs and for imports", () => {
    const patterns = manifest.files.map((pattern) => pattern.replace(/\*$/, ""));
    const named = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === "string" ? [target] : Object.values(target),
      ),
    ].map((path) => path.replace("./", ""));
    const missing = named.filter(
      (path) => path !== "package.json" && !patterns.some((pattern) => path.startsWith(pattern)),
    );
    expect(missing).to.deep.equal([]);
  });
});

describe("unit: the npm package of the SDK", () => {
  it("runs and compiles nothing when it is installed", () => {
    const generated = JSON.parse(read("sdk", "nodejs", "package.json")) as Manifest;
    const published = nodeSdkManifest(generated);
    expect(published).to.not.have.any.keys("scripts", "private");
    expect(published.dependencies).to.have.all.keys("@pulumi/kubernetes", "@pulumi/pulumi");
    expect(published).to.deep.include({ name: "pulumi-knative-sdk", pulumi: generated["pulumi"] });
  });
});

describe("unit: the Python packages", () => {
  const project = pythonProject(readPyproject(read("sdk", "python", "pyproject.toml")), "# Read me\n");
  const modules = [
    textEntry("pulumi_knative/__init__.py", "x = 1\n"),
    textEntry("pulumi_knative/py.typed", ""),
  ];
  const textOf = (entries: readonly { path: string; content: Buffer }[], path: string) =>
    entries.find((entry) => entry.path === path)?.content.toString();

  it("say of themselves what pyproject.toml says", () => {
    const text = textOf(wheelEntries(project, modules, "licence"), "pulumi_knative-0.1.0.dist-info/METADATA");
    expect(text).to.match(/^Metadata-Version: 2\.1\nName: pulumi_knative\nVersion: 0\.1\.0\n/);
    expect(text).to.match(/\nRequires-Dist: pulumi>=3\.\d+\.\d+,<4\.0\.0\n/);
    expect(text).to.contain('\nRequires-Dist: typing-extensions>=4.11,<5; python_version < "3.11"\n');
    expect(text).to.match(/\nRequires-Python: >=3\.9\n[^]*\n\n# Read me\n$/);
  });

  it("list the checksum of every file, and their own list without one", () => {
    const info = "pulumi_knative-0.1.0.dist-info";
    const entries = wheelEntries(project, modules, "licence");
    const lines = textOf(entries, `${info}/RECORD`)?.trim().split("\n") ?? [];
    expect(lines).to.have.length(entries.length);
    const digest = createHash("sha256").update("x = 1\n").digest("base64url");
    expect(lines).to.include.members([`pulumi_knative/__init__.py,sha256=${digest},6`, `${info}/RECORD,,`]);
  });

  it("have their source below one directory", () => {
    const paths = sourceEntries(project, modules, "licence").map(({ path }) => path);
    expect(paths).to.include("pulumi_knative-0.1.0/PKG-INFO");
    expect(paths.filter((path) => !path.startsWith("pulumi_knative-0.1.0/"))).to.deep.equal([]);
  });

  it("have versions as Python writes them", () => {
    expect(["1.2.3", "1.2.3-rc.1", "1.2.3-alpha.0"].map(pythonVersion)).to.deep.equal([
      "1.2.3",
      "1.2.3rc1",
      "1.2.3a0",
    ]);
  });

  it("refuse a pyproject.toml of another form rather than leave something out", () => {
    expect(() => readPyproject("[project]\nname = 'single'")).to.throw(SyntaxError);
    expect(() => readPyproject("[project]\ndependencies = [\n")).to.throw(SyntaxError);
    expect(() => readPyproject("[[project]]")).to.throw("a form that is not read here: [[project]]");
  });
});

describe("unit: the Go module", () => {
  it("lies as module proxies have it, capital letters escaped", () => {
    const files = [textEntry("go.mod", "module example.com/Big\n")];
    const module = goModule("example.com/Big", "1.2.3", files);
    expect(module.directory).to.equal("example.com/!big/@v");
    expect(module.zipEntries.map(({ path }) => path)).to.deep.equal(["example.com/Big@v1.2.3/go.mod"]);
    expect(module.texts).to.deep.equal({
      list: "v1.2.3\n",
      "v1.2.3.info": '{"Version":"v1.2.3","Time":"2000-01-01T00:00:00Z"}\n',
      "v1.2.3.mod": "module example.com/Big\n",
    });
  });
});

describe("unit: the plugin's archives", () => {
  it("have the names by which the engine looks for them", () => {
    expect(pluginArchive("1.2.3", { os: "linux", arch: "amd64" })).to.equal(
      "pulumi-resource-knative-v1.2.3-linux-amd64.tar.gz",
    );
  });

  it("start by a script of Node.js, and on Windows by a command file", () => {
    const startOn = (os: "linux" | "windows") =>
      pluginEntries([], "1.2.3", { os, arch: "amd64" }).find(({ path }) =>
        path.startsWith("pulumi-resource-"),
      );
    expect(startOn("linux")).to.deep.include({ path: "pulumi-resource-knative", executable: true });
    expect(startOn("windows")?.path).to.equal("pulumi-resource-knative.cmd");
    expect(startOn("windows")?.content.toString()).to.contain("%*\r\n");
  });

  it("leave out the command line, and what a start of this machine has compiled", () => {
    const files = ["main.js", "main.js.cache", "cli.js", "cli.js.LEGAL.txt", "schema.json"];
    expect(files.filter(isPluginFile)).to.deep.equal(["main.js", "schema.json"]);
  });
});

describe("unit: the registry's page", () => {
  const page = read("docs", "_index.md");
  for (const [language, fence, file] of [
    ["typescript", "ts", "index.ts"],
    ["python", "python", "__main__.py"],
    ["go", "go", "main.go"],
    ["yaml", "yaml", "Pulumi.yaml"],
  ] as const) {
    it(`shows the template for ${language}, which is tested, as it is`, () => {
      const program = read("examples", "templates", language, file).trim();
      expect(page).to.contain(
        `{{% choosable language ${language} %}}\n\n\`\`\`${fence}\n${program}\n\`\`\`\n`,
      );
    });
  }
});

describe("unit: a release", () => {
  it("is planned with names that no two files share", () => {
    const paths = plannedArtifacts("1.2.3-rc.1").map(([path]) => path);
    expect(new Set(paths).size).to.equal(paths.length);
    expect(paths).to.include("pulumi_knative-1.2.3rc1-py3-none-any.whl");
  });

  it("has checksums as sha256sum reads them", () => {
    const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(checksums([textEntry("b", "abc"), textEntry("a", "abc")])).to.equal(
      `${digest}  a\n${digest}  b\n`,
    );
  });

  it("names the packages of a bundle by the files that went into it", () => {
    const directories = [
      "node_modules/@a/b/lib/c.js",
      "../x/node_modules/d/node_modules/e/f.js",
      "provider/src/g.ts",
    ];
    expect(directories.map(packageDirectory)).to.deep.equal([
      "node_modules/@a/b",
      "../x/node_modules/d/node_modules/e",
      undefined,
    ]);
  });
});
