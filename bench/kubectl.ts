import { spawn } from "node:child_process";
import type { Manifest } from "../provider/src/manifests/manifest";
import { measure } from "./measure";

type Env = Readonly<Record<string, string>>;

/**
 * What people do by hand: apply the definitions, wait for them, apply the rest, wait until all Deployments are available,
 * apply the service and wait until it is ready. Gives the seconds until then.
 */
export async function applyAndWait(manifests: readonly Manifest[], env: Env): Promise<number> {
  const { definitions, service, rest } = sorted(manifests);
  const start = process.hrtime.bigint();
  await apply(definitions, env);
  await kubectl(env, "wait", "--for=condition=Established", "crd", "--all", "--timeout=120s");
  await apply(rest, env);
  for (const namespace of ["knative-serving", "kourier-system"]) {
    await kubectl(
      env,
      "wait",
      "--for=condition=Available",
      "deployment",
      "--all",
      "-n",
      namespace,
      "--timeout=300s",
    );
  }
  await apply(service, env);
  await kubectl(env, "wait", "--for=condition=Ready", "ksvc", "--all", "-n", "default", "--timeout=300s");
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Removes what was applied: the service with all that was made for it first, whose finalizers need the controllers. */
export async function removeAll(manifests: readonly Manifest[], env: Env): Promise<void> {
  const remove = (some: readonly Manifest[], cascade: string) =>
    feed(
      env,
      ["delete", "--ignore-not-found", `--cascade=${cascade}`, "--timeout=300s", "-f", "-"],
      list(some),
    );
  const { service, rest, definitions } = sorted(manifests);
  await remove(service, "foreground");
  await remove(definitions, "background");
  await remove(rest.toReversed(), "background");
}

/**
 * Waits until nothing is left of the service. Kubernetes' garbage collector learns of new kinds every half a minute only, and
 * Knative would wait for it before it takes the name again: whoever is measured next would pay for that.
 */
export async function untilServiceIsGone(env: Env): Promise<void> {
  const left = ["deployment,pod", "-l", "serving.knative.dev/service", "-n", "default"];
  await kubectl(env, "wait", "--for=delete", ...left, "--timeout=300s");
}

function sorted(all: readonly Manifest[]) {
  const definitions = all.filter(({ kind }) => kind === "CustomResourceDefinition");
  const service = all.filter(({ apiVersion }) => apiVersion.startsWith("serving.knative.dev/"));
  const rest = all.filter((manifest) => !definitions.includes(manifest) && !service.includes(manifest));
  return { definitions, service, rest };
}

/** A webhook that isn't there yet refuses objects: people apply again until it is. */
async function apply(manifests: readonly Manifest[], env: Env): Promise<void> {
  const tries = 60;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await feed(env, ["apply", "--server-side", "--force-conflicts", "-f", "-"], list(manifests));
    } catch (error) {
      if (attempt === tries) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function list(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

function feed(env: Env, args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("kubectl", args, { env, stdio: ["pipe", "ignore", "pipe"] });
    const errors: string[] = [];
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`kubectl ${args.join(" ")}: ${errors.join("")}`)),
    );
    child.stdin.end(input);
  });
}

function kubectl(env: Env, ...args: string[]) {
  return measure("kubectl", args, { env });
}
