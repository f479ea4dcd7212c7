import type { KubernetesObject } from "@kubernetes/client-node";
import { join } from "node:path";

import { run } from "./command";
import { LAB_NAME, PATHS } from "./layout";

/** Makes the cluster have these objects, server-side, whoever changed them. */
export async function applyAll(kubectl: string, manifests: readonly KubernetesObject[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests });
  const access = [`--kubeconfig=${PATHS.kubeconfig}`, `--cache-dir=${join(PATHS.state, "kubectl-cache")}`];
  const how = ["--server-side", "--force-conflicts", `--field-manager=${LAB_NAME}`];
  await run(kubectl, [...access, "apply", ...how, "--filename=-"], list);
}
