import { AckPodNetwork, type AckNetworkArgs, type AckZoneArgs } from "./ack.args";
import { partOf, readRange } from "./cidr";
import { defaultRanges, type AckHome } from "./ack.home";

/** A zone with the ranges of its vSwitches; undefined where the VPC has no room for one. */
export interface PlannedZone {
  readonly zone: string | undefined;
  readonly cidr: string | undefined;
  /** Of the pods' vSwitch. */
  readonly podCidr: string | undefined;
}

/** Zones where none are given: two of the cloud's choice. */
const twoZones: AckZoneArgs[] = [{}, {}];

/**
 * The zones of a VPC that is made. The first quarter of the VPC is for nodes and load balancers, a sixteenth for each zone;
 * the others are for pods, a quarter for each. No vSwitch is larger than a /16.
 */
export function zonesOf({ cidr: vpc = defaultRanges.vpc, zones = twoZones }: AckNetworkArgs): PlannedZone[] {
  const prefix = readRange(vpc)?.prefix ?? 32;
  return zones.map(({ zone, cidr, podCidr }, index) => ({
    zone,
    cidr: cidr ?? (index < 4 ? partOf(vpc, Math.max(16, prefix + 4), index) : undefined),
    podCidr: podCidr ?? partOf(vpc, Math.max(16, prefix + 2), index, 4),
  }));
}

/** Whether pods have vSwitches of their own. */
export function hasPodVSwitches({ kind, podNetwork }: Pick<AckHome, "kind" | "podNetwork">): boolean {
  return kind === "ack" && podNetwork === AckPodNetwork.Terway;
}
