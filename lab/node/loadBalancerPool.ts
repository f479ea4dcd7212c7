import { createHash } from "node:crypto";

import type { V1Service } from "@kubernetes/client-node";
import ipaddr from "ipaddr.js";

import { addressIn } from "./networks";

/** The addresses of an IPv4 range that a Service can have: all but the first and the last. */
export function poolAddresses(cidr: string): string[] {
  const size = 2 ** (32 - ipaddr.IPv4.parseCIDR(cidr)[1]);
  return Array.from({ length: Math.max(0, size - 2) }, (_, i) => addressIn(cidr, i + 1));
}

// A classic load balancer of Alibaba Cloud has no class: the annotations tell whose it is.
const foreign = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";

/** Whether a Service asks for an address from this pool: of type LoadBalancer, of our class or of none, and no cloud's. */
export function isOurs(service: V1Service, ourClass: string): boolean {
  const { type, loadBalancerClass } = service.spec ?? {};
  const { deletionTimestamp, annotations = {} } = service.metadata ?? {};
  const isForeign = Object.keys(annotations).some((name) => name.startsWith(foreign));
  return (
    type === "LoadBalancer" &&
    deletionTimestamp === undefined &&
    (loadBalancerClass === undefined ? !isForeign : loadBalancerClass === ourClass)
  );
}

export interface Assignment {
  /** Address by the Service's uid. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Why a Service gets none, by its uid. */
  readonly refusals: ReadonlyMap<string, string>;
}

/**
 * The address of each Service. One that has an address keeps it; `spec.loadBalancerIP` is honoured where it is free;
 * else the name decides, so a Service that is made again gets the same address unless another has it by now.
 *
 * @param services those that are ours
 * @param remembered addresses given out that the Services may not show yet, by uid
 */
export function assign(
  services: readonly V1Service[],
  pool: readonly string[],
  remembered: ReadonlyMap<string, string>,
): Assignment {
  const addresses = new Map<string, string>();
  const refusals = new Map<string, string>();
  const taken = new Set<string>();
  const give = (service: V1Service, address: string) => {
    taken.add(address);
    addresses.set(uidOf(service), address);
  };
  const byAge = [...services].sort(compareAge);
  for (const service of byAge) {
    const held = heldAddress(service, remembered);
    if (held !== undefined && pool.includes(held) && !taken.has(held)) give(service, held);
  }
  for (const service of byAge.filter((candidate) => !addresses.has(uidOf(candidate)))) {
    const address = choose(service, pool, taken);
    if (address === undefined) refusals.set(uidOf(service), refusal(service, pool));
    else give(service, address);
  }
  return { addresses, refusals };
}

/** The address that a Service's status shows. */
export function shownAddress(service: V1Service): string | undefined {
  return service.status?.loadBalancer?.ingress?.[0]?.ip;
}

function heldAddress(service: V1Service, remembered: ReadonlyMap<string, string>): string | undefined {
  const held = remembered.get(uidOf(service)) ?? shownAddress(service);
  const asked = service.spec?.loadBalancerIP;
  return asked === undefined || asked === "" || asked === held ? held : undefined;
}

function choose(service: V1Service, pool: readonly string[], taken: ReadonlySet<string>): string | undefined {
  const asked = service.spec?.loadBalancerIP;
  if (asked !== undefined && asked !== "")
    return pool.includes(asked) && !taken.has(asked) ? asked : undefined;
  const { namespace, name } = service.metadata ?? {};
  const digest = createHash("sha256").update(`${namespace}/${name}`).digest();
  const start = pool.length === 0 ? 0 : digest.readUInt32BE() % pool.length;
  return [...pool.slice(start), ...pool.slice(0, start)].find((address) => !taken.has(address));
}

function refusal(service: V1Service, pool: readonly string[]): string {
  const asked = service.spec?.loadBalancerIP;
  if (asked === undefined || asked === "") return `all ${pool.length} addresses of the lab's pool are taken`;
  const why = pool.includes(asked) ? "another Service has it" : `the pool is ${pool[0]} to ${pool.at(-1)}`;
  return `spec.loadBalancerIP ${asked} cannot be given: ${why}`;
}

function compareAge(left: V1Service, right: V1Service): number {
  const time = (service: V1Service) => new Date(service.metadata?.creationTimestamp ?? 0).getTime();
  return time(left) - time(right) || uidOf(left).localeCompare(uidOf(right));
}

function uidOf(service: V1Service): string {
  return service.metadata?.uid ?? "";
}
