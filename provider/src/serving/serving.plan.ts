import type * as pulumi from "@pulumi/pulumi";
import type { GatewayLayer, PlannedGateway } from "../gateway/layer";
import { planIstio, type IstioPlan } from "../istio/install.plan";
import { findRelease, type ServingRelease } from "../release/catalog";
import { Visibility } from "../service/visibility";
import { IngressLayer } from "./ingress";
import { layerOf } from "./layers";
import { MagicDns, type ServingArgs } from "./serving.args";
import type { ServingDomainArgs } from "./settings";

/** What is to be installed: checked args with defaults applied and the release looked up. */
export interface ServingPlan {
  readonly args: ServingArgs;
  readonly release: ServingRelease;
  readonly ingress: IngressLayer;
  /** What the ingress layer does in its own way. */
  readonly layer: GatewayLayer;
  /** The gateways for requests from outside; the first is the default one. */
  readonly gateways: readonly PlannedGateway[];
  /** The Istio that is to be installed; undefined where one is there, or none is needed. */
  readonly controlPlane: IstioPlan | undefined;
  /** Domains as given, or undefined where the gateways' addresses make them. */
  readonly domains: readonly ServingDomainArgs[] | undefined;
  readonly magicDns: MagicDns;
  /** Whether the Jobs that follow an upgrade are run. */
  readonly migrationJobs: boolean;
}

/** Applies every default of ServingArgs; the one place where they stand. */
export function planServing(args: ServingArgs): ServingPlan {
  const release = findRelease(args.release);
  if (release === undefined) {
    throw new Error(`no release ${args.release ?? ""} in the catalogue`); // checkServing has refused it before
  }
  const layer = layerOf(args);
  const gateways = layer.gateways(args);
  return {
    args,
    release,
    ingress: args.ingress ?? IngressLayer.Kourier,
    layer,
    gateways,
    controlPlane: planIstio(args.istio, args.images),
    domains: isInside(args, gateways) ? inside : (args.domains ?? domainsOf(args.domain)),
    magicDns: args.magicDns ?? MagicDns.Sslip,
    migrationJobs: args.migrationJobs ?? true,
  };
}

/** Whether no service is to be reached from outside: by the user's word, or because no gateway would let anybody in. */
function isInside({ visibility }: ServingArgs, gateways: readonly PlannedGateway[]): boolean {
  return visibility === Visibility.ClusterLocal || gateways.length === 0;
}

// Knative reads "the cluster's own domain" as "nothing is public" (pkg/reconciler/route/config/domain.go).
const inside: readonly ServingDomainArgs[] = [{ name: "svc.cluster.local" }];

function domainsOf(domain: pulumi.Input<string> | undefined): readonly ServingDomainArgs[] | undefined {
  return domain === undefined ? undefined : [{ name: domain }];
}
