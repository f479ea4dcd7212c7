import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../manifests/objects";
import { domainData } from "./domains";
import { domainConfigKey, domainsFromGateways, networkConfigKey } from "./serving.outputs";
import type { ServingPlan } from "./serving.plan";
import type { ServingDomainArgs } from "./settings";
import type { ConfigData } from "./settings.render";
import type { UrlSettings } from "./urls";

/** Labels of a service as they are given. */
export type GivenLabels = Readonly<Record<string, pulumi.Input<string>>>;

/** What a platform needs of an installation besides its outputs. */
export interface Installation {
  /**
   * What Knative makes the URL of a service with these labels from, once it is in the cluster. Domains that can't be meant for
   * the service are left out: where one is made from an address that isn't known yet, URLs under others stay known.
   */
  readonly urlSettingsFor: (labels: GivenLabels) => pulumi.Output<UrlSettings>;
  /** The objects that come last: whatever waits for them has waited for all. */
  readonly last: readonly pulumi.Resource[];
}

// Fields of the component's class would become outputs in the schema.
const installations = new WeakMap<pulumi.Resource, Installation>();

/** Remembers the objects that a component has registered. */
export function rememberInstallation(
  serving: pulumi.Resource,
  plan: ServingPlan,
  installed: Registered,
): void {
  const { objects, last } = installed;
  const dataOf = (key: string): pulumi.Output<ConfigData> => pulumi.output(objects.get(key)?.data ?? {});
  const network = dataOf(networkConfigKey);
  const withNetwork = (domains: pulumi.Output<ConfigData>) =>
    pulumi.all([domains, network]).apply(([known, settings]): UrlSettings => ({
      domains: known,
      network: settings,
    }));
  const made = domainsFromGateways(plan, installed);
  // Each Output costs memory, a thousand times over: most services have the same domains.
  const shared = new Map<string, pulumi.Output<UrlSettings>>();
  const urlSettingsFor = (labels: GivenLabels) => {
    const meant = made === undefined ? [] : domainsFor(labels, made);
    const key = meant.map((domain) => made?.indexOf(domain)).join();
    const settings =
      shared.get(key) ??
      withNetwork(made === undefined ? dataOf(domainConfigKey) : pulumi.output(domainData(meant)));
    shared.set(key, settings);
    return settings;
  };
  installations.set(serving, { urlSettingsFor, last });
}

/** The domains among which the one of a service with these labels must be, as far as the labels are known. */
function domainsFor(
  labels: GivenLabels,
  domains: readonly ServingDomainArgs[],
): readonly ServingDomainArgs[] {
  const size = ({ selector = {} }: ServingDomainArgs) => Object.keys(selector).length;
  const fits = (isEqual: (given: pulumi.Input<string> | undefined, value: string) => boolean) =>
    domains.filter(({ selector = {} }) =>
      Object.entries(selector).every(([label, value]) => isEqual(labels[label], value)),
    );
  const certain = fits((given, value) => given === value);
  const possible = fits((given, value) => given === value || pulumi.Output.isInstance(given));
  // Of several the longest selector counts.
  const least = Math.max(0, ...certain.map(size));
  return possible.filter((domain) => size(domain) >= least);
}

/** The installation that a component has made. */
export function installationOf(serving: pulumi.Resource): Installation {
  const found = installations.get(serving);
  if (found === undefined) {
    throw new Error("this component has installed nothing"); // every constructor remembers what it registers
  }
  return found;
}
