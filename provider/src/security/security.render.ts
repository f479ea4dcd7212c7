import { Exposure } from "../gateway/gateway";
import { MutualTls } from "../istio/istio.args";
import { renderMesh } from "../istio/mesh.render";
import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { PodSecurityLevel } from "../pods/pods.args";
import { renderNetworkPolicies } from "../policies/policies.render";
import { servingNamespace } from "../policies/roads";
import { kourierLayer } from "../policies/roads.kourier";
import { renderAudit } from "./audit.render";
import { SignatureEngine } from "./images.args";
import { renderImagePolicies } from "./images.render";
import { isStrict, layerOf } from "./parts";
import { renderRuntime } from "./runtime.render";
import type { SecurityArgs, SecurityMutualTlsArgs, SecurityNetworkPoliciesArgs } from "./security.args";

/** What is made. */
export interface SecurityPlan {
  /** Objects of its own. */
  readonly objects: readonly Manifest[];
  /** Labels of namespaces that belong to others: to be registered as patches. */
  readonly patches: readonly Manifest[];
}

/** What is made. The inputs have passed `checkSecurity`. */
export function planSecurity(args: SecurityArgs): SecurityPlan {
  const policies = layerOf(args, "networkPolicies");
  const tls = layerOf(args, "mutualTls");
  const images = layerOf(args, "images");
  const audit = layerOf(args, "audit");
  const runtime = layerOf(args, "runtime");
  return {
    objects: [
      ...(policies !== undefined && isStrict(args, "networkPolicies") ? closedRoads(policies) : []),
      ...(tls === undefined ? [] : peerPolicies(tls, isStrict(args, "mutualTls"))),
      ...(images === undefined ? [] : renderImagePolicies(images, isStrict(args, "images"))),
      ...(audit === undefined ? [] : renderAudit(audit, isStrict(args, "audit"))),
      ...(runtime === undefined ? [] : renderRuntime(runtime, isStrict(args, "runtime"))),
    ],
    patches: namespaceLabels(args),
  };
}

/** The policies that Knative with Kourier needs, whatever their mode. */
export function closedRoads(args: SecurityNetworkPoliciesArgs): Manifest[] {
  const { gatewayExposure = Exposure.ClusterIP } = args;
  return renderNetworkPolicies({ ...args, enabled: true }, kourierLayer(gatewayExposure));
}

/** Strict, they are those of Serving's own mesh, with the exceptions that Knative needs. */
function peerPolicies(args: SecurityMutualTlsArgs, strict: boolean): Manifest[] {
  const { namespaces = [], system = true, plainMetrics } = args;
  const all = strict
    ? renderMesh({ mesh: defined({ mutualTls: MutualTls.Strict, namespaces, plainMetrics }) })
    : [servingNamespace, ...namespaces].map((namespace) => ({
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace },
        spec: { mtls: { mode: MutualTls.Permissive } },
      }));
  return all.filter(({ metadata: { namespace } }) => system || namespace !== servingNamespace);
}

/** One patch for each namespace, with what all layers write on it. */
function namespaceLabels(args: SecurityArgs): Manifest[] {
  const pods = layerOf(args, "podSecurity");
  const images = layerOf(args, "images");
  const signed = images?.engine === SignatureEngine.Kyverno ? [] : (images?.namespaces ?? []);
  const names = [...new Set([...(pods?.namespaces ?? []), ...signed])];
  const level = pods?.level ?? PodSecurityLevel.Restricted;
  return names.map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: {
        ...(pods?.namespaces.includes(name) === true ? levels(level, isStrict(args, "podSecurity")) : {}),
        ...(signed.includes(name) ? { "policy.sigstore.dev/include": "true" } : {}),
      },
    },
  }));
}

function levels(level: PodSecurityLevel, strict: boolean): Record<string, string> {
  const told = ["audit", "warn", ...(strict ? ["enforce"] : [])];
  return Object.fromEntries(told.map((what) => [`pod-security.kubernetes.io/${what}`, level]));
}
