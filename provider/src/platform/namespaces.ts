import * as pulumi from "@pulumi/pulumi";
import { registerObjects } from "../manifests/objects";
import { clusterUidOf, markNamespaces, type Owner } from "../ownership/mark";
import { knownProblems, refuse } from "../problems";
import type { KnativeInstallation } from "../ownership/installation.args";
import type { NamespaceArgs } from "./namespaces.args";
import { namespaceOwners } from "./namespaces.gate";
import { renderNamespace } from "./namespaces.render";

/** Where namespaces are made, and for whom. */
export interface NamespacesHome {
  readonly parent: pulumi.Resource;
  readonly provider: pulumi.ProviderResource;
  readonly owner: Owner;
  readonly installation: pulumi.Input<KnativeInstallation | undefined>;
}

/** Objects that must be there before a service of a namespace, by the namespace's name. */
export type MadeNamespaces = ReadonlyMap<string, readonly pulumi.Resource[]>;

/** Makes namespaces with their Secrets, apart from Knative, whose pods they don't wait for. */
export function registerNamespaces(
  component: string,
  namespaces: readonly NamespaceArgs[],
  { parent, provider, owner, installation }: NamespacesHome,
): MadeNamespaces {
  if (namespaces.length === 0) {
    return new Map();
  }
  const manifests = namespaces.flatMap(renderNamespace);
  const after = knownProblems([namespaceOwners(owner, namespaces, provider, parent)]).apply((problems) =>
    refuse("Platform", problems),
  );
  const derived = markNamespaces(manifests, owner, clusterUidOf(installation));
  const { objects } = registerObjects(component, manifests, { parent, provider, after, derived });
  return new Map(
    namespaces.map(({ name }) => [
      name,
      [...objects].flatMap(([key, object]) =>
        key === `Namespace/${name}` || key.startsWith(`Secret/${name}/`) ? [object] : [],
      ),
    ]),
  );
}
