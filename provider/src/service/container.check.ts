import { z } from "zod";
import { resourcesShape, securityContextShape } from "../pods/pods.check";
import { dnsLabel, image, leaf, texts, under, type Problem } from "../problems";
import {
  ImagePullPolicy,
  TerminationMessagePolicy,
  type InitContainerArgs,
  type SidecarArgs,
} from "./container.args";
import { checkProbes, probesShape } from "./probe.check";
import { checkResources } from "../pods/resources.check";
import { checkVariables, envFromShape, envValueFromShape, reservedBeside } from "./variables.check";
import { volumeMountShape } from "./volumes.shape";

// Names: knative/serving pkg/apis/serving/k8s_validation.go.
const reservedName = "queue-proxy";

/** What every container has beside its image. */
export const containerShape = {
  imagePullPolicy: z.enum(ImagePullPolicy).optional(),
  command: z.array(z.string()).optional(),
  args: z.array(leaf(z.string())).optional(),
  workingDir: z.string().min(1).optional(),
  terminationMessagePath: z.string().min(1).optional(),
  terminationMessagePolicy: z.enum(TerminationMessagePolicy).optional(),
  env: leaf(texts).optional(),
  envFrom: z.array(envFromShape).optional(),
  envValueFrom: z.record(z.string(), envValueFromShape).optional(),
  resources: resourcesShape.optional(),
  volumeMounts: z.array(volumeMountShape).optional(),
  securityContext: securityContextShape.optional(),
};
export const initContainerShape = z.strictObject({
  name: dnsLabel,
  image: leaf(image),
  ...containerShape,
}) satisfies z.ZodType<InitContainerArgs>;
export const sidecarShape = z.strictObject({
  ...initContainerShape.shape,
  ...probesShape,
}) satisfies z.ZodType<SidecarArgs>;

/** The containers of a service's pods that have a name in its args. */
export interface NamedContainers {
  readonly containerName?: string;
  readonly sidecars?: readonly SidecarArgs[];
  readonly initContainers?: readonly InitContainerArgs[];
}

/** The problems of the containers beside the main one, and of all containers' names. */
export function checkContainers({
  containerName,
  sidecars = [],
  initContainers = [],
}: NamedContainers): Problem[] {
  const beside = [
    ...sidecars.map((container, index) => ({ container, path: `sidecars[${index}]`, probed: true })),
    ...initContainers.map((container, index) => ({
      container,
      path: `initContainers[${index}]`,
      probed: false,
    })),
  ];
  const names = [
    ...(containerName === undefined ? [] : [{ name: containerName, path: "containerName" }]),
    ...beside.map(({ container: { name }, path }) => ({ name, path: `${path}.name` })),
  ];
  return [
    ...names.flatMap(({ name, path }) =>
      checkContainerName(name, path, names.find((other) => other.name === name)?.path ?? path),
    ),
    ...beside.flatMap(({ container, path, probed }) =>
      under(path, [
        ...checkVariables(container, reservedBeside),
        ...checkResources("resources", container.resources),
        ...(probed ? checkProbes(container as SidecarArgs, true) : []),
      ]),
    ),
  ];
}

function checkContainerName(name: string, path: string, first: string): Problem[] {
  const problem = (reason: string): Problem[] => [{ path, code: "KN4016", reason }];
  if (name === reservedName) {
    return problem(`"${name}" is the name of Knative's own container; choose another`);
  }
  return first === path ? [] : problem(`"${name}" is the name of ${first} already; choose another`);
}
