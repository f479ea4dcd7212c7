import { annotate, isKind, setAt, type Transform } from "../manifest";
import { fixGeneratedNames } from "./owned";

/**
 * Makes Jobs of what a release runs once, fit to be kept as resources. A Job can't be changed, so each version has its own,
 * by name. One that finished stays until the next version replaces it: if the cluster removed it after a while, the next
 * refresh would find it missing and run it again. One that failed is made anew by the next update.
 */
export function settleJobs(version: string): Transform {
  const name = fixGeneratedNames(version);
  return (manifest) =>
    isKind(manifest, "Job")
      ? annotate(setAt(name(manifest), ["spec", "ttlSecondsAfterFinished"], undefined), {
          "pulumi.com/replaceUnready": "true",
        })
      : manifest;
}
