/**
 * What is done to upstream's objects, in small steps that know nothing of each other. Each takes one manifest and gives it back
 * changed or as it was; those over lists are for objects that have to do with each other.
 */
import type { ListTransform, Manifest, Transform } from "../manifest";

export { imagesOf, relocateImage, setImages, unusedOverrides, type ImageSettings } from "../images";
export { setDisruptionBudgets, type Budget } from "./budgets";
export { writeFieldRefDefaults } from "./defaults";
export { settleJobs } from "./jobs";
export { dropControllerOwned, dropState, fixGeneratedNames } from "./owned";
export {
  applyPatches,
  mergePatch,
  type ManifestPatch,
  type Patched,
  type PatchProblem,
  type PatchTarget,
} from "./patches";
export { labelNamespaces, setPods, type PodSettings, type Spread } from "./podTemplates";
export { autoscaled, leastPods, setScale, type Scale } from "./scaling";
export {
  awaitCrd,
  awaitSignIn,
  setServiceExposure,
  skipAwaitServices,
  type ServiceExposure,
} from "./services";
export { configMapNames, dropExamples, mergeConfigMapData } from "./settings";
export {
  askReadinessEarly,
  setEnv,
  setImagePullSecrets,
  setResources,
  type Quantities,
  type Resources,
} from "./workloads";

/** Applies steps to every manifest, one after the other. */
export function eachManifest(...steps: readonly Transform[]): ListTransform {
  return (manifests) => manifests.map((manifest) => steps.reduce((changed, step) => step(changed), manifest));
}

/** Applies steps over the whole list, one after the other. */
export function transformManifests(
  manifests: readonly Manifest[],
  ...steps: readonly ListTransform[]
): readonly Manifest[] {
  return steps.reduce((changed, step) => step(changed), manifests);
}
