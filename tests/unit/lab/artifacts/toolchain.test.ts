import { expect } from "chai";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lastLines, runLogged } from "../../../../lab/toolchain/command";
import {
  findInstalled,
  findOnPath,
  isUsable,
  kubectlRange,
  kubectlVersion,
} from "../../../../lab/toolchain/found";
import { buildArguments, moduleDirectory, requiredVersion } from "../../../../lab/toolchain/goModule";
import { step, type ProgressEvent } from "../../../../lab/toolchain/progress";
import { GO_TOOLS, TOOL_NAMES } from "../../../../lab/toolchain/tools";

const GO_MOD = `module example.org/tools

go 1.25.0

require example.org/alone v0.1.0

require (
	k8s.io/kubernetes v1.34.4
	k8s.io/api v0.34.4 // indirect
)

replace k8s.io/kms => k8s.io/kms v0.34.4
`;

describe("the toolchain", () => {
  describe("versions in go.mod", () => {
    it("are read from blocks, single lines and indirect requirements", () => {
      expect(requiredVersion(GO_MOD, "k8s.io/kubernetes")).to.equal("v1.34.4");
      expect(requiredVersion(GO_MOD, "example.org/alone")).to.equal("v0.1.0");
      expect(requiredVersion(GO_MOD, "k8s.io/api")).to.equal("v0.34.4");
    });

    it("are missed with the module's name", () => {
      expect(() => requiredVersion(GO_MOD, "k8s.io/kms")).to.throw("go.mod does not require k8s.io/kms");
    });
  });

  describe("the arguments of a build", () => {
    it("set upstream's version variables from go.mod", () => {
      const flags = buildArguments(GO_TOOLS.kubernetes, GO_MOD).at(-1);
      expect(flags).to.contain("-X k8s.io/component-base/version.gitVersion=v1.34.4");
      expect(flags).to.contain("-X k8s.io/component-base/version.gitMinor=34 ");
    });

    it("give the YAML host upstream's version without its v, and keep its modules at the ones that it compiles with", async () => {
      const goMod = await readFile(join(moduleDirectory(GO_TOOLS.yaml), "go.mod"), "utf8");
      const version = requiredVersion(goMod, "github.com/pulumi/pulumi-yaml").slice(1);
      expect(buildArguments(GO_TOOLS.yaml, goMod).at(-1)).to.match(
        new RegExp(` -X github\\.com/pulumi/pulumi-yaml/pkg/version\\.Version=${version}$`),
      );
      const [pkg, sdk] = ["pkg", "sdk"].map((part) =>
        requiredVersion(goMod, `github.com/pulumi/pulumi/${part}/v3`),
      );
      expect(pkg).to.equal(sdk);
    });

    it("keep the machine's paths and version control out of the programs", () => {
      expect(buildArguments(GO_TOOLS.crane, GO_MOD)).to.include.members(["-trimpath", "-buildvcs=false"]);
    });

    it("can be made from every module that is there", async () => {
      for (const name of TOOL_NAMES) {
        const tool = GO_TOOLS[name];
        const goMod = await readFile(join(moduleDirectory(tool), "go.mod"), "utf8");
        expect(buildArguments(tool, goMod)[0]).to.equal("build");
        const outside = tool.packages.filter((path) => !path.startsWith("./"));
        for (const path of outside) expect(goMod).to.match(new RegExp(`^(tool |\\t)${path}$`, "m"));
      }
    });
  });

  describe("programs on PATH", () => {
    it("are the language hosts that lie beside a usable Pulumi CLI, each kind for itself", async () => {
      const bin = await mkdtemp(join(tmpdir(), "lab-hosts-"));
      const path = process.env.PATH;
      const script = async (name: string, text: string) => {
        await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      };
      try {
        await script("pulumi", "echo v3.246.0");
        process.env.PATH = bin;
        expect(await findInstalled("yaml")).to.equal(undefined);
        await script("pulumi-language-yaml", "");
        expect((await findInstalled("yaml"))?.programs).to.deep.equal({
          "pulumi-language-yaml": join(bin, "pulumi-language-yaml"),
        });
        expect(await findInstalled("hosts")).to.equal(undefined);
        await script("pulumi", "echo v3.100.0");
        expect(await findInstalled("yaml")).to.equal(undefined);
      } finally {
        process.env.PATH = path;
        await rm(bin, { recursive: true });
      }
    });

    it("are found where they can be executed", async () => {
      expect(await findOnPath("sh", "/nowhere:/bin")).to.equal("/bin/sh");
      expect(await findOnPath("passwd", "/etc")).to.equal(undefined);
    });

    it("serve as kubectl within one minor version of the cluster", () => {
      const range = kubectlRange("v1.34.4");
      const usable = ["v1.33.0", "v1.34.9", "v1.35.1", "v1.34.1-gke.100"].map((version) =>
        isUsable(version, range),
      );
      expect(usable).to.deep.equal([true, true, true, true]);
      expect(["v1.32.9", "v1.36.0", ""].map((version) => isUsable(version, range))).to.deep.equal([
        false,
        false,
        false,
      ]);
    });

    it("are not taken for kubectl because of their name", () => {
      expect(kubectlVersion('{"clientVersion": {"gitVersion": "v1.34.1"}}')).to.equal("v1.34.1");
      for (const other of [
        "",
        "usage: kubectl",
        "null",
        "{}",
        '{"clientVersion": "v1"}',
        '{"clientVersion": {}}',
      ]) {
        expect(kubectlVersion(other)).to.equal("");
      }
    });
  });

  describe("progress", () => {
    it("tells the start, what it waits for, and the end of a step", async () => {
      const events: ProgressEvent[] = [];
      const result = await step(
        (event) => events.push(event),
        "build",
        "compiles",
        () => Promise.resolve(7),
      );
      expect(result).to.equal(7);
      expect(events.map(({ step: name, state, detail }) => [name, state, detail])).to.deep.equal([
        ["build", "start", "compiles"],
        ["build", "done", undefined],
      ]);
    });

    it("tells the first line of a failure and passes the whole of it on", async () => {
      const events: ProgressEvent[] = [];
      const failure = new Error("no Go\nlast lines of the log");
      const fail = () => Promise.reject(failure);
      const error = await step((event) => events.push(event), "build", "", fail).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.equal(failure);
      expect(events.at(-1)).to.include({ state: "failed", detail: "no Go" });
    });
  });

  describe("a command with a log", () => {
    let directory: string;

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), "lab-command-"));
    });

    afterEach(async () => {
      await rm(directory, { recursive: true });
    });

    it("keeps what the command was and what it printed", async () => {
      const log = join(directory, "logs", "one.log");
      await runLogged({ file: "sh", args: ["-c", "echo out; echo err >&2"], log });
      await runLogged({ file: "echo", args: ["again"], log });
      expect(await readFile(log, "utf8")).to.match(
        /^\$ sh -c .*\n(out\nerr|err\nout)\n\$ echo again\nagain\n$/,
      );
    });

    it("hands on each line while the command runs", async () => {
      const lines: string[] = [];
      const log = join(directory, "lines.log");
      await runLogged({
        file: "sh",
        args: ["-c", "echo one; echo two >&2"],
        log,
        onLine: (line) => lines.push(line),
      });
      expect(lines.sort()).to.deep.equal(["one", "two"]);
      expect(await readFile(log, "utf8"))
        .to.include("one\n")
        .and.to.include("two\n");
    });

    it("fails with the exit code and the log's last lines", async () => {
      const log = join(directory, "two.log");
      const command = { file: "sh", args: ["-c", "seq 1 40; exit 3"], log };
      const error = await runLogged(command).catch((reason: unknown) => reason);
      expect(error).to.be.an("error");
      expect((error as Error).message).to.match(/exit code 3/);
      expect((error as Error).message).to.match(/last lines of .*two\.log:\n {2}26\n(.*\n)+ {2}40$/);
    });

    it("shows the last lines that say something", () => {
      expect(lastLines("a\n\nb\n  \nc\n", 2)).to.equal("  b\n  c");
      expect(lastLines("", 5)).to.equal("");
    });
  });
});
