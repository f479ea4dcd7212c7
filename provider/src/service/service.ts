import * as pulumi from "@pulumi/pulumi";
import { handedDown } from "../manifests/handDown";
import { canEndEarly, readyStatus } from "../diagnose/early";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import { renderAdditionalDomains } from "./additionalDomains";
import { renderPrefetch } from "./coldStart.render";
import { mapDomains } from "./domainMappings";
import { withLateChecks } from "./lateMaps";
import type { ServiceArgs } from "./service.args";
import { checkService } from "./service.check";
import { defaultReadyTimeoutSeconds, renderService } from "./service.render";
import { readServiceState, urlOf, type ServiceStatus } from "./service.outputs";
import { isTagged } from "./traffic.render";
import { isClusterLocal } from "./visibility";

// Each Output costs memory, a thousand times over: most services have no tags.
const noTags = pulumi.output<Record<string, string>>({});

/** One Knative Service, ready when the component is. */
export class Service extends pulumi.ComponentResource {
  /** URL from outside, or inside the cluster for a cluster-local service. */
  public readonly url: pulumi.Output<string>;
  /** URL inside the cluster. */
  public readonly clusterLocalUrl: pulumi.Output<string>;
  /** URLs of the traffic targets that have a tag, by tag. */
  public readonly tagUrls: pulumi.Output<Record<string, string>>;
  /** Name of the newest revision that is ready. */
  public readonly latestReadyRevision: pulumi.Output<string>;
  /** URLs of the domains that are mapped to it, in their order. */
  public readonly domainUrls: pulumi.Output<string[]>;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Service", name, {}, handedDown(opts));
    refuse("Service", checkService(name, args));
    const { namespace = "default", readyTimeoutSeconds = defaultReadyTimeoutSeconds } = args;
    const service = { namespace, name: args.name ?? name };
    const manifest = renderService(name, withLateChecks(args), canEndEarly(this));
    const object = registerObject(name, manifest, { parent: this });
    const keeper = renderPrefetch(service.name, args);
    if (keeper !== undefined) {
      registerObject(name, keeper, { parent: this });
    }
    const status = readyStatus(this, service, object.status, readyTimeoutSeconds);
    const further = renderAdditionalDomains(name, args);
    if (further !== undefined) {
      registerObject(name, further, { parent: this, dependsOn: [object] });
    }
    this.url = urlFrom(status, args);
    this.clusterLocalUrl = status.apply((state) => readServiceState(state).clusterLocalUrl);
    this.tagUrls = isTagged(args) ? status.apply((state) => readServiceState(state).tagUrls) : noTags;
    this.latestReadyRevision = status.apply((state) => readServiceState(state).latestReadyRevision);
    this.domainUrls = mapDomains(name, args, object, this);
    this.registerOutputs({
      url: this.url,
      clusterLocalUrl: this.clusterLocalUrl,
      tagUrls: this.tagUrls,
      latestReadyRevision: this.latestReadyRevision,
      domainUrls: this.domainUrls,
    });
  }
}

/** In a preview the state tells of what was: there the URL that is waited for is told, where it is known. */
function urlFrom(
  status: pulumi.Output<ServiceStatus | undefined>,
  { expectedUrl, readyTimeoutSeconds, ...args }: ServiceArgs,
): pulumi.Output<string> {
  const isPrivate = isClusterLocal(args);
  const told = () => status.apply((state) => urlOf(state, isPrivate));
  return expectedUrl === undefined || readyTimeoutSeconds === 0 || !pulumi.runtime.isDryRun()
    ? told()
    : pulumi
        .output(expectedUrl)
        .apply((expected) => (expected === undefined ? told() : pulumi.output(expected)));
}
