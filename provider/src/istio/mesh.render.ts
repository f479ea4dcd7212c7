import { isKind, setAt, type Manifest, type Transform } from "../manifests/manifest";
import { MutualTls, type IstioArgs } from "./istio.args";
import { injectionLabels, proxyAnnotation, proxyRevision, proxyStamp, unnamedRevision } from "./istio.names";

const servingNamespace = "knative-serving";
const policyApi = "security.istio.io/v1";

/** Port at which Knative's programs show their metrics. */
const metricsPort = "9090";
const plain = { mode: "PERMISSIVE" };

/**
 * Knative's programs that have metrics and no policy of upstream's. Of two policies for one pod Istio heeds the older, so the
 * webhooks, which have one for the API server's requests, get the port added to that (`meshSteps`). net-istio's controller is
 * kept out of the mesh by upstream, for it probes gateways at the addresses of their pods.
 */
const measured = ["activator", "autoscaler", "autoscaler-hpa", "controller"];

function isStrict({ mesh }: IstioArgs): boolean {
  return mesh?.mutualTls === MutualTls.Strict;
}

/**
 * The objects that hold Knative's namespace and those of services to encryption. What must stay plain text:
 *
 * - The API server's requests to webhooks (port 8443): net-istio's release brings the policies for those.
 * - The kubelet's probes and lifecycle hooks: Istio has them answered by the sidecar.
 * - Metrics, where who reads them has no sidecar: `mesh.plainMetrics`. In namespaces of services a policy can't name a port for
 *   all pods; there the sidecar's own port gives the metrics of both, which Istio's annotations tell Prometheus.
 */
export function renderMesh(args: IstioArgs = {}): Manifest[] {
  if (!isStrict(args)) {
    return [];
  }
  const { namespaces = [], plainMetrics = true } = args.mesh ?? {};
  return [
    ...[servingNamespace, ...namespaces].map((namespace) =>
      peerAuthentication(namespace, "default", { mtls: { mode: MutualTls.Strict } }),
    ),
    ...(plainMetrics ? measured : []).map((app) =>
      peerAuthentication(servingNamespace, `${app}-metrics`, {
        selector: { matchLabels: { app } },
        portLevelMtls: { [metricsPort]: plain },
      }),
    ),
  ];
}

/** What upstream's objects need for the mesh: labels of Knative's namespace, and a port in the policies of its webhooks. */
export function meshSteps(args: IstioArgs = {}): Transform[] {
  const { injection = false, plainMetrics = true } = args.mesh ?? {};
  return [
    ...(injection ? [labelNamespace(injectionLabels(args)), stampPrograms(args)] : []),
    ...(isStrict(args) && plainMetrics ? [openMetrics] : []),
  ];
}

/** Fields of the namespaces of services, which belong to others: to be registered as patches. */
export function meshNamespacePatches(args: IstioArgs = {}): Manifest[] {
  return (args.mesh?.namespaces ?? []).map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: injectionLabels(args) },
  }));
}

function labelNamespace(labels: Readonly<Record<string, string>>): Transform {
  return (manifest) =>
    isKind(manifest, "Namespace", servingNamespace)
      ? setAt(manifest, ["metadata", "labels"], { ...manifest.metadata.labels, ...labels })
      : manifest;
}

/** A pod has the proxy that it was made with: without a change of its template, turning sidecars on would do nothing. */
function stampPrograms(args: IstioArgs): Transform {
  const stamp = proxyStamp(args) ?? proxyRevision(args) ?? unnamedRevision;
  return (manifest) =>
    isKind(manifest, "Deployment") && manifest.metadata.namespace === servingNamespace
      ? setAt(manifest, ["spec", "template", "metadata", "annotations", proxyAnnotation], stamp)
      : manifest;
}

function openMetrics(manifest: Manifest): Manifest {
  const isWebhooks =
    manifest.kind === "PeerAuthentication" &&
    manifest.metadata.namespace === servingNamespace &&
    manifest.metadata.name.endsWith("webhook");
  return isWebhooks ? setAt(manifest, ["spec", "portLevelMtls", metricsPort], plain) : manifest;
}

function peerAuthentication(
  namespace: string,
  name: string,
  spec: Readonly<Record<string, unknown>>,
): Manifest {
  return { apiVersion: policyApi, kind: "PeerAuthentication", metadata: { name, namespace }, spec };
}
