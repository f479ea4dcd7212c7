import type { Exposure } from "../gateway/gateway";

/** Anything that calls or is called. Some are pods that policies select; the others are only peers. */
export type Place =
  | "activator"
  | "autoscaler"
  | "autoscaler-hpa"
  | "controller"
  | "webhook"
  /** Controllers and webhooks of the ingress layer. */
  | "ingressControllers"
  | "jobs"
  | "gateway"
  /** Of several gateways those for requests from outside, and those for requests from inside; one may be both. */
  | "externalGateway"
  | "localGateway"
  | "services"
  | "istiod"
  /** Pods with a sidecar, which call services by themselves. */
  | "mesh"
  | "clients"
  | "pods"
  | "apiServer"
  | "prometheus"
  | "registries"
  | "cloudMetadata"
  | "challengeSolvers"
  | "dns";

/** A way that Knative needs. */
export interface Road {
  readonly from: readonly Place[];
  readonly to: readonly Place[];
  /** Ports of the pod that is called: policies look at packets after Services have rewritten them. */
  readonly ports: readonly number[];
  /** Default: TCP. */
  readonly protocols?: readonly ("TCP" | "UDP")[];
  readonly why: string;
  /** Where upstream says so. */
  readonly source: string;
}

/** Pods by where they are and what they all carry. */
export interface Pods {
  /** Undefined: every namespace. */
  readonly namespaces?: readonly string[];
  /** Undefined: all pods there. */
  readonly label?: string;
  /** Values that the label can have. Undefined: any. */
  readonly values?: readonly string[];
}

/** Pods of Knative, or of its users' services, that policies are made for. */
export interface Program extends Pods {
  readonly label: string;
  /** What it is on the roads. */
  readonly places: readonly Place[];
  /** How it is exposed, of gateways. Default: "ClusterIP". */
  readonly exposure?: Exposure;
  /** Whether what it opens is none of the policies' business. Default: false. */
  readonly isFreeOut?: boolean;
}

/** What policies and monitors need to know of an ingress layer. */
export interface Layer {
  /** By the name of the policy. Those without a namespace are in each namespace of applications. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Places as peers, where that is said shorter than by the programs. */
  readonly peers?: Readonly<Partial<Record<Place, Pods>>>;
  readonly roads: readonly Road[];
  /** Namespaces that are closed but for the roads. */
  readonly closed: readonly string[];
  /** Namespaces that are no namespaces of applications. */
  readonly system: readonly string[];
}

export const servingNamespace = "knative-serving";

/** A program of Knative's namespace, by its label `app`. */
export const inServing = (app: string, ...places: readonly Place[]): Program => ({
  namespaces: [servingNamespace],
  label: "app",
  values: [app],
  places,
});

/** Programs that are there with every ingress layer; its own stand between. */
export function programsWith(own: Readonly<Record<string, Program>>): Readonly<Record<string, Program>> {
  return {
    activator: inServing("activator", "activator"),
    autoscaler: inServing("autoscaler", "autoscaler"),
    "autoscaler-hpa": inServing("autoscaler-hpa", "autoscaler-hpa"),
    controller: inServing("controller", "controller"),
    webhook: inServing("webhook", "webhook"),
    ...own,
    services,
  };
}

/** What runs once after an upgrade. */
export const jobs: Program = {
  namespaces: [servingNamespace],
  label: "app.kubernetes.io/component",
  values: ["storage-version-migration-job", "cleanup-job"],
  places: ["jobs"],
};

/** Knative writes the label on every pod of a revision, also of one that belongs to no Service. */
export const services: Program = { label: "serving.knative.dev/revision", places: ["services"] };

// HTTP/1, HTTP/2 and TLS: activator and queue-proxy listen on the same three.
export const requestPorts = [8012, 8013, 8112];
const controlPlane: readonly Place[] = [
  "activator",
  "autoscaler",
  "autoscaler-hpa",
  "controller",
  "webhook",
  "ingressControllers",
];

const servingPorts = "serving pkg/networking/constants.go";

/**
 * The roads that every ingress layer needs. What is neither here nor among the layer's own is closed by the policies. Not here
 * either: the kubelet's probes and hooks, which no policy can close, for traffic from a pod's own node is always let through.
 */
export const commonRoads: readonly Road[] = [
  {
    from: ["gateway"],
    to: ["activator"],
    ports: requestPorts,
    why: "requests for services that are scaled to zero or near their limit",
    source: servingPorts,
  },
  {
    from: ["gateway", "activator"],
    to: ["services"],
    ports: requestPorts,
    why: "requests, and the activator's question whether a pod is there",
    source: servingPorts,
  },
  {
    from: ["gateway"],
    to: ["challengeSolvers"],
    ports: [8089],
    why: "certificate authorities ask cert-manager's solvers through the gateway (HTTP-01)",
    source: "cert-manager pkg/issuer/acme/http/pod.go",
  },
  {
    from: ["activator"],
    to: ["autoscaler"],
    ports: [8080],
    why: "waiting requests are reported (websocket)",
    source: "serving cmd/activator/main.go",
  },
  {
    from: ["autoscaler"],
    to: ["autoscaler"],
    ports: [8080],
    why: "a replica passes reports on to the one that is in charge of the service",
    source: "serving pkg/autoscaler/statforwarder/leases.go",
  },
  {
    from: ["autoscaler"],
    to: ["services"],
    ports: [9090],
    why: "the load of each pod is read from its queue-proxy",
    source: servingPorts,
  },
  {
    from: ["autoscaler"],
    to: ["activator", "services"],
    ports: [8012, 8013],
    why: "before the last pod goes, the activator must be found in its place; until then the pods get the question",
    source: "serving pkg/reconciler/autoscaling/kpa/scaler.go",
  },
  {
    from: ["apiServer"],
    to: ["webhook"],
    ports: [8443],
    why: "the API server asks the webhooks",
    source: "serving config/core/deployments/webhook.yaml",
  },
  {
    from: ["prometheus"],
    to: controlPlane,
    ports: [9090],
    why: "metrics",
    source: "pkg observability/metrics/prometheus/server.go",
  },
  {
    from: ["prometheus"],
    to: ["services"],
    ports: [9091],
    why: "metrics of requests, from the queue-proxy",
    source: servingPorts,
  },
  {
    from: ["controller"],
    to: ["registries"],
    ports: [443, 5000],
    why: "tags of images are resolved to digests",
    source: "serving pkg/reconciler/revision/resolve.go",
  },
  {
    from: ["controller"],
    to: ["cloudMetadata"],
    ports: [80],
    why: "credentials for the cloud's own registry",
    source: "serving pkg/reconciler/revision/resolve.go",
  },
  {
    from: [...controlPlane, "jobs"],
    to: ["apiServer"],
    ports: [443, 6443],
    why: "every program of the control plane watches the API server",
    source: "serving config/core",
  },
  {
    from: [...controlPlane, "jobs", "gateway"],
    to: ["dns"],
    ports: [53],
    protocols: ["UDP", "TCP"],
    why: "names of Services and registries",
    source: "net-kourier config/200-bootstrap.yaml, istio pkg/bootstrap",
  },
];
