import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, start, type Ended, type Started } from "./command";

/** One step of `pulumi preview --json`. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>> | null;
  readonly oldState?: PreviewState;
  readonly newState?: PreviewState;
}

/** A resource as a preview tells of it. */
export interface PreviewState {
  readonly type: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

interface PreviewDocument {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

export interface ProjectOptions {
  /** Where the project lies below the home that it gets. */
  readonly at?: string;
  /** By default "test". */
  readonly stack?: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** Minutes that an update may take before it is killed. Some build, pull and start a whole installation. */
const updateMinutes = 10;
const updates = ["up", "destroy", "refresh", "preview"];

/**
 * A project with one stack, driven by the real Pulumi CLI. Its backend and plugins lie in a temporary directory of its own, and it
 * downloads no plugin: what a test finds is what the test put there.
 */
export class PulumiProject {
  readonly home = mkdtempSync(join(tmpdir(), "pulumi-knative-project-"));
  readonly directory: string;
  /** Name of the stack. */
  name: string;
  /** Added to the environment of this process; a test may change it between runs. */
  env: Readonly<Record<string, string>>;

  constructor({ at = ".", stack = "test", env }: ProjectOptions) {
    this.directory = join(this.home, at);
    this.name = stack;
    this.env = env;
    for (const directory of [this.directory, this.backend]) {
      mkdirSync(directory, { recursive: true });
    }
  }

  async init(): Promise<void> {
    await this.must("stack", "init");
  }

  /** Starts the CLI; the caller may kill it. */
  start(...args: string[]): Promise<Started> {
    return start("pulumi", this.withStack(args), this.options(args));
  }

  /** Runs the CLI to its end. */
  run(...args: string[]): Promise<Ended> {
    return run("pulumi", this.withStack(args), this.options(args));
  }

  /** Runs the CLI, gives its standard output, and throws all that it printed unless it succeeds. */
  async must(...args: string[]): Promise<string> {
    const { exitCode, stdout, output } = await this.run(...args);
    if (exitCode !== 0) {
      throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}:\n${output}`);
    }
    return stdout;
  }

  async rename(name: string): Promise<void> {
    await this.must("stack", "rename", name);
    this.name = name;
  }

  up(...args: string[]): Promise<string> {
    return this.must("up", "--yes", "--skip-preview", ...args);
  }

  destroy(): Promise<string> {
    return this.must("destroy", "--yes", "--skip-preview");
  }

  /** All steps of a preview. */
  async preview(): Promise<readonly PreviewStep[]> {
    return stepsOf(await this.run("preview", "--json"));
  }

  /** The steps of a preview that change something. */
  async changes(): Promise<readonly PreviewStep[]> {
    return (await this.preview()).filter(({ op }) => op !== "same" && op !== "read");
  }

  /** What a preview would change, as "operation name". */
  async changedNames(): Promise<string[]> {
    return (await this.changes()).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
  }

  /** What a preview still finds to do, a line for each object with the fields that change, and their values; empty when nothing. */
  async leftToDo(): Promise<string> {
    return (await this.changes())
      .map(({ op, urn, detailedDiff, oldState, newState }) => {
        const object = urn.split("::").slice(2).join(" ");
        const fields = Object.keys(detailedDiff ?? {}).map(
          (path) => `${path} from ${valueAt(oldState, path)} to ${valueAt(newState, path)}`,
        );
        return `${op} ${object}: ${fields.join(", ")}`;
      })
      .join("\n");
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.must("stack", "output", "--json")) as T;
  }

  /** The state as it lies in the backend of the project with that name. */
  stateOf(project: string): string {
    return readFileSync(join(this.backend, ".pulumi", "stacks", project, `${this.name}.json`), "utf8");
  }

  /** Destroys the stack and forgets it; throws what the CLI printed unless that succeeds. For the end of a suite. */
  async end(): Promise<void> {
    try {
      // An update that was killed has left its lock.
      await this.run("cancel", "--yes");
      await this.destroy();
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  protected get backend(): string {
    return join(this.home, "backend");
  }

  /** Environment of the CLI; subclasses add to it. */
  protected environment(): Record<string, string> {
    return {
      ...this.env,
      PULUMI_HOME: join(this.home, "home"),
      // See lab/node/env.ts.
      PULUMI_BACKEND_URL: `file://${this.backend}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Without it the CLI has no --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }

  private withStack(args: readonly string[]): string[] {
    return [...args, "--stack", this.name, "--non-interactive"];
  }

  private options([command = ""]: readonly string[]) {
    return {
      cwd: this.directory,
      env: this.environment(),
      ...(updates.includes(command) ? { minutes: updateMinutes } : {}),
    };
  }
}

/** The value of an input at one of the engine's paths, such as `metadata.annotations["a.b/c"]`. */
function valueAt(state: PreviewState | undefined, path: string): string {
  const keys = [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map((match) =>
    match.slice(1).find(Boolean),
  );
  const value = keys.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key ?? ""],
    state?.inputs,
  );
  return JSON.stringify(value) ?? "nothing";
}

/** The steps of what `preview --json` printed; throws its errors where it failed. */
function stepsOf({ exitCode, stdout, output }: Ended): readonly PreviewStep[] {
  if (!stdout.startsWith("{")) {
    throw new Error(`the preview ended with ${exitCode}:\n${output}`);
  }
  const { steps = [], diagnostics = [] } = JSON.parse(stdout) as PreviewDocument;
  if (exitCode !== 0) {
    // What compilers and programs print is among those.
    const errors = diagnostics.filter(({ severity }) => ["error", "info#err"].includes(severity));
    throw new Error(
      `the preview ended with ${exitCode}:\n${errors.map(({ message }) => message).join("\n")}`,
    );
  }
  return steps;
}
