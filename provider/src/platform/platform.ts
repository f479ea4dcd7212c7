import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { Cluster, givenProvider } from "../cluster/cluster";
import { routeLabels } from "../gateway/choice";
import { formerNames, ownerOf } from "../ownership/ownership.gate";
import { announceParts, makePart, refuse, takePlace } from "../problems";
import type { SecurityLayerReport } from "../security/report";
import { Service } from "../service/service";
import type { ServiceArgs } from "../service/service.args";
import { isClusterLocal } from "../service/visibility";
import { isTagged } from "../service/traffic.render";
import type { Serving } from "../serving/serving";
import type { ServingArgs } from "../serving/serving.args";
import { servingMemory } from "../serving/serving.installation";
import { expectedUrl, type UrlSettings } from "../serving/urls";
import { furtherDomains, hostEntries, urlsUnder } from "./domains";
import { registerEventing, valuesOf, type EventingSurroundings, type PlatformEventing } from "./eventing";
import { withGatewayNames, withUrls, type PlatformGateway } from "./gateways";
import { installServing } from "./serving";
import { registerNamespaces, type MadeNamespaces } from "./namespaces";
import { inNamespace } from "./namespaces.render";
import { watchOf, watchedEventing } from "./observability.plan";
import { registerWatch } from "./observability";
import type { PlatformArgs } from "./platform.args";
import { registerSecurity } from "./security";
import { checkPlatform } from "./platform.check";
import { imagesOf, revisionsOf, urlsWithPorts } from "./platform.outputs";
import { serviceKey } from "./serviceKey";

/** A service and its key. */
type NamedService = readonly [key: string, service: Service];

/** A cluster, Knative on it and the services that run there, from one typed object. */
export class Platform extends pulumi.ComponentResource {
  /** Where the gateways are reached. */
  public readonly gateways: pulumi.Output<PlatformGateway[]>;
  /** URL of each service, with its gateway's port unless that is 80 or 443, by `namespace/name`; by `name` alone in the namespace "default". */
  public readonly urls: pulumi.Output<Record<string, string>>;
  /** Name of the newest revision that is ready of each service with a `rollout`, by the keys of `urls`. */
  public readonly revisions: pulumi.Output<Record<string, string>>;
  /** Lines for a hosts file that lead to the services where no name server knows them; none for a gateway without IP address. */
  public readonly hosts: pulumi.Output<string[]>;
  /** Version of Knative Serving that is installed. */
  public readonly release: pulumi.Output<string>;
  /** Address inside the cluster of each broker, by `namespace/name`; by `name` alone in the namespace "default". */
  public readonly brokers: pulumi.Output<Record<string, string>>;
  /** Address inside the cluster of each channel, by the same kind of keys. */
  public readonly channels: pulumi.Output<Record<string, string>>;
  /** Address inside the cluster of each sequence, by the same kind of keys. */
  public readonly sequences: pulumi.Output<Record<string, string>>;
  /** Address inside the cluster of each parallel, by the same kind of keys. */
  public readonly parallels: pulumi.Output<Record<string, string>>;
  /** URL that each trigger hands events to, by the same kind of keys. */
  public readonly triggers: pulumi.Output<Record<string, string>>;
  /** URL that each subscription hands events to, by the same kind of keys. */
  public readonly subscriptions: pulumi.Output<Record<string, string>>;
  /** Version of Knative Eventing that is installed, or undefined where there is none. */
  public readonly eventingRelease: pulumi.Output<string | undefined>;
  /** Where Prometheus is reached in the cluster; undefined where `observability` doesn't install it. */
  public readonly prometheusUrl: pulumi.Output<string | undefined>;
  /** Where Grafana is reached in the cluster; undefined where `observability` doesn't install it. */
  public readonly grafanaUrl: pulumi.Output<string | undefined>;
  /** The layers of `security`: what each refuses, or would refuse were it strict, and where that is read. */
  public readonly securityReport: pulumi.Output<SecurityLayerReport[] | undefined>;
  /** Every image that Knative itself runs: what a private registry must hold. */
  public readonly images: pulumi.Output<string[]>;
  /** The kubeconfig's text. Secret. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Provider for further resources in this cluster, as `Cluster` has it. */
  public readonly provider: k8s.Provider;

