import { z } from "zod";
import { domainName, isDnsLabel, isDnsSubdomain, leaf, text, texts } from "../problems";
import {
  GatewayAddressType,
  type GatewayApiAddressArgs,
  type GatewayApiArgs,
  type GatewayApiGatewayArgs,
  type InstalledGatewayApiArgs,
} from "./gatewayApi.args";

const feature = text(
  "KN1006",
  "must be a feature's name as the Gateway API writes it, such as HTTPRouteRequestTimeout",
  (value) => /^[A-Z][A-Za-z0-9]*$/.test(value),
);
const objectName = text("KN1006", "must be the name of an object, such as knative-gateway", isDnsSubdomain);
const service = text("KN1006", 'must be a Service, as "name" or "namespace/name"', (value) => {
  const parts = value.split("/");
  return parts.length <= 2 && parts.every(isDnsLabel);
});

export const gatewayApiShape = z.strictObject({
  className: domainName.optional(),
  supportedFeatures: z.array(feature).optional(),
}) satisfies z.ZodType<GatewayApiArgs>;

const addressShape = z.strictObject({
  type: z.enum(GatewayAddressType).optional(),
  value: leaf(z.string().min(1)),
}) satisfies z.ZodType<GatewayApiAddressArgs>;

export const gatewayApiGatewayShape = z.strictObject({
  className: domainName.optional(),
  existing: objectName.optional(),
  service: service.optional(),
  addresses: z.array(addressShape).min(1).optional(),
  labels: texts.optional(),
  supportedFeatures: z.array(feature).optional(),
  proxyProtocol: z.boolean().optional(),
}) satisfies z.ZodType<GatewayApiGatewayArgs>;

export const installedGatewayApiShape = z.strictObject({
  kinds: z.array(z.string()),
  classes: z.array(z.strictObject({ name: z.string(), controller: z.string(), accepted: z.boolean() })),
}) satisfies z.ZodType<InstalledGatewayApiArgs>;
