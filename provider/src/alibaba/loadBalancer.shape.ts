import ipaddr from "ipaddr.js";
import { z } from "zod";
import { domainName, leaf, text, texts, whole } from "../problems";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import {
  AlibabaAclType,
  AlibabaAddressType,
  AlibabaAlpnPolicy,
  AlibabaBackendType,
  AlibabaChargeType,
  AlibabaHealthCheckCode,
  AlibabaHealthCheckMethod,
  AlibabaHealthCheckType,
  AlibabaInstanceChargeType,
  AlibabaIpVersion,
  AlibabaListenerProtocol,
  AlibabaModificationProtection,
  AlibabaNetworkType,
  AlibabaScheduler,
  AlibabaServerGroupType,
  AlibabaSlbType,
  AlibabaStickySessionType,
} from "./loadBalancer.enums";

/** An id of the cloud; a prefix tells what of. Placeholders that nobody filled in don't pass. */
const id = (prefix = "") =>
  leaf(
    text(
      "KN1006",
      prefix === ""
        ? "must be an id of Alibaba Cloud: letters, digits, '-' and '_'"
        : `must be an id such as ${prefix}bp1abc: "${prefix}" with letters, digits, '-' and '_'`,
      (value) => value.startsWith(prefix) && /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(value.slice(prefix.length)),
    ),
  );

const ipv4 = leaf(
  text("KN1006", "must be an IPv4 address such as 192.168.0.10", (value) =>
    ipaddr.IPv4.isValidFourPartDecimal(value),
  ),
);

const port = whole(1, 65535);
const switched = z.boolean().optional();

const networkShape = z.strictObject({
  networkType: z.enum(AlibabaNetworkType).optional(),
  vswitchId: id("vsw-").optional(),
  ip: ipv4.optional(),
  masterZoneId: id().optional(),
  slaveZoneId: id().optional(),
  zoneMaps: z
    .array(
      z.strictObject({
        zoneId: id(),
        vswitchId: id("vsw-"),
        ip: ipv4.optional(),
        eipAllocationId: id("eip-").optional(),
      }),
    )
    .optional(),
  ipv6AddressType: z.enum(AlibabaAddressType).optional(),
  securityGroupIds: z.array(id("sg-")).min(1).optional(),
  crossZoneEnabled: switched,
});

const billingShape = z.strictObject({
  instanceChargeType: z.enum(AlibabaInstanceChargeType).optional(),
  spec: text("KN1006", 'must be a specification such as "slb.s1.small"', (value) =>
    /^slb(\.[a-z0-9]+){2,}$/.test(value),
  ).optional(),
  chargeType: z.enum(AlibabaChargeType).optional(),
  bandwidth: whole(1, 5120).optional(),
  bandwidthPackageId: id("cbwp-").optional(),
});

const listenerShape = z.strictObject({
  port,
  protocol: z.enum(AlibabaListenerProtocol).optional(),
  forwardPort: port.optional(),
  portRange: z.strictObject({ from: whole(1, 65534), to: whole(2, 65535) }).optional(),
  serverGroupId: id().optional(),
});

const tlsShape = z.strictObject({
  certId: id().optional(),
  additionalCertIds: z.array(id()).min(1).optional(),
  domainExtensions: z.record(z.string(), id()).optional(),
  cipherPolicy: leaf(
    text(
      "KN1006",
      'must be a policy of the system, such as "tls_cipher_policy_1_2", or the id of one of yours, "tls-…"',
      (value) => /^(tls_cipher_policy_[a-z0-9_]+|tls-[a-z0-9-]+)$/.test(value),
    ),
  ).optional(),
  http2Enabled: switched,
  caCertEnabled: switched,
  caCertIds: z.array(id()).min(1).optional(),
  alpnEnabled: switched,
  alpnPolicy: z.enum(AlibabaAlpnPolicy).optional(),
});

const sessionShape = z.strictObject({
  sticky: switched,
  stickyType: z.enum(AlibabaStickySessionType).optional(),
  cookie: text(
    "KN1006",
    "must be the name of a cookie: from 1 to 200 letters, digits, '_' and '-'",
    (value) => /^[A-Za-z0-9_-]{1,200}$/.test(value),
  ).optional(),
  cookieTimeout: whole(1, 86400).optional(),
  persistenceTimeout: whole(0, 3600).optional(),
});

