import { createHash } from "node:crypto";

import { overlaps, type Claim } from "./networks";

/** Name of the instance that is meant where nothing else is said. */
export const DEFAULT_NAME = "pulumi-knative-lab";

const NAME = /^[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?$/;
const FULL_NAME = new RegExp(`^${DEFAULT_NAME}(-[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?)?$`);
/** Of each of 10.214.0.0/16 to 10.253.0.0/16 four quarters, one for an instance. */
const FIRST_BLOCK = 214;
const BLOCKS = 40;
const QUARTERS = 4;
const RANGES = BLOCKS * QUARTERS;

/**
 * Address ranges of one instance: between the host and the node (`link`), of pods, bridge and image registry (`pods`), of ClusterIPs
 * (`services`), of LoadBalancer Services (`loadBalancers`).
 */
export type Networks = Readonly<Record<"link" | "pods" | "services" | "loadBalancers", string>>;

/** Name of the lab's instance that an environment means: the default one, or the one that LAB_INSTANCE names. */
export function instanceName(environment: NodeJS.ProcessEnv): string {
  const suffix = environment.LAB_INSTANCE ?? "";
  if (suffix === "") return DEFAULT_NAME;
  if (!NAME.test(suffix)) {
    throw new Error(
      `LAB_INSTANCE is "${suffix}"; a name of a lab has up to 24 lower-case letters, digits and "-", the last not at its ends`,
    );
  }
  return `${DEFAULT_NAME}-${suffix}`;
}

/** The value of LAB_INSTANCE that means the instance of this name. */
export function suffixOf(name: string): string {
  return name === DEFAULT_NAME ? "" : name.slice(DEFAULT_NAME.length + 1);
}

/** Those of a directory's entries that are instances, the default one first. */
export function instancesAmong(entries: readonly string[]): string[] {
  return [...new Set(entries.filter((entry) => FULL_NAME.test(entry)))].sort();
}

/** The networks of a range: 0 is the default instance's, 1 to 160 are there for others. */
export function networksOf(range: number): Networks {
  if (range === 0) {
    return {
      link: "10.210.0.0/30",
      pods: "10.211.0.0/24",
      services: "10.212.0.0/16",
      loadBalancers: "10.213.0.0/24",
    };
  }
  const block = FIRST_BLOCK + Math.floor((range - 1) / QUARTERS);
  const quarter = ((range - 1) % QUARTERS) * (256 / QUARTERS);
  return {
    link: `10.${block}.${quarter}.0/30`,
    pods: `10.${block}.${quarter + 1}.0/24`,
    services: `10.${block}.${quarter + 16}.0/20`,
    loadBalancers: `10.${block}.${quarter + 2}.0/24`,
  };
}

/**
 * The range of an instance that has none yet. The search begins where its name says, so that two that are made at the same moment
 * hardly meet, and takes the first that no other instance has and nothing on this host overlaps.
 *
 * @param taken ranges of other instances
 */
export function freeRange(name: string, taken: readonly number[], claims: readonly Claim[]): number {
  if (name === DEFAULT_NAME) return 0;
  const begin = createHash("sha256").update(name).digest().readUInt32BE() % RANGES;
  const candidates = Array.from({ length: RANGES }, (_, i) => 1 + ((begin + i) % RANGES));
  const free = candidates.find(
    (range) =>
      !taken.includes(range) && !Object.values(networksOf(range)).some((cidr) => meets(cidr, claims)),
  );
  if (free === undefined) {
    throw new Error(
      "no address range is free for another lab between 10.214.0.0 and 10.253.255.255; " +
        "`npm run lab -- status` tells which labs there are, `reset` gives the range of one back",
    );
  }
  return free;
}

function meets(cidr: string, claims: readonly Claim[]): boolean {
  return claims.some((claim) => overlaps(cidr, claim.cidr));
}
