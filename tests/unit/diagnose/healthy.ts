import { Pointer } from "rfc6902";
import type { Condition, NamespaceFacts, Snapshot } from "../../../provider/src/diagnose/facts";

/** When the snapshots of these tests are taken. */
export const now = Date.parse("2026-11-23T12:00:00Z");
export const before = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

export const truths = (...types: string[]): Condition[] =>
  types.map((type) => ({ type, status: "True", lastTransitionTime: before(600) }));

const image = "registry.example.com/team/hello:1.0";
const labels = {
  "serving.knative.dev/service": "hello",
  "serving.knative.dev/configuration": "hello",
  "serving.knative.dev/revision": "hello-00001",
};

function program(namespace: string, name: string, env: readonly { name: string; value: string }[] = []) {
  return {
    metadata: { namespace, name },
    spec: { replicas: 1, template: { spec: { containers: [{ name, image: `example.com/${name}`, env }] } } },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, conditions: truths("Available") },
  };
}

function endpoints(namespace: string, service: string) {
  return {
    metadata: { namespace, name: `${service}-abc`, labels: { "kubernetes.io/service-name": service } },
    endpoints: [{ addresses: ["10.244.0.9"], conditions: { ready: true } }],
  };
}

function webhook(name: string) {
  return { metadata: { name }, webhooks: [{ name, clientConfig: { caBundle: "Q0E=" } }] };
}

function container(name: string) {
  return {
    name,
    image: name === "user-container" ? image : "example.com/queue",
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: before(300) } },
  };
}

/** A service "hello" in "default" with all that belongs to it, and nothing wrong. */
export function healthy(): Snapshot {
  return {
    readAt: now,
    installation: {
      namespaces: [{ metadata: { name: "knative-serving" } }, { metadata: { name: "kourier-system" } }],
      deployments: [
        ...["controller", "autoscaler", "activator", "webhook"].map((name) =>
          program("knative-serving", name),
        ),
        program("knative-serving", "net-kourier-controller", [
          { name: "KOURIER_GATEWAY_NAMESPACE", value: "kourier-system" },
        ]),
        program("kourier-system", "3scale-kourier-gateway"),
      ],
      pods: [],
      services: [
        { metadata: { namespace: "knative-serving", name: "webhook" }, spec: { clusterIP: "10.96.0.5" } },
        {
          metadata: { namespace: "kourier-system", name: "kourier" },
          spec: { type: "LoadBalancer", clusterIP: "10.96.0.7" },
          status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
        },
        {
          metadata: { namespace: "kourier-system", name: "kourier-internal" },
          spec: { clusterIP: "10.96.0.8" },
        },
      ],
      endpointSlices: [
        endpoints("knative-serving", "webhook"),
        endpoints("kourier-system", "kourier"),
        endpoints("kourier-system", "kourier-internal"),
      ],
      configMaps: [
        {
          metadata: { namespace: "knative-serving", name: "config-network" },
          data: { "ingress-class": "kourier.ingress.networking.knative.dev" },
        },
        {
          metadata: { namespace: "knative-serving", name: "config-domain" },
          data: { _example: "example.com: |", "203.0.113.10.sslip.io": "" },
        },
      ],
      networkPolicies: [],
      webhooks: [webhook("webhook.serving.knative.dev"), webhook("validation.webhook.serving.knative.dev")],
      events: [],
      nodes: [
        {
          metadata: { name: "node" },
          status: { addresses: [{ type: "InternalIP", address: "192.0.2.4" }] },
        },
      ],
      domainClaims: [],
    },
    namespaces: new Map([["default", healthyNamespace()]]),
    logs: new Map(),
    denied: [],
  };
}

