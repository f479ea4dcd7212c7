import { spawn } from "node:child_process";
import { createServer } from "node:http";

import {
  CoreV1Api,
  KubeConfig,
  makeInformer,
  NetworkingV1Api,
  type Informer,
  type KubernetesObject,
  type ObjectCache,
  type V1Namespace,
  type V1NetworkPolicy,
  type V1Pod,
} from "@kubernetes/client-node";

import { ADDRESSES, PORTS } from "./layout";
import { POLICY_CHAIN, policyRules } from "./policyRules";

const RETRY_MS = 1000;
// Pods come and go together; one look at all of them answers for a burst.
const GATHER_MS = 20;

interface Caches {
  readonly policies: ObjectCache<V1NetworkPolicy>;
  readonly pods: ObjectCache<V1Pod>;
  readonly namespaces: ObjectCache<V1Namespace>;
}

/** Keeps the node's packet filter as the cluster's NetworkPolicies want it. */
class PolicyController {
  private written = "";
  private problem: string | undefined = "does not hear from the API server";
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly caches: Caches) {}

  /** Why the policies are not enforced just now, if so. */
  public get health(): string | undefined {
    return this.problem;
  }

  public lost(reason: string): void {
    this.problem = reason;
  }

  /** Looks at everything soon. */
  public request(delayMs: number = GATHER_MS): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.write().then(
        () => (this.problem = undefined),
        (error: unknown) => {
          this.problem = messageOf(error);
          console.error("cannot write the rules, will try again:", this.problem);
          this.request(RETRY_MS);
        },
      );
    }, delayMs);
  }

  private async write(): Promise<void> {
    const { policies, pods, namespaces } = this.caches;
    const rules = policyRules(policies.list(), pods.list(), namespaces.list());
    if (rules === this.written) return;
    await run("iptables-restore", ["--wait", "--noflush"], rules);
    const jump = ["FORWARD", "--jump", POLICY_CHAIN];
    const mangle = ["--wait", "--table", "mangle"];
    await run("iptables", [...mangle, "--check", ...jump]).catch(() =>
      run("iptables", [...mangle, "--append", ...jump]),
    );
    this.written = rules;
    console.log(`${policies.list().length} policies, ${rules.split("\n").length} lines of rules`);
  }
}

function run(program: string, args: readonly string[], input = ""): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}: ${errors.trim()}`));
    });
    // A program that ends before it has read its input says why by its code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Tells the controller of every change, and of a lost connection; comes back by itself. */
async function follow<T extends KubernetesObject>(
  informer: Informer<T>,
  controller: PolicyController,
): Promise<void> {
  const start = () => informer.start().catch(fail);
  const fail = (error: unknown) => {
    controller.lost(messageOf(error));
    console.error("lost the API server, will try again:", messageOf(error));
    setTimeout(() => void start(), RETRY_MS);
  };
  for (const verb of ["add", "update", "delete"] as const) informer.on(verb, () => controller.request());
  informer.on("connect", () => controller.request());
  informer.on("error", fail);
  await start();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(kubeconfig: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const networking = config.makeApiClient(NetworkingV1Api);
  const pods = makeInformer(config, "/api/v1/pods", () => core.listPodForAllNamespaces());
  const namespaces = makeInformer(config, "/api/v1/namespaces", () => core.listNamespace());
  const policies = makeInformer(config, "/apis/networking.k8s.io/v1/networkpolicies", () =>
    networking.listNetworkPolicyForAllNamespaces(),
  );
  const controller = new PolicyController({ pods, namespaces, policies });
  // One after the other: rules made without the policies would open what they close.
  await follow(policies, controller);
  await follow(namespaces, controller);
  await follow(pods, controller);
  createServer((_, response) => {
    const { health } = controller;
    response.writeHead(health === undefined ? 200 : 503).end(`${health ?? "ok"}\n`);
  }).listen(PORTS.policiesHealth, ADDRESSES.node);
}

const [kubeconfig] = process.argv.slice(2);
if (kubeconfig === undefined) throw new Error("usage: policies.ts <kubeconfig>");
void main(kubeconfig);
