import { nameOf } from "../metadata";
import { isMap, pluck, pluckMaps, pluckString, type ValueMap } from "../value";
import { info, type AwaitSpec, type Verdict, type View } from "./spec";

const noPods =
  "Service does not target any Pods. Selected Pods may not be ready, or " +
  "field '.spec.selector' may not match labels on any Pods";
const noAddress = "Service was not allocated an IP address; does your cloud provider support this?";

/**
 * A Service is ready when its endpoints settled with none still unready and, where its type is LoadBalancer, it has an
 * address. Services that select no pods, are headless or name an outside host do not wait for endpoints.
 */
export function judgeService(view: View): Verdict {
  const { object } = view;
  const endpoints = endpointsOf(view);
  const hasAddress =
    !isLoadBalancer(object) || pluckMaps(object, "status", "loadBalancer", "ingress").length > 0;
  const waits = waitsForPods(object);
  const ready = hasAddress && (!waits || (view.settled && !endpoints.pending));
  return {
    ready,
    status: statusOf(ready, waits, view.settled && endpoints.ready),
    reasons:
      isHeadless(object) || isExternalName(object) ? [] : shortfalls(object, endpoints.ready, hasAddress),
  };
}

/** Whether the Service is well enough at the end of the time: its endpoints need not have settled. */
export function isServiceFine(view: View): boolean {
  return judgeService({ ...view, settled: true }).ready;
}

function endpointsOf(view: View): { readonly ready: boolean; readonly pending: boolean } {
  const own = (view.related["Endpoints"] ?? []).filter(
    (endpoints) => nameOf(endpoints) === nameOf(view.object),
  );
  const subsets = own.flatMap((endpoints) => pluckMaps(endpoints, "subsets"));
  return {
    ready: subsets.some((subset) => pluckMaps(subset, "addresses").length > 0),
    pending: subsets.some((subset) => pluckMaps(subset, "notReadyAddresses").length > 0),
  };
}

function statusOf(ready: boolean, waits: boolean, found: boolean): ReturnType<typeof info>[] {
  if (ready) {
    return waits ? [info("Service initialization complete")] : [];
  }
  return [
    info("[1/3] Finding Pods to direct traffic to"),
    ...(waits && found ? [info("[2/3] Attempting to allocate IP address to Service")] : []),
  ];
}

function shortfalls(service: ValueMap, hasEndpoints: boolean, hasAddress: boolean): string[] {
  return [...(hasEndpoints ? [] : [noPods]), ...(isLoadBalancer(service) && !hasAddress ? [noAddress] : [])];
}

function waitsForPods(service: ValueMap): boolean {
  const selector = pluck(service, "spec", "selector");
  const selects = isMap(selector) && Object.keys(selector).length > 0;
  return selects && !isHeadless(service) && !isExternalName(service);
}

function isHeadless(service: ValueMap): boolean {
  return pluckString(service, "spec", "clusterIP") === "None";
}

function isExternalName(service: ValueMap): boolean {
  return pluckString(service, "spec", "type") === "ExternalName";
}

function isLoadBalancer(service: ValueMap): boolean {
  return pluckString(service, "spec", "type") === "LoadBalancer";
}

export const serviceAwait: AwaitSpec = {
  related: [{ group: "", version: "v1", kind: "Endpoints" }],
  settling: { kind: "Endpoints", sameName: true, seconds: 10 },
  checksRead: true,
  acceptsAtTimeout: isServiceFine,
  judge: judgeService,
};
