import { checkChosen, routeLabels, everyGateway } from "../gateway/choice";
import { Exposure, type GatewayAddress, type GatewayArgs } from "../gateway/gateway";
import { under, type Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import { atPort } from "../serving/gatewayAddress";
import { layerOf } from "../serving/layers";
import type { ServingArgs } from "../serving/serving.args";
import { isPrivate } from "./domains";
import { serviceKey } from "./serviceKey";

/** A gateway of a platform, and what it serves. */
export interface PlatformGateway extends GatewayAddress {
  /** URLs of the services that this gateway serves, by the keys of `urls`. */
  urls: Record<string, string>;
}

/** Names of the gateways for requests from outside, the default one's included. */
export function gatewayNames({ gateways = [{}] }: ServingArgs = {}): string[] {
  return gateways.filter(isOutside).map(({ name = "default" }) => name);
}

function isOutside({ local }: GatewayArgs): boolean {
  return local !== true;
}

/** A service with "*" replaced by the names it stands for. A gateway that is the only one serves all, whatever they ask for. */
export function withGatewayNames(service: ServiceArgs, serving: ServingArgs = {}): ServiceArgs {
  const { gateways } = service;
  if (gateways === undefined || gateways.length === 0) {
    return service;
  }
  if (!layerOf(serving).hasChoice) {
    return { ...service, gateways: undefined };
  }
  return gateways.includes(everyGateway) ? { ...service, gateways: gatewayNames(serving) } : service;
}

/** Services that ask for gateways which the platform doesn't have. */
export function checkServicesGateways(services: readonly ServiceArgs[], serving: ServingArgs): Problem[] {
  const known = gatewayNames(serving);
  return services.flatMap((service, index) =>
    under(`services[${index}]`, checkChosen(service.gateways ?? [], known, serviceKey(service))),
  );
}

/** What services ask for that the ingress layer would answer wrongly. */
export function checkServicesOfLayer(services: readonly ServiceArgs[], serving: ServingArgs): Problem[] {
  const check = layerOf(serving).checkService(serving);
  return services.flatMap((service, index) =>
    under(`services[${index}]`, check(service, isPrivate(service, serving))),
  );
}

/** Whether a gateway may be reached by other ports than 80 and 443, so that URLs must name them. */
export function namesPorts({ gateways = [] }: ServingArgs = {}): boolean {
  return gateways.some(
    ({ exposure, ports, addressPorts }) =>
      exposure === Exposure.NodePort || ports !== undefined || addressPorts !== undefined,
  );
}

/** URLs of services with the port of the first gateway that serves each. */
export function withPorts(
  urls: Readonly<Record<string, string>>,
  gateways: readonly GatewayAddress[],
  services: readonly ServiceArgs[],
  serving: ServingArgs = {},
): Record<string, string> {
  return Object.fromEntries(
    services.map((service) => {
      const key = serviceKey(service);
      const [first] = namesFor(service, serving);
      const gateway = gateways.find(({ name }) => name === first);
      const url = urls[key] ?? "";
      return [key, gateway === undefined ? url : atPort(url, gateway)];
    }),
  );
}

/** Gateways with the URLs of the services that they serve. A service that has several gateways has one host name at all of them. */
export function withUrls(
  gateways: readonly GatewayAddress[],
  urls: Readonly<Record<string, string>>,
  services: readonly ServiceArgs[],
  serving: ServingArgs = {},
): PlatformGateway[] {
  const keys = services.map((service) => ({ key: serviceKey(service), names: namesFor(service, serving) }));
  return gateways.map((gateway) => {
    const own = keys.filter(({ names }) => names.includes(gateway.name));
    return {
      ...gateway,
      urls: Object.fromEntries(own.map(({ key }) => [key, atPort(urls[key] ?? "", gateway)])),
    };
  });
}

/** Names of the gateways that serve a service, as the ingress layer chooses them. */
function namesFor(service: ServiceArgs, serving: ServingArgs): readonly string[] {
  if (isPrivate(service, serving)) {
    return [];
  }
  return layerOf(serving).serving(serving, routeLabels(service));
}
