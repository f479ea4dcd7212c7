import { join } from "node:path";

import { ensureGatewayApiArtifacts } from "../artifacts/gatewayApi";
import { pushMissing } from "../artifacts/push";
import { run } from "../node/command";
import { CLUSTER, PATHS } from "../node/layout";
import { forgetStaleImages } from "../node/staleImages";
import { step, type Report } from "../toolchain/progress";

const silent: Report = () => undefined;
const program = (name: string) => join(PATHS.bin, name);

/**
 * Puts the definitions of the Gateway API into the lab, which must be up, and the images of Knative's layer for it into the lab's
 * registry; builds those where that was not done yet. Whoever is to serve gateways comes beside.
 */
export async function gatewayApiUp(report: Report = silent): Promise<void> {
  const { images, definitions } = await ensureGatewayApiArtifacts(report);
  await pushMissing(images, CLUSTER.registry, program("crane"), report);
  await forgetStaleImages(program("ctr"), images, CLUSTER.registry);
  await step(report, "Gateway API", "until its definitions are served", async () => {
    await kubectl("apply", "--server-side", "--force-conflicts", ...files(definitions));
    await kubectl("wait", "--for=condition=Established", "--timeout=60s", ...files(definitions));
  });
}

/** Takes the definitions out again, and with them every object of their kinds. */
export async function gatewayApiDown(report: Report = silent): Promise<void> {
  const { definitions } = await ensureGatewayApiArtifacts(report);
  await kubectl("delete", "--ignore-not-found", "--timeout=120s", ...files(definitions));
}

const files = (paths: readonly string[]) => paths.map((path) => `--filename=${path}`);

function kubectl(...args: string[]): Promise<string> {
  const access = [`--kubeconfig=${PATHS.kubeconfig}`, `--cache-dir=${join(PATHS.state, "kubectl-cache")}`];
  return run(program("kubectl"), [...access, ...args], "", 180);
}
