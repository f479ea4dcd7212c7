import { serviceAddress } from "../gateway/address";
import { gatewayLabels } from "../gateway/choice";
import type { GatewayLayer, PlannedGateway } from "../gateway/layer";
import type { Manifest } from "../manifests/manifest";
import { monitoredIstio } from "../monitoring/monitors";
import { workloadOf } from "../pods/workload.check";
import { istioLayer } from "../policies/roads.istio";
import type { ServingArgs } from "../serving/serving.args";
import { planGatewayWorkload } from "../serving/workloads.plan";
import { runAsPlanned } from "../pods/workload.render";
import { istioConfig } from "./gateways.config";
import { planIstioGateways, type IstioGateway, type IstioGateways } from "./gateways.plan";
import { istioSide, renderIstioGateways } from "./gateways.render";
import { isInstalled, istioNamespace } from "./istio.names";
import { meshSteps, renderMesh } from "./mesh.render";
import { checkProber } from "./prober.check";
import { withoutUpstreamGateways } from "./release.render";
import { servingGateways } from "./selection";
import { checkOwnGatewaysOf } from "./services.check";
import { checkServingOnIstio } from "./serving.check";

function gatewaysOf({ gateways, istio }: ServingArgs): IstioGateways {
  return planIstioGateways(gateways ?? [{}], istio);
}

/** Istio by net-istio: as many gateways as are asked for, each with pods of its own. */
export const istio: GatewayLayer = {
  ingressClass: "istio.ingress.networking.knative.dev",
  hasChoice: true,
  check: checkServingOnIstio,
  gateways: (args) => gatewaysOf(args).external.map(planned),
  placeOf: serviceAddress,
  found: () => [],
  imageNamespaces,
  replace: (args) => withoutUpstreamGateways(istioConfig(gatewaysOf(args))),
  steps: (args) => meshSteps(args.istio),
  add: (args) => [...runGateways(args), ...renderMesh(args.istio)],
  verify: checkProber,
  programKey: ({ service }) => service && `Deployment/${service}`,
  roads: (args) => istioLayer(gatewaysOf(args), args.istio),
  monitored: (args) => monitoredIstio(gatewaysOf(args), args.istio),
  serving: (args, labels) => servingGateways(gatewaysOf(args), labels),
  checkService: checkOwnGatewaysOf,
};

function planned(gateway: IstioGateway): PlannedGateway {
  const { args, name, exposure, namespace, objectName, isDefault } = gateway;
  const chosenBy = isDefault ? undefined : gatewayLabels([name]);
  const service = `${namespace}/${objectName}`;
  return { ...args, name, exposure, service, addressedBy: `Service/${service}`, chosenBy };
}

/** Istio's own namespace gets its credentials along with Istio. */
function imageNamespaces(args: ServingArgs): readonly string[] {
  const served = isInstalled(args.istio) ? istioNamespace(args.istio) : undefined;
  const namespaces = gatewaysOf(args).all.map(({ namespace }) => namespace);
  return [...new Set(["knative-serving", ...namespaces])].filter((name) => name !== served);
}

/** The gateways, run as profile and settings say. Their image is the injector's to name. */
function runGateways(args: ServingArgs): readonly Manifest[] {
  const gateways = gatewaysOf(args);
  const workloads = new Map(
    gateways.all.map((gateway) => [gateway.objectName, planGatewayWorkload(args, workloadOf(gateway.args))]),
  );
  return runAsPlanned(workloads)(renderIstioGateways(gateways, istioSide(args.istio, args.images)));
}
