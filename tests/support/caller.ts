import type { Kubectl } from "./kubectl";
import { labImage } from "./lab";

/** What a URL answers to a pod, which asks the cluster's name service for it: the answer's text, or why there is none. */
export async function askInside(kubectl: Kubectl, url: string, namespace = "default"): Promise<string> {
  const home = ["-n", namespace];
  const caller = ["run", "caller", ...home, `--image=${labImage("v1")}`, "--restart=Never", "--", "get", url];
  await kubectl.run(...caller);
  try {
    await kubectl.until(
      `a pod has asked ${url}`,
      async () => {
        const phase = await kubectl.run("get", "pod", "caller", ...home, "-o", "jsonpath={.status.phase}");
        return ["Succeeded", "Failed"].includes(phase) ? phase : undefined;
      },
      120,
    );
    return await kubectl.run("logs", "caller", ...home);
  } finally {
    await kubectl.run("delete", "pod", "caller", ...home, "--grace-period=0", "--force");
  }
}
