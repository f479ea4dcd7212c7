import { stringify } from "yaml";

import { releasePath, type ServingRelease } from "../../provider/src/release/catalog";

type Manifest = Readonly<Record<string, unknown>>;
type Labels = Readonly<Record<string, string>>;

const NAMESPACE = "knative-serving";
const ISTIO = "networking.istio.io/v1beta1";
/** Upstream's one gateway proxy, by its label. */
const GATEWAY_PODS: Labels = { istio: "ingressgateway" };
const WEBHOOK_PORT = 8443;
const METRICS_DOMAIN = "knative.dev/net-istio";

/** Upstream's repository of the image of a program of net-istio. */
export function netIstioImage(program: "controller" | "webhook"): string {
  return `gcr.io/knative-releases/knative.dev/net-istio/cmd/${program}`;
}

/**
 * The mirror's net-istio.yaml, by its path there. Its Go module is not to be had from every proxy, so the lab has no
 * configuration directory to compose it of: these are the lab's own manifests with upstream's names, labels and order,
 * for the programs in lab/toolchain/ingress. They name images by tag, and so are the same before those are built.
 */
export function netIstioFile({ files, istioVersion }: ServingRelease): Record<string, string> {
  const text = netIstioManifests(istioVersion)
    .map((manifest) => `---\n${stringify(manifest)}`)
    .join("");
  return { [releasePath(files.istio)]: text };
}

/** All objects of net-istio, labelled with its version. */
export function netIstioManifests(version: string): Manifest[] {
  const own: Labels = {
    "app.kubernetes.io/component": "net-istio",
    "app.kubernetes.io/name": NAMESPACE,
    "app.kubernetes.io/version": version,
  };
  const labels: Labels = { ...own, "networking.knative.dev/ingress-provider": "istio" };
  return [
    role(labels),
    gateway("knative-ingress-gateway", 80, labels),
    gateway("knative-local-gateway", 8081, labels),
    localService(labels),
    { apiVersion: "v1", kind: "ConfigMap", metadata: inside("config-istio", labels), data: {} },
    plaintextWebhook("webhook", labels),
    plaintextWebhook("net-istio-webhook", labels),
    controller(version, labels, own),
    webhook(version, labels, own),
    { apiVersion: "v1", kind: "Secret", metadata: inside("net-istio-webhook-certs", labels) },
    webhookService(labels),
    ...webhookConfigurations(labels),
  ];
}

function inside(name: string, labels: Labels, namespace = NAMESPACE) {
  return { name, namespace, labels };
}

function role(labels: Labels): Manifest {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    // Serving's controller has an account that gathers all roles with this label.
    metadata: {
      name: "knative-serving-istio",
      labels: { ...labels, "serving.knative.dev/controller": "true" },
    },
    rules: [
      {
        apiGroups: ["networking.istio.io"],
        resources: ["virtualservices", "gateways", "destinationrules"],
        verbs: ["get", "list", "create", "update", "delete", "patch", "watch"],
      },
    ],
  };
}

function gateway(name: string, port: number, labels: Labels): Manifest {
  const server = { port: { number: port, name: "http", protocol: "HTTP" }, hosts: ["*"] };
  const spec = { selector: GATEWAY_PODS, servers: [server] };
  return { apiVersion: ISTIO, kind: "Gateway", metadata: inside(name, labels), spec };
}

function localService(labels: Labels): Manifest {
  const marked = { ...labels, "experimental.istio.io/disable-gateway-port-translation": "true" };
  const ports = [
    { name: "http2", port: 80, targetPort: 8081 },
    { name: "https", port: 443, targetPort: 8444 },
  ];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: inside("knative-local-gateway", marked, "istio-system"),
    spec: { type: "ClusterIP", selector: GATEWAY_PODS, ports },
  };
}

/** The API server speaks no mutual TLS, so its way to a webhook stays open in a mesh that demands it. */
function plaintextWebhook(name: string, labels: Labels): Manifest {
  return {
    apiVersion: "security.istio.io/v1beta1",
    kind: "PeerAuthentication",
    metadata: inside(name, labels),
    spec: {
      selector: { matchLabels: { app: name } },
      portLevelMtls: { [WEBHOOK_PORT]: { mode: "PERMISSIVE" } },
    },
  };
}

