import { z } from "zod";
import {
  checkWhole,
  dnsLabel,
  namespaceName,
  domainName,
  duration,
  image,
  imageReference,
  registryOf,
  isDnsLabel,
  isDnsSubdomain,
  leaf,
  quantity,
  text,
  texts,
  under,
  whole,
  type Problem,
  type ProblemCode,
} from "../problems";
import { checkChoice } from "../gateway/choice";
import { checkServiceNetwork, serviceNetworkShape } from "../kubeovn/serviceNetwork";
import { patchesShape } from "../manifests/patches.check";
import { HttpProtocol } from "../serving/settings";
import { checkAdditionalDomains } from "./additionalDomains";
import { checkDomainMappings, domainMappingShape } from "./domainMappings.check";
import { checkColdStart, coldStartShape } from "./coldStart.check";
import { checkContainers, containerShape, initContainerShape, sidecarShape } from "./container.check";
import { checkMetadata } from "./metadata.check";
import { checkPlacement, placementShape } from "./placement.check";
import { checkProbes, probesShape } from "./probe.check";
import { checkResources } from "../pods/resources.check";
import { checkRestricted } from "./restricted";
import { renderPatched } from "./service.render";
import { checkScale, scaleShape } from "./scale.check";
import { ServiceProtocol, Visibility, type InitContainerArgs, type ServiceArgs } from "./service.args";
import { checkRollout, checkTraffic, isRevisionName, rolloutShape, trafficShape } from "./traffic.check";
import { checkVariables } from "./variables.check";
import { checkVolumes } from "./volumes.check";
import { volumeShape } from "./volumes.shape";

// Ports of queue-proxy: knative/serving pkg/networking/constants.go.
const reservedPorts = [8008, 8012, 8013, 8022, 9090, 9091];
/** Registries whose tags Knative doesn't resolve unless it is told otherwise. */
export const defaultSkippedRegistries = ["kind.local", "ko.local", "dev.local"] as const;

const port = z
  .int()
  .min(1)
  .max(65535)
  .refine((value) => !reservedPorts.includes(value), {
    error: ({ input }) =>
      `must not be ${String(input)}: Knative's queue-proxy uses ${reservedPorts.join(", ")}`,
    params: { problem: "KN4007" satisfies ProblemCode },
  });

const objectName = text("KN4001", "must be the name of a Kubernetes object", isDnsSubdomain);
const queueProxyResource = z.strictObject({
  cpu: quantity.optional(),
  memory: quantity.optional(),
  "ephemeral-storage": quantity.optional(),
});
// Those that have an annotation: knative/serving pkg/apis/serving/register.go.
const queueProxyShape = z.strictObject({
  requests: queueProxyResource.optional(),
  limits: queueProxyResource.optional(),
});

export const serviceShape = z.strictObject({
  name: dnsLabel.optional(),
  namespace: namespaceName.optional(),
  image: leaf(image),
  port: port.optional(),
  protocol: z.enum(ServiceProtocol).optional(),
  ...containerShape,
  ...probesShape,
  containerName: dnsLabel.optional(),
  volumes: z.array(volumeShape).optional(),
  sidecars: z.array(sidecarShape).optional(),
  initContainers: z.array(initContainerShape).optional(),
  ...placementShape,
  restricted: z.boolean().optional(),
  queueProxyResources: queueProxyShape.optional(),
  progressDeadline: duration(1).optional(),
  rolloutDuration: duration(0).optional(),
  ingressClass: z.string().min(1).optional(),
  certificateClass: z.string().min(1).optional(),
  disableExternalDomainTls: z.boolean().optional(),
  httpFullDuplex: z.boolean().optional(),
  queueProxyPodInfo: z.boolean().optional(),
  httpProtocol: z.enum(HttpProtocol).optional(),
  keepRevision: z.boolean().optional(),
  serviceAccountName: leaf(objectName).optional(),
  imagePullSecrets: z.array(objectName).optional(),
  scale: scaleShape.optional(),
  coldStart: coldStartShape.optional(),
  // Their highest values are the installation's: see installation.check.ts.
  containerConcurrency: whole(0).optional(),
  timeoutSeconds: whole(1).optional(),
  responseStartTimeoutSeconds: whole(0).optional(),
  idleTimeoutSeconds: whole(0).optional(),
  visibility: z.enum(Visibility).optional(),
  gateways: z.array(z.string()).optional(),
  additionalDomains: z.array(leaf(domainName)).optional(),
  revisionName: z.string().optional(),
  traffic: z.array(trafficShape).optional(),
  domainMappings: z.array(domainMappingShape).optional(),
  rollout: rolloutShape.optional(),
  labels: texts.optional(),
  annotations: leaf(texts).optional(),
  podLabels: leaf(texts).optional(),
  podAnnotations: leaf(texts).optional(),
  patches: patchesShape.optional(),
  network: serviceNetworkShape.optional(),
  readyTimeoutSeconds: whole(0, 3600).optional(),
  expectedUrl: leaf(
    z.url({ protocol: /^https?$/, error: "must be a URL such as http://hello.default.example.com" }),
  ).optional(),
}) satisfies z.ZodType<ServiceArgs>;

