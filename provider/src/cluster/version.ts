import { coerce, lt, type SemVer } from "semver";

/** A version such as `1.34`, `v1.34.4` or `v1.34.4-aliyun.1`, without what vendors append. */
export function looseVersion(value: string): SemVer | undefined {
  return /^v?\d+\.\d+/.test(value) ? (coerce(value) ?? undefined) : undefined;
}

/** Whether a server's version is below a minimum; vendors' suffixes don't count. */
export function isOlderKubernetes(server: string, minimum: string): boolean {
  const [is, least] = [looseVersion(server), looseVersion(minimum)];
  return is !== undefined && least !== undefined && lt(is, least);
}
