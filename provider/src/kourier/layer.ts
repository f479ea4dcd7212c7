import { serviceAddress } from "../gateway/address";
import { Exposure } from "../gateway/gateway";
import type { GatewayLayer } from "../gateway/layer";
import { kourierLayer } from "../policies/roads.kourier";
import { systemNamespaces } from "../release/catalog";
import { gatewayProgram } from "../serving/profiles";
import type { ServingArgs } from "../serving/serving.args";
import { restartOnNewCertificate } from "../serving/tls.render";
import { kourierGatewaySteps, kourierService } from "./gateway.render";
import { checkKourier } from "./kourier.check";

const [gatewayNamespace = ""] = kourierService.split("/");

function gatewayOf({ gateways: [gateway = {}] = [] }: ServingArgs) {
  const { name = "default", exposure = Exposure.ClusterIP } = gateway;
  return {
    ...gateway,
    name,
    exposure,
    service: kourierService,
    addressedBy: `Service/${kourierService}`,
    chosenBy: undefined,
  };
}

/** Kourier: the one gateway that its release brings, for requests from both sides. */
export const kourier: GatewayLayer = {
  ingressClass: "kourier.ingress.networking.knative.dev",
  hasChoice: false,
  check: checkKourier,
  gateways: (args) => [gatewayOf(args)],
  placeOf: serviceAddress,
  found: () => [],
  imageNamespaces: systemNamespaces,
  replace: () => (manifests) => manifests,
  steps: (args) => [...kourierGatewaySteps(gatewayOf(args)), restartOnNewCertificate(args.tls)],
  add: () => [],
  verify: () => [],
  programKey: () => `Deployment/${gatewayNamespace}/${gatewayProgram}`,
  roads: (args) => kourierLayer(gatewayOf(args).exposure),
  monitored: () => "kourier",
  serving: (args) => [gatewayOf(args).name],
  checkService: () => () => [],
};
