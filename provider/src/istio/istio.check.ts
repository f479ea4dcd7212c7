import {
  findIstio,
  isTooOldIstio,
  istioMinor,
  istioProblem,
  knownIstio,
  oldestIstio,
} from "../release/catalog/istio";
import { checkTolerations } from "../pods/pods.check";
import { checkShape, didYouMean, under, type Problem } from "../problems";
import type { IstioArgs, IstioInstallArgs, IstioPilotArgs } from "./istio.args";
import { istioShape } from "./istio.shape";
import { isInstalled, unnamedRevision } from "./istio.names";
import { checkMesh } from "./mesh.check";

/** Everything that can be said of the inputs by themselves. */
export function checkIstio(args: IstioArgs = {}): Problem[] {
  const shape = checkShape(istioShape, args);
  if (shape.length > 0) {
    return [...shape, ...(typeof args.version === "string" ? checkVersion(args.version, "version") : [])];
  }
  const { install } = args;
  return [
    ...(args.version === undefined ? [] : checkVersion(args.version, "version")),
    ...(install === undefined ? [] : under("install", checkInstall(install))),
    ...(install === undefined || !isInstalled(args) ? [] : checkRevisions(args, install)),
    ...checkMesh(args),
  ];
}

/** A text that names no version, or one that can't work with what is written here. */
function checkVersion(text: string, path: string): Problem[] {
  const version = findIstio(text);
  if (version === undefined) {
    const known = knownIstio().flatMap((release) => [release.minor, release.version]);
    const reason = `is no version of Istio, nor a minor that the catalogue has${didYouMean(text, known)}; it has ${known.join(", ")}, and any whole version may be written`;
    return [{ path, code: "KN6030", reason: `"${text}" ${reason}` }];
  }
  const reason = `must be ${oldestIstio} or newer, the first that serves networking.istio.io/v1, got "${text}"; upgrade Istio`;
  return isTooOldIstio(version) ? [{ path, code: "KN6031", reason }] : [];
}

function checkInstall(install: IstioInstallArgs): Problem[] {
  const { pilot = {}, values = {}, previousVersion } = install;
  return [
    ...under("pilot", checkPilot(pilot)),
    ...(previousVersion === undefined ? [] : checkVersion(previousVersion, "previousVersion")),
    ...under("values", checkValues(values)),
  ];
}

function checkPilot({ replicas, minReplicas, maxReplicas, tolerations = [] }: IstioPilotArgs): Problem[] {
  const bound = minReplicas === undefined ? "maxReplicas" : "minReplicas";
  const both = replicas !== undefined && (minReplicas ?? maxReplicas) !== undefined;
  const reason = `excludes ${bound}; set minReplicas and maxReplicas where an autoscaler rules, replicas elsewhere`;
  const below = (maxReplicas ?? defaultMost) < (minReplicas ?? 1);
  const bounds = `must not be below minReplicas, ${minReplicas ?? 1}, got ${maxReplicas ?? `${defaultMost}, the default`}`;
  return [
    ...(both ? [{ path: "replicas", code: "KN1008", reason } as const] : []),
    ...(below ? [{ path: "maxReplicas", code: "KN3501", reason: bounds } as const] : []),
    ...checkTolerations(tolerations),
  ];
}

/** Most pods that the charts let the autoscaler make. */
const defaultMost = 5;

/** Values that the charts would pass over, or that would part an installation from what is made around it. */
const misplaced: Readonly<Record<string, string>> = {
  pilot: "the chart has istiod's values at the top, and passes over them here; write them there",
  defaults: "the chart refuses it; write the values at the top",
  _internal_defaults_do_not_set: "the chart keeps it for itself; write the values at the top",
  revision: "is what istio.revision says, for everything that must agree on it; set that",
  revisionTags: "is what istio.install.revisionTags says, whose objects outlive a revision; set that",
  gateways: "the gateways are made without a chart; set gateways of the Serving",
};

const agreed: readonly (readonly [readonly string[], string])[] = [
  [["global", "istioNamespace"], "istio.namespace"],
  [["global", "proxy", "clusterDomain"], "istio.clusterDomain"],
  [["meshConfig", "trustDomain"], "istio.install.trustDomain"],
];

