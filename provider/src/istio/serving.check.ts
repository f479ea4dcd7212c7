import { otherLayersOwn } from "../gateway/layer.check";
import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { checkGatewayDomains } from "./gatewayDomains.check";
import { checkOwnGateways } from "./gatewayPorts.check";
import { checkGatewayNames } from "./gatewayTls.gate";
import { checkIstioConfig, checkIstioGateways } from "./gateways.check";
import { checkAuthorizations, checkMeshMode } from "./mesh.check";

/** What net-istio can't do, or would pass over in silence. */
export function checkServingOnIstio(args: ServingArgs): Problem[] {
  return [
    ...checkIstioGateways(args.gateways ?? [{}]),
    ...checkIstioConfig(args.config?.["config-istio"]),
    ...checkOwnGateways(args),
    ...checkGatewayDomains(args),
    ...checkGatewayNames(args),
    ...checkAuthorizations(args.gateways ?? [], args.istio ?? {}),
    ...checkMeshMode(args.istio ?? {}, meshModeOf(args)),
    ...otherLayersOwn(args, "istio"),
  ];
}

/** What the user says of Knative and meshes, in either of the places where it can be said. */
function meshModeOf({ network, config }: ServingArgs): string | undefined {
  return config?.["config-network"]?.["mesh-compatibility-mode"] ?? network?.meshCompatibilityMode;
}