const healthCheckShape = z.strictObject({
  flag: switched,
  layer4Switch: switched,
  type: z.enum(AlibabaHealthCheckType).optional(),
  uri: text(
    "KN1006",
    'must be a path such as "/healthz": from 1 to 80 characters, starting with "/"',
    (value) => /^\/[^\s]{0,79}$/.test(value),
  ).optional(),
  domain: text(
    "KN1006",
    'must be a domain of at most 80 characters, or "$_ip" (CLB), "$SERVER_IP" (NLB) for the address of each backend',
    (value) => value === "$_ip" || value === "$SERVER_IP" || /^[A-Za-z0-9.-]{1,80}$/.test(value),
  ).optional(),
  httpCodes: z.array(z.enum(AlibabaHealthCheckCode)).min(1).optional(),
  method: z.enum(AlibabaHealthCheckMethod).optional(),
  connectPort: z
    .int()
    .refine((value) => value === -520 || (value >= 1 && value <= 65535), {
      error: ({ input }) => `must be a port from 1 to 65535, or -520 for the backend's, got ${String(input)}`,
      params: { problem: "KN1004" },
    })
    .optional(),
  healthyThreshold: whole(2, 10).optional(),
  unhealthyThreshold: whole(2, 10).optional(),
  interval: whole(1, 50).optional(),
  connectTimeout: whole(1, 300).optional(),
  timeout: whole(1, 300).optional(),
});

const backendsShape = z.strictObject({
  type: z.enum(AlibabaBackendType).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  removeUnscheduled: switched,
  weight: whole(0, 100).optional(),
  defaultWeight: whole(0, 100).optional(),
  ignoreWeightUpdate: switched,
  ipVersion: z.enum(AlibabaIpVersion).optional(),
  serverGroupType: z.enum(AlibabaServerGroupType).optional(),
  preserveClientIp: switched,
});

const groupsShape = {
  network: networkShape.optional(),
  billing: billingShape.optional(),
  listeners: z.array(listenerShape).optional(),
  tls: tlsShape.optional(),
  session: sessionShape.optional(),
  timeouts: z
    .strictObject({
      idle: whole(1, 900).optional(),
      request: whole(1, 180).optional(),
      established: whole(10, 900).optional(),
    })
    .optional(),
  connectionDrain: z.strictObject({ enabled: switched, timeout: whole(10, 900).optional() }).optional(),
  forwardedHeaders: z
    .strictObject({ proto: switched, slbPort: switched, clientSrcPort: switched })
    .optional(),
  proxyProtocol: z
    .strictObject({
      enabled: switched,
      vpcId: switched,
      privateLinkEndpointId: switched,
      privateLinkEndpointServiceId: switched,
    })
    .optional(),
  acl: z
    .strictObject({
      enabled: switched,
      ids: z.array(id("acl-")).min(1).optional(),
      type: z.enum(AlibabaAclType).optional(),
    })
    .optional(),
  healthCheck: healthCheckShape.optional(),
  backends: backendsShape.optional(),
};

export const slbShape = z.strictObject({
  type: z.enum(AlibabaSlbType).optional(),
  addressType: z.enum(AlibabaAddressType).optional(),
  id: id().optional(),
  forceOverrideListeners: switched,
  name: leaf(
    text(
      "KN1006",
      "must be a name from 2 to 128 characters, starting with a letter, of letters, digits, '.', '_', '-' and '/'",
      (value) => /^\p{L}[\p{L}\p{N}._/-]{1,127}$/u.test(value),
    ),
  ).optional(),
  resourceGroupId: id("rg-").optional(),
  tags: texts.optional(),
  ipVersion: z.enum(AlibabaIpVersion).optional(),
  deleteProtection: switched,
  modificationProtection: z.enum(AlibabaModificationProtection).optional(),
  preserveOnDelete: switched,
  eipAsExternalIp: switched,
  hostname: leaf(domainName).optional(),
  scheduler: z.enum(AlibabaScheduler).optional(),
  cps: whole(0, 1000000).optional(),
  ...groupsShape,
  furtherAnnotations: texts.optional(),
  allowReplace: z.boolean().optional(),
}) satisfies z.ZodType<AlibabaSlbArgs>;
