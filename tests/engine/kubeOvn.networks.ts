import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../provider/src/cluster/cluster";
import { ApiServerAccess } from "../../provider/src/kubeovn/apiServerAccess";
import type { ApiServerAccessArgs } from "../../provider/src/kubeovn/apiServerAccess.args";
import { KubeOvn } from "../../provider/src/kubeovn/kubeOvn";
import { VpcNetwork } from "../../provider/src/kubeovn/vpcNetwork";
import type { VpcNetworkArgs } from "../../provider/src/kubeovn/vpcNetwork.args";
import { labImage, labRanges } from "../support/lab";
import { rich } from "../unit/kubeovn/vpcs";

/** A VPC with everything, of tests/unit/kubeovn/vpcs.ts. */
export const red: VpcNetworkArgs = { ...rich, ranges: labRanges };

/** Its peer. */
export const blue: VpcNetworkArgs = {
  name: "blue",
  readyTimeoutSeconds: 15,
  ranges: labRanges,
  subnets: [{ name: "blue-apps", cidrBlock: "10.30.0.0/16", namespaces: ["blue"] }],
  peerings: [
    {
      remoteVpc: "red",
      localConnectIp: "169.254.0.2/30",
      remoteConnectIp: "169.254.0.1",
      remoteCidrs: ["10.20.0.0/16"],
    },
  ],
};

/** A program that the stack knows nothing of, but for its pods' annotations. */
export const ingress = { namespace: "red-tools", name: "ingress" };

const podSpec = {
  terminationGracePeriodSeconds: 0,
  containers: [{ name: "app", image: labImage("v1"), imagePullPolicy: "IfNotPresent" }],
};

/** The Deployment of somebody else. */
export const ingressDeployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: ingress,
  spec: {
    selector: { matchLabels: { app: "ingress" } },
    template: { metadata: { labels: { app: "ingress" } }, spec: podSpec },
  },
};

/** A pod of nobody's stack in a subnet. */
export const strayPod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "stray",
    namespace: "default",
    annotations: { "ovn.kubernetes.io/logical_switch": "blue-apps" },
  },
  spec: podSpec,
};

export interface Networks {
  readonly red?: VpcNetworkArgs;
  readonly blue?: VpcNetworkArgs;
  readonly access?: ApiServerAccessArgs;
}

/** Two tenants' networks, the road from one to the API server, and a program that uses it. */
export function makeNetworks(kubeconfig: string, networks: Networks = {}): Record<string, unknown> {
  const cluster = new Cluster("lab", { kubeconfig });
  const { provider } = cluster;
  const namespaces = ["red", "red-tools", "blue"].map(
    (name) => new kubernetes.core.v1.Namespace(name, { metadata: { name } }, { provider }),
  );
  const { installedKubeOvn, serverVersion } = cluster;
  const prepared = new KubeOvn(
    "kube-ovn",
    { ranges: labRanges, installedKubeOvn, serverVersion, vpcDns: {} },
    { providers: [provider] },
  );
  const options = { providers: [provider], dependsOn: [...namespaces, prepared] };
  const tenants = [
    new VpcNetwork("red", networks.red ?? red, options),
    new VpcNetwork("blue", networks.blue ?? blue, options),
  ];
  const known = (address: pulumi.Output<string | undefined>) => address.apply((text) => text ?? "");
  const access = new ApiServerAccess(
    "api",
    {
      ranges: labRanges,
      vpcCidrs: ["10.20.0.0/16", "10.21.0.0/24", "10.30.0.0/16"],
      apiServerClusterIp: known(cluster.apiServerClusterIp),
      dns: true,
      dnsClusterIp: known(cluster.dnsClusterIp),
      workloads: [ingress],
      serverVersion,
      ...networks.access,
    },
    { providers: [provider], dependsOn: namespaces },
  );
  const labels = { app: "agent" };
  new kubernetes.apps.v1.Deployment(
    "agent",
    {
      metadata: { name: "agent", namespace: "red" },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels, annotations: access.podAnnotations }, spec: podSpec },
      },
    },
    { provider, dependsOn: tenants },
  );
  return { podAnnotations: access.podAnnotations, cidrBlocks: tenants[0]?.cidrBlocks };
}