  constructor(name: string, args: PlatformArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Platform", name, {}, handedDown(opts));
    takePlace(this, "Platform", opts?.parent);
    announceParts(this, "Platform", { Cluster: "cluster", Serving: "serving", Eventing: "eventing" });
    refuse("Platform", checkPlatform(args, givenProvider(this) !== undefined));
    // Whose an installation is goes by the names of its component.
    const aliases = formerNames(opts?.aliases).map((former) => ({ name: former }));
    const cluster = new Cluster(name, args.cluster, { parent: this, aliases });
    const namespaces = args.namespaces ?? [];
    const made = registerNamespaces(name, namespaces, {
      parent: this,
      provider: cluster.provider,
      owner: ownerOf(name, opts),
      installation: cluster.installation,
    });
    const watch = registerWatch(args, { name, parent: this, cluster, namespaces: made });
    const serving = makePart("Platform", "serving", () =>
      installServing(args, { name, parent: this, cluster, aliases, watch }),
    );
    const declared = (args.services ?? []).map((service) =>
      withGatewayNames(inNamespace(service, namespaces), args.serving),
    );
    const services = declared.map(
      (service) =>
        [serviceKey(service), this.serve(service, args.serving, serving, { cluster, made })] as const,
    );
    const told = pulumi.output(Object.fromEntries(services.map(([key, { url }]) => [key, url])));
    this.urls = urlsWithPorts(told, serving, declared, args.serving);
    this.gateways = pulumi
      .all([serving.gateways, told])
      .apply(([gateways, urls]) => withUrls(gateways, urls, declared, args.serving));
    this.revisions = revisionsOf(services, declared);
    this.hosts = this.hostsOf(services, { ...args, services: declared });
    this.release = serving.release;
    const flow = this.letFlow(args, {
      name,
      cluster,
      serving,
      aliases,
      namespaces: made,
      services: new Map(services),
    });
    this.brokers = valuesOf(flow?.brokers, ({ address }) => address);
    this.channels = valuesOf(flow?.channels, ({ address }) => address);
    this.sequences = valuesOf(flow?.sequences, ({ address }) => address);
    this.parallels = valuesOf(flow?.parallels, ({ address }) => address);
    this.triggers = valuesOf(flow?.triggers, ({ subscriberUri }) => subscriberUri);
    this.subscriptions = valuesOf(flow?.subscriptions, ({ subscriberUri }) => subscriberUri);
    this.eventingRelease = flow?.eventing.release ?? pulumi.output(undefined);
    this.prometheusUrl = watch?.prometheusUrl ?? pulumi.output(undefined);
    this.grafanaUrl = watch?.grafanaUrl ?? pulumi.output(undefined);
    this.securityReport = registerSecurity(args, {
      name,
      parent: this,
      cluster,
      dependsOn: [...servingMemory.recall(serving).last, ...[...made.values()].flat()],
    });
    this.images = imagesOf(serving, flow);
    this.kubeconfig = cluster.kubeconfig;
    this.provider = cluster.provider;
    this.registerOutputs({
      gateways: this.gateways,
      urls: this.urls,
      revisions: this.revisions,
      hosts: this.hosts,
      release: this.release,
      brokers: this.brokers,
      channels: this.channels,
      sequences: this.sequences,
      parallels: this.parallels,
      triggers: this.triggers,
      subscriptions: this.subscriptions,
      eventingRelease: this.eventingRelease,
      prometheusUrl: this.prometheusUrl,
      grafanaUrl: this.grafanaUrl,
      securityReport: this.securityReport,
      images: this.images,
      kubeconfig: this.kubeconfig,
    });
  }

  private letFlow(
    args: PlatformArgs,
    around: Omit<EventingSurroundings, "parent" | "servingArgs">,
  ): PlatformEventing | undefined {
    const { eventing, serving: servingArgs } = args;
    const watchArgs = watchOf(args);
    return (
      eventing &&
      makePart("Platform", "eventing", () =>
        registerEventing(watchedEventing(eventing, watchArgs), { ...around, parent: this, servingArgs }),
      )
    );
  }

  private serve(
    service: ServiceArgs,
    wanted: ServingArgs | undefined,
    serving: Serving,
    { cluster, made }: { readonly cluster: Cluster; readonly made: MadeNamespaces },
  ): Service {
    const { urlSettingsFor, last } = servingMemory.recall(serving);
    return new Service(
      serviceKey(service),
      {
        ...service,
        expectedUrl: service.expectedUrl ?? urlToCome(serving, service),
        additionalDomains: service.additionalDomains ?? furtherDomains(service, wanted ?? {}, urlSettingsFor),
      },
      // Depending on the component would mean each of its objects, for each service.
      {
        parent: this,
        provider: cluster.provider,
        dependsOn: [...last, ...(made.get(service.namespace ?? "default") ?? [])],
      },
    );
  }

  private hostsOf(services: readonly NamedService[], args: PlatformArgs): pulumi.Output<string[]> {
    const tagged = services.flatMap(([, { tagUrls }], index) =>
      isTagged(args.services?.[index] ?? {}) ? [tagUrls] : [],
    );
    const tags = pulumi.all(tagged).apply((each) => each.flatMap((urls) => Object.values(urls)));
    const further = pulumi
      .all(args.serving?.additionalDomains ?? [])
      .apply((domains) => urlsUnder(domains, args.services ?? [], args.serving ?? {}));
    return pulumi
      .all([this.gateways, tags, further])
      .apply(([[first, ...gateways], ...others]) => [
        ...new Set([
          ...hostEntries(first?.address ?? "", [...Object.values(first?.urls ?? {}), ...others.flat()]),
          ...gateways.flatMap(({ address, urls }) => hostEntries(address, Object.values(urls))),
        ]),
      ]);
  }
}

/** The URL to wait for: an update that changes the domain then ends with URLs under the new one. */
function urlToCome(serving: Serving, service: ServiceArgs): pulumi.Output<string | undefined> | undefined {
  const { name = "", namespace = "default", disableExternalDomainTls } = service;
  const labels = routeLabels(service);
  const settings = servingMemory.recall(serving).urlSettingsFor(labels);
  const urlWith = (from: UrlSettings, known: Readonly<Record<string, string>>) =>
    expectedUrl({ name, namespace, labels: known, disableExternalDomainTls }, from);
  if (isClusterLocal(service)) {
    return undefined;
  }
  // Each Output costs memory, a thousand times over: most services have no labels to wait for.
  return isPlain(labels)
    ? settings.apply((known) => urlWith(known, labels))
    : pulumi.all([settings, labels]).apply(([known, all]) => urlWith(known, all));
}

function isPlain(labels: Readonly<Record<string, pulumi.Input<string>>>): labels is Record<string, string> {
  return Object.values(labels).every((value) => typeof value === "string");
}
