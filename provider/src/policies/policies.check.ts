import { z } from "zod";
import { cidr, namespaceName, whole, type Problem } from "../problems";
import type { NetworkPoliciesArgs } from "./policies.args";

const ports = z.array(whole(1, 65535)).min(1);
const ranges = z.array(cidr).min(1);
const labels = z
  .record(z.string(), z.string())
  .refine(
    (value) => Object.keys(value).length > 0,
    "must hold a label; an empty map would match every namespace",
  );

export const networkPoliciesShape = z.strictObject({
  enabled: z.boolean().optional(),
  applicationNamespaces: z.array(namespaceName).optional(),
  apiServerCidrs: ranges.optional(),
  apiServerPorts: ports.optional(),
  gatewaySources: ranges.optional(),
  monitoringNamespace: namespaceName.optional(),
  monitoringNamespaceLabels: labels.optional(),
  egress: z.boolean().optional(),
  dnsNamespaceLabels: labels.optional(),
  registryPorts: ports.optional(),
  egressCidrs: ranges.optional(),
}) satisfies z.ZodType<NetworkPoliciesArgs>;

const forEgress = ["apiServerPorts", "dnsNamespaceLabels", "registryPorts", "egressCidrs"] as const;

/**
 * Rules between the properties, and with the rest: `scraped` tells whether monitoring is switched on, `system` the namespaces
 * that are no namespaces of applications.
 */
export function checkNetworkPolicies(
  args: NetworkPoliciesArgs,
  scraped: boolean,
  system: readonly string[],
): Problem[] {
  if (args.enabled !== true) {
    return [];
  }
  const { applicationNamespaces = [], monitoringNamespace, monitoringNamespaceLabels, egress } = args;
  const reachable = monitoringNamespace !== undefined || monitoringNamespaceLabels !== undefined;
  const ignored = egress === true ? [] : forEgress.filter((name) => args[name] !== undefined);
  const found: (Problem | undefined)[] = [
    ...checkNamespaces(applicationNamespaces, system),
    ...ignored.map((path): Problem => ({
      path,
      code: "KN1008",
      reason: "has no effect without egress; remove it or set egress to true",
    })),
    monitoringNamespace !== undefined && monitoringNamespaceLabels !== undefined
      ? {
          path: "monitoringNamespaceLabels",
          code: "KN1008",
          reason: "excludes monitoringNamespace; set one of them",
        }
      : undefined,
    scraped && !reachable
      ? {
          path: "monitoringNamespace",
          code: "KN3602",
          reason:
            "is needed with monitoring: the policies close the ports of metrics to all but the namespace of Prometheus; name it, or give monitoringNamespaceLabels",
        }
      : undefined,
  ];
  return found.filter((problem) => problem !== undefined);
}

function checkNamespaces(namespaces: readonly string[], system: readonly string[]): Problem[] {
  return namespaces.flatMap((name, index): Problem[] => {
    const path = `applicationNamespaces[${index}]`;
    const first = namespaces.indexOf(name);
    if (first < index) {
      return [{ path, code: "KN1007", reason: `"${name}" is listed already at [${first}]` }];
    }
    return system.includes(name)
      ? [
          {
            path,
            code: "KN3601",
            reason: `"${name}" holds Knative itself or its gateways and has policies of its own; remove it, and run services elsewhere`,
          },
        ]
      : [];
  });
}

/** The policies' args with further application namespaces; as they are where there are no policies. */
export function withApplicationNamespaces(
  args: NetworkPoliciesArgs | undefined,
  namespaces: readonly string[],
): NetworkPoliciesArgs | undefined {
  return args?.enabled === true
    ? {
        ...args,
        applicationNamespaces: [
          ...(args.applicationNamespaces ?? []),
          ...[...new Set(namespaces)]
            .toSorted()
            .filter((name) => args.applicationNamespaces?.includes(name) !== true),
        ],
      }
    : args;
}
