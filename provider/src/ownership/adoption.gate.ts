import * as pulumi from "@pulumi/pulumi";
import { connect } from "../cluster/connect";
import { clusterBehind, type KnownCluster } from "../diagnose/early";
import type { Manifest } from "../manifests/manifest";
import { adoptionText } from "./adoption";
import { readAdoption } from "./adoption.read";
import type { KnativeInstallation } from "./installation.args";
import type { Owner } from "./mark";
import { isClear, ownershipProblems, type Consent } from "./ownership.check";
import { readOwnState } from "./ownState";

/** Seconds that one request may take. */
const requestSeconds = 20;

/**
 * Tells what taking over an installation will change, in previews and updates, before anything is touched. Nothing is said where there
 * is none to take over, and where the cluster can't be asked from here since the provider is not one that a Cluster of this process made.
 */
export function tellAdoption(
  component: pulumi.Resource,
  owner: Owner,
  args: Consent & { readonly installation?: pulumi.Input<KnativeInstallation | undefined> },
  manifests: readonly Manifest[],
): pulumi.Output<void> {
  const cluster = clusterBehind(component);
  if (args.adopt !== true || cluster === undefined) {
    return pulumi.output(undefined);
  }
  const told = pulumi.all([cluster, args.installation]).apply(async ([known, installation]) => {
    if (installation !== undefined && (await isForeign(component, owner, installation, args))) {
      await pulumi.log.info(await describe(known, manifests), component);
    }
  });
  return pulumi.unsecret(told);
}

async function isForeign(
  component: pulumi.Resource,
  owner: Owner,
  installation: KnativeInstallation,
  consent: Consent,
): Promise<boolean> {
  if (isClear(owner, installation)) {
    return false;
  }
  const refusals = ownershipProblems(owner, installation, await readOwnState(component), {
    ...consent,
    adopt: false,
  });
  return refusals.some(({ code }) => code === "KN3006");
}

async function describe(
  { kubeconfig, context }: KnownCluster,
  manifests: readonly Manifest[],
): Promise<string> {
  try {
    const ask = await connect(kubeconfig, context, { timeoutSeconds: requestSeconds });
    return adoptionText(await readAdoption(ask, manifests));
  } catch (error) {
    // What is told here changes nothing; what really hinders, the update itself will say.
    return `what adopt changes could not be asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}
