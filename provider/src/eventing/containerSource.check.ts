import { z } from "zod";
import { checkTolerations, podSecurityContextShape, tolerationShape } from "../pods/pods.check";
import { checkResources } from "../pods/resources.check";
import {
  checkAnnotations,
  checkLabels,
  checkWhole,
  image,
  leaf,
  texts,
  under,
  type Problem,
} from "../problems";
import { containerShape } from "../service/container.check";
import { checkVariables } from "../service/variables.check";
import { checkVolumes } from "../service/volumes.check";
import { volumeShape } from "../service/volumes.shape";
import type { ContainerSourceArgs } from "./containerSource.args";
import { eventObjectShape } from "./object.check";
import { checkExtensions } from "./pingSource.check";
import { checkSink, eventName, sinkShape } from "./sink.check";

/** Variables that Knative gives to whatever sends: knative/eventing pkg/apis/sources/v1/sinkbinding_lifecycle.go. */
const givenVariables = ["K_SINK", "K_CE_OVERRIDES", "K_CA_CERTS"] as const;

export const containerSourceShape = z.strictObject({
  ...eventObjectShape,
  image: leaf(image),
  ...containerShape,
  volumes: z.array(volumeShape).optional(),
  podSecurityContext: podSecurityContextShape.optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(tolerationShape).optional(),
  serviceAccountName: leaf(eventName).optional(),
  imagePullSecrets: z.array(eventName).optional(),
  podLabels: texts.optional(),
  podAnnotations: texts.optional(),
  sink: sinkShape,
  extensions: texts.optional(),
}) satisfies z.ZodType<ContainerSourceArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkContainerSource(args: ContainerSourceArgs): Problem[] {
  return checkWhole(containerSourceShape, args, (given) => [
    ...checkVariables(given, givenVariables),
    ...checkResources("resources", given.resources),
    ...checkVolumes(given.volumes ?? [], [{ path: "volumeMounts", mounts: given.volumeMounts ?? [] }]),
    ...checkTolerations(given.tolerations ?? []),
    ...checkLabels("podLabels", given.podLabels),
    ...checkAnnotations("podAnnotations", given.podAnnotations),
    ...under("sink", checkSink(given.sink)),
    ...under("extensions", checkExtensions(given.extensions)),
  ]);
}
