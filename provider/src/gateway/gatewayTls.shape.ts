import { z } from "zod";
import { duration, isDnsSubdomain, leaf, text, whole } from "../problems";
import { CipherSuite } from "../serving/tls.args";
import {
  GatewayKeyAlgorithm,
  GatewayTlsVersion,
  type GatewayPortsArgs,
  type GatewayTlsArgs,
} from "./gatewayTls.args";

const name = z.string().min(1);
const hour = 3600;

const certifiedName = text(
  "KN1006",
  'must be a domain name, with a leading "*." for all names of one level, such as *.apps.example.com',
  (value) => isDnsSubdomain(value.replace(/^\*\./, "")),
);

export const gatewayTlsShape = z.strictObject({
  secretName: name.optional(),
  certificate: leaf(name).optional(),
  privateKey: leaf(name).optional(),
  issuer: z
    .strictObject({ name: leaf(name), kind: name.optional(), group: leaf(name).optional() })
    .optional(),
  hosts: z.array(leaf(certifiedName)).optional(),
  algorithm: z.enum(GatewayKeyAlgorithm).optional(),
  duration: duration(hour).optional(),
  renewBefore: duration(hour / 12).optional(),
  redirect: z.boolean().optional(),
  minProtocolVersion: z.enum(GatewayTlsVersion).optional(),
  cipherSuites: z.array(z.enum(CipherSuite)).min(1).optional(),
  clientCa: leaf(name).optional(),
}) satisfies z.ZodType<GatewayTlsArgs>;

export const gatewayPortsShape = z.strictObject({
  http: whole(1, 65535).optional(),
  https: whole(1, 65535).optional(),
}) satisfies z.ZodType<GatewayPortsArgs>;
