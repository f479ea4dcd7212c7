import type { Manifest } from "../manifests/manifest";
import type { DerivedManifest } from "../manifests/objects";
import { output, type Input, type Output } from "@pulumi/pulumi";
import type { KnativeInstallation } from "./installation.args";

/** Annotation of an installation's namespaces: who installed it, as `project/stack/component`. */
export const ownerAnnotation = "knative.pulumi.com/owner";
/** Annotation of an installation's namespaces: UID of the cluster that it was installed in. A restored backup tells another. */
export const clusterAnnotation = "knative.pulumi.com/cluster";

/** Who installs: the component of a stack. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
  readonly component: string;
  /** Names that the component had before, by its aliases. */
  readonly formerly: readonly string[];
}

/** The mark that an owner leaves. */
export function markOf({ project, stack, component }: Owner): string {
  return [project, stack, component].join("/");
}

/** UID of the cluster that an installation was looked for in. */
export function clusterUidOf(
  installation: Input<KnativeInstallation | undefined> | undefined,
): Output<string | undefined> {
  return output(installation).apply((found) => found?.clusterUid);
}

/** Marks an installation's namespaces. The cluster's UID is not known before it was asked. */
export function markNamespaces(
  manifests: readonly Manifest[],
  owner: Owner,
  clusterUid: Input<string | undefined>,
): Readonly<Record<string, DerivedManifest>> {
  const namespaces = manifests.filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Namespace");
  return Object.fromEntries(
    namespaces.map(({ metadata }) => {
      const annotations = {
        ...metadata.annotations,
        [ownerAnnotation]: markOf(owner),
        [clusterAnnotation]: clusterUid,
      };
      const derive = () => ({ metadata: { ...metadata, annotations } });
      return [`Namespace/${metadata.name}`, { from: [], derive }];
    }),
  );
}
