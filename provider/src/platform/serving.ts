import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster/cluster";
import type { Observability } from "../observability/observability";
import { isOn } from "../observability/parts";
import { withApplicationNamespaces } from "../policies/policies.check";
import { byHpa } from "../service/scale.render";
import { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import { featuresOf } from "./features";
import { watchedServing, watchOf } from "./observability.plan";
import type { PlatformArgs } from "./platform.args";
import { securedServing } from "./security.plan";

/** What of a platform Serving is put beside. */
export interface ServingSurroundings {
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  readonly aliases: pulumi.Alias[];
  readonly watch: Observability | undefined;
}

/** Serving's own inputs in a platform, with what its services and those who watch it need, and without the cluster's word. */
export function servingArgs(args: PlatformArgs): ServingArgs {
  const { services = [] } = args;
  const serving = watchedServing(securedServing(args.serving, args.security), watchOf(args));
  return {
    ...serving,
    features: featuresOf(serving, services),
    networkPolicies: withApplicationNamespaces(
      serving?.networkPolicies,
      services.map(({ namespace = "default" }) => namespace),
    ),
    hpaAutoscaler: serving?.hpaAutoscaler ?? services.some(({ scale = {} }) => byHpa(scale)),
  };
}

/** Registers Serving with what the cluster says of itself. */
export function installServing(args: PlatformArgs, around: ServingSurroundings): Serving {
  const { name, parent, cluster, aliases, watch } = around;
  const own = servingArgs(args);
  const all: ServingArgs = {
    ...own,
    serverVersion: own.serverVersion ?? cluster.serverVersion,
    installedVersion: own.installedVersion ?? cluster.installedServingVersion,
    certManagerInstalled: own.certManagerInstalled ?? cluster.certManagerInstalled,
    installedIstio: own.installedIstio ?? cluster.installedIstio,
    installedGatewayApi: own.installedGatewayApi ?? cluster.installedGatewayApi,
    installation: own.installation ?? cluster.installation,
  };
  const bringsDefinitions = isOn(args.observability?.prometheus);
  return new Serving(name, all, {
    parent,
    provider: cluster.provider,
    aliases,
    dependsOn: watch !== undefined && bringsDefinitions ? [watch] : [],
  });
}