function checkValues(values: Readonly<Record<string, unknown>>): Problem[] {
  const at = (path: readonly string[]) =>
    path.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
      values,
    );
  return [
    ...Object.keys(misplaced)
      .filter((key) => Object.hasOwn(values, key))
      .map((key): Problem => ({ path: key, code: "KN6042", reason: misplaced[key] ?? "" })),
    ...agreed
      .filter(([path]) => at(path) !== undefined)
      .map(([path, property]): Problem => {
        const reason = `is what ${property} says, for everything that must agree on it; set that`;
        return { path: path.join("."), code: "KN6042", reason };
      }),
  ];
}

/** A revision, the one before it, and the tags that stand for one of them. */
function checkRevisions({ revision, version }: IstioArgs, install: IstioInstallArgs): Problem[] {
  const { previousRevision, previousVersion, previousTag } = install;
  const problem = (path: string, code: Problem["code"], reason: string): Problem => ({ path, code, reason });
  const alone = Object.entries({ previousVersion, previousTag }).filter(
    ([, value]) => value !== undefined && previousRevision === undefined,
  );
  return [
    ...(revision === unnamedRevision
      ? [
          problem(
            "revision",
            "KN6034",
            '"default" is what the revision without a name is called; leave it out for that',
          ),
        ]
      : []),
    ...alone.map(([key]) =>
      problem(`install.${key}`, "KN6036", "has no effect without previousRevision; set that or remove this"),
    ),
    ...(previousRevision !== undefined && previousRevision === (revision ?? unnamedRevision)
      ? [
          problem(
            "install.previousRevision",
            "KN6036",
            `is "${previousRevision}", as revision is; give the new control plane a revision of its own, such as "${nextName(version)}"`,
          ),
        ]
      : []),
    ...(previousRevision !== undefined && previousVersion === undefined
      ? [
          problem(
            "install.previousVersion",
            "KN6036",
            "is required with previousRevision: the version that it keeps running",
          ),
        ]
      : []),
    ...under("install", checkTags(revision, install)),
  ];
}

function checkTags(revision: string | undefined, install: IstioInstallArgs): Problem[] {
  const { revisionTags = [], tagRevision, previousRevision } = install;
  const planes = [revision, previousRevision].filter((name) => name !== undefined);
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN6035", reason });
  const each = revisionTags.flatMap((tag, index): Problem[] => {
    const path = `revisionTags[${index}]`;
    if (revisionTags.indexOf(tag) < index) {
      return [problem(path, `"${tag}" is in the list already; remove it`)];
    }
    if (planes.includes(tag)) {
      return [
        problem(path, `"${tag}" is the name of a revision; a tag needs a name of its own, such as "stable"`),
      ];
    }
    return [];
  });
  return [
    ...(revisionTags.length > 0 && revision === undefined
      ? [problem("revisionTags", "need istio.revision: tags stand for a revision with a name")]
      : []),
    ...each,
    ...(tagRevision !== undefined && revisionTags.length === 0
      ? [problem("tagRevision", "has no effect without revisionTags; set those or remove this")]
      : []),
    ...(tagRevision !== undefined && revision !== undefined && !planes.includes(tagRevision)
      ? [
          problem(
            "tagRevision",
            `must be one of the revisions that run, ${planes.map((name) => `"${name}"`).join(" or ")}, got "${tagRevision}"${didYouMean(tagRevision, planes)}`,
          ),
        ]
      : []),
  ];
}

/** "1-30" for "1.30.4": what revisions are mostly called. */
function nextName(version: string | undefined): string {
  const found = findIstio(version) ?? "";
  return (istioMinor(found)?.minor ?? found).replaceAll(".", "-");
}

/** What the user should know of the version, and is free to pass over. */
export function istioNotices(args: IstioArgs, knativeMinor: string, serverVersion?: string): string[] {
  const version = args.version === undefined && !isInstalled(args) ? undefined : findIstio(args.version);
  const problem = version === undefined ? undefined : istioProblem(version, knativeMinor, serverVersion);
  return problem?.kind === "warning" ? [`istio.version: ${problem.reason} [${problem.code}]`] : [];
}
