import type { Manifest } from "../manifests/manifest";
import type { GatewayAuthorizationArgs } from "./istio.args";

const servingNamespace = "knative-serving";

/** A gateway as policies see it. */
export interface GatewayIdentity {
  /** Name among the gateways of the installation. */
  readonly name: string;
  /** Name of its objects: of the policy as well. */
  readonly objectName: string;
  readonly namespace: string;
  /** ServiceAccount of its pods: who it is to the pods that it sends requests to. */
  readonly serviceAccount: string;
  /** Labels that its pods have and no other pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports of its pods that requests from inside the cluster come in at, such as 8081; empty where it has none. */
  readonly localPorts: readonly number[];
  readonly authorization?: GatewayAuthorizationArgs;
}

type Json = Readonly<Record<string, unknown>>;

/** All policies of the gateways: who may use each, and which namespaces each has to itself. */
export function renderAuthorizations(gateways: readonly GatewayIdentity[]): Manifest[] {
  return [...gateways.flatMap(gatewayPolicy), ...tenantPolicies(gateways)];
}

/**
 * Who may use a gateway from outside. Everything else is refused, but for two: requests from inside the cluster, which come in
 * at ports of their own, and net-istio's probes, without which no service becomes ready. Knative's own proxies answer those, so
 * that a probe sent by somebody else reaches no service.
 */
export function gatewayPolicy(gateway: GatewayIdentity): Manifest[] {
  const { sourceRanges, hosts, forwardedSource = false } = gateway.authorization ?? {};
  if (sourceRanges === undefined && hosts === undefined) {
    return [];
  }
  const ranges = forwardedSource ? "remoteIpBlocks" : "ipBlocks";
  const { localPorts } = gateway;
  return [
    policy(gateway.namespace, gateway.objectName, "ALLOW", gateway.podLabels, [
      {
        ...(sourceRanges === undefined ? {} : { from: [{ source: { [ranges]: sourceRanges } }] }),
        ...(hosts === undefined ? {} : { to: [{ operation: { hosts: hosts.flatMap(withPorts) } }] }),
      },
      ...(localPorts.length === 0 ? [] : [{ to: [{ operation: { ports: localPorts.map(String) } }] }]),
      probeRule,
    ]),
  ];
}

/** What net-istio's controller sends to each pod of a gateway until it answers for a service. */
const probeRule: Json = {
  to: [{ operation: { methods: ["GET"], paths: ["/healthz"] } }],
  when: [
    header("User-Agent", { values: ["Knative-Ingress-Probe"] }),
    header("K-Network-Probe", { values: ["probe"] }),
    header("K-Network-Hash", { values: ["override"] }),
  ],
};

/** Clients name the port where it isn't the usual one. A pattern has one "*" only, so one with a leading "*" stands alone. */
function withPorts(host: string): string[] {
  return host.startsWith("*") ? [host] : [host, `${host}:*`];
}

/** The namespaces that some gateway has to itself, with all gateways that have. */
function tenants(gateways: readonly GatewayIdentity[]): ReadonlyMap<string, readonly GatewayIdentity[]> {
  const names = gateways.flatMap(({ authorization }) => authorization?.namespaces ?? []);
  return new Map(
    [...new Set(names)].map((namespace) => [
      namespace,
      gateways.filter(({ authorization }) => authorization?.namespaces?.includes(namespace) === true),
    ]),
  );
}

/**
 * A namespace with a gateway of its own refuses requests that come from elsewhere. They may come by way of the activator, which
 * is everybody's: it refuses them there, for that namespace. These policies deny, and so go with others that allow.
 */
export function tenantPolicies(gateways: readonly GatewayIdentity[]): Manifest[] {
  const all = [...tenants(gateways)];
  if (all.length === 0) {
    return [];
  }
  return [
    ...all.map(([namespace, own]) =>
      policy(namespace, "knative-gateways", "DENY", undefined, [{ from: [strangers(namespace, own)] }]),
    ),
    policy(servingNamespace, "knative-gateways", "DENY", { app: "activator" }, [
      ...all.map(([namespace, own]) => ({
        from: [strangers(namespace, own)],
        to: activatorRequests,
        // Of a header that comes twice, the activator reads the first; the proxy joins both.
        when: [header("Knative-Serving-Namespace", { values: [namespace, `${namespace},*`] })],
      })),
      // Without one of the headers the activator takes the service from the host; nobody but Knative asks like that.
      ...["Knative-Serving-Namespace", "Knative-Serving-Revision"].map((name) => ({
        from: [{ source: { notNamespaces: [servingNamespace] } }],
        to: activatorRequests,
        when: [header(name, { notValues: firstCharacters })],
      })),
    ]),
  ];
}

/** Ports of the activator for requests: HTTP/1, HTTP/2 and HTTPS. */
const activatorRequests = [{ operation: { ports: ["8012", "8013", "8112"] } }];

/** A name begins with one of these: what doesn't is missing or empty. */
const firstCharacters = [..."abcdefghijklmnopqrstuvwxyz0123456789"].map((character) => `${character}*`);

/** Everybody but the namespace's gateways, its own pods and Knative; who has no certificate is a stranger, too. */
function strangers(namespace: string, gateways: readonly GatewayIdentity[]): Json {
  // In policies "cluster.local" stands for the trust domain of the mesh, whatever that is.
  const known = gateways.map(
    (gateway) => `cluster.local/ns/${gateway.namespace}/sa/${gateway.serviceAccount}`,
  );
  return { source: { notPrincipals: known, notNamespaces: [servingNamespace, namespace] } };
}

function header(name: string, match: Json): Json {
  return { key: `request.headers[${name}]`, ...match };
}

function policy(
  namespace: string,
  name: string,
  action: "ALLOW" | "DENY",
  matchLabels: Readonly<Record<string, string>> | undefined,
  rules: readonly Json[],
): Manifest {
  return {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name, namespace },
    spec: { ...(matchLabels === undefined ? {} : { selector: { matchLabels } }), action, rules },
  };
}
