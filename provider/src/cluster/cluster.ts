import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { privateServerHint, registerAck, registerKnativeNetwork, type RegisteredAck } from "../alibaba/ack";
import type { AckCluster } from "../alibaba/ack.args";
import { ackHome } from "../alibaba/ack.home";
import { systemNamespaces } from "../release/catalog";
import { rememberCluster } from "../diagnose/early";
import type { GatewayApiInstallation } from "../gatewayApi/gatewayApi.args";
import type { IstioInstallation } from "../istio/istio.args";
import type { KubeOvnInstallation } from "../kubeovn/kubeOvn.args";
import type { KnativeInstallation } from "../ownership/installation.args";
import { ownerOf } from "../ownership/ownership.gate";
import { refuse, takePlace } from "../problems";
import type { ClusterArgs } from "./cluster.args";
import { checkCluster } from "./cluster.check";
import { askCluster, unasked, type ClusterReading } from "./gate";

/** A Kubernetes cluster, there or made on Alibaba Cloud, checked: reachable, and new enough for Knative. */
export class Cluster extends pulumi.ComponentResource {
  /** The kubeconfig's text. Secret. Empty where the caller's provider is used and no kubeconfig was given. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Context of the kubeconfig that is used. */
  public readonly context: pulumi.Output<string>;
  /** Version of the API server, such as "1.34.4". Undefined in a preview that can't reach it. */
  public readonly serverVersion: pulumi.Output<string | undefined>;
  /** Version of the Knative Serving that was found in the cluster, or undefined where there was none. */
  public readonly installedServingVersion: pulumi.Output<string | undefined>;
  /** What the cluster has of Knative and whose it is, or undefined where that can't be asked. */
  public readonly installation: pulumi.Output<KnativeInstallation | undefined>;
  /** Version of the Knative Eventing that was found in the cluster, or undefined where there was none. */
  public readonly installedEventingVersion: pulumi.Output<string | undefined>;
  /** What the cluster has of Knative Eventing and whose it is, or undefined where that can't be asked. */
  public readonly eventingInstallation: pulumi.Output<KnativeInstallation | undefined>;
  /** Whether cert-manager is in the cluster, or undefined where that can't be asked. */
  public readonly certManagerInstalled: pulumi.Output<boolean | undefined>;
  /** What the cluster has of Istio, or undefined where that can't be asked. */
  public readonly installedIstio: pulumi.Output<IstioInstallation | undefined>;
  /** What the cluster has of the Gateway API, or undefined where that can't be asked. */
  public readonly installedGatewayApi: pulumi.Output<GatewayApiInstallation | undefined>;
  /** What the cluster has of Kube-OVN, or undefined where that can't be asked. */
  public readonly installedKubeOvn: pulumi.Output<KubeOvnInstallation | undefined>;
  /** Address of the Service `kubernetes`, or undefined where that can't be asked. */
  public readonly apiServerClusterIp: pulumi.Output<string | undefined>;
  /** Address of the cluster's name servers, the Service `kube-dns`, or undefined where there is none. */
  public readonly dnsClusterIp: pulumi.Output<string | undefined>;
  /** Of a cluster that was made on Alibaba Cloud: what it consists of. Undefined for others. */
  public readonly ack: pulumi.Output<AckCluster | undefined>;
  /**
   * Of a cluster that is made on Alibaba Cloud: the RAM policy, in JSON, with no more than what making, changing and deleting
   * it asks of the cloud. A preview knows it before there is anything.
   */
  public readonly ramPolicy: pulumi.Output<string | undefined>;
  /**
   * Provider for resources in this cluster: the caller's, where one was given by the option `provider` or `providers`, else one of this
   * component's own, and nothing that uses that one starts before the cluster passed its checks.
   */
  public readonly provider: k8s.Provider;

