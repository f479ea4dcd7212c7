import * as pulumi from "@pulumi/pulumi";
import { ackQuestions } from "./ack.types";
import type { AskCloud } from "./ack.gate";
import { didYouMean, type Problem } from "../problems";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { isMadeHere, isPublic } from "./alibabaLoadBalancer.settings";
import { slbQuestions, type SlbQuestion } from "./alibabaLoadBalancer.types";
import { problem } from "./check.support";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** What the cloud says of a region's zones. */
export interface ZoneFacts {
  /** CLB: zones that can serve, each with those that can take over. */
  readonly pairs?: Readonly<Record<string, readonly string[]>>;
  /** NLB: zones. */
  readonly zones?: readonly string[];
  /** VPC of the first vSwitch. */
  readonly vpcId?: string;
}

/** The zones that settings name, those not known yet as undefined. */
export interface NamedZones {
  readonly master?: string;
  readonly slave?: string;
  readonly maps: readonly (string | undefined)[];
  /** The vSwitch that tells the VPC. */
  readonly vSwitchId?: string;
}

/** The zones that settings name. */
export function namedZones({ network = {} }: AlibabaSlbArgs = {}): pulumi.Output<NamedZones> {
  const { masterZoneId, slaveZoneId, zoneMaps = [] } = network;
  return pulumi
    .all([
      masterZoneId,
      slaveZoneId,
      pulumi.all(zoneMaps.map(({ zoneId }) => zoneId)),
      zoneMaps[0]?.vswitchId,
    ])
    .apply(([master, slave, maps, vSwitchId]) => ({ master, slave, maps, vSwitchId }));
}

/** What is asked of the cloud for settings. */
export function zoneQuestions(args: AlibabaLoadBalancerArgs): SlbQuestion[] {
  const { network = {}, type, id } = args.settings ?? {};
  if (type === AlibabaSlbType.Nlb) {
    return network.zoneMaps === undefined || id !== undefined
      ? []
      : [slbQuestions.nlbZones, ...(isMadeHere(args) ? [slbQuestions.vSwitches] : [])];
  }
  return network.masterZoneId === undefined ? [] : [slbQuestions.clbZones];
}

/** Asks for all of it. Throws what the cloud's provider throws. */
export async function askZoneFacts(
  args: AlibabaLoadBalancerArgs,
  { vSwitchId }: NamedZones,
  ask: AskCloud<SlbQuestion>,
): Promise<ZoneFacts> {
  const questions = zoneQuestions(args);
  const facts = await Promise.all(
    questions.map(async (question): Promise<ZoneFacts> => {
      if (question === slbQuestions.clbZones) {
        return { pairs: await askPairs(args, ask) };
      }
      if (question === slbQuestions.nlbZones) {
        const { zones } = (await ask(question, {})) as { zones: { zoneId: string }[] };
        return { zones: zones.map(({ zoneId }) => zoneId) };
      }
      return vSwitchId === undefined ? {} : askVpc(vSwitchId, ask);
    }),
  );
  return Object.assign({}, ...facts) as ZoneFacts;
}

async function askPairs({ settings = {} }: AlibabaLoadBalancerArgs, ask: AskCloud<SlbQuestion>) {
  const ipVersion = settings.ipVersion ?? "ipv4";
  const address = isPublic(settings) ? "classic_internet" : "vpc";
  const { zones } = (await ask(slbQuestions.clbZones, {
    availableSlbAddressType: address,
    availableSlbAddressIpVersion: ipVersion,
  })) as { zones: { masterZoneId?: string; id: string; slaveZoneId?: string; slbSlaveZoneIds?: string[] }[] };
  return zones.reduce<Record<string, readonly string[]>>((pairs, zone) => {
    const master = zone.masterZoneId ?? zone.id;
    const slaves = zone.slaveZoneId === undefined ? (zone.slbSlaveZoneIds ?? []) : [zone.slaveZoneId];
    const others = slaves.filter((slave) => slave !== "" && slave !== master);
    return { ...pairs, [master]: [...new Set([...(pairs[master] ?? []), ...others])] };
  }, {});
}

async function askVpc(id: string, ask: AskCloud<SlbQuestion>): Promise<ZoneFacts> {
  const { vswitches } = (await ask(ackQuestions.vSwitches, { ids: [id] })) as {
    vswitches: { vpcId: string }[];
  };
  const vpcId = vswitches[0]?.vpcId;
  return vpcId === undefined ? {} : { vpcId };
}

/** What the region hasn't. */
export function checkZoneFacts(
  args: AlibabaLoadBalancerArgs,
  named: NamedZones,
  { pairs, zones, vpcId }: ZoneFacts,
): Problem[] {
  const unknownSwitch =
    isMadeHere(args) && zones !== undefined && named.vSwitchId !== undefined && vpcId === undefined;
  return [
    ...(pairs === undefined ? [] : checkPair(named, pairs)),
    ...(zones === undefined ? [] : checkMaps(named, zones)),
    ...(unknownSwitch
      ? [
          problem(
            "settings.network.zoneMaps[0].vswitchId",
            "KN7015",
            `there is no vSwitch ${named.vSwitchId} in the region`,
          ),
        ]
      : []),
  ];
}

function checkPair(
  { master, slave }: NamedZones,
  pairs: Readonly<Record<string, readonly string[]>>,
): Problem[] {
  const offer = Object.entries(pairs)
    .flatMap(([first, seconds]) => seconds.map((second) => `${first} with ${second}`))
    .toSorted();
  const masters = Object.keys(pairs);
  const list = offer.length === 0 ? "no zone has a second one" : `there are ${offer.join(", ")}`;
  if (offer.length === 0) {
    const reason = `can't be named: the region has no second zone (${masters.length === 0 ? "none at all for this kind" : `only ${masters.join(", ")}`}); leave masterZoneId and slaveZoneId out, or take another region`;
    return [problem("settings.network.masterZoneId", "KN7015", reason)];
  }
  if (master !== undefined && !masters.includes(master)) {
    const reason = `"${master}" is not offered by the region${didYouMean(master, masters)}; ${list}`;
    return [problem("settings.network.masterZoneId", "KN7015", reason)];
  }
  const seconds = master === undefined ? [] : (pairs[master] ?? []);
  return master === undefined || slave === undefined || seconds.includes(slave)
    ? []
    : [
        problem(
          "settings.network.slaveZoneId",
          "KN7015",
          seconds.length === 0
            ? `"${master}" has no second zone; ${list}`
            : `"${slave}" can't take over from "${master}"${didYouMean(slave, seconds)}; ${list}`,
        ),
      ];
}

function checkMaps({ maps }: NamedZones, zones: readonly string[]): Problem[] {
  const list = zones.length === 0 ? "none" : zones.join(", ");
  return zones.length < 2
    ? [
        problem(
          "settings.network.zoneMaps",
          "KN7015",
          `needs two zones, and the region has ${list} for an NLB; take another region, or type: clb`,
        ),
      ]
    : maps.flatMap((zone, index) =>
        zone === undefined || zones.includes(zone)
          ? []
          : [
              problem(
                `settings.network.zoneMaps[${index}].zoneId`,
                "KN7015",
                `"${zone}" is not offered by the region${didYouMean(zone, zones)}; there are ${list}`,
              ),
            ],
      );
}
