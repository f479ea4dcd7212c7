import type { KubernetesObject } from "@kubernetes/client-node";
import { join } from "node:path";

import { ensureIstioArtifacts, type IstioArtifacts } from "../artifacts/istio";
import { pushMissing } from "../artifacts/push";
import { applyAll } from "../node/apply";
import { run } from "../node/command";
import { CLUSTER, PATHS } from "../node/layout";
import { forgetStaleImages } from "../node/staleImages";
import { pinnedVersion } from "../toolchain/goModule";
import { ISTIO_CHART_VERSION } from "../toolchain/istioTools";
import { step, type Report } from "../toolchain/progress";
import { GO_TOOLS } from "../toolchain/tools";
import { objectsOf, stagesOf } from "./order";
import { baseValues, ISTIO_NAMESPACE, istiodValues, type IstioOptions } from "./values";

const PULL_AND_START_SECONDS = 180;
const silent: Report = () => undefined;
const program = (name: string) => join(PATHS.bin, name);

/** An Istio that runs in the lab. */
export interface LabIstio {
  /** Such as "1.31-eed52ebb66ad". */
  readonly version: string;
  readonly namespace: string;
  readonly revision: string | undefined;
}

/**
 * Puts Istio's control plane into the lab, which must be up; builds it where that was not done yet. Control planes of
 * several revisions may stand side by side.
 */
export async function istioUp(options: IstioOptions = {}, report: Report = silent): Promise<LabIstio> {
  const { namespace = ISTIO_NAMESPACE, revision } = options;
  const artifacts = await ensureIstioArtifacts(report);
  await pushMissing(artifacts.images, CLUSTER.registry, program("crane"), report);
  await forgetStaleImages(program("ctr"), artifacts.images, CLUSTER.registry);
  const { base, istiod } = await charts(artifacts, options);
  const { definitions, others, webhooks } = stagesOf([...base, ...istiod]);
  await step(report, "Istio", "until its control plane answers", async () => {
    await apply([namespaceOf(namespace), ...definitions]);
    await kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    await apply(others);
    const name = revision === undefined ? "istiod" : `istiod-${revision}`;
    const timeout = `--timeout=${PULL_AND_START_SECONDS}s`;
    await kubectl("rollout", "status", `deployment/${name}`, "-n", namespace, timeout);
    await apply(webhooks);
  });
  return { version: artifacts.version, namespace, revision };
}

/**
 * Takes out the control plane that `istioUp` put in with the same options. With the last one go the definitions, its
 * namespace, and what Istio wrote into others.
 */
export async function istioDown(options: IstioOptions = {}, report: Report = silent): Promise<void> {
  const { namespace = ISTIO_NAMESPACE } = options;
  const artifacts = await ensureIstioArtifacts(report);
  const { base, istiod } = await charts(artifacts, options);
  // Webhooks first: without the control plane they would refuse what still has to go.
  const { others, webhooks } = stagesOf(istiod);
  await remove([...webhooks, ...others]);
  const rest = await kubectl("get", "deployments", "-A", "-l", "app=istiod", "-o", "name");
  if (rest !== "") return;
  await remove(stagesOf(base).webhooks);
  await remove([namespaceOf(namespace)]);
  await kubectl("delete", "configmaps", "-A", "-l", "istio.io/config=true", "--ignore-not-found");
  await remove(base);
}

async function charts(
  artifacts: IstioArtifacts,
  options: IstioOptions,
): Promise<{ base: KubernetesObject[]; istiod: KubernetesObject[] }> {
  const { namespace = ISTIO_NAMESPACE, revision } = options;
  const kubernetes = await pinnedVersion(GO_TOOLS.kubernetes, "k8s.io/kubernetes");
  const render = async (chart: string, release: string, values: Record<string, unknown>) =>
    objectsOf(
      await run(
        artifacts.renderer,
        [join(artifacts.charts, chart), ISTIO_CHART_VERSION, release, namespace, kubernetes],
        JSON.stringify(values),
      ),
    );
  const name = revision === undefined ? "istiod" : `istiod-${revision}`;
  const [base, istiod] = await Promise.all([
    render("base", "istio-base", baseValues(options)),
    render("istio-control/istio-discovery", name, istiodValues(options, artifacts.version)),
  ]);
  return { base, istiod };
}

function namespaceOf(name: string): KubernetesObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

async function apply(objects: readonly KubernetesObject[]): Promise<void> {
  if (objects.length > 0) await applyAll(program("kubectl"), objects);
}

async function remove(objects: readonly KubernetesObject[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  if (objects.length > 0) await kubectlWith(list, "delete", "--ignore-not-found", "--filename=-");
}

const kubectl = (...args: string[]): Promise<string> => kubectlWith("", ...args);

function kubectlWith(input: string, ...args: string[]): Promise<string> {
  const access = [`--kubeconfig=${PATHS.kubeconfig}`, `--cache-dir=${join(PATHS.state, "kubectl-cache")}`];
  return run(program("kubectl"), [...access, ...args], input, PULL_AND_START_SECONDS);
}
