import type {
  V1LabelSelector,
  V1Namespace,
  V1NetworkPolicy,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1Pod,
} from "@kubernetes/client-node";

/** Chain of the table `mangle` that holds all rules: a table of its own, so that kube-proxy's order does not matter. */
export const POLICY_CHAIN = "LAB-POLICY";

type Direction = "Ingress" | "Egress";

interface Rule {
  readonly peers?: readonly V1NetworkPolicyPeer[];
  readonly ports?: readonly V1NetworkPolicyPort[];
}

/** A bit of a packet's mark says that one end agrees; kube-proxy uses others (0x4000, 0x8000). */
const MARKS = { Ingress: "0x10", Egress: "0x20" } as const;
const BOTH_MARKS = "0x30";

/** The policies of a cluster of one node, as text for `iptables-restore --noflush`. */
export function policyRules(
  policies: readonly V1NetworkPolicy[],
  pods: readonly V1Pod[],
  namespaces: readonly V1Namespace[],
): string {
  const world = new World(pods.filter(hasAddress), namespaces);
  const lines = world.pods.flatMap((pod) =>
    (["Ingress", "Egress"] as const).flatMap((direction) => rulesOf(pod, direction, policies, world)),
  );
  return [
    "*mangle",
    `:${POLICY_CHAIN} - [0:0]`,
    // Both directions of a connection that was let through once.
    append("-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"),
    append(`-j MARK --set-xmark 0x0/${BOTH_MARKS}`),
    ...lines,
    "COMMIT",
    "",
  ].join("\n");
}

class World {
  private readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;

  constructor(
    readonly pods: readonly V1Pod[],
    namespaces: readonly V1Namespace[],
  ) {
    this.labels = new Map(namespaces.map(({ metadata }) => [metadata?.name ?? "", metadata?.labels ?? {}]));
  }

  /** Sources or destinations that a peer stands for, as iptables writes addresses. */
  addresses(
    { ipBlock, namespaceSelector, podSelector }: V1NetworkPolicyPeer,
    home: string,
  ): readonly string[] {
    if (ipBlock !== undefined) {
      if ((ipBlock.except ?? []).length > 0) throw new Error("ipBlock.except is not enforced by the lab");
      return ipBlock.cidr.includes(":") ? [] : [ipBlock.cidr];
    }
    return this.pods
      .filter(({ metadata }) => {
        const namespace = metadata?.namespace ?? "";
        const inNamespace =
          namespaceSelector === undefined
            ? namespace === home
            : selects(namespaceSelector, this.labels.get(namespace) ?? {});
        return inNamespace && selects(podSelector ?? {}, metadata?.labels ?? {});
      })
      .map(addressOf);
  }
}

/** What one end of connections agrees to: nothing at all where no policy selects it, for then it agrees to everything. */
function rulesOf(
  pod: V1Pod,
  direction: Direction,
  policies: readonly V1NetworkPolicy[],
  world: World,
): readonly string[] {
  const home = pod.metadata?.namespace ?? "";
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata?.namespace === home &&
      (spec?.policyTypes ?? []).includes(direction) &&
      selects(spec?.podSelector ?? {}, pod.metadata?.labels ?? {}),
  );
  if (selecting.length === 0) return [];
  const [self, other] = direction === "Ingress" ? ["-d", "-s"] : ["-s", "-d"];
  const mark = MARKS[direction];
  const allowed = selecting.flatMap((policy) =>
    listed(policy, direction).flatMap((rule) =>
      matchesOf(rule, pod, direction, home, world).map(
        ([address, port]) =>
          `${self} ${addressOf(pod)}${address === "" ? "" : ` ${other} ${address}`}${port} -j MARK --set-xmark ${mark}/${mark}`,
      ),
    ),
  );
  return [...new Set(allowed), `${self} ${addressOf(pod)} -m mark ! --mark ${mark}/${mark} -j DROP`].map(
    append,
  );
}

function listed({ spec }: V1NetworkPolicy, direction: Direction): readonly Rule[] {
  return direction === "Ingress"
    ? (spec?.ingress ?? []).map((rule) => ({ peers: sources(rule), ports: rule.ports }))
    : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

/** The client gives `_from` for what it has listed, and the API's own `from` for what it has watched. */
function sources(
  rule: V1NetworkPolicyIngressRule & { readonly from?: V1NetworkPolicyPeer[] },
): Rule["peers"] {
  return rule._from ?? rule.from;
}

/** Pairs of an address and a port's match; an empty text restricts nothing. */
function matchesOf(
  { peers = [], ports = [] }: Rule,
  pod: V1Pod,
  direction: Direction,
  home: string,
  world: World,
): readonly (readonly [address: string, port: string])[] {
  const addresses = peers.length === 0 ? [""] : peers.flatMap((peer) => world.addresses(peer, home));
  const matches = ports.length === 0 ? [""] : ports.flatMap((port) => portMatch(port, pod, direction));
  return addresses.flatMap((address) => matches.map((port) => [address, port] as const));
}

function portMatch(
  { port, endPort, protocol = "TCP" }: V1NetworkPolicyPort,
  pod: V1Pod,
  direction: Direction,
): readonly string[] {
  const match = ` -p ${protocol.toLowerCase()}`;
  if (port === undefined) return [match];
  if (typeof port === "string" && direction === "Egress") {
    throw new Error(`port "${port}" by name is not enforced by the lab on the way out`);
  }
  const first = typeof port === "string" ? namedPort(pod, port) : port;
  return first === undefined
    ? []
    : [`${match} --dport ${first}${endPort === undefined ? "" : `:${endPort}`}`];
}

function namedPort({ spec }: V1Pod, name: string): number | undefined {
  return spec?.containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name)
    ?.containerPort;
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: V1LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const among = value !== undefined && values.includes(value);
      return operator === "In" ? among : !among;
    })
  );
}

/** Pods on the node's own network can't be told from the node; those that have ended have no say. */
function hasAddress({ spec, status }: V1Pod): boolean {
  return (
    status?.podIP !== undefined &&
    spec?.hostNetwork !== true &&
    !["Succeeded", "Failed"].includes(status.phase ?? "")
  );
}

const addressOf = ({ status }: V1Pod): string => `${status?.podIP ?? ""}/32`;
const append = (rule: string): string => `-A ${POLICY_CHAIN} ${rule}`;
