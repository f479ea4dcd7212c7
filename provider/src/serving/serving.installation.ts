import * as pulumi from "@pulumi/pulumi";
import { memoryOf } from "../manifests/memory";
import type { Registered } from "../manifests/objects";
import { domainData } from "./domains";
import { domainConfigKey, domainsFromGateways, networkConfigKey } from "./serving.outputs";
import type { ServingPlan } from "./serving.plan";
import type { ServingDomainArgs } from "./settings";
import type { ConfigData } from "./settings.render";
import type { UrlSettings } from "./urls";

/** Labels of a service as they are given. */
export type GivenLabels = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * What Knative makes the URL of a service with these labels from, once it is in the cluster. Domains that can't be meant for
 * the service are left out: where one is made from an address that isn't known yet, URLs under others stay known.
 */
export type UrlSettingsFor = (labels: GivenLabels) => pulumi.Output<UrlSettings>;

/** What a platform needs of an installation besides its outputs. */
export interface Installation extends Pick<Registered, "last"> {
  readonly urlSettingsFor: UrlSettingsFor;
}

export const servingMemory = memoryOf<Installation>();

/** How the URLs of services come about on an installation that was planned and registered. */
export function urlSettingsOf(plan: ServingPlan, installed: Registered): UrlSettingsFor {
  const { objects } = installed;
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
  return (labels) => {
    const meant = made === undefined ? [] : domainsFor(labels, made);
    const key = meant.map((domain) => made?.indexOf(domain)).join();
    const settings =
      shared.get(key) ??
      withNetwork(made === undefined ? dataOf(domainConfigKey) : pulumi.output(domainData(meant)));
    shared.set(key, settings);
    return settings;
  };
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
