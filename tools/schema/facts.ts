/** What the schema says and no interface can: visible lists, each entry `Interface.property` or `Class.output`. */
export const facts = {
  /** Values that engines and SDKs keep secret. */
  secret: [
    "ClusterArgs.kubeconfig",
    "Cluster.kubeconfig",
    "Platform.kubeconfig",
    "MultiCluster.kubeconfigs",
    "RegistryCredentialsArgs.password",
    "GatewayTlsArgs.privateKey",
    "TlsCertificateArgs.privateKey",
    "AlibabaCertificateArgs.privateKey",
    "AlibabaLoadBalancerArgs.kubeconfig",
    "KafkaSaslArgs.user",
    "KafkaSaslArgs.password",
    "KafkaTlsArgs.clientKey",
    "LogCredentialsArgs.password",
    "ObservabilityTraceHeaderArgs.value",
  ],
  /** Outputs that are whole numbers; for inputs the shapes that check them tell. */
  integer: [
    "GatewayAddress.httpPort",
    "GatewayAddress.httpsPort",
    "ClusterState.weight",
    "WeightedRecord.weight",
  ],
  /**
   * Inputs whose documented default goes into the schema, so that SDKs fill it in. Only those where a value that is
   * given and one that is left out mean the same: elsewhere "left out" leaves the choice to upstream or the cluster, or
   * is told apart from a value when properties exclude each other.
   */
  defaulted: [
    "GatewayArgs.exposure",
    "GatewayArgs.name",
    "ServiceArgs.namespace",
    "ServiceArgs.readyTimeoutSeconds",
    "ServiceArgs.visibility",
    "ServingArgs.magicDns",
    "TrafficTargetArgs.percent",
  ],
} as const;

export type Facts = Readonly<Record<keyof typeof facts, readonly string[]>>;
