import { coerce } from "semver";
import { findIstio, isTooOldIstio, istioProblem, oldestIstio } from "../release/catalog/istio";
import { didYouMean, type Problem } from "../problems";
import { plannedRevisions } from "./install.plan";
import type { IstioArgs, InstalledControlPlaneArgs, InstalledIstioArgs } from "./istio.args";
import { isInstalled, istioNamespace, unnamedRevision } from "./istio.names";

/**
 * What the cluster says against the inputs: an Istio that isn't there, or not as it must be, or that is there already. `found`
 * is undefined where nothing is known. Paths are those of Serving.
 */
export function checkInstalledIstio(args: IstioArgs = {}, found: InstalledIstioArgs | undefined): Problem[] {
  if (found === undefined) {
    return [];
  }
  return isInstalled(args) ? checkBeside(args, found) : checkExisting(args, found);
}

/** What the user should know of the versions that were found. */
export function installedIstioNotices(
  args: IstioArgs,
  found: InstalledIstioArgs | undefined,
  knativeMinor: string,
  serverVersion?: string,
): string[] {
  const version = isInstalled(args) ? undefined : planeOf(args, found)?.version;
  const problem = version === undefined ? undefined : istioProblem(version, knativeMinor, serverVersion);
  return problem?.kind === "warning" ? [`istio: ${problem.reason} [${problem.code}]`] : [];
}

function checkExisting(args: IstioArgs, found: InstalledIstioArgs): Problem[] {
  const problem = (path: string, code: Problem["code"], reason: string): Problem => ({ path, code, reason });
  if (found.apiVersions.length === 0) {
    const reason =
      "needs Istio, whose definitions the cluster doesn't have: install it first, set install to have it installed here, or leave installedIstio out where this program installs it before";
    return [problem("istio", "KN6050", reason)];
  }
  const version = planeOf(args, found)?.version;
  if (!found.apiVersions.includes("v1") || (version !== undefined && isTooOldIstio(version))) {
    const has = version === undefined ? `serves ${found.apiVersions.join(", ")}` : `is ${version}`;
    const reason = `needs networking.istio.io/v1, which Istio has from ${oldestIstio} on, and the cluster's ${has}; upgrade it`;
    return [problem("istio", "KN6031", reason)];
  }
  return [...checkInjector(args, found), ...checkHome(args, found)];
}

/** Pods that name a revision which nobody injects for start without a proxy; gateways then don't start at all. */
function checkInjector(
  { revision = unnamedRevision }: IstioArgs,
  { injectors }: InstalledIstioArgs,
): Problem[] {
  const known = injectors.map((name) => (name === unnamedRevision ? '"default" (none)' : `"${name}"`));
  const reason =
    known.length === 0
      ? "of no control plane was found that injects proxies; is istiod installed?"
      : `"${revision}" is none that proxies are injected for${didYouMean(revision, injectors)}; there are ${known.join(", ")}`;
  return injectors.includes(revision) ? [] : [{ path: "istio.revision", code: "KN6051", reason }];
}

function checkHome(args: IstioArgs, found: InstalledIstioArgs): Problem[] {
  const namespace = istioNamespace(args);
  const homes = [...new Set(found.controlPlanes.map((plane) => plane.namespace))];
  const reason = `"${namespace}" holds no control plane of Istio; there is one in ${homes.map((home) => `"${home}"`).join(", ")}`;
  return homes.length === 0 || homes.includes(namespace)
    ? []
    : [{ path: "istio.namespace", code: "KN6051", reason }];
}

/** What is installed under a name must be what this made before. */
function checkBeside(args: IstioArgs, found: InstalledIstioArgs): Problem[] {
  const namespace = istioNamespace(args);
  return plannedRevisions(args).flatMap(({ revision, version }): Problem[] => {
    const plane = found.controlPlanes.find((each) => each.revision === revision);
    if (plane === undefined) {
      return [];
    }
    const own = revision === unnamedRevision ? "istiod" : `istiod-${revision}`;
    if (plane.namespace !== namespace || plane.release !== `${namespace}/${own}`) {
      const from =
        plane.release === undefined ? "by other means than Helm" : `as the Helm release ${plane.release}`;
      const reason = `a control plane of revision "${revision}" is in "${plane.namespace}" already, installed ${from}; leave install out to use it, or give revision another name`;
      return [{ path: "istio.install", code: "KN6052", reason }];
    }
    return checkStep(plane, version);
  });
}

/** In place Istio goes up one minor version at a time. */
function checkStep({ version: from }: InstalledControlPlaneArgs, to: string): Problem[] {
  const [is, wanted] = [from === undefined ? null : coerce(from), coerce(to)];
  if (from === undefined || is === null || wanted === null || is.major !== wanted.major) {
    return [];
  }
  const next = `${is.major}.${is.minor + 1}`;
  const reason = `${to} can't be put over ${from}: in place Istio is upgraded one minor version at a time; go by way of ${findIstio(next) ?? next}, or run it beside the old one by previousRevision`;
  return wanted.minor > is.minor + 1 ? [{ path: "istio.version", code: "KN6053", reason }] : [];
}

/** The control plane that the inputs mean: a tag may stand for any, so without a match the only one. */
function planeOf(
  { revision = unnamedRevision }: IstioArgs,
  found: InstalledIstioArgs | undefined,
): InstalledControlPlaneArgs | undefined {
  const planes = found?.controlPlanes ?? [];
  return planes.find((plane) => plane.revision === revision) ?? (planes.length === 1 ? planes[0] : undefined);
}
