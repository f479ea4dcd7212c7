import { coerce, compare, parse, type SemVer } from "semver";
import { isOlderKubernetes, looseVersion } from "../../cluster/version";

/** What is known of a minor version of Istio. */
export interface IstioRelease {
  /** Such as "1.29". */
  readonly minor: string;
  /** Newest patch that is known; any other patch of the minor may be installed as well. */
  readonly version: string;
  /** Oldest and newest Kubernetes minor that upstream supports it on. */
  readonly kubernetes: { readonly oldest: string; readonly newest: string };
  /** Month in which upstream's support ends, as YYYY-MM; undefined where that depends on a release to come. */
  readonly endOfLife?: string;
  /** Registry and path that the release's charts pull their images from. */
  readonly hub: string;
}

/** How a version of Istio goes with a version of Knative: refused, or let through with a remark. */
export interface IstioProblem {
  readonly kind: "error" | "warning";
  readonly code: "KN6030" | "KN6031" | "KN6032" | "KN6033";
  readonly reason: string;
}

/**
 * Facts from upstream's release pages, oldest first. Support ends six weeks after the second minor that follows; patches and
 * Kubernetes versions are those of upstream's table.
 */
const istioReleases: readonly IstioRelease[] = [
  {
    minor: "1.28",
    version: "1.28.10",
    kubernetes: { oldest: "1.30", newest: "1.34" },
    endOfLife: "2026-06",
    hub: "docker.io/istio",
  },
  {
    minor: "1.29",
    version: "1.29.6",
    kubernetes: { oldest: "1.31", newest: "1.35" },
    endOfLife: "2026-10",
    hub: "docker.io/istio",
  },
  {
    minor: "1.30",
    version: "1.30.4",
    kubernetes: { oldest: "1.32", newest: "1.36" },
    hub: "registry.istio.io/release",
  },
  {
    minor: "1.31",
    version: "1.31.0",
    kubernetes: { oldest: "1.32", newest: "1.36" },
    hub: "registry.istio.io/release",
  },
];

const defaultMinor = "1.30";

/**
 * By Knative minor: the Istio minor that net-istio's own tests of that release ran with, and the newest one whose charts and
 * APIs have been compared with it since (net-istio writes VirtualServices, Gateways and DestinationRules of v1beta1 only).
 */
const istioOfKnative: Readonly<Record<string, { readonly tested: string; readonly newest: string }>> = {
  "1.21": { tested: "1.28", newest: defaultMinor },
  "1.22": { tested: "1.29", newest: defaultMinor },
  "1.23": { tested: "1.29", newest: defaultMinor },
};

/** The first minor that serves networking.istio.io/v1 and security.istio.io/v1, which gateways and policies are written in. */
export const oldestIstio = "1.22";

/** All minors of the catalogue, oldest first. */
export function knownIstio(): readonly IstioRelease[] {
  return istioReleases;
}

/**
 * The version that a text names: "1.29" the newest patch known of that minor, "1.29.6" and "v1.29.6" itself, whether the
 * catalogue holds it or not, undefined the default. Undefined where the text is no version, or a minor that isn't known.
 */
export function findIstio(text: string | undefined): string | undefined {
  const wanted = (text ?? defaultMinor).trim().replace(/^v/, "");
  return istioReleases.find(({ minor }) => minor === wanted)?.version ?? parse(wanted)?.version;
}

/** What the catalogue holds of a version's minor. */
export function istioMinor(version: string): IstioRelease | undefined {
  const minor = minorOf(coerce(version));
  return istioReleases.find((release) => release.minor === minor);
}

/** Whether a version of Istio is too old to serve what is written here. */
export function isTooOldIstio(version: string): boolean {
  const found = coerce(version);
  return found !== null && compare(found, `${oldestIstio}.0`) < 0;
}

/**
 * What speaks against a version of Istio beside a Knative minor, on a Kubernetes version if that is known. The worst comes
 * first; undefined where nothing does.
 */
export function istioProblem(
  version: string,
  knativeMinor: string,
  kubernetesVersion?: string,
): IstioProblem | undefined {
  if (looseVersion(version) === undefined) {
    const reason = `"${version}" is no version of Istio; known are ${knownList()}`;
    return { kind: "error", code: "KN6030", reason };
  }
  if (isTooOldIstio(version)) {
    const reason = `Istio ${version} doesn't serve networking.istio.io/v1, in which gateways are written; it takes ${oldestIstio} or newer, best ${rangeText(knativeMinor)}`;
    return { kind: "error", code: "KN6031", reason };
  }
  return untested(version, knativeMinor) ?? elsewhere(version, kubernetesVersion);
}

function untested(version: string, knativeMinor: string): IstioProblem | undefined {
  const range = istioOfKnative[knativeMinor];
  const minor = coerce(minorOf(coerce(version)));
  if (range === undefined || minor === null) {
    return undefined;
  }
  const inside = compare(minor, `${range.tested}.0`) >= 0 && compare(minor, `${range.newest}.0`) <= 0;
  const reason = `Istio ${version} is outside the range that Knative ${knativeMinor} is known to work with, ${rangeText(knativeMinor)}; take one of those, or try it out before it matters`;
  return inside ? undefined : { kind: "warning", code: "KN6032", reason };
}

function elsewhere(version: string, kubernetesVersion: string | undefined): IstioProblem | undefined {
  const kubernetes = istioMinor(version)?.kubernetes;
  const server = kubernetesVersion === undefined ? undefined : looseVersion(kubernetesVersion);
  if (kubernetes === undefined || server === undefined || kubernetesVersion === undefined) {
    return undefined;
  }
  const { oldest, newest } = kubernetes;
  const outside = isOlderKubernetes(kubernetesVersion, oldest) || isOlderKubernetes(newest, minorOf(server));
  const reason = `Istio ${version} is supported on Kubernetes ${oldest} to ${newest}, and the cluster runs ${kubernetesVersion}; take an Istio whose range holds it, or try it out before it matters`;
  return outside ? { kind: "warning", code: "KN6033", reason } : undefined;
}

/** "1.29 to 1.30", or the whole catalogue for a Knative that it says nothing of. */
export function rangeText(knativeMinor: string): string {
  const all = istioReleases.map(({ minor }) => minor);
  const { tested = all[0], newest = all.at(-1) } = istioOfKnative[knativeMinor] ?? {};
  return `${tested} to ${newest}`;
}

function knownList(): string {
  return istioReleases.flatMap(({ minor, version }) => [minor, version]).join(", ");
}

function minorOf(version: SemVer | null): string {
  return version === null ? "" : `${version.major}.${version.minor}`;
}
