/** NetworkPolicies that close everything but the roads that Knative needs. They hold where the cluster's network plugin enforces them. */
export interface NetworkPoliciesArgs {
  /** Whether there are policies. Default: false. */
  enabled?: boolean;
  /**
   * Namespaces whose Knative pods take requests only from the gateway and the activator; other pods there are left alone.
   * The namespaces must exist. Default: none; a Platform adds those of its services.
   */
  applicationNamespaces?: string[];
  /**
   * Ranges of the API server in CIDR notation: who may call the webhook and, with `egress`, where the programs reach it.
   * Calls to webhooks can come from the nodes or a tunnel: include their ranges. Default: any, at the webhook's port alone.
   */
  apiServerCidrs?: string[];
  /** Ports of the API server itself, behind its Service, each from 1 to 65535; used with `egress`. Default: 443 and 6443. */
  apiServerPorts?: number[];
  /**
   * Ranges in CIDR notation that may call the gateway at its ports for the outside. Where nodes pass traffic on
   * (externalTrafficPolicy "Cluster"), it comes from their addresses. Default: any; with exposure "ClusterIP", all pods.
   */
  gatewaySources?: string[];
  /** Namespace that metrics are read from, such as "monitoring". Default: none, and metrics can't be read. */
  monitoringNamespace?: string;
  /** Labels of the namespaces that metrics are read from; excludes `monitoringNamespace`. Default: none. */
  monitoringNamespaceLabels?: Record<string, string>;
  /** Whether connections that Knative's own programs open are closed, too, but for the roads they need. Default: false. */
  egress?: boolean;
  /** Labels of the namespace of the cluster's DNS; used with `egress`. Default: those of kube-system. */
  dnsNamespaceLabels?: Record<string, string>;
  /** Ports of the registries that tags are resolved at, each from 1 to 65535; used with `egress`. Default: 443 and 5000. */
  registryPorts?: number[];
  /**
   * Ranges in CIDR notation that Knative's programs may reach at any port: proxies, collectors of metrics and traces,
   * authorization services; used with `egress`. Default: none.
   */
  egressCidrs?: string[];
}
