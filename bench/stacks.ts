import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { PlatformArgs } from "../provider/src";
import { measure, type Measurement } from "./measure";

const root = join(__dirname, "..");

/** A Pulumi stack whose commands are measured, in a directory of its own with a file backend. */
export class BenchStack {
  private readonly directory = mkdtempSync(join(tmpdir(), "pulumi-knative-bench-"));
  private readonly env: Readonly<Record<string, string>>;

  private constructor(env: Readonly<Record<string, string>>) {
    this.env = {
      ...env,
      PULUMI_BACKEND_URL: `file://${this.directory}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
    };
  }

  /** The root program with a platform as its stack file. */
  static async ours(env: Readonly<Record<string, string>>, platform: PlatformArgs): Promise<BenchStack> {
    const stack = new BenchStack(env);
    stack.link("dist", join(root, "dist"));
    stack.link("Pulumi.yaml", join(root, "Pulumi.yaml"));
    const config = Object.fromEntries(
      Object.entries(platform).map(([key, value]) => [`pulumi-knative:${key}`, value as unknown]),
    );
    return stack.init(stringify({ config }));
  }

  /** The plain program with a file of manifests. */
  static async plain(env: Readonly<Record<string, string>>, manifests: unknown): Promise<BenchStack> {
    const stack = new BenchStack({ ...env });
    const file = join(stack.directory, "manifests.json");
    writeFileSync(file, JSON.stringify(manifests));
    stack.link("index.js", join(root, "bench", "plain", "index.js"));
    stack.link("Pulumi.yaml", join(root, "bench", "plain", "Pulumi.yaml"));
    return stack.with({ BENCH_MANIFESTS: file }).init("config: {}\n");
  }

  private with(more: Readonly<Record<string, string>>): this {
    Object.assign(this.env, more);
    return this;
  }

  private async init(config: string): Promise<this> {
    this.link("node_modules", join(root, "node_modules"));
    this.link("package.json", join(root, "package.json"));
    writeFileSync(join(this.directory, "Pulumi.bench.yaml"), config);
    await this.run("stack", "init", "bench");
    return this;
  }

  private link(name: string, target: string): void {
    if (name.endsWith(".yaml")) {
      writeFileSync(join(this.directory, name), readFileSync(target));
    } else {
      symlinkSync(target, join(this.directory, name));
    }
  }

  private run(...args: string[]): Promise<Measurement> {
    return measure("pulumi", [...args, "--non-interactive"], {
      cwd: this.directory,
      env: this.env,
      watch: /pulumi\/cmd\/run|pulumi-language-nodejs/,
    });
  }

  preview(): Promise<Measurement> {
    return this.run("preview", "--stack", "bench");
  }

  up(): Promise<Measurement> {
    return this.run("up", "--yes", "--skip-preview", "--stack", "bench");
  }

  async destroy(): Promise<Measurement> {
    return this.run("destroy", "--yes", "--skip-preview", "--stack", "bench");
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
