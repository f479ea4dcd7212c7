import type * as pulumi from "@pulumi/pulumi";
import { findRelease, systemNamespaces, type ServingRelease } from "../release/catalog";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { gatewayLabels } from "../gateway/choice";
import { planIstioGateways, type IstioGateway, type IstioGateways } from "../istio/gateways.plan";
import { planIstio, type IstioPlan } from "../istio/install.plan";
import { kourierService } from "../kourier/gateway.render";
import { Visibility } from "../service/visibility";
import { IngressLayer, ingressClasses } from "./ingress";
import { MagicDns, type ServingArgs } from "./serving.args";
import type { ServingDomainArgs } from "./settings";

/** A gateway for requests from outside, with its defaults applied. */
export interface PlannedGateway extends GatewayArgs {
  readonly name: string;
  readonly exposure: Exposure;
  /** The Kubernetes Service before it, as `namespace/name`. */
  readonly service: string;
  /** Labels of the services that ask for it by name; undefined for the one that serves all others. */
  readonly chosenBy: Readonly<Record<string, string>> | undefined;
}

/** What is to be installed: checked args with defaults applied and the release looked up. */
export interface ServingPlan {
  readonly args: ServingArgs;
  readonly release: ServingRelease;
  readonly ingress: IngressLayer;
  /** The gateways for requests from outside; the first is the default one. */
  readonly gateways: readonly PlannedGateway[];
  /** Istio's gateways, those for the inside included; undefined with Kourier. */
  readonly istio: IstioGateways | undefined;
  /** The Istio that is to be installed; undefined where one is there, and with Kourier. */
  readonly controlPlane: IstioPlan | undefined;
  /** Domains as given, or undefined where the gateways' addresses make them. */
  readonly domains: readonly ServingDomainArgs[] | undefined;
  readonly magicDns: MagicDns;
  readonly ingressClass: string;
  /** Whether the Jobs that follow an upgrade are run. */
  readonly migrationJobs: boolean;
}

/** Applies every default of ServingArgs; the one place where they stand. */
export function planServing(args: ServingArgs): ServingPlan {
  const release = findRelease(args.release);
  if (release === undefined) {
    throw new Error(`no release ${args.release ?? ""} in the catalogue`); // checkServing has refused it before
  }
  const ingress = args.ingress ?? IngressLayer.Kourier;
  const istio =
    ingress === IngressLayer.Istio ? planIstioGateways(args.gateways ?? [{}], args.istio) : undefined;
  return {
    args,
    release,
    ingress,
    gateways: istio === undefined ? kourierGateways(args.gateways) : istio.external.map(plannedIstio),
    istio,
    controlPlane: ingress === IngressLayer.Istio ? planIstio(args.istio, args.images) : undefined,
    domains: isInside(args, istio) ? inside : (args.domains ?? domainsOf(args.domain)),
    magicDns: args.magicDns ?? MagicDns.Sslip,
    ingressClass: ingressClasses[ingress],
    migrationJobs: args.migrationJobs ?? true,
  };
}

/** Namespaces whose pods are pulled with the credentials of `images`; Istio's own gets them along with Istio. */
export function imageNamespaces({ istio, controlPlane }: ServingPlan): readonly string[] {
  const gateways = istio?.all.map(({ namespace }) => namespace);
  const served = controlPlane?.namespace.metadata.name;
  return gateways === undefined
    ? systemNamespaces()
    : [...new Set(["knative-serving", ...gateways])].filter((name) => name !== served);
}

function kourierGateways([gateway = {}]: readonly GatewayArgs[] = []): readonly PlannedGateway[] {
  const { name = "default", exposure = Exposure.ClusterIP } = gateway;
  return [{ ...gateway, name, exposure, service: kourierService, chosenBy: undefined }];
}

function plannedIstio(gateway: IstioGateway): PlannedGateway {
  const { args, name, exposure, namespace, objectName, isDefault } = gateway;
  const chosenBy = isDefault ? undefined : gatewayLabels([name]);
  return { ...args, name, exposure, service: `${namespace}/${objectName}`, chosenBy };
}

/** Whether no service is to be reached from outside: by the user's word, or because no gateway would let anybody in. */
function isInside({ visibility }: ServingArgs, istio: IstioGateways | undefined): boolean {
  return visibility === Visibility.ClusterLocal || istio?.external.length === 0;
}

// Knative reads "the cluster's own domain" as "nothing is public" (pkg/reconciler/route/config/domain.go).
const inside: readonly ServingDomainArgs[] = [{ name: "svc.cluster.local" }];

function domainsOf(domain: pulumi.Input<string> | undefined): readonly ServingDomainArgs[] | undefined {
  return domain === undefined ? undefined : [{ name: domain }];
}
