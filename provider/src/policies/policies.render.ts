import { Exposure } from "../gateway/gateway";
import type { Manifest } from "../manifests/manifest";
import type { NetworkPoliciesArgs } from "./policies.args";
import type { Layer, Place, Pods, Program, Road } from "./roads";

type Selector = Readonly<Record<string, unknown>>;

/** One side of a rule, as networking.k8s.io/v1 writes it. */
interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}

/** "anyone" is the rule without a list of peers. */
type Peers = readonly Peer[] | "anyone";

// The API server writes it on every namespace.
const nameOfNamespace = "kubernetes.io/metadata.name";
const everywhere: Peer = { namespaceSelector: {} };
const metadataAddress = "169.254.169.254/32";
// Where clusters have a DNS cache on each node, it listens on a link-local address.
const nodeLocalDns = "169.254.0.0/16";
const solverLabel = "acme.cert-manager.io/http01-solver";

/** The policies of an installation: none unless they are enabled. */
export function renderNetworkPolicies(args: NetworkPoliciesArgs = {}, layer: Layer): Manifest[] {
  if (args.enabled !== true) {
    return [];
  }
  const all = Object.entries(layer.programs);
  return [
    ...layer.closed.map((namespace) =>
      policy(namespace, "default-deny", {}, { ingress: [], ...(args.egress === true ? { egress: [] } : {}) }),
    ),
    ...all.flatMap(([name, program]) =>
      (program.namespaces ?? []).flatMap((namespace) => programPolicy(namespace, name, program, args, layer)),
    ),
    ...(args.applicationNamespaces ?? []).flatMap((namespace) =>
      all
        .filter(([, program]) => program.namespaces === undefined)
        .map(([name, program]) =>
          policy(namespace, name, selectorOf(program), {
            ingress: rulesOf(program, "ingress", args, layer),
          }),
        ),
    ),
  ];
}

/** What a program of the system is let do, beside the denial of its namespace. */
function programPolicy(
  namespace: string,
  name: string,
  program: Program,
  args: NetworkPoliciesArgs,
  layer: Layer,
): Manifest[] {
  const ingress = rulesOf(program, "ingress", args, layer);
  const isClosedOut = args.egress === true && program.isFreeOut !== true;
  const egress = isClosedOut ? rulesOf(program, "egress", args, layer) : [];
  return ingress.length + egress.length === 0
    ? []
    : [
        policy(namespace, name, selectorOf(program), {
          ...(ingress.length > 0 ? { ingress } : {}),
          ...(egress.length > 0 ? { egress } : {}),
        }),
      ];
}

/** A direction without rules is closed; one that is left out is none of the policy's business. */
function policy(
  namespace: string,
  name: string,
  podSelector: Selector,
  rules: { readonly ingress?: readonly object[]; readonly egress?: readonly object[] },
): Manifest {
  const policyTypes = [
    ...(rules.ingress === undefined ? [] : ["Ingress"]),
    ...(rules.egress === undefined ? [] : ["Egress"]),
  ];
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: `knative-${name}`, namespace },
    spec: {
      podSelector,
      policyTypes,
      ...Object.fromEntries(Object.entries(rules).filter(([, list]) => list.length > 0)),
    },
  };
}

function rulesOf(
  program: Program,
  direction: "ingress" | "egress",
  args: NetworkPoliciesArgs,
  layer: Layer,
): object[] {
  const [here, there, key] =
    direction === "ingress" ? (["to", "from", "from"] as const) : (["from", "to", "to"] as const);
  const rules = layer.roads
    .filter((road) => road[here].some((place) => program.places.includes(place)))
    .flatMap((road) => {
      const peers = peersOf(road[there], args, layer, program.exposure);
      const ports = portsOf(road, args);
      return peers === "anyone" ? [{ ports }] : peers.length === 0 ? [] : [{ [key]: peers, ports }];
    });
  return direction === "egress" && args.egressCidrs !== undefined
    ? [...rules, { to: blocks(args.egressCidrs) }]
    : rules;
}

function portsOf({ to, ports, protocols = ["TCP"] }: Road, args: NetworkPoliciesArgs): object[] {
  const chosen = to.includes("apiServer")
    ? args.apiServerPorts
    : to.includes("registries")
      ? args.registryPorts
      : undefined;
  return (chosen ?? ports).flatMap((port) => protocols.map((protocol) => ({ protocol, port })));
}

function peersOf(
  places: readonly Place[],
  args: NetworkPoliciesArgs,
  layer: Layer,
  exposure?: Exposure,
): Peers {
  const all = places.map((place) => peersAt(place, args, layer, exposure));
  return all.includes("anyone") ? "anyone" : all.flatMap((peers) => (peers === "anyone" ? [] : peers));
}

function peersAt(
  place: Place,
  args: NetworkPoliciesArgs,
  layer: Layer,
  exposure: Exposure = Exposure.ClusterIP,
): Peers {
  switch (place) {
    case "clients":
      return args.gatewaySources !== undefined
        ? blocks(args.gatewaySources)
        : exposure === Exposure.ClusterIP
          ? [everywhere]
          : "anyone";
    case "pods":
      return [everywhere];
    case "apiServer":
      return args.apiServerCidrs === undefined ? "anyone" : blocks(args.apiServerCidrs);
    case "prometheus":
      return readers(args);
    case "registries":
      return "anyone";
    case "cloudMetadata":
      return blocks([metadataAddress]);
    case "challengeSolvers":
      return [{ ...everywhere, podSelector: selectorOf({ label: solverLabel }) }];
    case "dns":
      return [
        { namespaceSelector: { matchLabels: args.dnsNamespaceLabels ?? named("kube-system") } },
        ...blocks([nodeLocalDns]),
      ];
    default:
      return podsAt(place, layer).map(podsPeer);
  }
}

function readers({ monitoringNamespace, monitoringNamespaceLabels }: NetworkPoliciesArgs): Peer[] {
  const labels =
    monitoringNamespaceLabels ?? (monitoringNamespace === undefined ? undefined : named(monitoringNamespace));
  return labels === undefined ? [] : [{ namespaceSelector: { matchLabels: labels } }];
}

function podsAt(place: Place, { peers = {}, programs }: Layer): readonly Pods[] {
  const told = peers[place];
  return told === undefined
    ? Object.values(programs).filter(({ places }) => places.includes(place))
    : told.namespaces?.length === 0
      ? []
      : [told];
}

function podsPeer(pods: Pods): Peer {
  const namespaceSelector = pods.namespaces === undefined ? {} : oneOf(nameOfNamespace, pods.namespaces);
  return pods.label === undefined
    ? { namespaceSelector }
    : { namespaceSelector, podSelector: selectorOf(pods) };
}

function selectorOf({ label = "", values }: Pods): Selector {
  return values === undefined
    ? { matchExpressions: [{ key: label, operator: "Exists" }] }
    : oneOf(label, values);
}

function oneOf(key: string, values: readonly string[]): Selector {
  const [only = "", ...more] = values;
  return more.length === 0
    ? { matchLabels: { [key]: only } }
    : { matchExpressions: [{ key, operator: "In", values }] };
}

const named = (namespace: string) => ({ [nameOfNamespace]: namespace });
const blocks = (cidrs: readonly string[]): Peer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
