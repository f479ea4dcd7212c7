import { gatewayLabels } from "../gateway/choice";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { IstioArgs } from "./istio.args";
import { clusterDomainOf } from "./istio.names";
import type { LabelSelectorArgs } from "../serving/settings/network";

/** Namespace of gateways that name none. */
export const gatewayNamespace = "istio-ingress";

/** Label of a gateway's pods and Service, by which Istio's Gateway finds the first and Knative's prober the second. */
export const gatewayNameLabel = "gateways.knative.pulumi.com/name";
/** Label of the pods and the Service of a gateway that serves requests from inside. */
export const localNameLabel = "gateways.knative.pulumi.com/local";

/** A gateway of Istio with its defaults applied. */
export interface IstioGateway {
  readonly args: GatewayArgs;
  readonly name: string;
  readonly namespace: string;
  readonly exposure: Exposure;
  /** What its Deployment, Service and so on are called. */
  readonly objectName: string;
  readonly isDefault: boolean;
  /** Requests from inside the cluster alone. */
  readonly isLocal: boolean;
}

/** Gateways as Knative is to know them: the objects of Istio and Kubernetes that each is made of, by name. */
export interface IstioGateways {
  /** Those that have pods of their own, in the given order but for the default one, which stands first. */
  readonly all: readonly IstioGateway[];
  readonly external: readonly IstioGateway[];
  /** Those for requests from inside; where none is given the default one's pods serve them, too. */
  readonly local: readonly IstioGateway[];
  /** Domain of the cluster's own names. */
  readonly clusterDomain: string;
}

/** Applies the defaults of checked gateways. */
export function planIstioGateways(args: readonly GatewayArgs[], istio: IstioArgs = {}): IstioGateways {
  const external = planned(args.filter(({ local }) => local !== true));
  const local = planned(args.filter((gateway) => gateway.local === true));
  return {
    all: [...external, ...local],
    external,
    local: local.length > 0 ? local : external.filter(({ isDefault }) => isDefault),
    clusterDomain: clusterDomainOf(istio),
  };
}

function planned(args: readonly GatewayArgs[]): readonly IstioGateway[] {
  return args
    .map((gateway): IstioGateway => {
      const { name = "default", namespace = gatewayNamespace, exposure = Exposure.ClusterIP } = gateway;
      return {
        args: gateway,
        name,
        namespace,
        exposure,
        objectName: `knative-gateway-${name}`,
        isDefault: gateway.default ?? args.length === 1,
        isLocal: gateway.local === true,
      };
    })
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

/** One line of config-istio: which Gateway, behind which Service, for which services. */
export interface GatewayEntry {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly labelSelector?: LabelSelectorArgs;
}

/** Name of the Gateway and the Service through which pods of a gateway serve requests from inside. */
export function localName({ isLocal, objectName }: IstioGateway): string {
  return isLocal ? objectName : "knative-local-gateway";
}

/**
 * What Knative is told of the gateways. A default one stands first, for a route's status names the first; its second entry is
 * for services that ask for it beside others.
 */
export function gatewayEntries({ external, local, clusterDomain }: IstioGateways): {
  readonly external: readonly GatewayEntry[];
  readonly local: readonly GatewayEntry[];
} {
  return {
    external: entriesOf(external, ({ objectName }) => objectName, clusterDomain),
    local: entriesOf(local, localName, clusterDomain),
  };
}

function entriesOf(
  gateways: readonly IstioGateway[],
  nameOf: (gateway: IstioGateway) => string,
  clusterDomain: string,
): readonly GatewayEntry[] {
  const entry = (gateway: IstioGateway): GatewayEntry => ({
    name: nameOf(gateway),
    namespace: gateway.namespace,
    service: `${nameOf(gateway)}.${gateway.namespace}.svc.${clusterDomain}`,
  });
  const open = gateways.filter(({ isDefault }) => isDefault).map(entry);
  const chosen = gateways.flatMap((gateway) => {
    const { name, args } = gateway;
    const selectors = [
      // A single gateway serves all: nobody has to ask for it.
      ...(gateways.length > 1 && !gateway.isLocal ? [{ matchLabels: gatewayLabels([name]) }] : []),
      ...(args.services === undefined ? [] : [args.services]),
    ];
    return selectors.map((labelSelector) => ({ ...entry(gateway), labelSelector }));
  });
  return [...open, ...chosen];
}
