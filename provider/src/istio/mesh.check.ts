import { systemNamespaces } from "../release/catalog";
import { Exposure, ExternalTrafficPolicy } from "../gateway/gateway";
import { didYouMean, under, type Problem } from "../problems";
import { MeshCompatibilityMode } from "../serving/settings/network";
import { MutualTls, type GatewayAuthorizationArgs, type IstioArgs } from "./istio.args";
import { isInstalled, istioNamespace } from "./istio.names";

/** A mesh that would cut off what it should protect. */
export function checkMesh(args: IstioArgs): Problem[] {
  const { injection = false, mutualTls, namespaces = [], plainMetrics } = args.mesh ?? {};
  const strict = mutualTls === MutualTls.Strict;
  const reason =
    'of "STRICT" needs mesh.injection: true, for without sidecars activator and autoscaler send plain text, and services neither start from zero nor scale';
  return [
    ...(strict && !injection ? [{ path: "mesh.mutualTls", code: "KN6038", reason } as const] : []),
    ...(plainMetrics !== undefined && !strict
      ? [
          {
            path: "mesh.plainMetrics",
            code: "KN1008",
            reason: 'has no effect without mutualTls: "STRICT"; remove it',
          } as const,
        ]
      : []),
    ...under("mesh", checkNamespaces(args, namespaces)),
  ];
}

function checkNamespaces(args: IstioArgs, namespaces: readonly string[]): Problem[] {
  const system = new Set([...systemNamespaces(), istioNamespace(args), "kube-system"]);
  return namespaces.flatMap((namespace, index): Problem[] => {
    const path = `namespaces[${index}]`;
    if (system.has(namespace)) {
      const reason = `"${namespace}" is no namespace of services; remove it${namespace === "knative-serving" ? ", mesh.injection is for Knative's own" : ""}`;
      return [{ path, code: "KN6047", reason }];
    }
    return namespaces.indexOf(namespace) < index
      ? [{ path, code: "KN1007", reason: `"${namespace}" is in the list already; remove it` }]
      : [];
  });
}

/** How Knative's own setting of the mesh goes with it; `mode` is what config-network says, if it says anything. */
export function checkMeshMode({ mesh = {} }: IstioArgs, mode: string | undefined): Problem[] {
  const reason = `of "${mode}" has Knative address pods one by one, which a mesh with "STRICT" refuses: services neither start from zero nor scale; leave it out or set it to "${MeshCompatibilityMode.Enabled}"`;
  return mesh.mutualTls === MutualTls.Strict && mode?.toLowerCase() === MeshCompatibilityMode.Disabled
    ? [{ path: "network.meshCompatibilityMode", code: "KN6045", reason }]
    : [];
}

/** A gateway as far as its authorization goes. */
export interface AuthorizedGateway {
  readonly exposure?: Exposure;
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
  readonly authorization?: GatewayAuthorizationArgs;
}

/** Who may use which gateway, and what that needs of the mesh. Paths begin with `gateways`. */
export function checkAuthorizations(gateways: readonly AuthorizedGateway[], istio: IstioArgs): Problem[] {
  return gateways.flatMap(({ authorization }, index) =>
    authorization === undefined
      ? []
      : under(`gateways[${index}].authorization`, checkAuthorization(authorization, istio)),
  );
}

function checkAuthorization(given: GatewayAuthorizationArgs, { mesh = {} }: IstioArgs): Problem[] {
  const { sourceRanges, hosts, namespaces = [], forwardedSource } = given;
  const empty = sourceRanges === undefined && hosts === undefined && given.namespaces === undefined;
  const known = mesh.namespaces ?? [];
  const reason =
    "says nothing, and a policy without rules refuses every request; set sourceRanges, hosts or namespaces, or remove it";
  return [
    ...(empty ? [{ path: "", code: "KN6039", reason } as const] : []),
    ...(forwardedSource !== undefined && sourceRanges === undefined
      ? [
          {
            path: "forwardedSource",
            code: "KN1008",
            reason: "has no effect without sourceRanges; remove it",
          } as const,
        ]
      : []),
    ...(namespaces.length > 0 && mesh.injection !== true
      ? [
          {
            path: "namespaces",
            code: "KN6044",
            reason:
              "needs istio.mesh.injection: true, for who sends a request is known by the sidecars' certificates only",
          } as const,
        ]
      : []),
    ...namespaces.flatMap((namespace, index): Problem[] => {
      const outside = `"${namespace}" isn't among istio.mesh.namespaces${didYouMean(namespace, known)}; add it there: without sidecars nothing keeps other pods out`;
      return known.includes(namespace)
        ? []
        : [{ path: `namespaces[${index}]`, code: "KN6044", reason: outside }];
    }),
  ];
}

/** Gateways that are to let in source ranges, and may see other sources than the clients'. */
export function authorizationNotices(gateways: readonly AuthorizedGateway[]): string[] {
  return gateways.flatMap(({ authorization = {}, exposure, externalTrafficPolicy }, index) => {
    const { sourceRanges, forwardedSource = false } = authorization;
    const outside = exposure !== undefined && exposure !== Exposure.ClusterIP;
    const kept = forwardedSource || externalTrafficPolicy === ExternalTrafficPolicy.Local;
    return sourceRanges === undefined || !outside || kept
      ? []
      : [
          `gateways[${index}].authorization.sourceRanges: with externalTrafficPolicy "Cluster" most networks show the gateway a node's address, not the client's; set "Local", or forwardedSource behind a proxy [KN6043]`,
        ];
  });
}

/** What the mesh says to Knative itself: data of config-network, under what the user has set there. */
export function meshSettings(args: IstioArgs): Readonly<Record<string, string>> {
  // Knative would find out by itself, at the cost of a refused request to each pod.
  return args.mesh?.mutualTls === MutualTls.Strict
    ? { "mesh-compatibility-mode": MeshCompatibilityMode.Enabled }
    : {};
}

/** What the user should know of an Istio that is found, not installed. */
export function meshNotices(args: IstioArgs): string[] {
  return args.mesh?.mutualTls === MutualTls.Strict && !isInstalled(args)
    ? [
        "istio.mesh.mutualTls: the existing Istio must rewrite probes (sidecarInjectorWebhook.rewriteAppHTTPProbe, its default), or the kubelet's are refused",
      ]
    : [];
}
