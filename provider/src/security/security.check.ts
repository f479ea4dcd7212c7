import { z } from "zod";
import { Exposure } from "../gateway/gateway";
import { PodSecurityLevel } from "../pods/pods.args";
import { checkNetworkPolicies, networkPoliciesShape } from "../policies/policies.check";
import { servingNamespace } from "../policies/roads";
import { kourierLayer, kourierNamespace } from "../policies/roads.kourier";
import { checkWhole, namespaceName, text, under, whole, type Problem } from "../problems";
import { eventingNamespace } from "../release/catalog";
import type { SecurityAuditArgs } from "./audit.args";
import { checkImageRules, imagesShape } from "./images.check";
import { SecurityMode } from "./mode";
import { layerOf } from "./parts";
import type {
  SecurityArgs,
  SecurityMutualTlsArgs,
  SecurityNetworkPoliciesArgs,
  SecurityPodSecurityArgs,
  SecurityRuntimeArgs,
} from "./security.args";

const mode = z.enum(SecurityMode).optional();
const enabled = z.boolean().optional();
const namespaces = z.array(namespaceName);
const path = text(
  "KN1006",
  "must be an absolute path without spaces, such as /etc/kubernetes/audit",
  (value) => /^\/[\w./-]+$/.test(value),
);
const program = text(
  "KN1006",
  "must be the absolute path of a program, or of a directory of programs",
  (value) => /^\/[\w./+-]+$/.test(value),
);

export const securityShape = z.strictObject({
  mode,
  networkPolicies: (
    networkPoliciesShape.extend({
      mode,
      gatewayExposure: z.enum(Exposure).optional(),
    }) satisfies z.ZodType<SecurityNetworkPoliciesArgs>
  ).optional(),
  mutualTls: (
    z.strictObject({
      enabled,
      mode,
      namespaces: namespaces.optional(),
      system: z.boolean().optional(),
      plainMetrics: z.boolean().optional(),
    }) satisfies z.ZodType<SecurityMutualTlsArgs>
  ).optional(),
  images: imagesShape.optional(),
  audit: (
    z.strictObject({
      enabled,
      mode,
      configMapNamespace: namespaceName.optional(),
      directory: path.optional(),
      logPath: path.optional(),
      maxAgeDays: whole(1, 3650).optional(),
      webhookUrl: z.url({ protocol: /^https$/, error: "must be a URL of https" }).optional(),
    }) satisfies z.ZodType<SecurityAuditArgs>
  ).optional(),
  runtime: (
    z.strictObject({
      enabled,
      mode,
      falcoNamespace: namespaceName.optional(),
      namespaces: namespaces.min(1).optional(),
      allowedPrograms: z.array(program).optional(),
    }) satisfies z.ZodType<SecurityRuntimeArgs>
  ).optional(),
  podSecurity: (
    z.strictObject({
      enabled,
      mode,
      level: z.enum(PodSecurityLevel).optional(),
      namespaces: namespaces.min(1),
    }) satisfies z.ZodType<SecurityPodSecurityArgs>
  ).optional(),
}) satisfies z.ZodType<SecurityArgs>;

/** Everything that can be said of the inputs before the cluster sees them. */
export function checkSecurity(args: SecurityArgs): Problem[] {
  return checkWhole(securityShape, args, checkRules);
}

const systems: readonly string[] = [servingNamespace, kourierNamespace, eventingNamespace];

function checkRules(args: SecurityArgs): Problem[] {
  const policies = layerOf(args, "networkPolicies");
  const tls = layerOf(args, "mutualTls");
  const images = layerOf(args, "images");
  const runtime = layerOf(args, "runtime");
  const pods = layerOf(args, "podSecurity");
  return [
    ...under(
      "networkPolicies",
      policies === undefined
        ? []
        : checkNetworkPolicies(
            { ...policies, enabled: true },
            false,
            kourierLayer(Exposure.ClusterIP).system,
          ),
    ),
    ...ofServices("mutualTls.namespaces", tls?.namespaces ?? [], "system says whether it is held to this"),
    ...under("images", images === undefined ? [] : checkImageRules(args, images)),
    ...ofServices("runtime.namespaces", runtime?.namespaces ?? [], "it has a rule of its own"),
    ...(pods?.namespaces ?? []).flatMap((name, index) =>
      name.startsWith("kube-")
        ? [
            {
              path: `podSecurity.namespaces[${index}]`,
              code: "KN9904",
              reason: `"${name}" is Kubernetes' own, whose programs need the rights of the node; remove it`,
            } as const,
          ]
        : [],
    ),
    ...repeated("podSecurity.namespaces", pods?.namespaces ?? []),
    ...repeated("images.namespaces", images?.namespaces ?? []),
  ];
}

function ofServices(list: string, names: readonly string[], instead: string): Problem[] {
  return [
    ...names.flatMap((name, index): Problem[] =>
      systems.includes(name)
        ? [
            {
              path: `${list}[${index}]`,
              code: "KN9904",
              reason: `"${name}" is Knative's own and no namespace of services; remove it: ${instead}`,
            },
          ]
        : [],
    ),
    ...repeated(list, names),
  ];
}

function repeated(list: string, names: readonly string[]): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    const first = names.indexOf(name);
    return first < index
      ? [{ path: `${list}[${index}]`, code: "KN1007", reason: `"${name}" is listed already at [${first}]` }]
      : [];
  });
}

/** What the user should know although it is no mistake. */
export function securityNotices(args: SecurityArgs): readonly string[] {
  const policies = layerOf(args, "networkPolicies");
  return policies !== undefined && (policies.mode ?? args.mode) === SecurityMode.Permissive
    ? [
        "networkPolicies: a policy can't be tried out, so none is made in permissive mode; the output report has what they would close",
      ]
    : [];
}
