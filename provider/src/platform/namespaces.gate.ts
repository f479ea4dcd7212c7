import * as pulumi from "@pulumi/pulumi";
import { ProbeError, readInstallation } from "../cluster/probe";
import { clusterOf } from "../diagnose/early";
import type { KnativeInstallation } from "../ownership/installation.args";
import type { Owner } from "../ownership/mark";
import { isOwn } from "../ownership/ownership.check";
import { readOwnState, type OwnState } from "../ownership/ownState";
import type { Problem } from "../problems";
import type { NamespaceArgs } from "./namespaces.args";

/** Seconds that one request may take. */
const requestSeconds = 20;

/**
 * What is wrong with the owners of namespaces that are there. Nothing is said where the cluster can't be asked from here, since its
 * provider is not one that a Cluster of this process made: such a provider takes nothing over by itself.
 */
export function namespaceOwners(
  owner: Owner,
  namespaces: readonly NamespaceArgs[],
  provider: pulumi.ProviderResource,
  component: pulumi.Resource,
): pulumi.Output<Problem[]> {
  const cluster = clusterOf(provider);
  if (cluster === undefined || namespaces.every(({ adopt }) => adopt === true)) {
    return pulumi.output([]);
  }
  const names = namespaces.map(({ name }) => name);
  const told = cluster.apply(async ({ kubeconfig, context }): Promise<Problem[]> => {
    const found = await tryRead(kubeconfig, context, names);
    return found === undefined || found.namespaces.length === 0
      ? []
      : foreignNamespaces(owner, namespaces, found, await readOwnState(component));
  });
  return pulumi.unsecret(told);
}

/** A preview goes on without facts where the cluster can't be reached, as the cluster's own check does. */
async function tryRead(
  kubeconfig: string,
  context: string,
  names: readonly string[],
): Promise<KnativeInstallation | undefined> {
  try {
    return await readInstallation(kubeconfig, context, names, { timeoutSeconds: requestSeconds });
  } catch (error) {
    if (error instanceof ProbeError && pulumi.runtime.isDryRun()) {
      return undefined;
    }
    throw error;
  }
}

/** Namespaces that are there, that this stack hasn't made and that nobody has asked to take over. */
export function foreignNamespaces(
  owner: Owner,
  namespaces: readonly NamespaceArgs[],
  found: KnativeInstallation,
  state: OwnState,
): Problem[] {
  return namespaces.flatMap(({ name, adopt }, index): Problem[] => {
    const live = found.namespaces.find((each) => each.name === name);
    if (live === undefined || adopt === true || isOwn(live, owner, found, state)) {
      return [];
    }
    const who = live.owner === undefined ? "" : `, made by ${live.owner}`;
    return [
      {
        path: `namespaces[${index}].name`,
        code: "KN3008",
        reason: `"${name}" is in the cluster already${who}, and would go with everything in it when this stack is destroyed; leave it out, for services may use it as it is, or set adopt to take it over`,
      },
    ];
  });
}
