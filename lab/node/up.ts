import { ensureArtifacts, imageReference, pushImages, type Artifacts } from "../artifacts";
import { cacheRoot } from "../toolchain/cache";
import { step, type Report } from "../toolchain/progress";
import { accessManifests } from "./addons/access";
import { corednsManifests } from "./addons/coredns";
import { applyAll } from "./apply";
import { bundleDaemons } from "./bundle";
import { makeCgroups } from "./cgroups";
import { ensureComponent } from "./component";
import { nodeComponents, type NodePrograms } from "./components";
import { writeConfigFiles } from "./configFiles";
import { labReset } from "./down";
import { prepareEnv } from "./env";
import { CLUSTER, LAB_NAME, RANGE } from "./layout";
import { saveTunables } from "./kernel";
import { withLabLock } from "./labLock";
import { machineLock, waitForLock } from "./lock";
import { ensureNetwork } from "./network";
import { refuseForeignLab, writeOwner } from "./owner";
import { ensurePki } from "./pki";
import { claimRange } from "./ranges";
import { firstProcess, startSandbox } from "./sandbox";
import { noProxy } from "./proxy";
import { dnsProblem, nodeProblem, waitUntilNone } from "./readiness";
import { forgetStaleImages } from "./staleImages";
import { runSteps, type Step } from "./steps";
import { whyNoLab } from "./whyNoLab";

const READY_SECONDS = 120;
const STEADY_SECONDS = 3;
const BUNDLES = "helper programs";
const ADDONS = "addons";
/** What some components need beside other components. */
const NEEDS: Partial<Record<string, readonly string[]>> = {
  mirror: [BUNDLES],
  "load-balancer": [BUNDLES, ADDONS],
  "network-policies": [BUNDLES, ADDONS],
};
const silent: Report = () => undefined;

/**
 * Brings the node up and waits until it takes pods and resolves names. Whatever runs and is as it should be is left
 * alone, so it also mends a lab of which parts died.
 */
export async function labUp(report: Report = silent): Promise<void> {
  const problem = await whyNoLab();
  if (problem !== undefined) throw new Error(`the lab cannot run here: ${problem}`);
  // For kubectl and crane, which take the proxy from the environment of this process.
  Object.assign(process.env, noProxy(process.env));
  await withLabLock(async () => {
    await refuseForeignLab((await firstProcess()) !== undefined);
    await claimRange(LAB_NAME, RANGE);
    const artifacts = await ensureArtifacts(report);
    await step(report, "Certificates and configuration", "writes what is missing or old", async () => {
      await ensurePki();
      await writeConfigFiles({
        ...artifacts.bin,
        sandboxImage: imageReference(artifacts, "pause", CLUSTER.registry),
      });
      await prepareEnv({ ...artifacts.commands, ip: artifacts.bin.ip });
    });
    const cgroups = await step(report, "Namespaces and network", "makes what is missing", () =>
      isolate(artifacts.bin),
    );
    await runSteps([...componentSteps(artifacts, cgroups), ...clusterSteps(artifacts, report)], report);
  });
}

/**
 * Brings up a lab with nothing in it but what `labUp` puts there: the state of the one before is deleted. Fails if this instance was
 * brought up by another checkout.
 */
export async function labRenew(report: Report = silent): Promise<void> {
  await refuseForeignLab((await firstProcess()) !== undefined);
  await labReset(report);
  await labUp(report);
}

/** Gives the node its control groups, network and first process; leaves alone those that are there. */
async function isolate({ tini }: NodePrograms): Promise<string[]> {
  await writeOwner();
  const cgroups = await waitForLock(machineLock("host"), async () => {
    await saveTunables();
    const made = await makeCgroups();
    await ensureNetwork();
    return made;
  });
  if ((await firstProcess()) === undefined) await startSandbox({ tini, shown: [cacheRoot()], cgroups });
  return cgroups;
}

function componentSteps(artifacts: Artifacts, cgroups: readonly string[]): Step[] {
  return nodeComponents(artifacts.bin, artifacts.mirrorDir).map((component) => ({
    name: component.name,
    detail: "until it is healthy",
    after: [...component.after, ...(NEEDS[component.name] ?? [])],
    run: async () => void (await ensureComponent(component, cgroups)),
  }));
}

function clusterSteps(artifacts: Artifacts, report: Report): Step[] {
  return [
    { name: BUNDLES, detail: "puts each into one file", run: bundleDaemons },
    {
      name: "images",
      after: ["registry", "containerd"],
      run: async () => {
        await pushImages(artifacts, CLUSTER.registry, report);
        await forgetStaleImages(artifacts.bin.ctr, artifacts.images, CLUSTER.registry);
      },
    },
    {
      name: ADDONS,
      detail: "applies access rules and CoreDNS",
      after: ["apiserver"],
      run: () =>
        applyAll(artifacts.bin.kubectl, [
          ...accessManifests(),
          ...corednsManifests(imageReference(artifacts, "coredns", CLUSTER.registry)),
        ]),
    },
    {
      name: "node ready",
      detail: "until the node takes pods",
      after: ["kubelet", "controller-manager"],
      run: () => waitUntilNone(nodeProblem, READY_SECONDS),
    },
    {
      name: "names resolve",
      detail: "until CoreDNS answers at its Service's address",
      after: ["images", ADDONS, "node ready", "scheduler", "kube-proxy"],
      // What a kubelet said of pods before it was started anew reaches kube-proxy up to two of its rounds later.
      run: () => waitUntilNone(dnsProblem, READY_SECONDS, STEADY_SECONDS),
    },
  ];
}