  constructor(name: string, args: ClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Cluster", name, {}, opts);
    takePlace(this, "Cluster", opts?.parent);
    const given = givenProvider(this);
    refuse("Cluster", checkCluster(args, given !== undefined));
    const home = ackHome(name, args);
    const made = home && registerAck(name, home, this);
    const hint = home && privateServerHint(home);
    const access = pulumi.secret(
      pulumi.all([made?.kubeconfig ?? args.kubeconfig, args.context, args.identifier]),
    );
    // Without a kubeconfig of its own: kubectl's cluster may be another than the given provider's.
    const isAsked = given === undefined || args.kubeconfig !== undefined;
    const owner = home === undefined && given === undefined ? ownerOf(name, opts) : undefined;
    const reading = access.apply(async ([kubeconfig, context, identifier]) =>
      isAsked
        ? askCluster(
            { kubeconfig, context, args, hint, owner, identifier, namespaces: systemNamespaces() },
            this,
          )
        : unasked,
    );
    this.kubeconfig = reading.text;
    this.context = unsecret(reading, "context");
    this.serverVersion = unsecret(reading, "serverVersion");
    this.installedServingVersion = unsecret(reading, "installedVersion");
    this.installation = unsecret(reading, "installation");
    this.installedEventingVersion = unsecret(reading, "installedEventingVersion");
    this.eventingInstallation = unsecret(reading, "eventingInstallation");
    this.certManagerInstalled = unsecret(reading, "certManagerInstalled");
    this.installedIstio = unsecret(reading, "installedIstio");
    this.installedGatewayApi = unsecret(reading, "installedGatewayApi");
    this.installedKubeOvn = unsecret(reading, "installedKubeOvn");
    this.apiServerClusterIp = unsecret(reading, "apiServerClusterIp");
    this.dnsClusterIp = unsecret(reading, "dnsClusterIp");
    this.ack = made?.outputs ?? pulumi.output(undefined);
    this.ramPolicy = pulumi.output(made?.ramPolicy);
    this.provider = given ?? this.makeProvider(name, args, made);
    if (home !== undefined && made !== undefined) {
      registerKnativeNetwork(name, home, made, { parent: this, provider: this.provider });
    }
    if (isAsked) {
      rememberCluster(
        this.provider,
        reading.apply(({ text, context }) => ({ kubeconfig: text, context })),
      );
    }
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      context: this.context,
      serverVersion: this.serverVersion,
      installedServingVersion: this.installedServingVersion,
      installation: this.installation,
      installedEventingVersion: this.installedEventingVersion,
      eventingInstallation: this.eventingInstallation,
      certManagerInstalled: this.certManagerInstalled,
      installedIstio: this.installedIstio,
      installedGatewayApi: this.installedGatewayApi,
      installedKubeOvn: this.installedKubeOvn,
      apiServerClusterIp: this.apiServerClusterIp,
      dnsClusterIp: this.dnsClusterIp,
      ack: this.ack,
      ramPolicy: this.ramPolicy,
      provider: this.provider,
    });
  }

  private makeProvider(name: string, args: ClusterArgs, made: RegisteredAck | undefined): k8s.Provider {
    return new k8s.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        context: this.context,
        clusterIdentifier: args.identifier ?? made?.clusterId ?? uidOf(this.installation),
        enableConfigMapMutable: true,
        enableSecretMutable: true,
        // An update that was killed leaves objects that the state doesn't know: the next one takes them over.
        upsertExistingObjects: true,
        enablePatchForce: true,
        kubeClientSettings: { qps: 200, burst: 400 },
      },
      // What runs in a cluster that was made goes before any part of that: load balancers need who deletes them.
      { parent: this, ...(made === undefined ? {} : { dependsOn: [...made.ready] }) },
    );
  }
}

function unsecret<K extends keyof ClusterReading>(reading: pulumi.Output<ClusterReading>, key: K) {
  return pulumi.unsecret(reading.apply((read) => read[key]));
}

/** Where the UID isn't known, a preview leaves the provider's identity out, which changes nothing that is there. */
function uidOf(installation: pulumi.Output<KnativeInstallation | undefined>): pulumi.Output<string> {
  return installation.apply((found) => found?.clusterUid) as pulumi.Output<string>;
}

/** The caller's Kubernetes provider that a component goes by, handed over by the option `provider` or `providers`. */
export function givenProvider(component: pulumi.Resource): k8s.Provider | undefined {
  // Through the plugin it is a reference to one, which serves as well.
  return component.getProvider("kubernetes:core/v1:Namespace");
}
