import * as pulumi from "@pulumi/pulumi";
import type { Manifest, ManifestMetadata } from "../manifests/manifest";
import { AutoscalerClass } from "../serving/settings";
import { upstreamName } from "../serving/settings.render";
import {
  Visibility,
  type ProbeArgs,
  type ScaleArgs,
  type ServiceArgs,
  type TrafficTargetArgs,
} from "./service.args";

const defaultReadyTimeoutSeconds = 300;
const ready = "condition=Ready";

/** The Knative Service that checked args describe. */
export function renderService(resourceName: string, args: ServiceArgs): Manifest {
  const { visibility } = args;
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: defined({
      name: args.name ?? resourceName,
      namespace: args.namespace ?? "default",
      // Knative reads the visibility from this label of the Service only; anywhere else it stays public.
      labels: nonEmpty({
        ...args.labels,
        ...(visibility === Visibility.ClusterLocal
          ? { "networking.knative.dev/visibility": "cluster-local" }
          : {}),
      }),
      annotations: nonEmpty({ ...args.annotations, ...awaitAnnotations(args) }),
    }) as ManifestMetadata, // labels and annotations may still be Inputs, which pass through untouched
    spec: defined({ template: renderTemplate(args), traffic: args.traffic?.map(renderTarget) }),
  };
}

/**
 * What Pulumi is to wait for. Removal doesn't wait for the pods, which finish their requests for up to the timeout:
 * Knative's controllers let go of the rest as long as they run.
 */
function awaitAnnotations({
  readyTimeoutSeconds = defaultReadyTimeoutSeconds,
  expectedUrl,
}: ServiceArgs): Record<string, pulumi.Input<string>> {
  const removal = { "pulumi.com/deletionPropagationPolicy": "background" };
  return readyTimeoutSeconds === 0
    ? { ...removal, "pulumi.com/skipAwait": "true" }
    : {
        ...removal,
        "pulumi.com/waitFor": expectations(expectedUrl),
        "pulumi.com/timeoutSeconds": String(readyTimeoutSeconds),
      };
}

/** Ready, and at the URL that is expected. An Output is taken as it is: copies cost memory, a thousand times over. */
function expectations(expectedUrl: ServiceArgs["expectedUrl"]): pulumi.Input<string> {
  return pulumi.Output.isInstance<string | undefined>(expectedUrl)
    ? expectedUrl.apply(readyAt)
    : expectedUrl instanceof Promise
      ? expectedUrl.then(readyAt)
      : readyAt(expectedUrl);
}

function readyAt(url: string | undefined): string {
  return url === undefined ? ready : JSON.stringify([ready, `jsonpath={.status.url}=${url}`]);
}

function renderTemplate(args: ServiceArgs) {
  const metadata = defined({
    name: args.revisionName,
    labels: nonEmpty({ ...args.podLabels }),
    annotations: nonEmpty({ ...args.podAnnotations, ...scaleAnnotations(args.scale ?? {}) }),
  });
  return defined({
    metadata: nonEmpty(metadata),
    spec: defined({
      serviceAccountName: args.serviceAccountName,
      imagePullSecrets: args.imagePullSecrets?.map((name) => ({ name })),
      containerConcurrency: args.containerConcurrency,
      timeoutSeconds: args.timeoutSeconds,
      responseStartTimeoutSeconds: args.responseStartTimeoutSeconds,
      idleTimeoutSeconds: args.idleTimeoutSeconds,
      containers: [renderContainer(args)],
    }),
  });
}

function renderContainer(args: ServiceArgs) {
  const ports = args.port === undefined && args.protocol === undefined ? undefined : [renderPort(args)];
  return defined({
    image: args.image,
    command: args.command,
    args: args.args,
    env: args.env && Object.entries(args.env).map(([name, value]) => ({ name, value })),
    ports,
    resources: args.resources && defined({ ...args.resources }),
    readinessProbe: args.readinessProbe && renderProbe(args.readinessProbe),
    livenessProbe: args.livenessProbe && renderProbe(args.livenessProbe),
  });
}

function renderPort({ port = 8080, protocol }: ServiceArgs) {
  return defined({ name: protocol, containerPort: port });
}

function renderProbe({ path, tcp = false, port, ...timing }: ProbeArgs) {
  const handler = tcp ? { tcpSocket: defined({ port }) } : { httpGet: defined({ path: path ?? "/", port }) };
  return { ...handler, ...defined(timing) };
}

function renderTarget({ revisionName, latestRevision, percent, tag }: TrafficTargetArgs) {
  return defined({
    revisionName,
    latestRevision: latestRevision ?? revisionName === undefined,
    percent: percent ?? 0,
    tag,
  });
}

/** Scaling as annotations of the revision template: `targetUtilizationPercentage` is `…/target-utilization-percentage`. */
function scaleAnnotations(scale: ScaleArgs): Record<string, string> {
  const { metric } = scale;
  const byHpa = metric === "cpu" || metric === "memory";
  const autoscaler: Record<string, string> = byHpa
    ? { "autoscaling.knative.dev/class": AutoscalerClass.Hpa }
    : {};
  const set = Object.entries(defined(scale)).map(([name, value]) => [
    `autoscaling.knative.dev/${upstreamName(name)}`,
    String(value),
  ]);
  return { ...autoscaler, ...(Object.fromEntries(set) as Record<string, string>) };
}

/** The object without its undefined properties, which Kubernetes has no notion of. */
function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function nonEmpty<T extends object>(object: T): T | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
