import { compare } from "semver";
import { findIstio } from "../release/catalog/istio";
import { chartPlace } from "../helm/charts";
import type { PlannedRelease } from "../helm/release";
import type { Manifest } from "../manifests/manifest";
import { credentialsFor } from "../release/images";
import type { ServingImagesArgs } from "../serving/registry.args";
import {
  baseValues,
  istiodValues,
  type BaseValues,
  type IstiodValues,
  type PlannedRevision,
} from "./install.values";
import type { IstioArgs } from "./istio.args";
import { isInstalled, istioNamespace, unnamedRevision } from "./istio.names";
import { tagObjects } from "./tags.render";

/** Upstream's chart repository. */
const officialCharts = "https://istio-release.storage.googleapis.com/charts";

/** An installation of Istio, in the order in which it is made. */
export interface IstioPlan {
  readonly namespace: Manifest;
  /** The credentials that istiod is pulled with, where they are given. */
  readonly secrets: readonly Manifest[];
  readonly base: PlannedRelease<BaseValues>;
  /** The control planes: the one of before, if it is kept, and the new one. */
  readonly planes: readonly PlannedRelease<IstiodValues>[];
  /** Webhooks and Services of the tags. They depend on the control planes. */
  readonly tags: readonly Manifest[];
}

/** What is installed, or undefined where Istio is found rather than installed. The inputs have passed `checkIstio`. */
export function planIstio(args: IstioArgs = {}, images: ServingImagesArgs = {}): IstioPlan | undefined {
  if (!isInstalled(args)) {
    return undefined;
  }
  const namespace = istioNamespace(args);
  const planes = plannedRevisions(args);
  const charts = args.install?.charts ?? officialCharts;
  // Definitions serve older control planes as well, but not newer ones.
  const newest =
    planes
      .map(({ version }) => version)
      .toSorted(compare)
      .at(-1) ?? "";
  return {
    namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    secrets: credentialsFor(namespace, images),
    base: {
      name: "istio-base",
      namespace,
      version: newest,
      place: chartPlace(charts, "base", newest),
      values: baseValues(args, images),
    },
    planes: planes.map((plane) => ({
      name: plane.revision === unnamedRevision ? "istiod" : `istiod-${plane.revision}`,
      namespace,
      version: plane.version,
      place: chartPlace(charts, "istiod", plane.version),
      values: istiodValues(args, plane, images),
    })),
    tags: tagObjects(args),
  };
}

/** The control planes that run side by side, the older first. */
export function plannedRevisions({ revision, version, install = {} }: IstioArgs): readonly PlannedRevision[] {
  const plane = (name: string, text: string | undefined, tag: string | undefined): PlannedRevision => ({
    revision: name,
    version: findIstio(text) ?? "",
    ...(tag === undefined ? {} : { tag }),
  });
  const { previousRevision, previousVersion, previousTag, tag } = install;
  return [
    ...(previousRevision === undefined ? [] : [plane(previousRevision, previousVersion, previousTag)]),
    plane(revision ?? unnamedRevision, version, tag),
  ];
}
