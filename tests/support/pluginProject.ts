import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { loadExeca } from "../../lab/toolchain/execa";
import { linkModules } from "../engine/languages/languages";
import { root } from "../engine/languages/tools";
import { changesOf } from "./stack";

/** A program of one component. */
export interface PluginProgram {
  readonly component: string;
  /** Outputs of the component that the stack has, too. */
  readonly outputs: readonly string[];
}

/**
 * A program with one component that comes by way of the plugin, as in other languages: the Node.js host of the tests knows nothing
 * of hooks, and the plugin speaks to the engine without it.
 */
export class PluginProject {
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-knative-plugin-"));
  /** Environment of the CLI. */
  env: Readonly<Record<string, string>> = {};

  constructor({ component, outputs }: PluginProgram, sdk: string) {
    mkdirSync(join(this.directory, "backend"));
    linkModules(join(this.directory, "node_modules"), sdk);
    const plugins = { providers: [{ name: "knative", path: join(root, "provider", "bin") }] };
    const project = { name: "plugin", runtime: "nodejs", main: "index.js", plugins };
    writeFileSync(join(this.directory, "Pulumi.yaml"), stringify(project));
    writeFileSync(join(this.directory, "package.json"), '{ "name": "plugin" }');
    writeFileSync(
      join(this.directory, "index.js"),
      `const sdk = require("pulumi-knative-sdk");
const { args, kubeconfig } = JSON.parse(require("node:fs").readFileSync("args.json", "utf8"));
const { Provider } = require("@pulumi/kubernetes");
const settings = { kubeconfig, enablePatchForce: true };
const opts = kubeconfig === undefined ? {} : { providers: [new Provider("cluster", settings)] };
const made = new sdk[${JSON.stringify(component)}]("edge", args, opts);
for (const output of ${JSON.stringify(outputs)}) {
  exports[output] = made[output];
}
`,
    );
  }

  /** Writes the arguments; with a kubeconfig the component gets a provider of that cluster. */
  configure(args: object, kubeconfig?: string): void {
    writeFileSync(join(this.directory, "args.json"), JSON.stringify({ args, kubeconfig }));
  }

  async run(...args: string[]): Promise<{ exitCode: number; stdout: string; all: string }> {
    const execa = await loadExeca();
    const {
      exitCode = -1,
      stdout,
      all,
    } = await execa("pulumi", [...args, "--non-interactive", "--stack", "test"], {
      cwd: this.directory,
      env: {
        ...this.env,
        PULUMI_HOME: join(this.directory, "home"),
        PULUMI_BACKEND_URL: `file://${join(this.directory, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
        PULUMI_CONFIG_PASSPHRASE_FILE: "",
      },
      all: true,
      reject: false,
    });
    return { exitCode, stdout, all };
  }

  /** Runs the CLI, and throws what it printed unless it succeeds. */
  async must(...args: string[]): Promise<string> {
    const { exitCode, stdout, all } = await this.run(...args);
    expect(exitCode, all).to.equal(0);
    return stdout;
  }

  /** What a preview would do, but for what it leaves alone. */
  async changes(): Promise<string[]> {
    const { exitCode, stdout, all } = await this.run("preview", "--json");
    return changesOf({ exitCode, stdout, output: all }).map(
      ({ op, urn }) => `${op} ${urn.split("::").at(-1)}`,
    );
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.must("stack", "output", "--json")) as T;
  }

  /** All that the CLI keeps. */
  get kept(): string[] {
    return readdirSync(join(this.directory, "backend"), {
      recursive: true,
      encoding: "utf8",
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
