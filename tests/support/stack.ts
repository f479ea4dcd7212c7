import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResultPromise } from "execa";
import { loadExeca } from "../../lab/toolchain/execa";
import { stringify } from "yaml";
import type { PlatformArgs } from "../../provider/src";

const root = join(__dirname, "..", "..");

/** One line of `pulumi preview --json`'s steps. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>> | null;
}

interface PreviewDocument {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** What it printed to both streams. */
  readonly output: string;
}

/**
 * The root program of this repository with a stack file of its own, driven by the real Pulumi CLI with a backend in a
 * temporary directory. The compiled program must be there (`npm run build`).
 */
export class TestStack {
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-knative-stack-"));
  private readonly env: Record<string, string>;

  constructor(
    labEnvironment: Readonly<Record<string, string>>,
    config: PlatformArgs,
    readonly name = "test",
  ) {
    this.env = {
      ...labEnvironment,
      // See lab/node/env.ts.
      PULUMI_BACKEND_URL: `file://${this.directory}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      // Without it the CLI has no --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    for (const entry of ["dist", "node_modules", "package.json"]) {
      symlinkSync(join(root, entry), join(this.directory, entry));
    }
    writeFileSync(join(this.directory, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml")));
    this.configure(config);
  }

  /** Writes the stack file anew. */
  configure(config: PlatformArgs): void {
    const entries = Object.entries(config).map(
      ([key, value]) => [`pulumi-knative:${key}`, value as unknown] as const,
    );
    const path = join(this.directory, `Pulumi.${this.name}.yaml`);
    const kept = existing(path).filter((line) => /^(encryptionsalt|secretsprovider)/.test(line));
    writeFileSync(path, `${kept.join("\n")}\n${stringify({ config: Object.fromEntries(entries) })}`);
  }

  async init(): Promise<void> {
    await this.must("stack", "init");
  }

  /** Starts the CLI; the caller may kill it. (A bare promise of a process would wait for its end.) */
  async start(...args: string[]): Promise<{ running: ResultPromise<{ all: true; reject: false }> }> {
    const execa = await loadExeca();
    const running = execa("pulumi", [...args, "--stack", this.name, "--non-interactive"], {
      cwd: this.directory,
      env: this.env,
      all: true,
      reject: false,
    });
    return { running };
  }

  async run(...args: string[]): Promise<CliResult> {
    const { running } = await this.start(...args);
    const { exitCode = -1, stdout, all } = await running;
    return { exitCode, stdout, output: all };
  }

  /** Runs the CLI and throws what it printed unless it succeeds. */
  async must(...args: string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    if (exitCode !== 0) {
      throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}:\n${output}`);
    }
    return output;
  }

  up(...args: string[]): Promise<string> {
    return this.must("up", "--yes", "--skip-preview", ...args);
  }

  /** The steps of a preview that change something. */
  async changes(): Promise<readonly PreviewStep[]> {
    return changesOf(await this.run("preview", "--json"));
  }

  /** What a preview still finds to do, a line for each object with the fields that change; empty when nothing. */
  async leftToDo(): Promise<string> {
    return (await this.changes())
      .map(({ op, urn, detailedDiff }) => {
        const object = urn.split("::").slice(2).join(" ");
        return `${op} ${object}: ${Object.keys(detailedDiff ?? {}).join(", ")}`;
      })
      .join("\n");
  }

  async outputs<T>(): Promise<T> {
    const text = await this.must("stack", "output", "--json");
    return JSON.parse(text) as T;
  }

  /** The state as it lies in the backend. */
  state(): string {
    return readFileSync(
      join(this.directory, ".pulumi", "stacks", "pulumi-knative", `${this.name}.json`),
      "utf8",
    );
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
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The steps that change something, of what `preview --json` printed; throws its errors where it failed. */
export function changesOf({ exitCode, stdout, output }: CliResult): readonly PreviewStep[] {
  if (!stdout.startsWith("{")) {
    throw new Error(`the preview ended with ${exitCode}:\n${output}`);
  }
  const { steps = [], diagnostics = [] } = JSON.parse(stdout) as PreviewDocument;
  if (exitCode !== 0) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    throw new Error(
      `the preview ended with ${exitCode}:\n${errors.map(({ message }) => message).join("\n")}`,
    );
  }
  return steps.filter(({ op }) => op !== "same" && op !== "read");
}

function existing(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
