import { parseAddress, parseRange, holds } from "../addresses/cidr";
import type { NetworkFacts, NetworkPod, NetworkSubnet } from "./diagnose.facts";
import { interfaceKey, networksKey, providerOf, type AttachmentName, type PodRoute } from "./kubeovn.names";

/** One interface of a pod, as its annotations tell. */
export interface PodInterface {
  /** "eth0" for the first, then as Multus names them. */
  readonly name: string;
  /** Undefined for the first. */
  readonly attachment?: AttachmentName;
  readonly subnet?: NetworkSubnet;
  /** Name of the subnet, whether it is there or not. */
  readonly subnetName?: string;
  readonly address?: string;
  readonly allocated: boolean;
  /** Undefined where the annotation can't be read. */
  readonly routes?: readonly PodRoute[];
}

/** The interfaces that a pod has or asks for. */
export function interfacesOf(facts: NetworkFacts, pod: NetworkPod): readonly PodInterface[] {
  const networks = networksIn(pod).map((attachment, index) =>
    interfaceOf(facts, pod, `net${index + 1}`, attachment),
  );
  return [interfaceOf(facts, pod, "eth0"), ...networks];
}

function interfaceOf(
  { subnets }: NetworkFacts,
  { metadata: { annotations = {} } }: NetworkPod,
  name: string,
  attachment?: AttachmentName,
): PodInterface {
  const said = (property: string) => annotations[interfaceKey(property, attachment)];
  const byProvider =
    attachment && subnets.find(({ spec }) => spec?.provider === providerOf(attachment))?.metadata.name;
  const subnetName = said("logical_switch") ?? byProvider;
  return {
    name,
    attachment,
    subnetName,
    subnet: subnets.find(({ metadata }) => metadata.name === subnetName),
    address: said("ip_address"),
    allocated: said("allocated") === "true",
    routes: routesIn(said("routes")),
  };
}

function routesIn(text: string | undefined): readonly PodRoute[] | undefined {
  try {
    const routes = JSON.parse(text ?? "[]") as unknown;
    return Array.isArray(routes) ? (routes as readonly PodRoute[]) : undefined;
  } catch {
    return undefined;
  }
}

/** The networks that a pod names, in either form that Multus reads: a list by commas, or JSON. */
export function networksIn({ metadata }: NetworkPod): readonly AttachmentName[] {
  const text = metadata.annotations?.[networksKey]?.trim() ?? "";
  const home = metadata.namespace ?? "default";
  if (text.startsWith("[")) {
    return jsonNetworks(text).map(({ name, namespace }) => ({ name, namespace: namespace ?? home }));
  }
  return text
    .split(",")
    .map((part) => part.trim().replace(/@.*$/, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const [first = "", second] = part.split("/");
      return second === undefined ? { name: first, namespace: home } : { name: second, namespace: first };
    });
}

function jsonNetworks(text: string): readonly { readonly name: string; readonly namespace?: string }[] {
  try {
    return JSON.parse(text) as readonly { readonly name: string; readonly namespace?: string }[];
  } catch {
    return [];
  }
}

/** Whether one of the routes leads to an address; one without a destination leads everywhere. */
export function leadsTo(routes: readonly PodRoute[], address: string): PodRoute | undefined {
  const parsed = parseAddress(address);
  return routes.find(({ dst }: Partial<PodRoute>) => {
    const range = dst === undefined ? undefined : parseRange(dst.includes("/") ? dst : `${dst}/${bits(dst)}`);
    return dst === undefined || (range !== undefined && parsed !== undefined && holds(range, parsed));
  });
}

function bits(address: string): number {
  return address.includes(":") ? 128 : 32;
}
