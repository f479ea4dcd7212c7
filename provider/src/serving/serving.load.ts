import { loadProduct, type LoadedProduct } from "../release/loadProduct";
import type { ServingPlan } from "./serving.plan";

/** Fetches and reads the release files of a plan; what was fetched once comes from the cache. */
export function loadServing({
  release: { files },
  args,
  ingress,
  migrationJobs,
}: ServingPlan): LoadedProduct {
  // core repeats every definition of crds.
  const wanted = [
    files.core,
    files[ingress],
    ...(args.hpaAutoscaler === true ? [files.hpa] : []),
    ...(migrationJobs ? [files.postInstallJobs] : []),
  ];
  return loadProduct(wanted, args.source);
}