function healthyNamespace() {
  const metadata = { namespace: "default", name: "hello", generation: 1 };
  return {
    namespace: { metadata: { name: "default" }, status: { phase: "Active" } },
    services: [
      {
        metadata,
        spec: { template: { spec: { containers: [{ image }] } } },
        status: {
          observedGeneration: 1,
          url: "http://hello.default.203.0.113.10.sslip.io",
          latestCreatedRevisionName: "hello-00001",
          latestReadyRevisionName: "hello-00001",
          conditions: truths("ConfigurationsReady", "Ready", "RoutesReady"),
        },
      },
    ],
    configurations: [{ metadata, status: { conditions: truths("Ready") } }],
    revisions: [
      {
        metadata: { namespace: "default", name: "hello-00001", labels, creationTimestamp: before(900) },
        status: { conditions: truths("ContainerHealthy", "Ready", "ResourcesAvailable") },
      },
    ],
    routes: [
      {
        metadata,
        status: {
          conditions: truths("AllTrafficAssigned", "CertificateProvisioned", "IngressReady", "Ready"),
        },
      },
    ],
    ingresses: [
      {
        metadata: {
          ...metadata,
          annotations: { "networking.knative.dev/ingress-class": "kourier.ingress.networking.knative.dev" },
        },
        status: { conditions: truths("LoadBalancerReady", "NetworkConfigured", "Ready") },
      },
    ],
    domainMappings: [],
    deployments: [
      {
        metadata: { namespace: "default", name: "hello-00001-deployment", labels },
        spec: { replicas: 1 },
        status: { availableReplicas: 1, conditions: truths("Available") },
      },
    ],
    pods: [
      {
        metadata: { namespace: "default", name: "hello-00001-deployment-x", labels },
        spec: {
          containers: [
            { name: "user-container", image, ports: [{ containerPort: 8080 }] },
            { name: "queue-proxy" },
          ],
        },
        status: {
          phase: "Running",
          conditions: truths("PodScheduled", "Ready"),
          containerStatuses: [container("user-container"), container("queue-proxy")],
        },
      },
    ],
    events: [],
  };
}

/**
 * The healthy snapshot with values changed at JSON pointers: below `/installation`, and below `/home` for the namespace
 * "default". Undefined takes a value away.
 */
export function but(changes: Readonly<Record<string, unknown>>, logs: Record<string, string> = {}): Snapshot {
  const snapshot = healthy();
  const parts = structuredClone({
    installation: snapshot.installation,
    home: snapshot.namespaces.get("default"),
  });
  for (const [path, value] of Object.entries(changes)) {
    Pointer.fromJSON(path).set(parts, value);
  }
  return {
    ...snapshot,
    installation: parts.installation,
    namespaces: new Map([["default", parts.home as NamespaceFacts]]),
    logs: new Map(Object.entries(logs)),
  };
}

/** A condition that isn't true. */
export function not(type: string, reason: string, message: string, status = "False"): Condition {
  return { type, status, reason, message, lastTransitionTime: before(600) };
}

/** The service, its Configuration and its Route while the newest revision isn't ready. */
export function unready(revision: Condition): Record<string, unknown> {
  const { status } = revision;
  const failed = not(
    "Ready",
    "RevisionFailed",
    `Revision "hello-00001" failed with message: ${revision.message}.`,
    status,
  );
  return {
    "/home/services/0/status/conditions": [{ ...failed, type: "ConfigurationsReady" }, failed],
    "/home/services/0/status/latestReadyRevisionName": undefined,
    "/home/configurations/0/status/conditions": [failed],
    "/home/revisions/0/status/conditions": [{ ...revision, type: "Ready" }, revision],
    "/home/routes/0/status/conditions": [
      not(
        "AllTrafficAssigned",
        "RevisionMissing",
        'Configuration "hello" does not have any ready Revision.',
        status,
      ),
      not("Ready", "RevisionMissing", 'Configuration "hello" does not have any ready Revision.', status),
    ],
    "/home/ingresses": [],
  };
}

/** The pods of the revision, with these statuses of their containers. */
export function pod(status: object): Record<string, unknown> {
  const { pods } = healthyNamespace();
  return {
    "/home/pods": [
      { ...pods[0], status: { phase: "Pending", conditions: truths("PodScheduled"), ...status } },
    ],
    "/home/deployments/0/status": { availableReplicas: 0 },
  };
}
