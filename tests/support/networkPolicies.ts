import ipaddr from "ipaddr.js";
import { z } from "zod";
import type { Manifest } from "../../provider/src/manifests/manifest";

/** Something with an address: a pod where it has a namespace, else a host outside the pods' network. */
export interface Endpoint {
  readonly address: string;
  readonly namespace?: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly labels?: Readonly<Record<string, string>>;
  /** Container ports by name. */
  readonly ports?: Readonly<Record<string, number>>;
}

export interface Packet {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

const labelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
const peer = z.strictObject({
  namespaceSelector: labelSelector.optional(),
  podSelector: labelSelector.optional(),
  ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()).optional() }).optional(),
});
const port = z.strictObject({
  protocol: z.enum(["TCP", "UDP", "SCTP"]).optional(),
  port: z.union([z.number(), z.string()]).optional(),
  endPort: z.number().optional(),
});
const ingress = z.strictObject({ from: z.array(peer).optional(), ports: z.array(port).optional() });
const egress = z.strictObject({ to: z.array(peer).optional(), ports: z.array(port).optional() });

/** networking.k8s.io/v1, strictly: what is none of its fields would be dropped by the API server. */
export const networkPolicy = z.strictObject({
  apiVersion: z.literal("networking.k8s.io/v1"),
  kind: z.literal("NetworkPolicy"),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    podSelector: labelSelector,
    policyTypes: z.array(z.enum(["Ingress", "Egress"])).min(1),
    ingress: z.array(ingress).optional(),
    egress: z.array(egress).optional(),
  }),
});
export type NetworkPolicy = z.infer<typeof networkPolicy>;
type Rule = {
  readonly peers?: readonly z.infer<typeof peer>[];
  readonly ports?: readonly z.infer<typeof port>[];
};

/** Manifests as policies; fails where one is none. */
export function readPolicies(manifests: readonly Manifest[]): NetworkPolicy[] {
  return manifests.map((manifest) => networkPolicy.parse(manifest));
}

/**
 * Whether policies let a connection through, by the rules of Kubernetes: both ends must agree; an end that no policy of
 * that direction selects agrees to everything, any other only to what one of the selecting policies lists.
 */
export function allows(policies: readonly NetworkPolicy[], packet: Packet): boolean {
  return agrees(policies, "Egress", packet) && agrees(policies, "Ingress", packet);
}

function agrees(policies: readonly NetworkPolicy[], type: "Ingress" | "Egress", packet: Packet): boolean {
  const [self, other] = type === "Ingress" ? [packet.to, packet.from] : [packet.from, packet.to];
  const selecting = policies.filter(
    (policy) => policy.spec.policyTypes.includes(type) && selects(policy, self),
  );
  const rules = selecting.flatMap(({ metadata, spec }) =>
    (type === "Ingress"
      ? (spec.ingress ?? []).map((rule): Rule => ({ peers: rule.from, ports: rule.ports }))
      : (spec.egress ?? []).map((rule): Rule => ({ peers: rule.to, ports: rule.ports }))
    ).map((rule) => ({ rule, namespace: metadata.namespace })),
  );
  return (
    selecting.length === 0 ||
    rules.some(
      ({ rule, namespace }) =>
        // A list that is missing or empty restricts nothing.
        (isEmpty(rule.peers) || rule.peers?.some((one) => isPeer(one, namespace, other)) === true) &&
        (isEmpty(rule.ports) || rule.ports?.some((one) => isPort(one, packet)) === true),
    )
  );
}

const isEmpty = (list: readonly unknown[] | undefined): boolean => list === undefined || list.length === 0;

function selects({ metadata, spec }: NetworkPolicy, endpoint: Endpoint): boolean {
  return endpoint.namespace?.name === metadata.namespace && matches(spec.podSelector, endpoint.labels ?? {});
}

function isPeer(
  { ipBlock, namespaceSelector, podSelector }: z.infer<typeof peer>,
  ownNamespace: string,
  endpoint: Endpoint,
): boolean {
  if (ipBlock !== undefined) {
    const inside = (cidr: string) => contains(cidr, endpoint.address);
    return inside(ipBlock.cidr) && ipBlock.except?.some(inside) !== true;
  }
  const { namespace } = endpoint;
  return (
    namespace !== undefined &&
    (namespaceSelector === undefined
      ? namespace.name === ownNamespace
      : matches(namespaceSelector, namespace.labels)) &&
    matches(podSelector ?? {}, endpoint.labels ?? {})
  );
}

function contains(cidr: string, address: string): boolean {
  const [range, bits] = ipaddr.parseCIDR(cidr);
  const parsed = ipaddr.parse(address);
  return parsed.kind() === range.kind() && parsed.match(range, bits);
}

function isPort(wanted: z.infer<typeof port>, { to, port: number, protocol = "TCP" }: Packet): boolean {
  if ((wanted.protocol ?? "TCP") !== protocol) {
    return false;
  }
  const first = typeof wanted.port === "string" ? to.ports?.[wanted.port] : wanted.port;
  if (wanted.port === undefined) {
    return true;
  }
  return first !== undefined && number >= first && number <= (wanted.endPort ?? first);
}

function matches(
  { matchLabels = {}, matchExpressions = [] }: z.infer<typeof labelSelector>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case "Exists":
          return value !== undefined;
        case "DoesNotExist":
          return value === undefined;
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
      }
    })
  );
}
