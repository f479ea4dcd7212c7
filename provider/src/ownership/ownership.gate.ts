import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problems";
import type { KnativeInstallation } from "./installation.args";
import type { Manifest } from "../manifests/manifest";
import { clusterUidOf, markNamespaces, type Owner } from "./mark";
import { isClear, ownershipProblems, type Consent } from "./ownership.check";
import { readOwnState } from "./ownState";

type Aliases = pulumi.ComponentResourceOptions["aliases"];

/** The owner that a component is, in the stack that runs. */
export function ownerOf(component: string, opts: pulumi.ComponentResourceOptions = {}): Owner {
  return {
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    component,
    formerly: formerNames(opts.aliases),
  };
}

/** Names that a component had, as far as its aliases tell them at once. */
export function formerNames(aliases: Aliases = []): string[] {
  return aliases.flatMap((alias) => {
    if (typeof alias === "string") {
      return alias.split("::").at(-1) ?? [];
    }
    return "name" in alias && typeof alias.name === "string" ? alias.name : [];
  });
}

/** The marks of the namespaces among an installation's objects, by their keys. */
export function marksOf(
  manifests: readonly Manifest[],
  owner: Owner,
  { installation }: { readonly installation?: pulumi.Input<KnativeInstallation | undefined> },
): ReturnType<typeof markNamespaces> {
  return markNamespaces(manifests, owner, clusterUidOf(installation));
}

/** What is wrong with an installation's owner. The state is asked only where the marks leave a doubt. */
export function ownerProblems(
  owner: Owner,
  found: pulumi.Input<KnativeInstallation | undefined> | undefined,
  consent: Consent,
  component: pulumi.Resource,
): pulumi.Output<Problem[]> {
  return pulumi.output(found).apply(async (installation) => {
    if (installation === undefined || isClear(owner, installation)) {
      return [];
    }
    return ownershipProblems(owner, installation, await readOwnState(component), consent);
  });
}
