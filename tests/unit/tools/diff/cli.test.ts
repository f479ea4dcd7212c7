import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { fixturePath, secret, stackUrn, stepEvent, succeeded } from "./support";

const cli = join(__dirname, "..", "..", "..", "..", "tools", "diff", "cli.ts");

interface Result {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe("diff: the command", function () {
  this.timeout(60_000);
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-diff-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  async function diff(...args: string[]): Promise<Result> {
    const { execa } = await import("execa");
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      ["--import", "tsx", cli, "--cwd", directory, ...args],
      {
        env: { PATH: [directory, dirname(process.execPath), "/usr/bin", "/bin"].join(":"), NO_COLOR: "1" },
        extendEnv: false,
        reject: false,
      },
    );
    return { exitCode, stdout, stderr };
  }

  /** Puts a program named pulumi on PATH. */
  function pulumi(script: string): void {
    const file = join(directory, "pulumi");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  it("shows recordings, writes files by their extensions, and exits with 2 for what is not allowed", async () => {
    const { exitCode, stdout, stderr } = await diff(
      ...["--from", fixturePath("kubernetes"), "--from", fixturePath("unchanged")],
      ...["--output", "a.md", "--output", "a.json", "--output", "a.txt", "--output", "a"],
    );
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 2, stderr: "" });
    expect(stdout).to.match(/^lab: 1 delete[^]*\nlab: 1 read/);
    const read = (file: string): string => readFileSync(join(directory, file), "utf8");
    expect(read("a.md")).to.match(/^<!-- pulumi-knative diff: lab, lab -->/);
    expect(JSON.parse(read("a.json"))).to.include({ version: 1, exitCode: 2 });
    expect([read("a.txt").trim(), read("a").trim()]).to.deep.equal([stdout, stdout]);
  });

  it("exits with 0 for what is allowed", async () => {
    const allow = ["--allow-delete", "hello:*", "--allow-replace", "*/activator"];
    expect((await diff("--from", fixturePath("kubernetes"), ...allow)).exitCode).to.equal(0);
  });

  it("exits with 2 for changes where none were expected", async () => {
    expect((await diff("--from", fixturePath("firstUp"), "--expect-no-changes")).exitCode).to.equal(2);
  });

  it("runs the CLI for each stack and keeps what it streams out of files, debug messages above all", async () => {
    const debug = { diagnosticEvent: { severity: "debug", message: "key: in-plain-text" } };
    const step = stepEvent({ op: "create", urn: `${stackUrn}x`, new: { inputs: { key: secret() } } });
    const lines = [debug, step, succeeded].map((event) => JSON.stringify(event)).join("\n");
    writeFileSync(join(directory, "events"), `a plugin's noise\n${lines}\n`);
    pulumi(
      `echo "$PULUMI_ENABLE_STREAMING_JSON_PREVIEW $*" >> "${directory}/calls"; cat "${directory}/events"`,
    );
    const { exitCode, stdout } = await diff("prod", "--refresh", "--verbose", "--save-events", "saved.jsonl");
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.contain("prod: 1 create")
      .and.to.match(/key +\+ \[secret\]/);
    expect(readFileSync(join(directory, "calls"), "utf8")).to.equal(
      "true preview --json --non-interactive --color never --stack prod --refresh\n",
    );
    const saved = join(directory, "saved.jsonl");
    expect(readFileSync(saved, "utf8")).not.to.contain("in-plain-text");
    expect(statSync(saved).mode & 0o777).to.equal(0o600);
    expect((await diff("--from", "saved.jsonl")).stdout).to.contain("test: 1 create");
  });

  it("previews every stack that has a file", async () => {
    writeFileSync(join(directory, "Pulumi.b.yaml"), "");
    writeFileSync(join(directory, "Pulumi.a.yaml"), "");
    pulumi(`echo '${JSON.stringify(succeeded)}'`);
    const { stdout } = await diff("--all");
    expect(stdout.match(/^\w+: no changes/gm)).to.deep.equal(["a: no changes", "b: no changes"]);
  });

  it("takes the selected stack where none is named", async () => {
    pulumi(`if [ "$1" = stack ]; then echo chosen; else echo '${JSON.stringify(succeeded)}'; fi`);
    expect((await diff()).stdout).to.match(/^chosen: no changes/);
    pulumi("echo 'error: no stack selected' >&2; exit 1");
    const { exitCode, stderr } = await diff();
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain("none is selected: name some, say --all").and.to.contain("no stack selected");
  });

  it("tells what the CLI says where it fails before there are events, and goes on with the next stack", async () => {
    pulumi(
      `case "$*" in *nope*) echo '{"cancelEvent":{}}'; echo "warning: x
error: no stack named 'nope' found
warning: y" >&2; exit 1;; *) echo '${JSON.stringify(succeeded)}';; esac`,
    );
    const { exitCode, stdout } = await diff("nope", "other");
    expect(exitCode).to.equal(1);
    expect(stdout).to.contain(
      "nope: preview failed\n\nerror: no stack named 'nope' found; make it with `pulumi stack init`",
    );
    expect(stdout).not.to.contain("warning");
    expect(stdout).to.contain("other: no changes");
  });

  it("doesn't take a CLI that was killed for one that succeeded", async () => {
    pulumi(`echo '${JSON.stringify(succeeded)}'; kill -9 $$`);
    const { exitCode, stdout } = await diff("prod");
    expect(exitCode).to.equal(1);
    expect(stdout).to.contain("error: pulumi ended");
  });

  it("says how to get a CLI where there is none", async () => {
    const { exitCode, stderr } = await diff("prod");
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain("there is no `pulumi` on PATH: install the Pulumi CLI");
  });
});
