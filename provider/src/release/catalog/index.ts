import { coerce, compare } from "semver";
import { knativeReleases } from "./knative";
import type { ReleaseFacts, ReleaseFile, ServingRelease } from "./release";
import { findAmong, upgradeAmong, type UpgradeProblem } from "./upgrades";

export { eventingNamespace, eventingReleases, findEventing } from "./eventing";
export { kafkaOf, kafkaReleases } from "./kafka";
export { featuresSince, gatewaySettingsSince, keysSince } from "./knative";
export type { EventingFiles, EventingRelease } from "./eventing";
export type { KafkaFile, KafkaPart, KafkaRelease } from "./kafka";
export type { UpgradeProblem } from "./upgrades";
export type { ReleaseFile, ServingFiles, ServingRelease } from "./release";

const newestFirst: readonly ServingRelease[] = knativeReleases
  .map(toRelease)
  .toSorted((a, b) => compare(b.version, a.version));

/** All releases, newest first. */
export function releases(): readonly ServingRelease[] {
  return newestFirst;
}

/**
 * The release of Serving that a minor or a version names: "1.22", "1.22.1", "v1.22.1" and "knative-v1.22.1" name the same one.
 * Undefined asks for the newest. Undefined where the catalogue holds no such release.
 */
export function findRelease(text: string | undefined): ServingRelease | undefined {
  return findAmong(newestFirst, text);
}

/** Path of a file below the address of the release pages or of a mirror. */
export function releasePath({ repository, version, name }: ReleaseFile): string {
  return `${repository}/releases/download/knative-v${version}/${name}`;
}

/** The lowest Kubernetes minor that any release of the catalogue starts on. */
export function oldestMinimumKubernetes(): string {
  const [oldest = "0.0"] = newestFirst.map(({ minimumKubernetes }) => minimumKubernetes).toSorted(byVersion);
  return oldest;
}

/** Namespaces that upstream's files create. */
export function systemNamespaces(): readonly string[] {
  return ["knative-serving", "kourier-system"];
}

/** Why `to` can't be installed over Serving `fromVersion`; undefined if it can. */
export function upgradeProblem(fromVersion: string, to: ServingRelease): UpgradeProblem | undefined {
  return upgradeAmong(newestFirst, fromVersion, to);
}

function byVersion(a: string, b: string): number {
  return compare(coerce(a) ?? "0.0.0", coerce(b) ?? "0.0.0");
}

function toRelease({ serving, kourier, istio, gatewayApi, ...facts }: ReleaseFacts): ServingRelease {
  const ofServing = (name: keyof typeof serving.sha256): ReleaseFile => ({
    repository: "knative/serving",
    version: serving.version,
    name,
    sha256: serving.sha256[name],
  });
  return {
    ...facts,
    version: serving.version,
    kourierVersion: kourier.version,
    istioVersion: istio.version,
    gatewayApiVersion: gatewayApi.version,
    envoyImage: kourier.envoyImage,
    files: {
      crds: ofServing("serving-crds.yaml"),
      core: ofServing("serving-core.yaml"),
      hpa: ofServing("serving-hpa.yaml"),
      postInstallJobs: ofServing("serving-post-install-jobs.yaml"),
      kourier: {
        repository: "knative-extensions/net-kourier",
        version: kourier.version,
        name: "kourier.yaml",
        sha256: kourier.sha256["kourier.yaml"],
      },
      istio: {
        repository: "knative-extensions/net-istio",
        version: istio.version,
        name: "net-istio.yaml",
        sha256: istio.sha256["net-istio.yaml"],
      },
      "gateway-api": {
        repository: "knative-extensions/net-gateway-api",
        version: gatewayApi.version,
        name: "net-gateway-api.yaml",
        sha256: gatewayApi.sha256["net-gateway-api.yaml"],
      },
    },
  };
}
