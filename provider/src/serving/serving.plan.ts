import type * as pulumi from "@pulumi/pulumi";
import { findRelease, type ServingRelease } from "../catalog";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { MagicDns, type ServingArgs } from "./serving.args";
import type { ServingDomainArgs } from "./settings";

/** A gateway with its defaults applied. */
export interface PlannedGateway extends GatewayArgs {
  readonly name: string;
  readonly exposure: Exposure;
}

/** What is to be installed: checked args with defaults applied and the release looked up. */
export interface ServingPlan {
  readonly args: ServingArgs;
  readonly release: ServingRelease;
  readonly gateway: PlannedGateway;
  /** Domains as given, or undefined where the gateway's address makes the domain. */
  readonly domains: readonly ServingDomainArgs[] | undefined;
  readonly magicDns: MagicDns;
  readonly ingressClass: string;
}

/** Applies every default of ServingArgs; the one place where they stand. */
export function planServing(args: ServingArgs): ServingPlan {
  const release = findRelease(args.release);
  if (release === undefined) {
    throw new Error(`no release ${args.release ?? ""} in the catalogue`); // checkServing has refused it before
  }
  const gateway = args.gateways?.[0] ?? {};
  return {
    args,
    release,
    gateway: {
      ...gateway,
      name: gateway.name ?? "default",
      exposure: gateway.exposure ?? Exposure.ClusterIP,
    },
    domains: args.domains ?? domainsOf(args.domain),
    magicDns: args.magicDns ?? MagicDns.Sslip,
    ingressClass: "kourier.ingress.networking.knative.dev",
  };
}

function domainsOf(domain: pulumi.Input<string> | undefined): readonly ServingDomainArgs[] | undefined {
  return domain === undefined ? undefined : [{ name: domain }];
}
