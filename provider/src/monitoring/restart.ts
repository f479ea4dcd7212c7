import { createHash } from "node:crypto";
import { isKind, isObject, setAt, type ListTransform, type Manifest } from "../manifests/manifest";
import { servingNamespace } from "../policies/roads";
import { observabilityConfig } from "./monitoring.render";

const annotation = "pulumi-knative/observability";
const readOnce = /^(metrics|tracing)-/;

/**
 * Gives the control plane new pods when its metrics or traces are set otherwise: its programs read those settings once, at
 * their start (knative.dev/pkg injection/sharedmain). Without such settings nothing is changed.
 */
export const restartOnObservability: ListTransform = (manifests) => {
  const data = manifests.find((manifest) => isKind(manifest, "ConfigMap", observabilityConfig))?.data;
  const settings = Object.entries(isObject(data) ? data : {})
    .filter(([key]) => readOnce.test(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (settings.length === 0) {
    return manifests;
  }
  const mark = createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 12);
  return manifests.map((manifest) => (reads(manifest) ? marked(manifest, mark) : manifest));
};

function reads(manifest: Manifest): boolean {
  return isKind(manifest, "Deployment") && manifest.metadata.namespace === servingNamespace;
}

function marked(manifest: Manifest, mark: string): Manifest {
  return setAt(manifest, ["spec", "template", "metadata", "annotations", annotation], mark);
}
