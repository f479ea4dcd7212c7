/* eslint max-lines: off -- one list, an entry for each annotation */
import type { AlibabaSlbArgs } from "../../../provider/src/alibaba/loadBalancer.args";
import type { AlibabaSlbType } from "../../../provider/src/alibaba/loadBalancer.enums";

/** Name of an annotation after the usual prefix, or its whole name. */
export const named = (key: string): string =>
  key.includes("/") ? key : `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-${key}`;

/** Annotations by their names after the prefix. */
export const annotations = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [named(key), text]));

/** An NLB with what every NLB needs. */
export const nlb: AlibabaSlbArgs = {
  type: "nlb",
  network: {
    zoneMaps: [
      { zoneId: "cn-hangzhou-j", vswitchId: "vsw-j" },
      { zoneId: "cn-hangzhou-k", vswitchId: "vsw-k" },
    ],
  },
};

/** Who reads an annotation, what becomes of a change, and one value of its property with the text that says it. */
export type Sample = readonly [
  key: string,
  on: AlibabaSlbType | "both",
  change: "update" | "replace" | "ignored",
  args: AlibabaSlbArgs,
  text: string,
];

/**
 * Every annotation of the controller's pkg/controller/service/reconcile/annotation/annotations.go, written down once more: the
 * table of the package is held against it.
 */
