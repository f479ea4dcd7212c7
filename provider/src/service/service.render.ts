import * as pulumi from "@pulumi/pulumi";
import { readyOrHandedOver } from "../diagnose/handOver";
import { choosingLabels } from "../gateway/choice";
import { fromTexts } from "../inputs/maps";
import { withNetwork } from "../kubeovn/serviceNetwork";
import type { Manifest, ManifestMetadata } from "../manifests/manifest";
import { patchProblems } from "../manifests/patches.check";
import { applyPatches } from "../manifests/transforms";
import type { SecurityContextArgs } from "../pods/pods.args";
import type { Problem } from "../problems";
import { revisionAnnotations, serviceAnnotations } from "./annotations.render";
import { renderContainer } from "./container.render";
import { defined, filled, nonEmpty } from "../manifests/defined";
import { completeContainers } from "./named.render";
import { renderPlacement } from "./placement.render";
import { restrictedContext } from "./restricted";
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
  return renderPatched(resourceName, args, canEndEarly).manifest;
}

/** The same, and what is wrong with the user's patches. */
export function renderPatched(
  resourceName: string,
  args: ServiceArgs,
  canEndEarly = false,
): { readonly manifest: Manifest; readonly problems: readonly Problem[] } {
  const manifest = renderUnpatched(resourceName, args, canEndEarly);
  const { manifests, problems } = applyPatches([manifest], args.patches ?? []);
  return { manifest: manifests[0] ?? manifest, problems: patchProblems({ problems }) };
}

function renderUnpatched(resourceName: string, args: ServiceArgs, canEndEarly: boolean): Manifest {
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
  const secured = securing(args);
  const containers = [
    // `name` of the args is the service's.
    renderContainer(
      secured({ ...args, name: args.containerName }),
      readOnly,
      renderPorts(args),
      args.port ?? defaultPort,
    ),
    ...(args.sidecars ?? []).map((sidecar) => renderContainer(secured(sidecar), readOnly)),
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
      initContainers: filled(args.initContainers)?.map((container) =>
        renderContainer(secured(container), readOnly),
      ),
      volumes: filled(args.volumes)?.map(renderVolume),
      ...renderPlacement(service, args),
    }),
  });
}

/** Containers with the rights that restricted pods keep to. */
function securing({ restricted, podSecurityContext }: ServiceArgs) {
  return <T extends { readonly securityContext?: SecurityContextArgs }>(container: T): T =>
    restricted === true
      ? { ...container, securityContext: restrictedContext(container.securityContext, podSecurityContext) }
      : container;
}

/** With sidecars, Knative tells the main container by its port, which must then be written out. */
function renderPorts({ port, protocol, sidecars = [] }: ServiceArgs) {
  return port === undefined && protocol === undefined && sidecars.length === 0
    ? undefined
    : [defined({ name: protocol, containerPort: port ?? defaultPort })];
}
