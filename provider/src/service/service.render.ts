import * as pulumi from "@pulumi/pulumi";
import { readyOrHandedOver } from "../diagnose/handOver";
import { choosingLabels } from "../gateway/choice";
import { fromTexts } from "../inputs/maps";
import { withNetwork } from "../kubeovn/serviceNetwork";
import type { Manifest, ManifestMetadata } from "../manifests/manifest";
import { revisionAnnotations, serviceAnnotations } from "./annotations.render";
import { renderContainer } from "./container.render";
import { defined, filled, nonEmpty } from "../manifests/defined";
import { completeContainers } from "./named.render";
import { renderPlacement } from "./placement.render";
import type { ServiceArgs } from "./service.args";
import { renderTraffic } from "./traffic.render";
import { isClusterLocal } from "./visibility";
import { isReadOnly, renderVolume } from "./volumes.render";

const defaultPort = 8080;
export const defaultReadyTimeoutSeconds = 300;
const ready = "condition=Ready";

/**
 * The Knative Service that checked args describe.
 *
 * @param canEndEarly whether the component takes the waiting over where the service is broken
 */
export function renderService(resourceName: string, args: ServiceArgs, canEndEarly = false): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: defined({
      name: args.name ?? resourceName,
      namespace: args.namespace ?? "default",
      // Knative reads the visibility from this label of the Service only; anywhere else it stays public.
      labels: nonEmpty({
        ...choosingLabels(args),
        ...(isClusterLocal(args) ? { "networking.knative.dev/visibility": "cluster-local" } : {}),
      }),
      annotations: fromTexts(args.annotations, (given) => ({
        ...given,
        ...serviceAnnotations(args),
        ...awaitAnnotations(args, canEndEarly),
      })),
    }) as ManifestMetadata, // labels and annotations may still be Inputs, which pass through untouched
    spec: defined({
      template: renderTemplate(args.name ?? resourceName, args),
      traffic: renderTraffic(args),
    }),
  };
}

/**
 * What Pulumi is to wait for. Removal doesn't wait for the pods, which finish their requests for up to the timeout:
 * Knative's controllers let go of the rest as long as they run.
 */
function awaitAnnotations(
  { readyTimeoutSeconds = defaultReadyTimeoutSeconds, expectedUrl }: ServiceArgs,
  canEndEarly: boolean,
): Record<string, pulumi.Input<string>> {
  const removal = { "pulumi.com/deletionPropagationPolicy": "background" };
  return readyTimeoutSeconds === 0
    ? { ...removal, "pulumi.com/skipAwait": "true" }
    : {
        ...removal,
        "pulumi.com/waitFor": expectations(expectedUrl, canEndEarly ? readyOrHandedOver : readyAt),
        "pulumi.com/timeoutSeconds": String(readyTimeoutSeconds),
      };
}

/** Ready, and at the URL that is expected. An Output is taken as it is: copies cost memory, a thousand times over. */
function expectations(
  expectedUrl: ServiceArgs["expectedUrl"],
  expect: (url: string | undefined) => string,
): pulumi.Input<string> {
  return pulumi.Output.isInstance<string | undefined>(expectedUrl)
    ? expectedUrl.apply(expect)
    : expectedUrl instanceof Promise
      ? expectedUrl.then(expect)
      : expect(expectedUrl);
}

function readyAt(url: string | undefined): string {
  return url === undefined ? ready : JSON.stringify([ready, `jsonpath={.status.url}=${url}`]);
}

function renderTemplate(service: string, args: ServiceArgs) {
  const readOnly = new Set((args.volumes ?? []).filter(isReadOnly).map(({ name }) => name));
  const containers = [
    // `name` of the args is the service's.
    renderContainer(
      { ...args, name: args.containerName },
      readOnly,
      renderPorts(args),
      args.port ?? defaultPort,
    ),
    ...(args.sidecars ?? []).map((sidecar) => renderContainer(sidecar, readOnly)),
  ];
  const metadata = defined({
    name: args.revisionName,
    labels: fromTexts(args.podLabels, nonEmpty),
    annotations: fromTexts(args.podAnnotations, (given) =>
      withNetwork({ ...given, ...revisionAnnotations(args) }, args.network),
    ),
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
      containers: args.revisionName === undefined ? containers : completeContainers(containers),
      initContainers: filled(args.initContainers)?.map((container) => renderContainer(container, readOnly)),
      volumes: filled(args.volumes)?.map(renderVolume),
      ...renderPlacement(service, args),
    }),
  });
}

/** With sidecars, Knative tells the main container by its port, which must then be written out. */
function renderPorts({ port, protocol, sidecars = [] }: ServiceArgs) {
  return port === undefined && protocol === undefined && sidecars.length === 0
    ? undefined
    : [defined({ name: protocol, containerPort: port ?? defaultPort })];
}
