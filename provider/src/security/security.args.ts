import type { Exposure } from "../gateway/gateway";
import type { NetworkPoliciesArgs } from "../policies/policies.args";
import type { PodSecurityLevel } from "../pods/pods.args";
import type { SecurityAuditArgs } from "./audit.args";
import type { SecurityImagesArgs } from "./images.args";
import type { SecurityMode } from "./mode";

export * from "./audit.args";
export * from "./images.args";
export * from "./mode";

/** Policies that close Knative's namespaces, and the services', but for the roads that Knative needs. With Kourier. */
export interface SecurityNetworkPoliciesArgs extends NetworkPoliciesArgs {
  /** Whether there are policies; false is the same as leaving this layer out. Default: true. */
  enabled?: boolean;
  /** "permissive" makes no policies, for they know no other way than to refuse, and reports what they would close. Default: the component's. */
  mode?: SecurityMode;
  /** How Kourier's gateway is exposed: to whom its ports for the outside are open. Default: "ClusterIP", all pods. */
  gatewayExposure?: Exposure;
}

/** Mutual TLS between pods that have Istio's sidecars. */
export interface SecurityMutualTlsArgs {
  /** Whether it is asked for; false is the same as leaving `mutualTls` out. Default: true. */
  enabled?: boolean;
  /** "permissive" takes plain text, too. Default: the component's. */
  mode?: SecurityMode;
  /** Namespaces of services whose pods all have sidecars. Default: none. */
  namespaces?: string[];
  /** Whether Knative's own namespace is held to it, too; its programs must have sidecars. Default: true. */
  system?: boolean;
  /** Whether pods without a sidecar may still read the metrics of Knative's programs, as Prometheus does. Default: true. */
  plainMetrics?: boolean;
}

/** What runs where it shouldn't, told by Falco: it refuses nothing. */
export interface SecurityRuntimeArgs {
  /** Whether there are rules; false is the same as leaving `runtime` out. Default: true. */
  enabled?: boolean;
  /** "permissive" tells of what is found as a notice, "strict" as critical. Default: the component's. */
  mode?: SecurityMode;
  /** Namespace of Falco, which the ConfigMap with the rules goes to. Default: "falco". */
  falcoNamespace?: string;
  /** Namespaces of services. Default: wherever a pod is a service's, by its label. */
  namespaces?: string[];
  /** Programs, by the paths of their files, that may start in Knative's namespaces beside Knative's own. Default: none. */
  allowedPrograms?: string[];
}

/** Pod Security Standards on namespaces that are there. */
export interface SecurityPodSecurityArgs {
  /** Whether namespaces are labelled; false is the same as leaving `podSecurity` out. Default: true. */
  enabled?: boolean;
  /** "permissive" has the API server warn and note down, "strict" also refuse. Default: the component's. */
  mode?: SecurityMode;
  /** The standard. Default: "restricted". */
  level?: PodSecurityLevel;
  /** The namespaces. */
  namespaces: string[];
}

/** Layers of protection around Knative and its services. Each is off unless it is given. */
export interface SecurityArgs {
  /** What layers do that say nothing themselves: "strict" refuses, "permissive" only tells. Default: "strict". */
  mode?: SecurityMode;
  /** Who may call whom. Default: everybody. */
  networkPolicies?: SecurityNetworkPoliciesArgs;
  /** Encryption between pods by Istio. Default: as it is. */
  mutualTls?: SecurityMutualTlsArgs;
  /** Signatures of images. Default: not looked at. */
  images?: SecurityImagesArgs;
  /** What the API server notes down. Default: what it does now. */
  audit?: SecurityAuditArgs;
  /** What programs do in their pods. Default: nobody looks. */
  runtime?: SecurityRuntimeArgs;
  /** What pods may ask of their nodes. Default: what the cluster says. */
  podSecurity?: SecurityPodSecurityArgs;
}