function environment(more: Labels) {
  return [
    { name: "SYSTEM_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "CONFIG_LOGGING_NAME", value: "config-logging" },
    { name: "CONFIG_OBSERVABILITY_NAME", value: "config-observability" },
    ...Object.entries(more).map(([name, value]) => ({ name, value })),
  ];
}

const CONFINED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
const OBSERVED = [
  { name: "metrics", containerPort: 9090 },
  { name: "profiling", containerPort: 8008 },
];

function deployment(
  name: string,
  labels: Labels,
  selected: Labels,
  podLabels: Labels,
  container: Manifest,
): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: inside(name, labels),
    spec: {
      selector: { matchLabels: selected },
      template: {
        metadata: { labels: { ...selected, ...podLabels } },
        spec: {
          serviceAccountName: "controller",
          containers: [container],
        },
      },
    },
  };
}

function controller(version: string, labels: Labels, own: Labels): Manifest {
  const name = "net-istio-controller";
  const probe = (path: string) => ({ httpGet: { path, port: "probes", scheme: "HTTP" }, periodSeconds: 5 });
  // It asks the gateways themselves, whatever the mesh is like.
  const podLabels = { ...own, "sidecar.istio.io/inject": "false" };
  return deployment(name, labels, { app: name }, podLabels, {
    name: "controller",
    securityContext: { ...CONFINED, readOnlyRootFilesystem: true },
    image: `${netIstioImage("controller")}:v${version}`,
    resources: { requests: { cpu: "30m", memory: "40Mi" }, limits: { cpu: "300m", memory: "400Mi" } },
    env: environment({ ENABLE_SECRET_INFORMER_FILTERING_BY_CERT_UID: "false", METRICS_DOMAIN }),
    readinessProbe: { ...probe("/readiness"), failureThreshold: 3 },
    livenessProbe: { ...probe("/health"), failureThreshold: 6 },
    ports: [...OBSERVED, { name: "probes", containerPort: 8080 }],
  });
}

function webhook(version: string, labels: Labels, own: Labels): Manifest {
  const name = "net-istio-webhook";
  const probe = { httpGet: { scheme: "HTTPS", port: WEBHOOK_PORT } };
  return deployment(name, labels, { app: name, role: name }, own, {
    name: "webhook",
    securityContext: CONFINED,
    image: `${netIstioImage("webhook")}:v${version}`,
    resources: { requests: { cpu: "20m", memory: "20Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
    env: environment({ METRICS_DOMAIN, WEBHOOK_NAME: name, WEBHOOK_PORT: String(WEBHOOK_PORT) }),
    readinessProbe: { ...probe, periodSeconds: 1, failureThreshold: 3 },
    livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 6, initialDelaySeconds: 20 },
    ports: [...OBSERVED, { name: "https-webhook", containerPort: WEBHOOK_PORT }],
  });
}

function webhookService(labels: Labels): Manifest {
  const name = "net-istio-webhook";
  const ports = [
    { name: "http-metrics", port: 9090, targetPort: "metrics" },
    { name: "http-profiling", port: 8008, targetPort: "profiling" },
    { name: "https-webhook", port: 443, targetPort: "https-webhook" },
  ];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: inside(name, { ...labels, role: name }),
    spec: { ports, selector: { app: name } },
  };
}

function webhookConfigurations(labels: Labels): Manifest[] {
  const configuration = (kind: string, name: string, objectSelector: Manifest): Manifest => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    metadata: { name, labels },
    webhooks: [
      {
        name,
        admissionReviewVersions: ["v1", "v1beta1"],
        clientConfig: { service: { name: "net-istio-webhook", namespace: NAMESPACE } },
        failurePolicy: "Fail",
        sideEffects: "None",
        objectSelector,
      },
    ],
  });
  return [
    configuration("MutatingWebhookConfiguration", "webhook.istio.networking.internal.knative.dev", {
      matchExpressions: [{ key: "serving.knative.dev/configuration", operator: "Exists" }],
    }),
    configuration("ValidatingWebhookConfiguration", "config.webhook.istio.networking.internal.knative.dev", {
      matchLabels: { "app.kubernetes.io/name": NAMESPACE, "app.kubernetes.io/component": "net-istio" },
    }),
  ];
}
