import type { Conditioned, KubeObject } from "../diagnose/facts";
import type { Reader } from "../diagnose/reader";

export interface NetworkSubnet extends Conditioned {
  readonly spec?: {
    readonly vpc?: string;
    readonly cidrBlock?: string;
    readonly gateway?: string;
    readonly provider?: string;
    readonly enableLb?: boolean;
    readonly namespaces?: readonly string[];
  };
  readonly status?: Conditioned["status"] & {
    readonly v4availableIPs?: number | string;
    readonly v6availableIPs?: number | string;
  };
}

export interface NetworkVpc extends KubeObject {
  readonly spec?: { readonly namespaces?: readonly string[] };
  readonly status?: { readonly standby?: boolean; readonly default?: boolean };
}

export interface NetworkAttachment extends KubeObject {
  readonly spec?: { readonly config?: string };
}

export interface NetworkPod extends KubeObject {
  readonly spec?: { readonly hostNetwork?: boolean; readonly nodeName?: string };
  readonly status?: { readonly phase?: string };
}

export interface NetworkEvent extends KubeObject {
  readonly reason?: string;
  readonly message?: string;
}

interface ClusterService extends KubeObject {
  readonly spec?: { readonly clusterIP?: string };
}

interface Controller extends KubeObject {
  readonly status?: { readonly availableReplicas?: number };
}

/** All that a diagnosis of networks is made from. */
export interface NetworkFacts {
  readonly kubeOvnDefined: boolean;
  readonly multusDefined: boolean;
  readonly controller?: Controller;
  readonly subnets: readonly NetworkSubnet[];
  readonly vpcs: readonly NetworkVpc[];
  readonly attachments: readonly NetworkAttachment[];
  /** VPCs with name servers of their own. */
  readonly vpcDns: readonly (KubeObject & { readonly spec?: { readonly vpc?: string } })[];
  readonly apiServerIp?: string;
  readonly dnsIp?: string;
  readonly namespace?: KubeObject;
  readonly pod?: NetworkPod;
  /** Warnings about the pod, the newest last. */
  readonly events: readonly NetworkEvent[];
  readonly denied: readonly string[];
}

/** The pod that is asked about. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Reads the cluster's networks, and what belongs to a pod. */
export async function readNetworks(reader: Reader, pod?: PodName): Promise<NetworkFacts> {
  const kubeOvn = "/apis/kubeovn.io/v1";
  const service = (namespace: string, name: string) =>
    reader.get<ClusterService>(`/api/v1/namespaces/${namespace}/services/${name}`);
  const [groups, controller, subnets, vpcs, vpcDns, attachments, apiServer, dns, own] = await Promise.all([
    reader.get<KubeObject & { groups?: readonly { name: string }[] }>("/apis"),
    reader.get<Controller>("/apis/apps/v1/namespaces/kube-system/deployments/kube-ovn-controller"),
    reader.list<NetworkSubnet>(`${kubeOvn}/subnets`),
    reader.list<NetworkVpc>(`${kubeOvn}/vpcs`),
    reader.list<NetworkFacts["vpcDns"][number]>(`${kubeOvn}/vpc-dnses`),
    reader.list<NetworkAttachment>("/apis/k8s.cni.cncf.io/v1/network-attachment-definitions"),
    service("default", "kubernetes"),
    service("kube-system", "kube-dns"),
    pod === undefined ? undefined : readPod(reader, pod),
  ]);
  const has = (group: string) => groups?.groups?.some(({ name }) => name === group) === true;
  return {
    kubeOvnDefined: has("kubeovn.io"),
    multusDefined: has("k8s.cni.cncf.io"),
    controller,
    subnets,
    vpcs,
    vpcDns,
    attachments,
    apiServerIp: apiServer?.spec?.clusterIP,
    dnsIp: dns?.spec?.clusterIP,
    events: [],
    ...own,
    denied: [...reader.denied],
  };
}

async function readPod(reader: Reader, { namespace, name }: PodName) {
  const core = `/api/v1/namespaces/${namespace}`;
  const about = encodeURIComponent(`type=Warning,involvedObject.kind=Pod,involvedObject.name=${name}`);
  const [home, pod, events] = await Promise.all([
    reader.get(core),
    reader.get<NetworkPod>(`${core}/pods/${name}`),
    reader.list<NetworkEvent>(`${core}/events?fieldSelector=${about}`),
  ]);
  return { namespace: home, pod, events };
}
