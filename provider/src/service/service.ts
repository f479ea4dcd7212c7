import * as pulumi from "@pulumi/pulumi";
import { registerObject } from "../manifests/objects";
import { refuse } from "../problems";
import type { ServiceArgs } from "./service.args";
import { checkService } from "./service.check";
import { renderService } from "./service.render";
import { readServiceState } from "./service.outputs";

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

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Service", name, {}, opts);
    refuse("Service", checkService(name, args));
    const { status } = registerObject(name, renderService(name, args), { parent: this });
    this.url = status.apply((state) => readServiceState(state).url);
    this.clusterLocalUrl = status.apply((state) => readServiceState(state).clusterLocalUrl);
    this.tagUrls = status.apply((state) => readServiceState(state).tagUrls);
    this.latestReadyRevision = status.apply((state) => readServiceState(state).latestReadyRevision);
    this.registerOutputs({
      url: this.url,
      clusterLocalUrl: this.clusterLocalUrl,
      tagUrls: this.tagUrls,
      latestReadyRevision: this.latestReadyRevision,
    });
  }
}
