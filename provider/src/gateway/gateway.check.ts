import { z } from "zod";
import { checkGatewayLoadBalancer } from "../alibaba/gateway.check";
import { slbShape } from "../alibaba/loadBalancer.shape";
import { workloadShape } from "../pods/workload.check";
import {
  checkAnnotations,
  cidr,
  domainName,
  leaf,
  dnsLabel,
  namespaceName,
  texts,
  under,
  whole,
  type Problem,
} from "../problems";
import { gatewayApiGatewayShape } from "../gatewayApi/gatewayApi.shape";
import { authorizationShape } from "../istio/authorization.shape";
import { selectorShape } from "../serving/settings/network";
import { Exposure, ExternalTrafficPolicy, type GatewayArgs } from "./gateway";
import { gatewayPortsShape, gatewayTlsShape } from "./gatewayTls.shape";
import { checkPorts } from "./ports.check";

export const gatewayShape = z.strictObject({
  name: dnsLabel.optional(),
  exposure: z.enum(Exposure).optional(),
  address: leaf(z.string().min(1)).optional(),
  addressPorts: gatewayPortsShape.optional(),
  namespace: namespaceName.optional(),
  default: z.boolean().optional(),
  local: z.boolean().optional(),
  services: selectorShape.optional(),
  authorization: authorizationShape.optional(),
  tls: gatewayTlsShape.optional(),
  domain: leaf(domainName).optional(),
  annotations: texts.optional(),
  alibaba: slbShape.optional(),
  loadBalancerClass: z.string().min(1).optional(),
  loadBalancerIP: leaf(z.string().min(1)).optional(),
  addressTimeoutSeconds: whole(1, 3600).optional(),
  loadBalancerSourceRanges: z.array(cidr).optional(),
  externalTrafficPolicy: z.enum(ExternalTrafficPolicy).optional(),
  ports: gatewayPortsShape.optional(),
  httpNodePort: whole(1, 65535).optional(),
  httpsNodePort: whole(1, 65535).optional(),
  gatewayApi: gatewayApiGatewayShape.optional(),
  ...workloadShape.shape,
}) satisfies z.ZodType<GatewayArgs>;

const loadBalancerOnly = [
  "alibaba",
  "loadBalancerClass",
  "loadBalancerIP",
  "addressTimeoutSeconds",
  "loadBalancerSourceRanges",
] as const;

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
    ...checkAnnotations("annotations", gateway.annotations),
    ...(exposure === Exposure.LoadBalancer
      ? []
      : loadBalancerOnly.flatMap((property) => ignored(property, '"LoadBalancer"'))),
    ...(exposure === Exposure.ClusterIP
      ? (["externalTrafficPolicy", "httpNodePort", "httpsNodePort"] as const).flatMap((property) =>
          ignored(property, '"NodePort" or "LoadBalancer"'),
        )
      : []),
    ...(gateway.addressPorts !== undefined && gateway.address === undefined
      ? [
          {
            path: "addressPorts",
            code: "KN1008",
            reason: "has no effect without address; add that, or remove it",
          } as const,
        ]
      : []),
    ...checkGatewayLoadBalancer(gateway),
  ];
}

/** The problems of a list of gateways: names are identities. */
export function checkGateways(gateways: readonly GatewayArgs[]): Problem[] {
  const names = gateways.map((gateway) => gateway.name ?? "default");
  const each = gateways.flatMap((gateway, index) => {
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
  return [...each, ...checkPorts(gateways)];
}
