import { z } from "zod";
import { resourcesShape } from "../gateway/gateway.check";
import {
  checkShape,
  dnsLabel,
  image,
  imageReference,
  isDnsLabel,
  leaf,
  text,
  texts,
  under,
  whole,
  type Problem,
  type ProblemCode,
} from "../problems";
import { checkMetadata } from "./metadata.check";
import { checkScale, scaleShape } from "./scale.check";
import { checkTraffic, trafficShape } from "./traffic.check";
import { ServiceProtocol, Visibility, type ProbeArgs, type ServiceArgs } from "./service.args";

// Ports and variables of queue-proxy: knative/serving pkg/networking/constants.go and pkg/apis/serving/k8s_validation.go.
const reservedPorts = [8008, 8012, 8013, 8022, 9090, 9091];
const reservedVariables = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];
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

const probeShape = z.strictObject({
  path: text("KN1006", "must be a path that starts with /", (value) => value.startsWith("/")).optional(),
  tcp: z.boolean().optional(),
  port: whole(1, 65535).optional(),
  initialDelaySeconds: whole(0, 3600).optional(),
  periodSeconds: whole(0, 3600).optional(),
  timeoutSeconds: whole(1, 3600).optional(),
  failureThreshold: whole(1, 1000).optional(),
}) satisfies z.ZodType<ProbeArgs>;

export const serviceShape = z.strictObject({
  name: dnsLabel.optional(),
  namespace: dnsLabel.optional(),
  image: leaf(image),
  port: port.optional(),
  protocol: z.enum(ServiceProtocol).optional(),
  command: z.array(z.string()).optional(),
  args: z.array(leaf(z.string())).optional(),
  env: texts.optional(),
  resources: resourcesShape.optional(),
  readinessProbe: probeShape.optional(),
  livenessProbe: probeShape.optional(),
  serviceAccountName: leaf(z.string().min(1)).optional(),
  imagePullSecrets: z.array(z.string().min(1)).optional(),
  scale: scaleShape.optional(),
  containerConcurrency: whole(0, 1000).optional(),
  timeoutSeconds: whole(1, 86400).optional(),
  responseStartTimeoutSeconds: whole(0, 86400).optional(),
  idleTimeoutSeconds: whole(0, 86400).optional(),
  visibility: z.enum(Visibility).optional(),
  revisionName: z.string().optional(),
  traffic: z.array(trafficShape).optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
  podLabels: texts.optional(),
  podAnnotations: texts.optional(),
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
  const shape = checkShape(serviceShape, args);
  if (shape.length > 0) {
    return shape;
  }
  return [
    ...checkName(resourceName, args),
    ...checkEnv(args.env ?? {}),
    ...checkTag(args.image, skippedRegistries),
    ...checkProbe("readinessProbe", args.readinessProbe),
    ...checkProbe("livenessProbe", args.livenessProbe),
    ...under("scale", checkScale(args.scale ?? {})),
    ...checkTimeouts(args),
    ...checkRevisionName(args.name ?? resourceName, args.revisionName),
    ...checkTraffic(args.name ?? resourceName, args.traffic),
    ...checkMetadata(args),
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

function checkEnv(env: Readonly<Record<string, unknown>>): Problem[] {
  return Object.keys(env).flatMap((name): Problem[] => {
    const path = `env${/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}`;
    if (reservedVariables.includes(name)) {
      const way = name === "PORT" ? "; set port instead" : "";
      return [
        {
          path,
          code: "KN4008",
          reason: `is set by Knative itself, as are ${reservedVariables.join(", ")}${way}`,
        },
      ];
    }
    return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)
      ? []
      : [
          {
            path,
            code: "KN1006",
            reason: "is no variable name: letters, digits, '_', '-' and '.', not starting with a digit",
          },
        ];
  });
}

function checkTag(given: unknown, skipped: readonly string[]): Problem[] {
  const reference = typeof given === "string" ? imageReference(given) : undefined;
  if (
    reference === undefined ||
    reference.tag !== undefined ||
    reference.digest !== undefined ||
    !skipped.includes(reference.registry)
  ) {
    return [];
  }
  const reason = `needs a tag or digest: tags of ${reference.registry} are not resolved, so the image would silently follow "latest"`;
  return [{ path: "image", code: "KN4010", reason }];
}

function checkProbe(path: string, probe: ProbeArgs | undefined): Problem[] {
  const both: Problem[] =
    probe?.tcp === true && probe.path !== undefined
      ? [{ path: `${path}.path`, code: "KN1008", reason: "excludes tcp; set one of them" }]
      : [];
  const fast: Problem[] =
    probe?.periodSeconds === 0 && (probe.failureThreshold !== undefined || probe.timeoutSeconds !== undefined)
      ? [
          {
            path: `${path}.periodSeconds`,
            code: "KN1008",
            reason: "of 0 lets Knative choose, and excludes failureThreshold and timeoutSeconds",
          },
        ]
      : [];
  return [...both, ...fast];
}

function checkTimeouts({
  timeoutSeconds = 300,
  responseStartTimeoutSeconds,
  idleTimeoutSeconds,
}: ServiceArgs): Problem[] {
  const longer = (path: string, value: number | undefined): Problem[] =>
    value !== undefined && value > timeoutSeconds
      ? [
          {
            path,
            code: "KN4013",
            reason: `must not be above timeoutSeconds (${timeoutSeconds}), got ${value}`,
          },
        ]
      : [];
  return [
    ...longer("responseStartTimeoutSeconds", responseStartTimeoutSeconds),
    ...longer("idleTimeoutSeconds", idleTimeoutSeconds),
  ];
}

function checkRevisionName(service: string, revision: string | undefined): Problem[] {
  return revision === undefined || (revision.startsWith(`${service}-`) && isDnsLabel(revision))
    ? []
    : [
        {
          path: "revisionName",
          code: "KN4014",
          reason: `must be a DNS label that starts with "${service}-", got "${revision}"`,
        },
      ];
}
