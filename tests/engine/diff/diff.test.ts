import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { labEnv } from "../../../lab/node";
import { run as runCommand, type Ended } from "../../support/command";
import { skip } from "../../support/skip";

const root = join(__dirname, "..", "..", "..");

interface Document {
  readonly exitCode: number;
  readonly stacks: readonly {
    readonly stack: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly components: readonly {
      readonly component: { readonly name: string } | null;
      readonly changes: readonly {
        readonly operation: string;
        readonly name: string;
        readonly properties: readonly object[];
      }[];
    }[];
  }[];
}

describe("engine: npm run diff", function () {
  this.timeout(300_000);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-diff-"));
  let env: Record<string, string>;

  before(async function () {
    const { PATH = process.env.PATH ?? "" } = await labEnv().catch((): Record<string, string> => ({}));
    mkdirSync(join(directory, "state"));
    cpSync(join(__dirname, "program"), join(directory, "program"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(directory, "program", "node_modules"));
    env = {
      PATH,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NO_COLOR: "1",
    };
    if ((await run("pulumi", ["version"])).exitCode !== 0) {
      skip(this, "there is no Pulumi CLI on PATH, and none in a lab (npm run lab -- up)");
    }
    expect((await run("pulumi", ["stack", "init", "test"])).output).to.contain("Created stack 'test'");
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  async function run(command: string, args: readonly string[], version = "1"): Promise<Ended> {
    const program = join(directory, "program");
    return runCommand(command, args, {
      cwd: command === "npm" ? root : program,
      env: { ...env, VERSION: version },
    });
  }

  const diff = (version: string, ...args: string[]): Promise<Ended> =>
    run("npm", ["run", "--silent", "diff", "--", ...args, "--cwd", join(directory, "program")], version);

  const read = (file: string): string => readFileSync(join(directory, "program", file), "utf8");

  it("shows all of a stack that is not there yet, and secrets nowhere", async () => {
    const files = ["--output", "a.md", "--output", "a.json", "--verbose", "--save-events", "events.jsonl"];
    const { exitCode, output } = await diff("1", "test", ...files);
    expect(output)
      .to.match(/^test: 8 create, 0 unchanged/)
      .and.to.match(/password +\+ \[secret\]/);
    expect(exitCode).to.equal(0);
    for (const text of [output, read("a.md"), read("a.json"), read("events.jsonl")]) {
      expect(text).to.contain("[secret]").and.not.to.contain("-password");
    }
  });

  it("shows nothing to do after an update", async () => {
    const { exitCode, output } = await run("pulumi", ["up", "--yes", "--skip-preview", "--stack", "test"]);
    expect(exitCode, output).to.equal(0);
    const nothing = await diff("1", "--expect-no-changes");
    expect(nothing.output).to.match(/^test: no changes, 8 unchanged/);
    expect(nothing.exitCode).to.equal(0);
    const refreshed = await diff("1", "test", "--expect-no-changes", "--refresh");
    expect(refreshed.output).to.match(/^test: no changes, 8 unchanged/);
    expect(refreshed.exitCode).to.equal(0);
  });

  it("shows what changes by component, and refuses what was not allowed", async () => {
    const { exitCode, output } = await diff("2", "test", "--format", "json");
    expect(exitCode).to.equal(2);
    expect(output).not.to.contain("-password");
    const { stacks, exitCode: told } = JSON.parse(output) as Document;
    expect(told).to.equal(2);
    const [stack] = stacks;
    expect(stack?.counts).to.include({ delete: 2, replace: 1, update: 4, create: 2, same: 1 });
    const changes = stack?.components.flatMap(({ component, changes }) =>
      changes.map(({ operation, name, properties }) => [component?.name, operation, name, properties]),
    );
    expect(changes).to.deep.include.members([
      ["old", "delete", "old", []],
      ["old", "delete", "old:object", []],
      ["shop", "create", "shop", []],
      [
        "lab",
        "replace",
        "lab:replaced",
        [{ path: "input", kind: "update", replaces: true, old: { value: "v1" }, new: { value: "v2" } }],
      ],
      [
        "lab",
        "update",
        "lab:config",
        [
          { path: "input.gone", kind: "delete", replaces: false, old: { value: true } },
          {
            path: "input.max-scale",
            kind: "update",
            replaces: false,
            old: { value: "0" },
            new: { value: "20" },
          },
        ],
      ],
      [
        "lab",
        "update",
        "lab:later",
        [
          {
            path: "input.address",
            kind: "update",
            replaces: false,
            old: { value: "10.0.0.1" },
            new: { unknown: true },
          },
        ],
      ],
      [
        "lab",
        "update",
        "lab:token",
        [
          {
            path: "input.password",
            kind: "update",
            replaces: false,
            old: { secret: true },
            new: { secret: true },
          },
        ],
      ],
    ]);
  });

  it("lets pass what was allowed by name", async () => {
    const allow = ["--allow-replace", "lab:replaced", "--allow-delete", "old", "--allow-delete", "old:*"];
    const { exitCode, output } = await diff("2", "test", ...allow);
    expect(output).to.contain("replace Stash lab:replaced (allowed)").and.not.to.contain("not allowed");
    expect(exitCode).to.equal(0);
  });

  it("tells errors first when a program or a stack is broken", async () => {
    const broken = await diff("broken", "test");
    expect(broken.exitCode).to.equal(1);
    expect(broken.output).to.match(/^test: preview failed.*\n\nerror: [^]*this program is broken/);
    const missing = await diff("1", "nowhere");
    expect(missing.exitCode).to.equal(1);
    expect(missing.output).to.contain(
      "error: no stack named 'nowhere' found; make it with `pulumi stack init`",
    );
  });
});
