import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { systemNamespaces } from "../catalog";
import { refuse } from "../problems";
import { checkCluster } from "./cluster.check";
import { askCluster, type ClusterReading } from "./gate";

/** Which cluster, and what it must be like. */
export interface ClusterArgs {
  /**
   * The kubeconfig as text (YAML or JSON) or the path of one. Kept secret.
   * Default: what kubectl would use, that is the first file that KUBECONFIG lists, else `~/.kube/config`.
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
   * updates objects in place; changing it replaces everything in the cluster. Default: the component's name.
   */
  identifier?: string;
  /** Seconds that the API server may take to answer, from 1 to 600. Default: 10. */
  timeoutSeconds?: number;
}

/** An existing Kubernetes cluster, checked: reachable, and new enough for Knative. */
export class Cluster extends pulumi.ComponentResource {
  /** The kubeconfig's text. Secret. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Context of the kubeconfig that is used. */
  public readonly context: pulumi.Output<string>;
  /** Version of the API server, such as "1.34.4". Undefined in a preview that can't reach it. */
  public readonly serverVersion: pulumi.Output<string | undefined>;
  /** Version of the Knative Serving that was found in the cluster, or undefined where there was none. */
  public readonly installedServingVersion: pulumi.Output<string | undefined>;
  /** Provider for resources in this cluster. Nothing that uses it starts before the cluster passed its checks. */
  public readonly provider: k8s.Provider;

  constructor(name: string, args: ClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Cluster", name, {}, opts);
    refuse("Cluster", checkCluster(args));
    const reading = pulumi
      .secret(pulumi.all([args.kubeconfig, args.context]))
      .apply(([kubeconfig, context]) =>
        askCluster({ kubeconfig, context, args, namespaces: systemNamespaces() }, this),
      );
    this.kubeconfig = reading.text;
    this.context = unsecret(reading, "context");
    this.serverVersion = unsecret(reading, "serverVersion");
    this.installedServingVersion = unsecret(reading, "installedVersion");
    this.provider = this.makeProvider(name, args);
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      context: this.context,
      serverVersion: this.serverVersion,
      installedServingVersion: this.installedServingVersion,
    });
  }

  private makeProvider(name: string, args: ClusterArgs): k8s.Provider {
    return new k8s.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        context: this.context,
        clusterIdentifier: args.identifier ?? name,
        enableConfigMapMutable: true,
        enableSecretMutable: true,
        // An update that was killed leaves objects that the state doesn't know: the next one takes them over.
        upsertExistingObjects: true,
        enablePatchForce: true,
        kubeClientSettings: { qps: 200, burst: 400 },
      },
      { parent: this },
    );
  }
}

function unsecret<K extends keyof ClusterReading>(reading: pulumi.Output<ClusterReading>, key: K) {
  return pulumi.unsecret(reading.apply((read) => read[key]));
}
