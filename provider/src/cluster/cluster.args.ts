import type * as pulumi from "@pulumi/pulumi";
import type { AckArgs, AckServerlessArgs } from "../alibaba/ack.args";

/** Which cluster, and what it must be like. */
export interface ClusterArgs {
  /**
   * The kubeconfig as text (YAML or JSON) or the path of one. Kept secret.
   * Default: what kubectl would use, that is the files that KUBECONFIG lists, merged, else `~/.kube/config`, else the cluster that
   * the program runs in; with a provider of the caller's none, and then the cluster isn't asked: neither its versions nor whose installation it has are checked.
   */
  kubeconfig?: pulumi.Input<string>;
  /** Context of the kubeconfig to use. Default: its current context. */
  context?: pulumi.Input<string>;
  /**
   * Oldest Kubernetes version to accept, such as "1.34"; an older cluster is refused before anything is touched.
   * Default: the minimum of the oldest release in the catalogue.
   */
  minimumKubernetesVersion?: string;
  /**
   * What the cluster is known by. While it stays the same, a changed kubeconfig (new address, new credentials)
   * updates objects in place; changing it replaces everything in the cluster. Default: the cluster's UID, which is that of
   * its namespace `kube-system`, and of a cluster that is made its id.
   */
  identifier?: pulumi.Input<string>;
  /** Seconds that the API server may take to answer, from 1 to 600. Default: 10. */
  timeoutSeconds?: number;
  /** Makes an ACK managed cluster on Alibaba Cloud. Default: none, the cluster is there. */
  ack?: AckArgs;
  /** Makes an ACK Serverless cluster on Alibaba Cloud. Default: none, the cluster is there. */
  ackServerless?: AckServerlessArgs;
}
