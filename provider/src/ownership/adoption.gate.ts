import * as pulumi from "@pulumi/pulumi";
import { connect } from "../cluster/connect";
import { clusterBehind, type KnownCluster } from "../diagnose/early";
import { keyOf, type Manifest } from "../manifests/manifest";
import type { DerivedManifest } from "../manifests/objects";
import { adoptionText, type Adoption } from "./adoption";
import { readAdoption } from "./adoption.read";
import type { KnativeInstallation } from "./installation.args";
import type { Owner } from "./mark";
import { isClear, ownershipProblems, type Consent } from "./ownership.check";
import { readOwnState } from "./ownState";

/** Seconds that one request may take. */
const requestSeconds = 20;

/** Who takes over, and what has been said of it. */
export interface AdoptionArgs extends Consent {
  readonly installation?: pulumi.Input<KnativeInstallation | undefined>;
}

/**
 * Tells what taking over an installation will change, in previews and updates, before anything is touched; updates then write
 * ahead what the Kubernetes provider can't. Gives what each object becomes: nothing where there is no installation to take over, and
 * where the cluster can't be asked from here since the provider is not one that a Cluster of this process made.
 */
export function prepareAdoption(
  component: pulumi.Resource,
  owner: Owner,
  args: AdoptionArgs,
  manifests: readonly Manifest[],
): pulumi.Output<readonly Adoption[]> {
  const cluster = clusterBehind(component);
  if (args.adopt !== true || cluster === undefined) {
    return pulumi.output([]);
  }
  const told = pulumi.all([cluster, args.installation]).apply(async ([known, installation]) => {
    const isTaken = installation !== undefined && (await isForeign(component, owner, installation, args));
    return isTaken ? tellAndPrepare(known, manifests, component) : [];
  });
  return pulumi.unsecret(told);
}

/**
 * The specs of budgets that a field has to be taken away from first. A preview can't do that, and a dry run of the Kubernetes provider
 * would be refused, so there they are still to come.
 */
export function specsToCome(
  manifests: readonly Manifest[],
  adoptions: pulumi.Output<readonly Adoption[]>,
): Readonly<Record<string, DerivedManifest>> {
  const budgets = manifests.filter(({ kind }) => kind === "PodDisruptionBudget");
  return Object.fromEntries(
    budgets.map((manifest) => {
      const key = keyOf(manifest);
      const spec = adoptions.apply((found) =>
        pulumi.runtime.isDryRun() && found.some((each) => each.key === key && isPatchedAhead(each))
          ? pulumi.unknown
          : manifest.spec,
      );
      return [key, { from: [], derive: () => ({ spec }) }];
    }),
  );
}

function isPatchedAhead(adoption: Adoption): boolean {
  return adoption.kind === "taken" && adoption.ahead !== undefined;
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

async function tellAndPrepare(
  { kubeconfig, context }: KnownCluster,
  manifests: readonly Manifest[],
  component: pulumi.Resource,
): Promise<readonly Adoption[]> {
  const ask = await connect(kubeconfig, context, { timeoutSeconds: requestSeconds });
  const adoptions = await readAdoption(ask, manifests);
  await pulumi.log.info(adoptionText(adoptions), component);
  for (const adoption of pulumi.runtime.isDryRun() ? [] : adoptions) {
    if (adoption.kind === "taken" && adoption.ahead !== undefined) {
      await ask(adoption.ahead.path, { patch: adoption.ahead.patch });
    }
  }
  return adoptions;
}
