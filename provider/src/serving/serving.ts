import * as pulumi from "@pulumi/pulumi";
import type { GatewayAddress } from "../gateway/gateway";
import { registerObjects } from "../manifests/objects";
import { refuse } from "../problems";
import { domainData } from "./domains";
import type { ServingArgs } from "./serving.args";
import { checkServing, checkVersions } from "./serving.check";
import { loadServing } from "./serving.load";
import { rememberInstallation } from "./serving.installation";
import { domainFromGateway, gatewayAddresses, servingDomain } from "./serving.outputs";
import { planServing } from "./serving.plan";
import { renderServing } from "./serving.render";

/** Knative Serving with its gateway: everything that services need to run, scale and be reached. */
export class Serving extends pulumi.ComponentResource {
  /** Where the gateways are reached. */
  public readonly gateways: pulumi.Output<GatewayAddress[]>;
  /** Domain under which services answer, such as "203.0.113.10.sslip.io". */
  public readonly domain: pulumi.Output<string>;
  /** Version of Serving that is installed, such as "1.22.1". */
  public readonly release: pulumi.Output<string>;
  /** Class that ingresses of this installation carry. */
  public readonly ingressClass: pulumi.Output<string>;
  /** Every image that the installation runs: what a private registry must hold. */
  public readonly images: pulumi.Output<string[]>;

  constructor(name: string, args: ServingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Serving", name, {}, opts);
    refuse("Serving", checkServing(args));
    const plan = planServing(args);
    const upstream = loadServing(plan);
    refuse("Serving", upstream.problems);
    upstream.notes.forEach((note) => void pulumi.log.warn(note, this));
    const gate = pulumi
      .all([args.serverVersion, args.installedVersion])
      .apply(([serverVersion, installedVersion]) =>
        refuse("Serving", checkVersions(plan, serverVersion, installedVersion)),
      );
    const rendered = renderServing(plan, upstream.manifests, plan.domains && domainData(plan.domains));
    refuse("Serving", rendered.problems);
    const installed = registerObjects(name, rendered.manifests, {
      parent: this,
      after: gate,
      derived: domainFromGateway(plan),
    });
    rememberInstallation(this, installed);
    this.gateways = gatewayAddresses(plan, installed);
    this.domain = servingDomain(plan, this.gateways);
    this.release = gate.apply(() => plan.release.version);
    this.ingressClass = pulumi.output(plan.ingressClass);
    this.images = pulumi.output([...rendered.images]);
    this.registerOutputs({
      gateways: this.gateways,
      domain: this.domain,
      release: this.release,
      ingressClass: this.ingressClass,
      images: this.images,
    });
  }
}
