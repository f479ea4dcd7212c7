import { otherLayersOwn } from "../gateway/layer.check";
import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";

/** Properties of gateways that Kourier's one gateway has no use for. */
const others = ["namespace", "default", "local", "services", "authorization", "tls"] as const;

/** What Kourier can't do, or would pass over in silence. */
export function checkKourier(args: ServingArgs): Problem[] {
  const { gateways = [{}], istio, config } = args;
  const reason = `must hold one gateway, for Kourier serves exactly one per cluster; got ${gateways.length}; ingress "istio" serves any number`;
  return [
    ...(gateways.length === 1 ? [] : [{ path: "gateways", code: "KN3401", reason } as const]),
    ...(istio === undefined ? [] : [istioOnly("istio", 'set ingress: "istio", or remove it')]),
    ...(config?.["config-istio"] === undefined
      ? []
      : [istioOnly('config["config-istio"]', 'set ingress: "istio" and list gateways, or remove it')]),
    ...gateways.flatMap((gateway, index) =>
      others
        .filter((property) => gateway[property] !== undefined)
        .map((property) =>
          istioOnly(
            `gateways[${index}].${property}`,
            property === "tls"
              ? "Kourier's certificate is serving's tls.certificate"
              : 'set ingress: "istio", or remove it',
          ),
        ),
    ),
    ...otherLayersOwn(args, "kourier"),
  ];
}

function istioOnly(path: string, way: string): Problem {
  return { path, code: "KN6062", reason: `is for ingress "istio", and this is "kourier"; ${way}` };
}
