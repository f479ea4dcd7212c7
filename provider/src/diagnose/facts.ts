/** One condition of an object's status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly generation?: number;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly uid?: string;
  }[];
}

/** What every Kubernetes object has. */
export interface KubeObject {
  readonly metadata: ObjectMeta;
}

/** An object that tells its state by conditions. */
export interface Conditioned extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly observedGeneration?: number;
  };
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly ports?: readonly { readonly containerPort?: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

export interface KnativeService extends KubeObject {
  readonly spec?: {
    readonly template?: {
      readonly metadata?: Partial<ObjectMeta>;
      readonly spec?: { readonly containers?: readonly Container[] };
    };
    readonly traffic?: readonly { readonly revisionName?: string; readonly percent?: number }[];
  };
  readonly status?: Conditioned["status"] & {
    readonly url?: string;
    readonly latestCreatedRevisionName?: string;
    readonly latestReadyRevisionName?: string;
    readonly traffic?: readonly { readonly tag?: string; readonly url?: string }[];
  };
}

export interface Revision extends Conditioned {
  readonly spec?: { readonly containers?: readonly Container[] };
}

/** Knative's own Ingress, which the gateway's controller serves. */
export interface KIngress extends Conditioned {
  readonly spec?: {
    readonly httpOption?: string;
    readonly rules?: readonly { readonly hosts?: readonly string[]; readonly visibility?: string }[];
  };
}

export interface Deployment extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly metadata?: Partial<ObjectMeta>;
      readonly spec?: { readonly containers?: readonly Container[] };
    };
  };
  readonly status?: Conditioned["status"] & {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
}

export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface Pod extends KubeObject {
  readonly spec?: { readonly containers?: readonly Container[] };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface KubeService extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalIPs?: readonly string[];
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly {
      readonly port?: number;
      readonly name?: string;
      readonly nodePort?: number;
    }[];
  };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

export interface EndpointSlice extends KubeObject {
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
}

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly {
    readonly name: string;
    readonly clientConfig?: {
      readonly caBundle?: string;
      readonly service?: { readonly namespace: string; readonly name: string };
    };
  }[];
}

export interface KubeEvent extends KubeObject {
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
}

export interface DomainMapping extends Conditioned {
  readonly spec?: { readonly ref?: { readonly name?: string; readonly kind?: string } };
}

/** Istio's Gateway: which pods open which ports. */
export interface IstioGateway extends KubeObject {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly servers?: readonly {
      readonly port?: { readonly number?: number; readonly protocol?: string };
      readonly tls?: { readonly httpsRedirect?: boolean; readonly mode?: string };
    }[];
  };
}

/** Istio's VirtualService: what the proxies do with requests for some hosts. */
export interface VirtualService extends KubeObject {
  readonly spec?: { readonly gateways?: readonly string[] };
}

/** A Gateway of the Gateway API: where it listens, and what its implementation says of it. */
export interface ApiGateway extends Conditioned {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly { readonly port?: number; readonly protocol?: string }[];
  };
  readonly status?: Conditioned["status"] & {
    readonly addresses?: readonly { readonly type?: string; readonly value?: string }[];
  };
}

export interface Node extends KubeObject {
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

export interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
}

/** What was read of one application namespace. */
export interface NamespaceFacts {
  /** Undefined where it isn't there. */
  readonly namespace?: Namespace;
  readonly services: readonly KnativeService[];
  readonly configurations: readonly Conditioned[];
  readonly revisions: readonly Revision[];
  readonly routes: readonly Conditioned[];
  readonly ingresses: readonly KIngress[];
  readonly domainMappings: readonly DomainMapping[];
  readonly deployments: readonly Deployment[];
  readonly pods: readonly Pod[];
  readonly events: readonly KubeEvent[];
  /** Those that net-istio made. Undefined where they were not read. */
  readonly virtualServices?: readonly VirtualService[];
}

/** What is known of a namespace that wasn't read. */
export const noFacts: NamespaceFacts = {
  services: [],
  configurations: [],
  revisions: [],
  routes: [],
  ingresses: [],
  domainMappings: [],
  deployments: [],
  pods: [],
  events: [],
};

/** What was read of Istio, where it is the network layer. */
export interface IstioFacts {
  /** Istio's Gateways in the namespaces that config-istio names. */
  readonly gateways: readonly IstioGateway[];
  /** Deployments of istiod, whichever their namespace. */
  readonly controlPlanes: readonly Deployment[];
  /** Webhooks that put proxies into pods, by revision and tag. */
  readonly injectors: readonly KubeObject[];
}

/** What was read of the Gateway API, where it is the network layer. */
export interface GatewayApiFacts {
  /** The Gateways that config-gateway names. */
  readonly gateways: readonly ApiGateway[];
}

/** What was read of the installation itself. */
export interface InstallationFacts {
  /** The system namespaces that are there, by name. */
  readonly namespaces: readonly Namespace[];
  readonly deployments: readonly Deployment[];
  readonly pods: readonly Pod[];
  readonly services: readonly KubeService[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly configMaps: readonly ConfigMap[];
  readonly networkPolicies: readonly KubeObject[];
  readonly webhooks: readonly WebhookConfiguration[];
  readonly events: readonly KubeEvent[];
  readonly nodes: readonly Node[];
  readonly domainClaims: readonly KubeObject[];
  /** Undefined where the network layer is another one. */
  readonly istio?: IstioFacts;
  /** Undefined where the network layer is another one. */
  readonly gatewayApi?: GatewayApiFacts;
}

/** All that a diagnosis is made from, read at one time. */
export interface Snapshot {
  /** When it was read, in milliseconds since 1970. */
  readonly readAt: number;
  readonly installation: InstallationFacts;
  /** The application namespaces by name. */
  readonly namespaces: ReadonlyMap<string, NamespaceFacts>;
  /** Last lines of containers' logs, by `namespace/pod/container`. */
  readonly logs: ReadonlyMap<string, string>;
  /** API paths that the credentials may not read: what lies there is not part of the diagnosis. */
  readonly denied: readonly string[];
}

/** The condition of a type. */
export function conditionOf(
  object: { readonly status?: { readonly conditions?: readonly Condition[] } } | undefined,
  type: string,
): Condition | undefined {
  return object?.status?.conditions?.find((condition) => condition.type === type);
}

export function isTrue(
  object: { readonly status?: { readonly conditions?: readonly Condition[] } } | undefined,
  type = "Ready",
): boolean {
  return conditionOf(object, type)?.status === "True";
}

/** An object by its name, and its namespace where that matters. */
export function named<T extends KubeObject>(
  objects: readonly T[],
  name: string | undefined,
  namespace?: string,
): T | undefined {
  return objects.find(
    ({ metadata }) => metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
  );
}

/** Milliseconds since a time of Kubernetes; 0 where there is none. */
export function age(time: string | undefined, readAt: number): number {
  return time === undefined ? 0 : readAt - Date.parse(time);
}
