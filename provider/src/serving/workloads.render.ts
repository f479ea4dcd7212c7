import type { ListTransform } from "../manifests/manifest";
import { eachManifest, labelNamespaces, transformManifests } from "../manifests/transforms";
import { runAsPlanned } from "../pods/workload.render";
import type { ServingArgs } from "./serving.args";
import { namespaceLabelsOf, planWorkload } from "./workloads.plan";

/** Everything that args and profile say of how Knative's own programs run. */
export function setWorkloads(args: ServingArgs, programs: readonly string[]): ListTransform {
  const planned = new Map(programs.map((program) => [program, planWorkload(args, program)]));
  return (manifests) =>
    transformManifests(
      manifests,
      runAsPlanned(planned),
      eachManifest(labelNamespaces(namespaceLabelsOf(args), args.namespaceAnnotations)),
    );
}
