import { coerce, compare, parse } from "semver";
import { isOlderKubernetes, looseVersion } from "../../cluster/version";

/** What is known of a minor version of Kube-OVN. */
export interface KubeOvnRelease {
  /** Such as "1.16". */
  readonly minor: string;
  /** Newest patch that is known; any other patch of the minor may be installed as well. */
  readonly version: string;
}

/** Facts from upstream's release pages, oldest first: minors with the chart `kube-ovn-v2`, whose values are written here. */
const kubeOvnReleases: readonly KubeOvnRelease[] = [
  { minor: "1.15", version: "1.15.24" },
  { minor: "1.16", version: "1.16.2" },
];

const defaultMinor = "1.16";

/** Oldest Kubernetes that the chart installs on (its `kubeVersion`). */
export const kubeOvnKubernetes = "1.29";

/** All minors of the catalogue, oldest first. */
export function knownKubeOvn(): readonly KubeOvnRelease[] {
  return kubeOvnReleases;
}

/**
 * The version that a text names: "1.16" the newest patch known of that minor, "1.16.2" and "v1.16.2" itself where the catalogue
 * holds its minor, undefined the default. Undefined where it names none of these.
 */
export function findKubeOvn(text: string | undefined): string | undefined {
  const wanted = (text ?? defaultMinor).trim().replace(/^v/, "");
  const version = kubeOvnReleases.find(({ minor }) => minor === wanted)?.version ?? parse(wanted)?.version;
  return kubeOvnReleases.some(({ minor }) => version?.startsWith(`${minor}.`) === true) ? version : undefined;
}

/** How a version follows upon another. */
export type KubeOvnStep = "same" | "up" | "skips" | "down" | "unknown";

/** Up by one minor version at a time is what upstream tests; down is what nobody does. */
export function kubeOvnStep(from: string | undefined, to: string): KubeOvnStep {
  const [is, wanted] = [coerce(from), coerce(to)];
  if (is === null || wanted === null) {
    return "unknown";
  }
  const order = compare(wanted, is);
  return order === 0 ? "same" : order < 0 ? "down" : wanted.minor > is.minor + 1 ? "skips" : "up";
}

/** Whether a Kubernetes version is too old for the chart; one that isn't known is none. */
export function isTooOldForKubeOvn(serverVersion: string | undefined): boolean {
  return (
    serverVersion !== undefined &&
    looseVersion(serverVersion) !== undefined &&
    isOlderKubernetes(serverVersion, kubeOvnKubernetes)
  );
}

/** The versions that can be named. */
export function kubeOvnList(): string {
  return kubeOvnReleases.flatMap(({ minor, version }) => [minor, version]).join(", ");
}
