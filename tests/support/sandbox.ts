import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import * as k8s from "@kubernetes/client-node";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Context } from "mocha";
import { InlineStack, type Program, type ProviderOptions } from "./inlineStack";
import { Kubectl } from "./kubectl";
import { needLab } from "./lab";

/** An object of the API server, as the tests read it. */
export interface LiveObject extends k8s.KubernetesObject {
  data?: Record<string, string>;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

interface Lab {
  readonly env: Record<string, string>;
  readonly kubeconfig: string;
}

let lab: Promise<Lab> | undefined;

async function findLab(context: Context): Promise<Lab> {
  const env = await needLab(context);
  // The Automation API looks for the CLI on the PATH of this process.
  process.env["PATH"] = env["PATH"] ?? "";
  return { env, kubeconfig: env["KUBECONFIG"] ?? "" };
}

/** A namespace of its own on the lab's cluster, and stacks whose state lies in a temporary directory. */
export class Sandbox {
  readonly namespace = `sandbox-${randomBytes(4).toString("hex")}`;
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-knative-sandbox-"));
  private readonly stacks: Stack[] = [];

  private constructor(
    private readonly lab: Lab,
    readonly api: k8s.KubernetesObjectApi,
  ) {}

  /** Skips the suite, saying why, where there is no cluster. */
  static async open(context: Context): Promise<Sandbox> {
    lab ??= findLab(context);
    const found = await lab;
    const config = new k8s.KubeConfig();
    config.loadFromFile(found.kubeconfig);
    const sandbox = new Sandbox(found, k8s.KubernetesObjectApi.makeApiClient(config));
    await sandbox.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: sandbox.namespace } });
    return sandbox;
  }

  get kubeconfig(): string {
    return this.lab.kubeconfig;
  }

  /** A stack whose program makes its resources with a provider of the given options. */
  async stack(program: Program, options: ProviderOptions = {}): Promise<InlineStack> {
    const stackName = `test-${this.stacks.length}`;
    const stack = await LocalWorkspace.createStack(
      { stackName, projectName: "sandbox", program: () => Promise.resolve() },
      {
        envVars: {
          ...this.lab.env,
          PATH: process.env["PATH"] ?? "",
          PULUMI_BACKEND_URL: `file://${this.directory}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_CONFIG_PASSPHRASE_FILE: "",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        },
      },
    );
    this.stacks.push(stack);
    return new InlineStack(stack, this.directory, this.kubeconfig, program, options);
  }

  async get(apiVersion: string, kind: string, name: string): Promise<LiveObject | undefined> {
    try {
      return await this.api.read({ apiVersion, kind, metadata: { name, namespace: this.namespace } });
    } catch (error) {
      if (error instanceof k8s.ApiException && error.code === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async apply(object: k8s.KubernetesObject): Promise<void> {
    await this.api.patch(
      { ...object, metadata: { namespace: this.namespace, ...object.metadata } },
      undefined,
      undefined,
      "somebody-else",
      true,
      k8s.PatchStrategy.ServerSideApply,
    );
  }

  /** Changes some fields by hand, under another field manager. */
  async merge(object: k8s.KubernetesObject): Promise<void> {
    await this.api.patch(
      { ...object, metadata: { namespace: this.namespace, ...object.metadata } },
      undefined,
      undefined,
      "somebody-else",
      undefined,
      k8s.PatchStrategy.MergePatch,
    );
  }

  /** Deletes what the tests left. */
  async close(): Promise<void> {
    for (const stack of this.stacks) {
      await stack.destroy();
    }
    await this.goodbye();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Deletes the namespace, and waits until it is gone: the next suite's inventory must not have it. */
  private async goodbye(): Promise<void> {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: this.namespace } };
    await this.api.delete(namespace);
    const isGone = async () =>
      (await this.get("v1", "Namespace", this.namespace)) === undefined ? true : undefined;
    await new Kubectl(this.lab.env).until(`the end of namespace ${this.namespace}`, isGone, 300);
  }
}

/** Shorthand for a resource of any kind. */
export class Resource extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{ name: string; namespace: string; uid?: string }>;
  declare readonly spec: pulumi.Output<Record<string, unknown>>;
  declare readonly status: pulumi.Output<Record<string, unknown> | undefined>;
  declare readonly data: pulumi.Output<Record<string, string>>;

  constructor(token: string, name: string, object: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(
      `kubernetes:${token}`,
      name,
      { metadata: undefined, spec: undefined, status: undefined, data: undefined, ...object },
      opts,
    );
  }
}
