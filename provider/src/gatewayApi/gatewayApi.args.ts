import type * as pulumi from "@pulumi/pulumi";

/** The Gateway API as the network layer: what holds for all gateways. */
export interface GatewayApiArgs {
  /**
   * GatewayClass of the gateways that name none themselves: "istio", "cilium", "contour", "eg", or one of a cloud. It must be
   * there. Default: none, each gateway names its own.
   */
  className?: string;
  /**
   * What the implementation can beyond the core of the Gateway API, by upstream's names, for gateways that don't say it
   * themselves. Default: ["HTTPRouteRequestTimeout"], the only one that Knative asks for: with it requests may take as long as
   * their service allows, whatever the implementation's own limit is.
   */
  supportedFeatures?: string[];
}

/** What the value of an address is. */
export const GatewayAddressType = { IpAddress: "IPAddress", Hostname: "Hostname" } as const;
export type GatewayAddressType = (typeof GatewayAddressType)[keyof typeof GatewayAddressType];

/** An address that a gateway is to have, where its implementation can give that one. */
export interface GatewayApiAddressArgs {
  /** What the value is. Default: "IPAddress". */
  type?: GatewayAddressType;
  /** The address. With Istio, "Hostname" with the name of a Service binds the gateway to proxies that are there. */
  value: pulumi.Input<string>;
}

/** What only gateways of the Gateway API have. */
export interface GatewayApiGatewayArgs {
  /** GatewayClass: which implementation serves it. Default: `className` of the installation's `gatewayApi`. */
  className?: string;
  /**
   * Name of a Gateway in `namespace` that is there already: it is used as it is, and stays when the stack goes. It must let
   * routes of all namespaces in. Default: none, one is made.
   */
  existing?: string;
  /**
   * Service in front of the implementation's proxies, as "namespace/name", or the name alone for one in the gateway's
   * namespace: Knative then asks each of its pods for a new route before it tells that a service is ready. With Istio it is
   * called `<gateway>-<class>`. Default: none, Knative asks at the first address that the Gateway tells, at port 80.
   */
  service?: string;
  /** Addresses wished for. Default: the implementation's choice. */
  addresses?: GatewayApiAddressArgs[];
  /** Labels that the implementation gives to what it makes for the gateway. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** What the implementation can, as in the installation's `gatewayApi`. Default: what is said there. */
  supportedFeatures?: string[];
  /** Whether its proxies want the PROXY protocol also from those who ask them for routes. From release 1.23 on. Default: false. */
  proxyProtocol?: boolean;
}

/** A GatewayClass that was found in the cluster. */
export interface InstalledGatewayClassArgs {
  /** Name that gateways give as their class. */
  name: string;
  /** Name of the controller that is to serve it. */
  controller: string;
  /** Whether that controller says that it does. */
  accepted: boolean;
}

/** What was found of the Gateway API in the cluster, as `Cluster.installedGatewayApi` gives it. */
export interface InstalledGatewayApiArgs {
  /** Kinds that are served, with their versions, such as "gateways.v1"; none where the definitions are missing. */
  kinds: string[];
  /** The classes of gateways. */
  classes: InstalledGatewayClassArgs[];
}

/** A GatewayClass of the cluster. */
export interface GatewayClassInfo {
  /** Name that gateways give as their class. */
  name: string;
  /** Name of the controller that is to serve it. */
  controller: string;
  /** Whether that controller says that it does. */
  accepted: boolean;
}

/** What the cluster has of the Gateway API. */
export interface GatewayApiInstallation {
  /** Kinds that are served, with their versions, such as "gateways.v1"; none where the definitions are missing. */
  kinds: string[];
  /** The classes of gateways. */
  classes: GatewayClassInfo[];
}
