import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../cluster/cluster";
import type { GatewayAddress } from "../gateway/gateway";
import { refuse, within } from "../problems";
import { Service } from "../service/service";
import { ScaleMetric, Visibility, type ServiceArgs } from "../service/service.args";
import { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import { installationOf } from "../serving/serving.installation";
import { externalUrl, type UrlSettings } from "../serving/urls";
import { checkPlatform } from "./platform.check";

/** A cluster, what is installed in it, and what runs there. */
export interface PlatformArgs {
  /** The cluster. Default: the one that kubectl would use. */
  cluster?: ClusterArgs;
  /** Knative Serving with its gateway. Default: the newest release, inside the cluster only. */
  serving?: ServingArgs;
  /** Knative Services, each with a `name` of its own in its namespace. Default: none. */
  services?: ServiceArgs[];
}

/** A cluster, Knative on it and the services that run there, from one typed object. */
export class Platform extends pulumi.ComponentResource {
  /** Where the gateways are reached. */
  public readonly gateways: pulumi.Output<GatewayAddress[]>;
  /** URL of each service, by `namespace/name`; by `name` alone in the namespace "default". */
  public readonly urls: pulumi.Output<Record<string, string>>;
  /** Version of Knative Serving that is installed. */
  public readonly release: pulumi.Output<string>;
  /** The kubeconfig's text. Secret. */
  public readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: PlatformArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Platform", name, {}, opts);
    refuse("Platform", checkPlatform(args));
    const cluster = new Cluster(name, args.cluster, { parent: this });
    const serving = within("Platform", "serving", () => this.install(name, args, cluster));
    const services = (args.services ?? []).map((service) => {
      const key = serviceKey(service);
      return [
        key,
        new Service(
          key,
          { ...service, expectedUrl: service.expectedUrl ?? expectedUrl(serving, service) },
          // Depending on the component would mean each of its objects, for each service.
          { parent: this, provider: cluster.provider, dependsOn: [...installationOf(serving).last] },
        ),
      ] as const;
    });
    this.gateways = serving.gateways;
    this.urls = pulumi.output(Object.fromEntries(services.map(([key, { url }]) => [key, url])));
    this.release = serving.release;
    this.kubeconfig = cluster.kubeconfig;
    this.registerOutputs({
      gateways: this.gateways,
      urls: this.urls,
      release: this.release,
      kubeconfig: this.kubeconfig,
    });
  }

  private install(name: string, { serving, services = [] }: PlatformArgs, cluster: Cluster): Serving {
    const args: ServingArgs = {
      ...serving,
      hpaAutoscaler: serving?.hpaAutoscaler ?? services.some(scalesByResources),
      serverVersion: cluster.serverVersion,
      installedVersion: cluster.installedServingVersion,
    };
    return new Serving(name, args, { parent: this, provider: cluster.provider });
  }
}

/** The URL to wait for: an update that changes the domain then ends with URLs under the new one. */
function expectedUrl(serving: Serving, service: ServiceArgs): pulumi.Output<string | undefined> | undefined {
  const { name = "", namespace = "default", labels = {}, visibility } = service;
  const { urlSettings } = installationOf(serving);
  const urlWith = (settings: UrlSettings, known: Readonly<Record<string, string>>) =>
    externalUrl({ name, namespace, labels: known }, settings);
  if (visibility === Visibility.ClusterLocal) {
    return undefined;
  }
  // Each Output costs memory, a thousand times over: most services have no labels to wait for.
  return Object.keys(labels).length === 0
    ? urlSettings.apply((settings) => urlWith(settings, {}))
    : pulumi.all([urlSettings, labels]).apply(([settings, known]) => urlWith(settings, known));
}

function scalesByResources({ scale }: ServiceArgs): boolean {
  return scale?.metric === ScaleMetric.Cpu || scale?.metric === ScaleMetric.Memory;
}

/** What a service of a platform is known by: its name, with its namespace before it unless that is "default". */
export function serviceKey({ name = "", namespace = "default" }: ServiceArgs): string {
  return namespace === "default" ? name : `${namespace}/${name}`;
}
