import { z } from "zod";
import { isDnsLabel, whole, type Problem } from "../problems";
import { candidateTag } from "./traffic.render";
import type { RolloutArgs, TrafficTargetArgs } from "./traffic.args";

export const trafficShape = z.strictObject({
  revisionName: z.string().min(1).optional(),
  latestRevision: z.boolean().optional(),
  percent: whole(0, 100).optional(),
  tag: z.string().optional(),
}) satisfies z.ZodType<TrafficTargetArgs>;

export const rolloutShape = z.strictObject({
  current: z.string().min(1).optional(),
  candidatePercent: whole(0, 100).optional(),
}) satisfies z.ZodType<RolloutArgs>;

const highestNameLength = 63;

// Rules: knative/serving pkg/apis/serving/v1/route_validation.go; the tag's length is only found out by its reconciler.
/** The problems of a service's traffic targets. */
export function checkTraffic(service: string, traffic: readonly TrafficTargetArgs[] | undefined): Problem[] {
  // An empty list is none: Knative then sends everything to the latest revision.
  if (traffic === undefined || traffic.length === 0) {
    return [];
  }
  const tags = traffic.map(({ tag }) => tag);
  return [
    ...checkSum(traffic),
    ...traffic.flatMap((target, index) => [
      ...checkRevision(target, index),
      ...checkTag(service, target.tag, tags.indexOf(target.tag), index),
    ]),
  ];
}

function checkSum(traffic: readonly TrafficTargetArgs[]): Problem[] {
  const sum = traffic.reduce((total, { percent = 0 }) => total + percent, 0);
  return sum === 100
    ? []
    : [{ path: "traffic", code: "KN4004", reason: `must add up to exactly 100 percent, got ${sum}` }];
}

function checkRevision({ revisionName, latestRevision }: TrafficTargetArgs, index: number): Problem[] {
  if (revisionName !== undefined && latestRevision === true) {
    return [
      {
        path: `traffic[${index}].latestRevision`,
        code: "KN4005",
        reason: `excludes revisionName ("${revisionName}"); set one of them`,
      },
    ];
  }
  return revisionName === undefined && latestRevision === false
    ? [
        {
          path: `traffic[${index}].revisionName`,
          code: "KN4005",
          reason: "is needed where latestRevision is false",
        },
      ]
    : [];
}

function checkTag(service: string, tag: string | undefined, first: number, index: number): Problem[] {
  if (tag === undefined) {
    return [];
  }
  const path = `traffic[${index}].tag`;
  const host = `${tag}-${service}`;
  if (!isDnsLabel(tag) || host.length > 63) {
    return [
      {
        path,
        code: "KN4006",
        reason: `must be a DNS label, and with the service's name at most 63 characters; "${host}" has ${host.length}`,
      },
    ];
  }
  return first < index
    ? [{ path, code: "KN4006", reason: `"${tag}" is the tag of traffic[${first}] already` }]
    : [];
}

/** The problems of a rollout, which writes the traffic by itself. */
export function checkRollout(service: string, rollout: RolloutArgs | undefined, traffic: unknown): Problem[] {
  if (rollout === undefined) {
    return [];
  }
  const { current, candidatePercent } = rollout;
  const longest = highestNameLength - `${candidateTag}-`.length;
  const rules: readonly (readonly [broken: boolean, path: string, reason: string])[] = [
    [traffic !== undefined, "rollout", "excludes traffic, which it writes itself; set one of them"],
    [
      service.length > longest,
      "name",
      `must have at most ${longest} characters with rollout, whose candidate is reached under it; "${service}" has ${service.length}`,
    ],
    [
      current !== undefined && !isRevisionName(service, current),
      "rollout.current",
      `must be a revision of this service, "${service}-…" as the output latestReadyRevision tells it, got "${current}"`,
    ],
    [
      current === undefined && candidatePercent !== undefined,
      "rollout.candidatePercent",
      "needs rollout.current: the revision that gets the other requests",
    ],
  ];
  return rules.flatMap(([broken, path, reason]): Problem[] =>
    broken ? [{ path, code: "KN4024", reason }] : [],
  );
}

/** Whether Knative would take a name for a revision of the service. */
export function isRevisionName(service: string, name: string): boolean {
  return name.startsWith(`${service}-`) && isDnsLabel(name);
}