export const samples: readonly Sample[] = [
  ["address-type", "both", "replace", { addressType: "internet" }, "internet"],
  ["network-type", "clb", "replace", { network: { networkType: "classic" } }, "classic"],
  ["vswitch-id", "clb", "ignored", { network: { vswitchId: "vsw-1" } }, "vsw-1"],
  ["ip", "clb", "replace", { network: { ip: "192.168.0.9" } }, "192.168.0.9"],
  ["master-zoneid", "clb", "replace", { network: { masterZoneId: "cn-beijing-g" } }, "cn-beijing-g"],
  ["slave-zoneid", "clb", "replace", { network: { slaveZoneId: "cn-beijing-f" } }, "cn-beijing-f"],
  [
    "zone-maps",
    "nlb",
    "update",
    {
      network: {
        zoneMaps: [
          { zoneId: "a", vswitchId: "vsw-a", ip: "10.0.0.1", eipAllocationId: "eip-1" },
          { zoneId: "b", vswitchId: "vsw-b", eipAllocationId: "eip-2" },
          { zoneId: "c", vswitchId: "vsw-c", ip: "10.0.2.1" },
          { zoneId: "d", vswitchId: "vsw-d" },
        ],
      },
    },
    "a:vsw-a:10.0.0.1:eip-1,b:vsw-b::eip-2,c:vsw-c:10.0.2.1,d:vsw-d",
  ],
  ["ipv6-address-type", "nlb", "update", { network: { ipv6AddressType: "internet" } }, "internet"],
  ["security-group-ids", "nlb", "update", { network: { securityGroupIds: ["sg-1", "sg-2"] } }, "sg-1,sg-2"],
  ["cross-zone-enabled", "nlb", "update", { network: { crossZoneEnabled: false } }, "off"],
  ["ip-version", "both", "replace", { ipVersion: "dualstack" }, "dualstack"],
  ["id", "both", "replace", { id: "lb-1" }, "lb-1"],
  ["force-override-listeners", "both", "update", { forceOverrideListeners: true }, "true"],
  ["name", "both", "update", { name: "web" }, "web"],
  ["resource-group-id", "both", "replace", { resourceGroupId: "rg-1" }, "rg-1"],
  ["additional-resource-tags", "both", "update", { tags: { team: "web", env: "" } }, "team=web,env="],
  ["delete-protection", "clb", "update", { deleteProtection: false }, "off"],
  ["modification-protection", "clb", "update", { modificationProtection: "NonProtection" }, "NonProtection"],
  ["preserve-lb-on-delete", "both", "update", { preserveOnDelete: true }, "true"],
  ["external-ip-type", "clb", "update", { eipAsExternalIp: true }, "eip"],
  ["hostname", "clb", "update", { hostname: "lb.example.com" }, "lb.example.com"],
  ["instance-charge-type", "clb", "update", { billing: { instanceChargeType: "PayBySpec" } }, "PayBySpec"],
  ["spec", "clb", "update", { billing: { spec: "slb.s2.small" } }, "slb.s2.small"],
  ["charge-type", "clb", "update", { billing: { chargeType: "paybybandwidth" } }, "paybybandwidth"],
  ["bandwidth", "clb", "update", { billing: { bandwidth: 5120 } }, "5120"],
  ["bandwidth-package-id", "nlb", "update", { billing: { bandwidthPackageId: "cbwp-1" } }, "cbwp-1"],
  [
    "protocol-port",
    "both",
    "update",
    {
      listeners: [
        { port: 443, protocol: "https" },
        { port: 80, protocol: "http" },
      ],
    },
    "https:443,http:80",
  ],
  ["forward-port", "clb", "update", { listeners: [{ port: 80, forwardPort: 443 }] }, "80:443"],
  [
    "listener-port-range",
    "nlb",
    "update",
    { listeners: [{ port: 80, portRange: { from: 1000, to: 2000 } }] },
    "1000-2000:80",
  ],
  ["vgroup-port", "both", "update", { listeners: [{ port: 80, serverGroupId: "rsp-1" }] }, "rsp-1:80"],
  ["cert-id", "both", "update", { tls: { certId: "123_abc" } }, "123_abc"],
  ["additional-cert-ids", "nlb", "update", { tls: { additionalCertIds: ["1-cn", "2-cn"] } }, "1-cn,2-cn"],
  [
    "domain-extensions",
    "clb",
    "update",
    { tls: { domainExtensions: { "a.example.com": "c1", "*.b.example.com": "c2" } } },
    "a.example.com:c1,*.b.example.com:c2",
  ],
  [
    "tls-cipher-policy",
    "both",
    "update",
    { tls: { cipherPolicy: "tls_cipher_policy_1_2" } },
    "tls_cipher_policy_1_2",
  ],
  ["http2-enabled", "clb", "update", { tls: { http2Enabled: false } }, "off"],
  ["cacert", "nlb", "update", { tls: { caCertEnabled: true } }, "on"],
  ["cacert-id", "nlb", "update", { tls: { caCertIds: ["ca-1"] } }, "ca-1"],
  ["alpn", "nlb", "update", { tls: { alpnEnabled: true } }, "on"],
  ["alpn-policy", "nlb", "update", { tls: { alpnPolicy: "HTTP2Optional" } }, "HTTP2Optional"],
  ["scheduler", "both", "update", { scheduler: "wrr" }, "wrr"],
  ["persistence-timeout", "clb", "update", { session: { persistenceTimeout: 3600 } }, "3600"],
  ["sticky-session", "clb", "update", { session: { sticky: true } }, "on"],
  ["sticky-session-type", "clb", "update", { session: { stickyType: "insert" } }, "insert"],
  ["cookie", "clb", "update", { session: { cookie: "SESSION" } }, "SESSION"],
  ["cookie-timeout", "clb", "update", { session: { cookieTimeout: 86400 } }, "86400"],
  ["idle-timeout", "both", "update", { timeouts: { idle: 60 } }, "60"],
  ["request-timeout", "clb", "update", { timeouts: { request: 180 } }, "180"],
  ["established-timeout", "clb", "update", { timeouts: { established: 10 } }, "10"],
  ["connection-drain", "both", "update", { connectionDrain: { enabled: true } }, "on"],
  ["connection-drain-timeout", "both", "update", { connectionDrain: { timeout: 30 } }, "30"],
  ["xforwardedfor-proto", "clb", "update", { forwardedHeaders: { proto: true } }, "on"],
  ["xforwardedfor-slbport", "clb", "update", { forwardedHeaders: { slbPort: true } }, "on"],
  ["xforwardedfor-clientsrcport", "clb", "update", { forwardedHeaders: { clientSrcPort: true } }, "on"],
  ["proxy-protocol", "both", "update", { proxyProtocol: { enabled: true } }, "on"],
  ["ppv2-pvl-vpc-id-enabled", "nlb", "update", { proxyProtocol: { vpcId: true } }, "on"],
  ["ppv2-pvl-ep-id-enabled", "nlb", "update", { proxyProtocol: { privateLinkEndpointId: true } }, "on"],
  [
    "ppv2-pvl-eps-id-enabled",
    "nlb",
    "update",
    { proxyProtocol: { privateLinkEndpointServiceId: true } },
    "on",
  ],
  ["acl-status", "clb", "update", { acl: { enabled: true } }, "on"],
  ["acl-id", "clb", "update", { acl: { ids: ["acl-1", "acl-2"] } }, "acl-1,acl-2"],
  ["acl-type", "clb", "update", { acl: { type: "white" } }, "white"],
  ["cps", "nlb", "update", { cps: 100 }, "100"],
  ["health-check-flag", "both", "update", { healthCheck: { flag: true } }, "on"],
  ["health-check-switch", "clb", "update", { healthCheck: { layer4Switch: false } }, "off"],
  ["health-check-type", "both", "update", { healthCheck: { type: "http" } }, "http"],
  ["health-check-uri", "both", "update", { healthCheck: { uri: "/healthz" } }, "/healthz"],
  ["health-check-domain", "both", "update", { healthCheck: { domain: "$_ip" } }, "$_ip"],
  [
    "health-check-httpcode",
    "both",
    "update",
    { healthCheck: { httpCodes: ["http_2xx", "http_3xx"] } },
    "http_2xx,http_3xx",
  ],
  ["health-check-method", "both", "update", { healthCheck: { method: "get" } }, "get"],
  ["health-check-connect-port", "both", "update", { healthCheck: { connectPort: -520 } }, "-520"],
  ["healthy-threshold", "both", "update", { healthCheck: { healthyThreshold: 2 } }, "2"],
  ["unhealthy-threshold", "both", "update", { healthCheck: { unhealthyThreshold: 10 } }, "10"],
  ["health-check-interval", "both", "update", { healthCheck: { interval: 50 } }, "50"],
  ["health-check-connect-timeout", "both", "update", { healthCheck: { connectTimeout: 300 } }, "300"],
  ["health-check-timeout", "clb", "update", { healthCheck: { timeout: 8 } }, "8"],
  ["service.beta.kubernetes.io/backend-type", "both", "update", { backends: { type: "eni" } }, "eni"],
  [
    "backend-label",
    "both",
    "update",
    { backends: { labels: { pool: "web", tier: "1" } } },
    "pool=web,tier=1",
  ],
  ["remove-unscheduled-backend", "both", "update", { backends: { removeUnscheduled: true } }, "on"],
  ["weight", "both", "update", { backends: { weight: 60 } }, "60"],
  ["default-weight", "both", "update", { backends: { defaultWeight: 50 } }, "50"],
  ["ignore-weight-update", "both", "update", { backends: { ignoreWeightUpdate: true } }, "on"],
  ["backend-ip-version", "both", "update", { backends: { ipVersion: "ipv6" } }, "ipv6"],
  ["server-group-type", "nlb", "update", { backends: { serverGroupType: "Ip" } }, "Ip"],
  ["preserve-client-ip", "nlb", "update", { backends: { preserveClientIp: true } }, "on"],
];
