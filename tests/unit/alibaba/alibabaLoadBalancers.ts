import type { AlibabaLoadBalancerArgs } from "../../../provider/src/alibaba/alibabaLoadBalancer.args";
import type { LiveService } from "../../../provider/src/alibaba/alibabaLoadBalancer.live";

/** Texts that look like a pair; nobody reads what is in them. */
export const certificatePem = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n";
export const privateKeyPem =
  "-----BEGIN PRIVATE KEY-----\nbmV2ZXItdG8tYmUtc2Vlbg==\n-----END PRIVATE KEY-----\n";

/** Everything that a CLB of this program's making can have. */
export const fullestClb: AlibabaLoadBalancerArgs = {
  madeBy: "pulumi",
  settings: {
    name: "web",
    resourceGroupId: "rg-1",
    tags: { team: "web" },
    network: {
      vswitchId: "vsw-1",
      ip: "10.0.0.9",
      masterZoneId: "cn-hangzhou-h",
      slaveZoneId: "cn-hangzhou-i",
    },
    billing: { instanceChargeType: "PayBySpec", spec: "slb.s2.small" },
    listeners: [{ port: 443, protocol: "https" }],
    tls: { certId: "web" },
    scheduler: "wrr",
  },
  eip: { bandwidth: 50, chargeType: "PayByBandwidth", isp: "BGP_PRO" },
  serverCertificates: [{ name: "web", certificate: certificatePem, privateKey: privateKeyPem }],
  hosts: ["hello.shop.cn", "*.apps.shop.cn"],
  dns: { zone: "shop.cn", ttl: 60 },
};

/** An NLB of this program's making. */
export const nlb: AlibabaLoadBalancerArgs = {
  madeBy: "pulumi",
  settings: {
    type: "nlb",
    addressType: "internet",
    tags: { team: "web" },
    network: {
      zoneMaps: [
        { zoneId: "cn-hangzhou-h", vswitchId: "vsw-1", eipAllocationId: "eip-1" },
        { zoneId: "cn-hangzhou-i", vswitchId: "vsw-2" },
      ],
      securityGroupIds: ["sg-1"],
      crossZoneEnabled: false,
    },
  },
  hosts: ["hello.shop.cn"],
  dns: { zone: "shop.cn" },
};

const prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";

/** The gateway as ACK leaves it: with a public CLB of the controller's. */
export const ackGateway: LiveService = {
  metadata: {
    name: "kourier",
    labels: { "service.k8s.alibaba/loadbalancer-id": "lb-ack" },
    finalizers: ["service.k8s.alibaba/resources"],
    managedFields: [{ manager: "ack", fieldsV1: { "f:spec": { "f:type": {} } } }],
  },
  spec: { type: "LoadBalancer", ports: [{ port: 80 }, { port: 443 }] },
  status: { loadBalancer: { ingress: [{ ip: "47.96.0.1" }] } },
};

/** The same once a component has set annotations of it. */
export function adopted(
  component: string,
  texts: Readonly<Record<string, string>>,
  gateway: LiveService = ackGateway,
): LiveService {
  const annotations = Object.fromEntries(Object.entries(texts).map(([key, text]) => [prefix + key, text]));
  const fields = Object.fromEntries(Object.keys(annotations).map((name) => [`f:${name}`, {}]));
  const { managedFields = [] } = gateway.metadata;
  const manager = `pulumi-knative-${component}`;
  return {
    ...gateway,
    metadata: {
      ...gateway.metadata,
      annotations: { ...gateway.metadata.annotations, ...annotations },
      managedFields: [...managedFields, { manager, fieldsV1: { "f:metadata": { "f:annotations": fields } } }],
    },
  };
}
