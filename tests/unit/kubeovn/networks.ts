import type { NetworkFacts, NetworkPod } from "../../../provider/src/kubeovn/diagnose.facts";
import {
  accessAnnotations,
  renderApiServerAccess,
} from "../../../provider/src/kubeovn/apiServerAccess.render";

export const asked = { namespace: "red", name: "app-1" };
export const road = accessAnnotations({ dns: true }, ["10.96.0.1", "10.96.0.10"]).annotations;
export const provider = "api-ovn-nad.kube-system.ovn";
export const first = {
  "ovn.kubernetes.io/logical_switch": "red-apps",
  "ovn.kubernetes.io/allocated": "true",
  "ovn.kubernetes.io/ip_address": "10.20.0.5",
};
export const second = {
  [`${provider}.kubernetes.io/allocated`]: "true",
  [`${provider}.kubernetes.io/ip_address`]: "100.100.100.5",
};
export const podWith = (annotations: Record<string, string>): NetworkPod => ({
  metadata: { ...asked, annotations },
});
export const ready = {
  conditions: [{ type: "Ready", status: "True" }],
  v4availableIPs: 100,
  v6availableIPs: 0,
};

/** A cluster in which a pod of a custom VPC reaches the API server and the name servers. */
export const healthy: NetworkFacts = {
  kubeOvnDefined: true,
  multusDefined: true,
  controller: { metadata: { name: "kube-ovn-controller" }, status: { availableReplicas: 1 } },
  subnets: [
    {
      metadata: { name: "red-apps" },
      spec: { vpc: "red", cidrBlock: "10.20.0.0/16", provider: "ovn" },
      status: ready,
    },
    {
      metadata: { name: "vpc-apiserver-subnet" },
      spec: { vpc: "ovn-cluster", cidrBlock: "100.100.100.0/24", provider, enableLb: true },
      status: ready,
    },
  ],
  vpcs: [
    { metadata: { name: "ovn-cluster" }, status: { standby: true, default: true } },
    { metadata: { name: "red" }, status: { standby: true, default: false } },
  ],
  vpcDns: [],
  attachments: renderApiServerAccess({})
    .flat()
    .filter(({ kind }) => kind === "NetworkAttachmentDefinition"),
  apiServerIp: "10.96.0.1",
  dnsIp: "10.96.0.10",
  namespace: { metadata: { name: "red", annotations: { "ovn.kubernetes.io/logical_switch": "red-apps" } } },
  pod: podWith({ ...first, ...second, ...road }),
  events: [],
  denied: [],
};
