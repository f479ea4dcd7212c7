import { given } from "../helm/values";
import type { Manifest } from "../manifests/manifest";
import { serviceAddress } from "./apiServerAccess.plan";
import { attachmentDefinition, providerOf } from "./kubeovn.names";
import type { KubeOvnArgs } from "./kubeOvn.args";

const namespace = "kube-system";
const account = "vpc-dns";
const role = "system:vpc-dns";

/** Kube-OVN looks for the definition nowhere else: its vpc_dns.go. */
const attachmentNamespace = "default";
const vipOffset = 3;

/** What the controller needs before it makes name servers for VPCs; the configuration last, for it begins with that. */
export function renderVpcDnsSetup(args: KubeOvnArgs): readonly (readonly Manifest[])[] {
  const { vpcDns } = args;
  if (vpcDns === undefined) {
    return [];
  }
  const attachment = { name: vpcDns.attachment ?? "ovn-nad", namespace: attachmentNamespace };
  const configMap = (name: string, data: Readonly<Record<string, string>>): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data,
  });
  return [
    [
      attachmentDefinition(attachment),
      ...permissions(),
      configMap("vpc-dns-corefile", { Corefile: corefile(vpcDns.clusterDomain ?? "cluster.local") }),
    ],
    [
      configMap("vpc-dns-config", {
        "enable-vpc-dns": "true",
        ...given("coredns-image", vpcDns.image),
        "coredns-vip": vpcDns.vip ?? serviceAddress(args, vipOffset) ?? "",
        "nad-name": attachment.name,
        "nad-provider": providerOf(attachment),
      }),
    ],
  ];
}

function permissions(): readonly Manifest[] {
  const rbac = "rbac.authorization.k8s.io";
  const read = ["list", "watch"];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name: role },
      rules: [
        { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: read },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: role },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
      subjects: [{ kind: "ServiceAccount", name: account, namespace }],
    },
  ];
}

/** Names of the cluster from the API server, everything else from where the node asks. */
function corefile(domain: string): string {
  const plugins = [
    "errors",
    "health",
    "ready",
    `kubernetes ${domain} in-addr.arpa ip6.arpa {\n    pods insecure\n    fallthrough in-addr.arpa ip6.arpa\n  }`,
    "prometheus :9153",
    "forward . /etc/resolv.conf {\n    prefer_udp\n  }",
    "cache 30",
    "loop",
    "reload",
    "loadbalance",
  ];
  return `.:53 {\n${plugins.map((plugin) => `  ${plugin}\n`).join("")}}\n`;
}
