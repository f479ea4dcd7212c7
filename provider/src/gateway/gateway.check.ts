import ipaddr from "ipaddr.js";
import { z } from "zod";
import { leaf, dnsLabel, quantity, text, texts, under, whole, type Problem } from "../problems";
import { Exposure, ExternalTrafficPolicy, type GatewayArgs, type ResourcesArgs } from "./gateway";

export const resourcesShape = z.strictObject({
  requests: z.record(z.string(), quantity).optional(),
  limits: z.record(z.string(), quantity).optional(),
}) satisfies z.ZodType<ResourcesArgs>;

const sourceRange = text("KN1006", "must be a range in CIDR notation such as 10.0.0.0/8", (value) =>
  ipaddr.isValidCIDR(value),
);

export const gatewayShape = z.strictObject({
  name: dnsLabel.optional(),
  exposure: z.enum(Exposure).optional(),
  address: leaf(z.string().min(1)).optional(),
  annotations: texts.optional(),
  loadBalancerClass: z.string().min(1).optional(),
  loadBalancerIP: leaf(z.string().min(1)).optional(),
  loadBalancerSourceRanges: z.array(sourceRange).optional(),
  externalTrafficPolicy: z.enum(ExternalTrafficPolicy).optional(),
  httpNodePort: whole(1, 65535).optional(),
  replicas: whole(1, 100).optional(),
  resources: resourcesShape.optional(),
}) satisfies z.ZodType<GatewayArgs>;

const loadBalancerOnly = ["loadBalancerClass", "loadBalancerIP", "loadBalancerSourceRanges"] as const;

/** Properties that the chosen exposure would silently ignore. */
export function checkGateway(gateway: GatewayArgs): Problem[] {
  const exposure = gateway.exposure ?? Exposure.ClusterIP;
  const ignored = (property: keyof GatewayArgs, needs: string): Problem[] =>
    gateway[property] === undefined
      ? []
      : [
          {
            path: property,
            code: "KN1008",
            reason: `has no effect with exposure "${exposure}"; remove it or set exposure to ${needs}`,
          },
        ];
  return [
    ...(exposure === Exposure.LoadBalancer
      ? []
      : loadBalancerOnly.flatMap((property) => ignored(property, '"LoadBalancer"'))),
    ...(exposure === Exposure.ClusterIP
      ? (["externalTrafficPolicy", "httpNodePort"] as const).flatMap((property) =>
          ignored(property, '"NodePort" or "LoadBalancer"'),
        )
      : []),
  ];
}

/** The problems of a list of gateways: names are identities. */
export function checkGateways(gateways: readonly GatewayArgs[]): Problem[] {
  const names = gateways.map((gateway) => gateway.name ?? "default");
  return gateways.flatMap((gateway, index) => {
    const first = names.indexOf(names[index] ?? "");
    const repeated: Problem[] =
      first < index
        ? [
            {
              path: "name",
              code: "KN1007",
              reason: `"${names[index]}" is the name of gateways[${first}] already`,
            },
          ]
        : [];
    return under(`gateways[${index}]`, [...repeated, ...checkGateway(gateway)]);
  });
}
