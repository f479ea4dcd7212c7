import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, OutputMap, PreviewResult, Stack, UpResult } from "@pulumi/pulumi/automation";

/** Steps of a preview or an update by operation, without those that change nothing. */
export type Steps = Readonly<Record<string, number>>;

/** Options of the Kubernetes provider, without the kubeconfig. */
export type ProviderOptions = Omit<kubernetes.ProviderArgs, "kubeconfig">;

export type Program = (
  provider: kubernetes.Provider,
) => Promise<Record<string, unknown>> | Record<string, unknown>;

/** What a preview would do to a resource. */
export interface Change {
  readonly op: string;
  readonly fields: readonly string[];
}

/** What happened to a run that was to fail. */
export interface Failure {
  readonly message: string;
}

/** A stack whose program and provider options can be changed between runs. */
export class InlineStack {
  /** Everything that the last run printed. */
  output = "";
  private clients: readonly Client[] = [];

  constructor(
    readonly stack: Stack,
    private readonly directory: string,
    private readonly kubeconfig: string,
    private program: Program,
    private options: ProviderOptions,
  ) {
    this.use(program, options);
  }

  use(program: Program, options: ProviderOptions = this.options): this {
    this.program = program;
    this.options = options;
    this.stack.workspace.program = async () => {
      this.clients = [...this.clients, pulumi.runtime.getMonitor(), pulumi.runtime.getEngine()].filter(
        isClient,
      );
      const provider = new kubernetes.Provider("cluster", { kubeconfig: this.kubeconfig, ...this.options });
      return this.program(provider);
    };
    return this;
  }

  async up(): Promise<UpResult> {
    this.output = "";
    return this.hangingUp(() => this.stack.up({ onOutput: (text) => (this.output += text), color: "never" }));
  }

  /** Runs an update that must fail, and tells how. */
  fails(): Promise<Failure> {
    return failureOf(this.up());
  }

  async preview(): Promise<Steps> {
    return steps(await this.previewResult());
  }

  /** What a preview would change, with the fields, by the names of resources. */
  async changes(): Promise<Readonly<Record<string, Change>>> {
    const found: [string, Change][] = [];
    const onEvent = ({ resourcePreEvent }: EngineEvent) => {
      const { op, urn = "", detailedDiff } = resourcePreEvent?.metadata ?? {};
      if (op !== undefined && op !== "same" && op !== "read") {
        found.push([urn.split("::").at(-1) ?? urn, { op, fields: Object.keys(detailedDiff ?? {}) }]);
      }
    };
    await this.hangingUp(() => this.stack.preview({ color: "never", onEvent }));
    return Object.fromEntries(found);
  }

  async previewResult(): Promise<PreviewResult> {
    this.output = "";
    return this.hangingUp(() =>
      this.stack.preview({ onOutput: (text) => (this.output += text), color: "never", diff: true }),
    );
  }

  async refresh(): Promise<Steps> {
    const { summary } = await this.stack.refresh();
    return changing(summary.resourceChanges ?? {});
  }

  async destroy(): Promise<void> {
    this.output = "";
    await this.stack.destroy({ onOutput: (text) => (this.output += text) });
  }

  /**
   * Closes what a program inside this process was connected by, which Pulumi leaves open: a channel that goes
   * on trying a dead engine's port makes a later engine on the same port seem to be down from the first.
   */
  private async hangingUp<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      for (const client of this.clients) {
        client.close();
      }
      this.clients = [];
    }
  }

  async outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  /** The state's text as it lies in the backend, where secrets are encrypted. */
  stateFile(): string {
    const stacks = join(this.directory, ".pulumi", "stacks", "sandbox");
    return readFileSync(join(stacks, `${this.stack.name}.json`), "utf8");
  }

  /** The state of the resource with the name. */
  async state(name: string): Promise<ResourceState> {
    const deployment: unknown = (await this.stack.exportStack()).deployment;
    const resources = (deployment as { resources?: ResourceState[] }).resources ?? [];
    const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) {
      throw new Error(`no resource ${name} in the state`);
    }
    return found;
  }
}

interface Client {
  close(): void;
}

function isClient(client: unknown): client is Client {
  return typeof client === "object" && client !== null && "close" in client;
}

async function failureOf(run: Promise<unknown>): Promise<Failure> {
  try {
    await run;
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
  throw new Error("the run succeeded, but was to fail");
}

/** A resource in an exported state. */
export interface ResourceState {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: readonly string[];
}

function steps(result: PreviewResult): Steps {
  return changing(result.changeSummary);
}

function changing(summary: Partial<Record<string, number>>): Steps {
  return Object.fromEntries(
    Object.entries(summary).flatMap(([op, count]) =>
      op === "same" || count === undefined ? [] : [[op, count]],
    ),
  );
}
