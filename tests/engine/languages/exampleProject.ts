import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { loadExeca } from "../../../lab/toolchain/execa";
import { root } from "./tools";

/** One step of a preview. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly newState?: {
    readonly type: string;
    readonly parent?: string;
    readonly provider?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
  };
}

/**
 * A copy of a program, in a directory where what it refers to lies at the same relative paths, with a stack and a
 * backend of its own.
 */
export class ExampleProject {
  readonly directory: string;
  private readonly home = mkdtempSync(join(tmpdir(), "pulumi-knative-example-"));

  constructor(
    source: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.directory = join(this.home, "examples", basename(source));
    mkdirSync(join(this.home, "examples"));
    mkdirSync(join(this.home, "backend"));
    cpSync(source, this.directory, { recursive: true });
    for (const entry of ["provider", "sdk"]) {
      symlinkSync(join(root, entry), join(this.home, entry));
    }
  }

  async init(): Promise<void> {
    await this.must("stack", "init", "test");
  }

  /** Runs the CLI, and throws what it printed unless it succeeds. */
  async must(...args: string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    if (exitCode !== 0) {
      throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}:\n${output}`);
    }
    return output;
  }

  async run(...args: string[]): Promise<{ readonly exitCode: number | undefined; readonly output: string }> {
    const execa = await loadExeca();
    const { exitCode, all } = await execa("pulumi", [...args, "--non-interactive"], {
      cwd: this.directory,
      env: this.environment(),
      all: true,
      reject: false,
    });
    return { exitCode, output: all };
  }

  /** The steps of a preview. */
  async preview(): Promise<readonly Step[]> {
    const execa = await loadExeca();
    const { exitCode, stdout, stderr } = await execa("pulumi", ["preview", "--json", "--non-interactive"], {
      cwd: this.directory,
      env: this.environment(),
      reject: false,
    });
    if (exitCode !== 0) {
      throw new Error(`pulumi preview ended with ${exitCode}:\n${stdout}\n${stderr}`);
    }
    return (JSON.parse(stdout) as { steps: Step[] }).steps;
  }

  async outputs<T>(): Promise<T> {
    const execa = await loadExeca();
    const { stdout } = await execa("pulumi", ["stack", "output", "--json"], {
      cwd: this.directory,
      env: this.environment(),
    });
    return JSON.parse(stdout) as T;
  }

  /** The state as it lies in the backend. */
  state(): string {
    const stacks = join(this.home, "backend", ".pulumi", "stacks");
    return readFileSync(join(stacks, basename(this.directory), "test.json"), "utf8");
  }

  /** Destroys the stack and forgets it; throws what the CLI printed unless that succeeds. For the end of a suite. */
  async end(): Promise<void> {
    try {
      await this.must("destroy", "--yes", "--skip-preview");
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private environment(): Record<string, string> {
    return {
      ...this.env,
      PULUMI_HOME: join(this.home, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.home, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }
}
