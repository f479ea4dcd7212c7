/** A namespace of an installation, as it is found in a cluster. */
export interface KnativeNamespace {
  /** Name of the namespace. */
  name: string;
  /** The UID that the cluster gave it. */
  uid: string;
  /** The mark of whoever installed it with this package: `project/stack/component`. Undefined where there is none. */
  owner?: string;
  /** UID of the cluster that the mark was made for. */
  markedCluster?: string;
}

/** What a cluster has of Knative Serving or of Eventing, and whose it is. */
export interface KnativeInstallation {
  /** UID of the cluster: that of its namespace `kube-system`. Undefined where that may not be asked for. */
  clusterUid?: string;
  /** Those of its namespaces that are there. */
  namespaces: KnativeNamespace[];
  /** What seems to have installed Knative, such as `the Knative Operator`; undefined where there is none. */
  installer?: string;
  /** Version that runs there, or undefined where there is none. */
  version?: string;
}

/** A namespace of an installation, as `Cluster.installation` gives it. */
export interface InstalledNamespaceArgs {
  /** Name of the namespace. */
  name: string;
  /** The UID that the cluster gave it. */
  uid: string;
  /** The mark of whoever installed it with this package: `project/stack/component`. Default: none. */
  owner?: string;
  /** UID of the cluster that the mark was made for. Default: not known. */
  markedCluster?: string;
}

/** What a cluster has of Knative Serving or of Eventing, and whose it is, as `Cluster.installation` and `Cluster.eventingInstallation` give it. */
export interface InstallationArgs {
  /** UID of the cluster: that of its namespace `kube-system`. Default: not known. */
  clusterUid?: string;
  /** Those of its namespaces that are there. */
  namespaces: InstalledNamespaceArgs[];
  /** What seems to have installed Knative, such as `the Knative Operator`. Default: there is none. */
  installer?: string;
  /** Version that runs there. Default: there is none. */
  version?: string;
}
