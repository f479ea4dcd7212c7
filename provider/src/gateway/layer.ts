import type { ListTransform, Manifest, Transform } from "../manifests/manifest";
import type { MonitoredLayer } from "../monitoring/monitors";
import type { Layer } from "../policies/roads";
import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";
import type { Exposure, GatewayArgs, GatewayPlace } from "./gateway";

/** A gateway for requests from outside, with its defaults applied. */
export interface PlannedGateway extends GatewayArgs {
  readonly name: string;
  readonly exposure: Exposure;
  /** The Kubernetes Service before it, as `namespace/name`, where it is one of this installation's. */
  readonly service?: string;
  /** Key of the object that tells its address. */
  readonly addressedBy: string;
  /** Labels of the services that ask for it by name; undefined for the one that serves all others. */
  readonly chosenBy: Readonly<Record<string, string>> | undefined;
}

/** What the cluster says of an object. */
export interface GatewayState {
  readonly spec: Readonly<Record<string, unknown>> | undefined;
  readonly status: Readonly<Record<string, unknown>> | undefined;
}

/** Labels of a service as far as they are known. */
export type ServiceLabels = Readonly<Record<string, unknown>>;

/**
 * Everything in which one ingress layer differs from the others, as pure functions of Serving's inputs: what it refuses, what it
 * makes of upstream's release, what it adds, and what others need to know of it.
 */
export interface GatewayLayer {
  /** Class that its ingresses carry (pkg/reconciler/ingress of its repository). */
  readonly ingressClass: string;
  /** What it can't do, or would pass over in silence. */
  check(args: ServingArgs): Problem[];
  /** The gateways for requests from outside; the first is the default one. */
  gateways(args: ServingArgs): readonly PlannedGateway[];
  /** Where a gateway is reached, by the state of the object that tells its address; the address is empty until it has one. */
  placeOf(gateway: PlannedGateway, state: GatewayState): GatewayPlace;
  /** Objects that are there already, belong to others, and tell the address of a gateway: kind, name and version alone. */
  found(args: ServingArgs): readonly Manifest[];
  /** Namespaces whose pods are pulled with the credentials of `images`. */
  imageNamespaces(args: ServingArgs): readonly string[];
  /** Upstream's objects without those that this package makes itself. */
  replace(args: ServingArgs): ListTransform;
  /** What turns upstream's objects into those that are asked for. */
  steps(args: ServingArgs): readonly Transform[];
  /** Objects that upstream doesn't have. */
  add(args: ServingArgs): readonly Manifest[];
  /** What is wrong with the objects as a whole, the user's patches included. */
  verify(manifests: readonly Manifest[]): Problem[];
  /** Key of the Deployment that a gateway runs in; undefined where it is none of this installation's. */
  programKey(gateway: PlannedGateway): string | undefined;
  /** The layer as network policies see it. */
  roads(args: ServingArgs): Layer;
  /** The layer as monitoring sees it. */
  monitored(args: ServingArgs): MonitoredLayer;
  /** Whether services choose among the gateways by name. */
  readonly hasChoice: boolean;
  /** Names of the gateways that serve a service with these labels when it is reached from outside. */
  serving(args: ServingArgs, labels: ServiceLabels): readonly string[];
  /** What a service of a Platform asks for that the layer would answer wrongly; paths are within the service. */
  checkService(args: ServingArgs): (service: ServiceArgs, isPrivate: boolean) => Problem[];
}
