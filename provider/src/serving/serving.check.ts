import { z } from "zod";
import { releases } from "../release/catalog";
import { productShape } from "../release/product.shape";
import { checkRelease, checkReleaseVersions } from "../release/versions.check";
import { gatewayShape } from "../gateway/gateway.check";
import { gatewayApiShape, installedGatewayApiShape } from "../gatewayApi/gatewayApi.shape";
import { checkIstio } from "../istio/istio.check";
import { installedIstioShape, istioShape } from "../istio/istio.shape";
import { checkMonitoring, monitoringShape } from "../monitoring/monitoring.check";
import { checkNetworkPolicies, networkPoliciesShape } from "../policies/policies.check";
import { checkWhole, domainName, leaf, under, type Problem } from "../problems";
import { Visibility } from "../service/visibility";
import { IngressLayer } from "./ingress";
import { checkIngress } from "./ingress.check";
import { layerOf } from "./layers";
import { checkImages, imagesShape, objectName } from "./registry.check";
import { checkRedirects } from "./redirect.check";
import { MagicDns, type ServingArgs } from "./serving.args";
import { checkSettings, settingsShape } from "./settings.check";
import { checkServingDomains, domainShape } from "./domains.check";
import type { ServingPlan } from "./serving.plan";
import { checkWorkloads, workloadsShape } from "./workloads.check";
import { checkTls, tlsShape } from "./tls.check";

export const servingShape = z.strictObject({
  ...productShape,
  images: imagesShape.optional(),
  ingress: z.enum(IngressLayer).optional(),
  istio: istioShape.optional(),
  gatewayApi: gatewayApiShape.optional(),
  gateways: z.array(gatewayShape).optional(),
  domain: leaf(domainName).optional(),
  domains: z.array(domainShape).min(1).optional(),
  magicDns: z.enum(MagicDns).optional(),
  additionalDomains: z.array(leaf(domainName)).optional(),
  visibility: z.enum(Visibility).optional(),
  offlineDns: z
    .strictObject({
      namespace: objectName.optional(),
      configMap: objectName.optional(),
      key: z.string().min(1).optional(),
    })
    .optional(),
  hpaAutoscaler: z.boolean().optional(),
  ...workloadsShape,
  networkPolicies: networkPoliciesShape.optional(),
  monitoring: monitoringShape.optional(),
  ...settingsShape,
  tls: tlsShape.optional(),
  certManagerInstalled: leaf(z.boolean()).optional(),
  installedIstio: leaf(installedIstioShape).optional(),
  installedGatewayApi: leaf(installedGatewayApiShape).optional(),
});

/** Everything that can be said of the inputs without the cluster and without upstream's files. */
export function checkServing(args: ServingArgs = {}): Problem[] {
  return checkWhole(servingShape, args, checkServingRules);
}

function checkServingRules(args: ServingArgs): Problem[] {
  return [
    ...checkRelease(args.release, releases()),
    ...checkImages(args.images),
    ...checkIngress(args),
    ...under("istio", checkIstio(args.istio)),
    ...checkServingDomains(args),
    ...checkWorkloads(args),
    ...under(
      "networkPolicies",
      checkNetworkPolicies(
        args.networkPolicies ?? {},
        args.monitoring?.enabled === true,
        layerOf(args).roads(args).system,
      ),
    ),
    ...under("monitoring", checkMonitoring(args.monitoring ?? {})),
    ...checkSettings(args),
    ...checkTls(args),
    ...checkRedirects(args),
  ];
}

/** What only the cluster can tell: whether it is new enough, and whether the release may follow the installed one. */
export function checkVersions(
  { release, args }: ServingPlan,
  serverVersion: string | undefined,
  installed: string | undefined,
): Problem[] {
  return checkReleaseVersions(
    {
      name: "Knative",
      release,
      isPinned: args.release !== undefined,
      minimumOverride: args.kubernetesMinVersionOverride,
      among: releases(),
    },
    serverVersion,
    installed,
  );
}
