import * as pulumi from "@pulumi/pulumi";
import { gatewayZoneProblems } from "../alibaba/gateway.zones";
import type { GatewayAddress } from "../gateway/gateway";
import { handedDown } from "../manifests/handDown";
import type { Manifest } from "../manifests/manifest";
import { registerObjects, type Registered } from "../manifests/objects";
import { prepareAdoption, specsToCome } from "../ownership/adoption.gate";
import type { Owner } from "../ownership/mark";
import { marksOf, ownerOf, ownerProblems } from "../ownership/ownership.gate";
import { retaining } from "../ownership/retain";
import { knownProblems, warnAbout, refuse, refuseInPlace, takePlace } from "../problems";
import { domainConfig } from "./domains";
import { registerOfflineDns } from "./offlineDns";
import { layerProblems, registerControlPlane, withCharts } from "./controlPlane";
import type { ServingArgs } from "./serving.args";
import { releases } from "../release/catalog";
import { supportNotes } from "../release/versions.check";
import { checkServing, checkVersions } from "./serving.check";
import { loadServing } from "./serving.load";
import { servingMemory, urlSettingsOf } from "./serving.installation";
import { registryObjects } from "./registry";
import { objectOptions } from "./serving.options";
import {
  domainFromGateways,
  domainReaders,
  gatewayAddresses,
  givenDomains,
  servingDomain,
} from "./serving.outputs";
import { planServing, type ServingPlan } from "./serving.plan";
import { renderServing } from "./serving.render";
import { tlsProblems } from "./tls.gate";

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
    super("knative:index:Serving", name, {}, retaining(handedDown(opts), args.retainOnDestroy));
    takePlace(this, "Serving", opts?.parent);
    refuse("Serving", checkServing(args));
    const { plan, problems } = withCharts(planServing(args));
    refuse("Serving", problems);
    const upstream = loadServing(plan);
    refuse("Serving", upstream.problems);
    const today = new Date().toISOString().slice(0, 10);
    const support = supportNotes({ name: "Knative", release: plan.release, among: releases() }, today);
    [...upstream.notes, ...support].forEach((note) => warnAbout(this, note));
    const owner = ownerOf(name, opts);
    const checked = this.refuseWhatTheClusterSays(args, plan, owner);
    const domains = givenDomains(plan);
    const rendered = renderServing(plan, upstream.manifests, domains && domainConfig(domains));
    refuse("Serving", rendered.problems);
    const gate = checked.apply(() => prepareAdoption(this, owner, args, rendered.manifests));
    const installed = this.register(name, plan, rendered.manifests, owner, gate);
    servingMemory.remember(this, { last: installed.last, urlSettingsFor: urlSettingsOf(plan, installed) });
    this.gateways = gatewayAddresses(plan, installed);
    this.domain = servingDomain(this.gateways);
    registerOfflineDns(name, plan, this.gateways, installed, this);
    this.release = gate.apply(() => plan.release.version);
    this.ingressClass = pulumi.output(plan.layer.ingressClass);
    this.images = pulumi.output([...rendered.images]);
    this.registerOutputs({
      gateways: this.gateways,
      domain: this.domain,
      release: this.release,
      ingressClass: this.ingressClass,
      images: this.images,
    });
  }

  private register(
    name: string,
    plan: ServingPlan,
    manifests: readonly Manifest[],
    owner: Owner,
    gate: ReturnType<typeof prepareAdoption>,
  ): Registered {
    const { args, layer } = plan;
    return registerObjects(
      name,
      [...manifests, ...registryObjects(args.images, layer.imageNamespaces(args))],
      {
        parent: this,
        after: gate,
        dependsOn: registerControlPlane(name, plan, { parent: this, after: gate }),
        found: layer.found(args),
        derived: {
          ...domainFromGateways(plan),
          ...marksOf(manifests, owner, args),
          ...(args.adopt === true ? specsToCome(manifests, gate) : {}),
        },
        needs: domainReaders,
        options: objectOptions(name, plan),
      },
    );
  }

  private refuseWhatTheClusterSays(args: ServingArgs, plan: ServingPlan, owner: Owner): pulumi.Output<void> {
    const versions = pulumi
      .all([args.serverVersion, args.installedVersion])
      .apply(([serverVersion, installedVersion]) => checkVersions(plan, serverVersion, installedVersion));
    return knownProblems([
      versions,
      ownerProblems(owner, args.installation, args, this),
      tlsProblems(args, this),
      layerProblems(plan, this),
      gatewayZoneProblems(args.gateways, this),
    ]).apply((problems) => refuseInPlace(this, "Serving", problems));
  }
}
