import { z } from "zod";
import { dnsLabel, namespaceName, domainName, isDnsSubdomain, leaf, text, whole } from "../problems";
import {
  AlibabaEipChargeType,
  AlibabaLoadBalancerMaker,
  AlibabaServiceAffinity,
  AlibabaTrafficPolicy,
  type AlibabaCertificateArgs,
  type AlibabaLoadBalancerArgs,
} from "./alibabaLoadBalancer.args";
import { slbShape } from "./loadBalancer.shape";

const some = z.string().min(1);

/** A host that clients ask for, or all below a domain. */
const host = text(
  "KN1006",
  'must be a domain name such as hello.shop.cn, or one with "*." before it',
  (value) => isDnsSubdomain(value.replace(/^\*\./, "")) && value.replace(/^\*\./, "").includes("."),
);

const certificateShape = z.strictObject({
  name: text("KN1006", 'must be a name of 1 to 80 letters, digits, "-", ".", "/" and "_"', (value) =>
    /^[-\w./]{1,80}$/.test(value),
  ),
  certificate: leaf(some).optional(),
  privateKey: leaf(some).optional(),
  serviceCertificateId: leaf(some).optional(),
  serviceRegion: some.optional(),
}) satisfies z.ZodType<AlibabaCertificateArgs>;

export const alibabaLoadBalancerShape = z.strictObject({
  service: z
    .strictObject({
      namespace: namespaceName.optional(),
      name: dnsLabel.optional(),
      externalTrafficPolicy: z.enum(AlibabaTrafficPolicy).optional(),
      sessionAffinity: z.enum(AlibabaServiceAffinity).optional(),
    })
    .optional(),
  settings: slbShape.optional(),
  madeBy: z.enum(AlibabaLoadBalancerMaker).optional(),
  region: text("KN1006", "must be the id of a region, such as cn-hangzhou", (value) =>
    /^[a-z]{2}(-[a-z0-9]+)+$/.test(value),
  ).optional(),
  eip: z
    .strictObject({
      bandwidth: whole(1, 500).optional(),
      chargeType: z.enum(AlibabaEipChargeType).optional(),
      isp: some.optional(),
      name: z.string().min(1).max(128).optional(),
    })
    .optional(),
  serverCertificates: z.array(certificateShape).min(1).optional(),
  hosts: z.array(host).min(1).optional(),
  dns: z.strictObject({ zone: domainName, ttl: whole(1, 86400).optional() }).optional(),
  kubeconfig: leaf(some).optional(),
  context: leaf(some).optional(),
  readyTimeoutSeconds: whole(1, 3600).optional(),
}) satisfies z.ZodType<AlibabaLoadBalancerArgs>;
