import { parseImage } from "../problems";
import type { Get } from "../istio/istio.probe";
import type { KubeOvnInstallation } from "./kubeOvn.args";

interface Program {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly {
          readonly name?: string;
          readonly image?: string;
          readonly args?: readonly string[];
        }[];
      };
    };
  };
}

/** What the API server and the cluster's name servers are reached by. */
export interface ClusterAddresses {
  readonly apiServerClusterIp?: string;
  readonly dnsClusterIp?: string;
}

/** Asks for Kube-OVN's definitions and for its controller, whose arguments tell its networks. Undefined where nothing may be asked. */
export async function probeKubeOvn(get: Get): Promise<KubeOvnInstallation | undefined> {
  const answer = await get<{ groups?: readonly { readonly name: string }[] }>("/apis");
  if (answer?.groups === undefined) {
    return undefined;
  }
  const has = (group: string) => answer.groups?.some(({ name }) => name === group) === true;
  const multus = has("k8s.cni.cncf.io");
  if (!has("kubeovn.io")) {
    return { defined: false, multus };
  }
  const program = await get<Program>("/apis/apps/v1/namespaces/kube-system/deployments/kube-ovn-controller");
  return { defined: true, multus, ...(program === undefined ? {} : installationOf(program)) };
}

/** Asks for the addresses that routes of pods lead to. */
export async function probeAddresses(get: Get): Promise<ClusterAddresses> {
  const addressOf = async (namespace: string, name: string) =>
    (await get<{ spec?: { clusterIP?: string } }>(`/api/v1/namespaces/${namespace}/services/${name}`))?.spec
      ?.clusterIP;
  const [apiServerClusterIp, dnsClusterIp] = await Promise.all([
    addressOf("default", "kubernetes"),
    addressOf("kube-system", "kube-dns"),
  ]);
  return {
    ...(apiServerClusterIp === undefined ? {} : { apiServerClusterIp }),
    ...(dnsClusterIp === undefined ? {} : { dnsClusterIp }),
  };
}

function installationOf({ metadata: { annotations = {} }, spec }: Program): Partial<KubeOvnInstallation> {
  const containers = spec?.template?.spec?.containers ?? [];
  const container = containers.find(({ name }) => name === "kube-ovn-controller") ?? containers[0];
  const said = (flag: string): string | undefined =>
    container?.args?.find((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3);
  const release = annotations["meta.helm.sh/release-name"];
  const found = {
    version: /^v?(\d+\.\d+\.\d+)/.exec(parseImage(container?.image ?? "").tag ?? "")?.[1],
    release:
      release === undefined
        ? undefined
        : `${annotations["meta.helm.sh/release-namespace"] ?? "kube-system"}/${release}`,
    pods: said("default-cidr"),
    services: said("service-cluster-ip-range"),
    join: said("node-switch-cidr"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ""));
}
