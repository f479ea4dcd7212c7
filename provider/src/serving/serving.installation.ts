import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../manifests/objects";
import { domainConfigKey, networkConfigKey } from "./serving.outputs";
import type { ConfigData } from "./settings.render";
import type { UrlSettings } from "./urls";

/** What a platform needs of an installation besides its outputs. */
export interface Installation {
  /** What Knative makes URLs from, once it is in the cluster. */
  readonly urlSettings: pulumi.Output<UrlSettings>;
  /** The objects that come last: whatever waits for them has waited for all. */
  readonly last: readonly pulumi.Resource[];
}

// Fields of the component's class would become outputs in the schema.
const installations = new WeakMap<pulumi.Resource, Installation>();

/** Remembers the objects that a component has registered. */
export function rememberInstallation(serving: pulumi.Resource, { objects, last }: Registered): void {
  const dataOf = (key: string): pulumi.Output<ConfigData> => pulumi.output(objects.get(key)?.data ?? {});
  const urlSettings = pulumi
    .all([dataOf(domainConfigKey), dataOf(networkConfigKey)])
    .apply(([domains, network]): UrlSettings => ({ domains, network }));
  installations.set(serving, { urlSettings, last });
}

/** The installation that a component has made. */
export function installationOf(serving: pulumi.Resource): Installation {
  const found = installations.get(serving);
  if (found === undefined) {
    throw new Error("this component has installed nothing"); // every constructor remembers what it registers
  }
  return found;
}