/** Everything that can be said of a service's inputs before the cluster sees them. */
export function checkService(
  resourceName: string,
  args: ServiceArgs,
  skippedRegistries: readonly string[] = defaultSkippedRegistries,
): Problem[] {
  return checkWhole(serviceShape, args, (sound) => checkRules(resourceName, sound, skippedRegistries));
}

function checkRules(
  resourceName: string,
  args: ServiceArgs,
  skippedRegistries: readonly string[],
): Problem[] {
  return [
    ...checkName(resourceName, args),
    ...checkVariables(args),
    ...checkTag(args.image, skippedRegistries),
    ...checkProbes(args),
    ...checkResources("resources", args.resources),
    ...checkResources("queueProxyResources", args.queueProxyResources),
    ...checkContainers(args),
    ...checkVolumes(args.volumes ?? [], containerMounts(args)),
    ...checkPlacement(args),
    ...under("scale", checkScale(args.scale ?? {})),
    ...checkColdStart(args),
    ...checkTimeouts(args),
    ...checkPullSecrets(args.imagePullSecrets ?? []),
    ...checkRevisionName(args.name ?? resourceName, args.revisionName),
    ...checkTraffic(args.name ?? resourceName, args.traffic),
    ...checkDomainMappings(args),
    ...checkRollout(args.name ?? resourceName, args.rollout, args.traffic),
    ...checkMetadata(args),
    ...checkAdditionalDomains(args),
    ...checkServiceGateways(args),
    ...checkServiceNetwork(args),
    ...checkRestricted(args),
    ...checkPatches(resourceName, args),
  ];
}

function checkServiceGateways({ gateways = [], visibility }: ServiceArgs): Problem[] {
  return gateways.length > 0 && visibility === Visibility.ClusterLocal
    ? [
        {
          path: "gateways",
          code: "KN1008",
          reason:
            'has no effect with visibility "cluster-local", which no gateway for the outside serves; remove one of the two',
        },
      ]
    : checkChoice(gateways);
}

function containerMounts({ volumeMounts = [], sidecars = [], initContainers = [] }: ServiceArgs) {
  const of = (kind: string, containers: readonly InitContainerArgs[]) =>
    containers.map(({ volumeMounts: mounts = [] }, index) => ({
      path: `${kind}[${index}].volumeMounts`,
      mounts,
    }));
  return [
    { path: "volumeMounts", mounts: volumeMounts },
    ...of("sidecars", sidecars),
    ...of("initContainers", initContainers),
  ];
}

function checkName(resourceName: string, { name }: ServiceArgs): Problem[] {
  return name !== undefined || isDnsLabel(resourceName)
    ? []
    : [
        {
          path: "name",
          code: "KN4001",
          reason: `is needed: the resource's name "${resourceName}" is no DNS label (lower-case letters, digits and '-', starting with a letter, at most 63 characters)`,
        },
      ];
}

function checkTag(given: unknown, skipped: readonly string[]): Problem[] {
  const reference = typeof given === "string" ? imageReference(given) : undefined;
  if (
    reference === undefined ||
    reference.tag !== undefined ||
    reference.digest !== undefined ||
    !skipped.includes(registryOf(reference))
  ) {
    return [];
  }
  const reason = `needs a tag or digest: tags of ${registryOf(reference)} are not resolved, so the image would silently follow "latest"`;
  return [{ path: "image", code: "KN4010", reason }];
}

function checkTimeouts({
  timeoutSeconds,
  responseStartTimeoutSeconds,
  idleTimeoutSeconds,
}: ServiceArgs): Problem[] {
  const longer = (path: string, value: number | undefined): Problem[] =>
    // The installation's own is known to installation.check.ts only.
    value !== undefined && timeoutSeconds !== undefined && value > timeoutSeconds
      ? [
          {
            path,
            code: "KN4013",
            reason: `must not be above timeoutSeconds (${timeoutSeconds}), got ${value}; lower it or raise timeoutSeconds`,
          },
        ]
      : [];
  return [
    ...longer("responseStartTimeoutSeconds", responseStartTimeoutSeconds),
    ...longer("idleTimeoutSeconds", idleTimeoutSeconds),
  ];
}

/** Every property has been checked before, so that the service can be rendered. */
function checkPatches(resourceName: string, args: ServiceArgs): Problem[] {
  return args.patches === undefined ? [] : [...renderPatched(resourceName, args).problems];
}

/** The API server keeps them by name, and refuses a name twice. */
function checkPullSecrets(names: readonly string[]): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    const first = names.indexOf(name);
    const reason = `"${name}" is the name of imagePullSecrets[${first}] already; remove one`;
    return first === index ? [] : [{ path: `imagePullSecrets[${index}]`, code: "KN1007", reason }];
  });
}

function checkRevisionName(service: string, revision: string | undefined): Problem[] {
  return revision === undefined || isRevisionName(service, revision)
    ? []
    : [
        {
          path: "revisionName",
          code: "KN4014",
          reason: `must be a DNS label that starts with "${service}-", got "${revision}"`,
        },
      ];
}
