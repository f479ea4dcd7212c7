import * as pulumi from "@pulumi/pulumi";
import { didYouMean, problemLine, ProblemsError, refuse, under, type Problem } from "../problems";
import { defaultRanges, type AckHome } from "./ack.home";
import { zonesOf } from "./ack.ranges";
import { ackQuestions, type AckQuestion } from "./ack.types";
import { contains } from "./cidr";
import { alicloudVersion } from "./cloud.version";

/** What the cloud says of the region, as far as it was asked. */
export interface RegionFacts {
  /** Zones where a vSwitch can be. */
  readonly zones?: readonly string[];
  /** Zones where a NAT gateway can be, if one is made. */
  readonly natZones?: readonly string[];
  /** Zones where instances of each type of the node pools can be had. */
  readonly zonesOfTypes?: Readonly<Record<string, readonly string[]>>;
  /** The VPC that was given: undefined where it isn't there. */
  readonly vpc?: { readonly cidrs: readonly string[] } | "none";
  /** vSwitches of that VPC. */
  readonly vSwitches?: readonly { readonly id: string; readonly zone: string }[];
}

/** Asks the cloud one thing. */
export type AskCloud<Question extends string = AckQuestion> = (
  question: Question,
  args: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** What is asked of the cloud for a cluster, beside its kubeconfig. */
export function questionsFor({ network }: AckHome): AckQuestion[] {
  return network.vpcId === undefined
    ? [ackQuestions.zones, ...(network.withoutNat === true ? [] : [ackQuestions.natZones])]
    : [ackQuestions.zones, ackQuestions.vpcs, ackQuestions.vSwitches];
}

/** Asks for all that the checks need. Throws what the cloud's provider throws. */
export async function askRegion(
  home: AckHome,
  vpcId: string | undefined,
  ask: AskCloud,
): Promise<RegionFacts> {
  const types = [...new Set(home.nodePools.flatMap(({ instanceTypes }) => instanceTypes))];
  const [zones, byType, rest] = await Promise.all([
    idsOf(ask(ackQuestions.zones, { availableResourceCreation: "VSwitch" })),
    Promise.all(
      types.map((availableInstanceType) =>
        idsOf(ask(ackQuestions.zones, { availableInstanceType, networkType: "Vpc" })),
      ),
    ),
    vpcId === undefined ? askNat(home, ask) : askVpc(vpcId, ask),
  ]);
  return {
    zones,
    zonesOfTypes: Object.fromEntries(types.map((type, index) => [type, byType[index] ?? []])),
    ...rest,
  };
}

async function idsOf(answer: Promise<unknown>): Promise<string[]> {
  return ((await answer) as { ids: string[] }).ids;
}

async function askNat({ network }: AckHome, ask: AskCloud): Promise<RegionFacts> {
  if (network.withoutNat === true) {
    return {};
  }
  const { zones } = (await ask(ackQuestions.natZones, {})) as { zones: { zoneId: string }[] };
  return { natZones: zones.map(({ zoneId }) => zoneId) };
}

async function askVpc(vpcId: string, ask: AskCloud): Promise<RegionFacts> {
  const [{ vpcs }, { vswitches }] = (await Promise.all([
    ask(ackQuestions.vpcs, { ids: [vpcId] }),
    ask(ackQuestions.vSwitches, { vpcId }),
  ])) as [
    { vpcs: { cidrBlock: string; secondaryCidrBlocks?: string[] }[] },
    { vswitches: { id: string; zoneId: string }[] },
  ];
  const [vpc] = vpcs;
  return {
    vpc: vpc === undefined ? "none" : { cidrs: [vpc.cidrBlock, ...(vpc.secondaryCidrBlocks ?? [])] },
    vSwitches: vswitches.map(({ id, zoneId }) => ({ id, zone: zoneId })),
  };
}

/**
 * The zones of a VPC that is made: those that are named, and where none is, those of the cloud that suit best, by NAT
 * gateways first and then by the nodes' instance types.
 */
export function chooseZones(home: AckHome, facts: RegionFacts): readonly (string | undefined)[] {
  const { zones = [], natZones, zonesOfTypes = {} } = facts;
  const named = zonesOf(home.network).map(({ zone }) => zone);
  const types = Object.values(zonesOfTypes);
  const suits = (zone: string) => types.filter((having) => having.includes(zone)).length;
  const hasNat = (zone: string) => Number(natZones?.includes(zone) ?? true);
  const free = zones
    .filter((zone) => !named.includes(zone))
    .toSorted((a, b) => hasNat(b) - hasNat(a) || suits(b) - suits(a));
  return named.map(
    (zone, index) => zone ?? free[named.slice(0, index).filter((one) => one === undefined).length],
  );
}

/** What the cloud's answers say against the arguments. */
export function checkRegion(
  home: AckHome,
  facts: RegionFacts,
  given: { readonly vpcId?: string; readonly vSwitchIds?: readonly string[] },
): Problem[] {
  return home.network.vpcId === undefined ? checkZones(home, facts) : checkGiven(home, facts, given);
}

function checkZones(home: AckHome, facts: RegionFacts): Problem[] {
  const { zones = [], natZones } = facts;
  const wanted = zonesOf(home.network);
  const list = zones.length === 0 ? "none" : zones.join(", ");
  const unknown = wanted.flatMap(({ zone }, index): Problem[] =>
    zone === undefined || zones.includes(zone)
      ? []
      : [
          {
            path: `network.zones[${index}].zone`,
            code: "KN7110",
            reason: `"${zone}" is no zone of the region where a vSwitch can be${didYouMean(zone, zones)}; there are ${list}`,
          },
        ],
  );
  const chosen = chooseZones(home, facts);
  const [first] = chosen;
  return [
    ...unknown,
    ...(chosen.includes(undefined)
      ? [
          {
            path: "network.zones",
            code: "KN7110",
            reason: `must be no more than the region has, and ${wanted.length} are wanted; there are ${list}`,
          } as const,
        ]
      : []),
    ...(natZones !== undefined && first !== undefined && unknown.length === 0 && !natZones.includes(first)
      ? [
          {
            path: "network.zones[0].zone",
            code: "KN7110",
            reason: `must be one where a NAT gateway can be, got "${first}"; there are ${natZones.join(", ")}`,
          } as const,
        ]
      : []),
  ];
}

/**
 * Instance types that can't be had where the cluster is. What is sold changes from day to day, and an update that has
 * nothing to do with it must not stop for that: these are warnings.
 */
export function scarceTypes(
  home: AckHome,
  { zonesOfTypes }: RegionFacts,
  zones: readonly (string | undefined)[],
): Problem[] {
  return home.nodePools.flatMap(({ instanceTypes }, index): Problem[] => {
    const having = instanceTypes.map((type) => zonesOfTypes?.[type] ?? []);
    if (zonesOfTypes === undefined || having.some((each) => each.some((zone) => zones.includes(zone)))) {
      return [];
    }
    const elsewhere = instanceTypes.map(
      (type, at) => `${type}: ${having[at]?.length === 0 ? "nowhere" : having[at]?.join(", ")}`,
    );
    return [
      {
        path: `nodePools[${index}].instanceTypes`,
        code: "KN7110",
        reason: `none of them can be had in ${zones.filter((zone) => zone !== undefined).join(", ")} (${elsewhere.join("; ")}); take another type, or another zone`,
      },
    ];
  });
}

function checkGiven(
  home: AckHome,
  { vpc, vSwitches = [] }: RegionFacts,
  { vpcId = "", vSwitchIds = [] }: { readonly vpcId?: string; readonly vSwitchIds?: readonly string[] },
): Problem[] {
  if (vpc === "none") {
    return [{ path: "network.vpcId", code: "KN7111", reason: `there is no VPC ${vpcId} in the region` }];
  }
  const cidr = home.network.cidr ?? defaultRanges.vpc;
  const cidrs = vpc?.cidrs ?? [];
  const known = vSwitches.map(({ id }) => id);
  const strange = vSwitchIds.filter((id) => !known.includes(id));
  return [
    ...cidrs
      .filter((actual) => !contains(cidr, actual))
      .map((actual): Problem => ({
        path: "network.cidr",
        code: "KN7111",
        reason: `must hold all of the VPC's ranges, which are ${cidrs.join(", ")}; ${cidr} doesn't hold ${actual}`,
      })),
    ...strange.map((id): Problem => ({
      path: "network.vSwitchIds",
      code: "KN7111",
      reason: `${id} is no vSwitch of ${vpcId}; it has ${known.length === 0 ? "none" : known.join(", ")}`,
    })),
  ];
}

/**
 * The zones of a cluster that is to be, once the cloud has nothing against it. A cloud that can't be asked is only in the
 * way of an update that leaves zones to it.
 */
export async function passRegion(
  home: AckHome,
  given: { readonly vpcId: string | undefined; readonly vSwitchIds: readonly string[] },
  component: pulumi.Resource,
  ask: AskCloud = askThrough(component),
): Promise<readonly (string | undefined)[]> {
  let facts: RegionFacts;
  try {
    facts = await askRegion(home, given.vpcId, ask);
  } catch (error) {
    return passUnasked(home, error, component);
  }
  refuse("Cluster", under(home.kind, checkRegion(home, facts, given)));
  const chosen = chooseZones(home, facts);
  const zones = facts.vSwitches?.filter(({ id }) => given.vSwitchIds.includes(id)).map(({ zone }) => zone);
  for (const problem of under(home.kind, scarceTypes(home, facts, zones ?? chosen))) {
    await pulumi.log.warn(problemLine(problem), component);
  }
  return chosen;
}

async function passUnasked(home: AckHome, error: unknown, component: pulumi.Resource) {
  const zones = home.network.vpcId === undefined ? zonesOf(home.network).map(({ zone }) => zone) : [];
  const why = (error instanceof Error ? error.message : String(error)).trim().split("\n")[0];
  const reason = `Alibaba Cloud can't be asked for its zones: ${why}`;
  const isNeeded = zones.includes(undefined) && !pulumi.runtime.isDryRun();
  if (isNeeded) {
    const way = "give credentials and a region, or name the zones";
    const path = `${home.kind}.network.zones`;
    throw new ProblemsError("Cluster", [{ path, code: "KN7112", reason: `${reason}; ${way}` }]);
  }
  await pulumi.log.warn(`${reason}; zones, instance types and the VPC are not checked [KN7112]`, component);
  return zones;
}

/** The cloud, asked with the provider that the component's own resources have. */
export function askThrough(parent: pulumi.Resource): AskCloud {
  return (question, args) =>
    pulumi.runtime.invoke(question, { ...args }, { parent, version: alicloudVersion });
}
