import { rootCertificates } from "node:tls";
import type { AckArgs } from "../../provider/src/alibaba/ack.args";
import { ackHome, type AckHome } from "../../provider/src/alibaba/ack.home";

/** A kubeconfig as the cloud gives it, with a credential that must not be seen. */
export const ackSecret = "t0ken-of-ack";
/** Addresses of the API server. Nobody answers there. */
export const publicServer = "https://127.0.0.1:2";
export const privateServer = "https://127.0.0.1:1";
/** Some authority: the Kubernetes plugin reads it, and nobody shows a certificate of it. */
const authority = Buffer.from(rootCertificates[0] ?? "").toString("base64");
export const ackKubeconfig = (server = publicServer, token = ackSecret): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "kubernetes", cluster: { server, "certificate-authority-data": authority } }],
    contexts: [{ name: "admin", context: { cluster: "kubernetes", user: "admin" } }],
    users: [{ name: "admin", user: { token } }],
    "current-context": "admin",
  });

/** The same of a server that shows a certificate of its own. */
export const trustingKubeconfig = (server: string, token?: string): string =>
  ackKubeconfig(server, token).replace(
    `"certificate-authority-data":"${authority}"`,
    '"insecure-skip-tls-verify":true',
  );

/** The smallest ACK cluster. */
export const smallest: AckArgs = { nodePools: [{ instanceTypes: ["ecs.g7.xlarge"] }] };

/** One with everything that can be said, but for what excludes each other. */
export const fullest: AckArgs = {
  name: "prod",
  spec: "ack.pro.small",
  kubernetesVersion: "1.34.1-aliyun.1",
  podNetwork: "terway",
  network: {
    cidr: "10.8.0.0/14",
    zones: [
      { zone: "cn-hangzhou-h" },
      { zone: "cn-hangzhou-i", cidr: "10.8.64.0/18", podCidr: "10.10.0.0/16" },
    ],
    nat: { bandwidth: 50 },
  },
  serviceCidr: "172.30.0.0/16",
  publicApiServer: true,
  apiServerNames: ["api.example.com", "10.8.0.10"],
  secretEncryptionKeyId: "key-1",
  addons: [
    { name: "metrics-server", version: "v0.3.9" },
    { name: "alb-ingress-controller", config: '{"albIngress":{"CreateDefaultALBConfig":false}}' },
  ],
  knative: { version: "v1.18.0", config: "{}", gateway: "alb" },
  logs: { project: "logs", retentionDays: 90 },
  rrsa: true,
  deletionProtection: true,
  resourceGroupId: "rg-1",
  tags: { team: "web" },
  credentialMinutes: 60,
  nodePools: [
    { name: "system", instanceTypes: ["ecs.g7.xlarge"], managed: true, keyName: "ops" },
    {
      name: "spot",
      instanceTypes: ["ecs.c7.xlarge", "ecs.c6.xlarge"],
      autoscaling: { min: 0, max: 20 },
      spot: { priceLimit: 0.5, onDemandBase: 1, onDemandPercentage: 10 },
      diskCategory: "cloud_auto",
      diskSize: 200,
      imageType: "ContainerOS",
      labels: { pool: "spot" },
      taints: [{ key: "spot" }, { key: "tier", value: "low", effect: "PreferNoSchedule" }],
    },
  ],
};

/** A cluster in a VPC that is there. */
export const inGivenVpc: AckArgs = {
  ...smallest,
  network: { vpcId: "vpc-1", cidr: "192.168.0.0/16", vSwitchIds: ["vsw-1", "vsw-2"] },
  securityGroupId: "sg-1",
};

export function homeOf(ack: AckArgs, component = "ack"): AckHome {
  return ackHome(component, { ack }) as AckHome;
}

const regionZones = ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"];

/** What a resource of the cloud is, given its inputs. */
export function stateOf(type: string, _: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const computed: Readonly<Record<string, object>> = {
    "alicloud:vpc/natGateway:NatGateway": { snatTableIds: "stb-1" },
    "alicloud:ecs/eipAddress:EipAddress": { ipAddress: "203.0.113.9" },
    "alicloud:cs/managedKubernetes:ManagedKubernetes": {
      connections: { apiServerInternet: publicServer, apiServerIntranet: privateServer },
      rrsaMetadata: { rrsaOidcIssuerUrl: "https://oidc.example.com/c1" },
    },
  };
  return { ...inputs, ...computed[type] };
}

/** What the cloud answers. */
export function answerOf(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (token) {
    case "alicloud:cs/getClusterCredential:getClusterCredential":
      return { kubeConfig: ackKubeconfig(), expiration: "2999-01-01T00:00:00Z" };
    case "alicloud:index/getZones:getZones":
      return { ids: regionZones };
    case "alicloud:vpc/getEnhancedNatAvailableZones:getEnhancedNatAvailableZones":
      return { zones: regionZones.map((zoneId) => ({ zoneId })) };
    case "alicloud:vpc/getNetworks:getNetworks":
      return { vpcs: [{ cidrBlock: "192.168.0.0/16" }] };
    case "alicloud:vpc/getSwitches:getSwitches":
      return { vswitches: ["vsw-1", "vsw-2"].map((id) => ({ id, zoneId: "cn-hangzhou-h" })) };
    default:
      throw new Error(`${token} is not to be asked, with ${JSON.stringify(inputs)}`);
  }
}
