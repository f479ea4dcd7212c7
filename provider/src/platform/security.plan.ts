import { defined } from "../manifests/defined";
import { MutualTls } from "../istio/istio.args";
import type { Problem } from "../problems";
import { PodSecurityLevel } from "../pods/pods.args";
import { isStrict, layerOf } from "../security/parts";
import type { SecurityArgs } from "../security/security.args";
import { IngressLayer } from "../serving/ingress";
import type { ServingArgs } from "../serving/serving.args";

/** Serving with the layers that it makes itself: the policies of its network layer, its mesh, the level of its namespaces. */
export function securedServing(
  serving: ServingArgs | undefined,
  security: SecurityArgs | undefined,
): ServingArgs | undefined {
  if (security === undefined) {
    return serving;
  }
  const pods = layerOf(security, "podSecurity");
  const level =
    pods !== undefined && isStrict(security, "podSecurity")
      ? (pods.level ?? PodSecurityLevel.Restricted)
      : undefined;
  return {
    ...serving,
    ...defined({
      networkPolicies: policiesOf(security) ?? serving?.networkPolicies,
      istio: meshOf(serving, security) ?? serving?.istio,
      podSecurity: serving?.podSecurity ?? level,
    }),
  };
}

function policiesOf(security: SecurityArgs): ServingArgs["networkPolicies"] {
  const layer = layerOf(security, "networkPolicies");
  if (layer === undefined || !isStrict(security, "networkPolicies")) {
    return undefined;
  }
  return defined({ ...layer, mode: undefined, gatewayExposure: undefined, enabled: true });
}

function meshOf(serving: ServingArgs | undefined, security: SecurityArgs): ServingArgs["istio"] {
  const layer = layerOf(security, "mutualTls");
  if (layer === undefined || serving?.ingress !== IngressLayer.Istio) {
    return undefined;
  }
  const { namespaces, plainMetrics } = layer;
  const strict = isStrict(security, "mutualTls");
  return {
    ...serving.istio,
    mesh: defined({
      injection: true,
      namespaces,
      mutualTls: strict ? MutualTls.Strict : MutualTls.Permissive,
      plainMetrics: strict ? plainMetrics : undefined,
    }),
  };
}

/** What is left for the component Security: the layers that Serving doesn't make. */
export function ownLayers(security: SecurityArgs): SecurityArgs {
  return defined({ ...security, networkPolicies: undefined, mutualTls: undefined });
}

/** What of the layers doesn't fit with Serving; paths begin with the section. */
export function checkSecured(security: SecurityArgs, serving: ServingArgs = {}): Problem[] {
  const policies = layerOf(security, "networkPolicies");
  const tls = layerOf(security, "mutualTls");
  return [
    ...(policies !== undefined && serving.networkPolicies !== undefined
      ? [excluded("networkPolicies", "serving.networkPolicies")]
      : []),
    ...(policies?.gatewayExposure !== undefined
      ? [
          {
            path: "networkPolicies.gatewayExposure",
            code: "KN1008",
            reason: "is said by serving.gateways in a platform; remove it",
          } as const,
        ]
      : []),
    ...(tls !== undefined && serving.ingress !== IngressLayer.Istio
      ? [
          {
            path: "mutualTls",
            code: "KN9905",
            reason:
              'needs serving.ingress: "istio"; with another layer set serving.network.systemInternalTls, which encrypts what Knative\'s own programs send',
          } as const,
        ]
      : []),
    ...(tls !== undefined && serving.istio?.mesh !== undefined
      ? [excluded("mutualTls", "serving.istio.mesh")]
      : []),
    ...(tls?.system === false
      ? [
          {
            path: "mutualTls.system",
            code: "KN1008",
            reason: "can't be false in a platform, where Knative's programs get sidecars; remove it",
          } as const,
        ]
      : []),
  ];
}

function excluded(path: string, other: string): Problem {
  return { path, code: "KN1008", reason: `excludes ${other}, which makes the same objects; leave one out` };
}
