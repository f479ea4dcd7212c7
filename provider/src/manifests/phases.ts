import { getAt, groupOf, isBuiltIn, isKind, type Manifest } from "./manifest";

/** A part of the installation: all its objects may be created at once, as soon as those of the phase before are there. */
export interface Phase {
  readonly name: string;
  /** Whether the next phase stands beside this one: both begin together, and what follows waits for both. Default: false. */
  readonly withNext?: boolean;
  /** Why the step stands where it does, for the documentation. */
  readonly reason: string;
  readonly holds: (manifest: Manifest) => boolean;
}

const workloadKinds: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Pod",
]);

const admissionGroups: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiregistration.k8s.io",
]);

/**
 * The order of everything. Two rules make it: an object comes after all that it can't be created or become ready without,
 * and whatever is waited for comes after all that isn't, for the engine runs only some operations at a time (four for each
 * processor core): waiting Deployments would keep the permissions and settings that their pods wait for in the queue, and the
 * installation would stand still.
 */
export const phases: readonly Phase[] = [
  {
    name: "namespaces",
    reason: "everything else lives in one",
    holds: (manifest) => isKind(manifest, "Namespace"),
  },
  {
    // An autoscaler or disruption budget may exist before what it points at, and its bounds then hold from the first pod on.
    name: "base",
    reason:
      "accounts, permissions, settings, secrets, names and bounds: pods crash without them, and none of them is waited for",
    holds: (manifest) =>
      isBuiltIn(manifest) &&
      !isKind(manifest, "Namespace") &&
      !isDefinition(manifest) &&
      !isWorkload(manifest) &&
      !awaitsAddress(manifest) &&
      !isAdmission(manifest) &&
      !followsUp(manifest),
  },
  {
    name: "definitions",
    reason:
      "the API server refuses custom resources, and controllers fail to start, until their definitions are established",
    holds: isDefinition,
  },
  {
    // Upstream's only one is the activator's, which with system-internal-tls doesn't start without it.
    name: "certificates",
    reason: "programs that encrypt wait for the certificates that they ask for at their start",
    holds: isCertificate,
  },
  {
    // A Service whose endpoints are waited for stands last, so that it can't take the only slot from the pods that it waits for.
    name: "workloads",
    withNext: true,
    reason: "programs, and Services whose endpoints are waited for: both are ready only once pods run",
    holds: isWorkload,
  },
  {
    // k3s and kube-vip tell an address only once there is a ready pod behind it, with externalTrafficPolicy "Local"; clouds take minutes.
    name: "addresses",
    reason:
      "load balancers, until they have an address, and settings made from it: together with the programs, of which only those that read the settings wait for them",
    holds: (manifest) => isGateway(manifest) || (isBuiltIn(manifest) && awaitsAddress(manifest)),
  },
  {
    name: "admission",
    reason:
      "from here on the API server asks the webhooks, and refuses what it can't ask about: their programs must answer first",
    holds: isAdmission,
  },
  {
    name: "customResources",
    reason: "objects that webhooks check and controllers act upon",
    holds: (manifest) =>
      !(isBuiltIn(manifest) || isServing(manifest) || isCertificate(manifest) || isGateway(manifest)),
  },
  {
    // Gone first on the way back, too: their finalizers need the controllers.
    name: "services",
    reason:
      "Knative Services become ready only in a complete installation, and their removal needs it as well",
    holds: isServing,
  },
  {
    name: "migration",
    reason:
      "Jobs that rewrite what is stored from before: they need programs and webhooks, and nothing waits for them",
    holds: followsUp,
  },
];

/** The phase that a manifest belongs to. Every manifest belongs to exactly one. */
export function phaseOf(manifest: Manifest): Phase {
  const phase = phases.find(({ holds }) => holds(manifest));
  if (phase === undefined) {
    throw new Error(`no phase holds ${manifest.apiVersion} ${manifest.kind}`); // the phases divide all there is: see their test
  }
  return phase;
}

/**
 * Manifests in the order of their creation, step by step, without empty steps; phases that stand beside each other are one step.
 * Within a phase the given order stays, but what waits for others of the same phase comes last.
 */
export function groupByPhase(
  manifests: readonly Manifest[],
  phaseFor: (manifest: Manifest) => Phase = phaseOf,
): readonly (readonly Manifest[])[] {
  const inPhase = (phase: Phase) =>
    manifests.filter((manifest) => phaseFor(manifest) === phase).toSorted((a, b) => rank(a) - rank(b));
  return steps.map((step) => step.flatMap(inPhase)).filter((group) => group.length > 0);
}

/** Phases that stand beside each other, together. */
const steps = phases.reduce<readonly (readonly Phase[])[]>((before, phase) => {
  const last = before.at(-1);
  return last?.at(-1)?.withNext === true ? [...before.slice(0, -1), [...last, phase]] : [...before, [phase]];
}, []);

/** The phase of an object that is made from others: no earlier than theirs. */
export function phaseBehind(manifest: Manifest, sources: readonly Manifest[]): Phase {
  const latest = Math.max(...[manifest, ...sources].map((one) => phases.indexOf(phaseOf(one))));
  return phases[latest] ?? phaseOf(manifest);
}

/** Whether an object tidies up behind an installation that works without it. */
export function followsUp(manifest: Manifest): boolean {
  return isKind(manifest, "Job");
}

/** Properties that controllers write once an object exists, as Pulumi's `ignoreChanges` names them. */
export function controllerWritten(manifest: Manifest): string[] {
  switch (manifest.kind) {
    case "MutatingWebhookConfiguration":
    case "ValidatingWebhookConfiguration":
      // Knative's webhook fills in its own certificate authority, rules and path, and would fight for them.
      return [
        "webhooks[*].rules",
        "webhooks[*].clientConfig.caBundle",
        "webhooks[*].clientConfig.service.path",
        "webhooks[*].clientConfig.service.port",
      ];
    case "CustomResourceDefinition":
      // The webhook that translates between versions signs in like the others.
      return getAt(manifest, ["spec", "conversion", "webhook"]) === undefined
        ? []
        : ["caBundle", "service.path", "service.port"].map(
            (field) => `spec.conversion.webhook.clientConfig.${field}`,
          );
    case "Secret":
      return manifest.data === undefined && manifest.stringData === undefined ? ["data"] : [];
    case "ClusterRole":
      return manifest.aggregationRule === undefined ? [] : ["rules"];
    default:
      return [];
  }
}

function isWorkload(manifest: Manifest): boolean {
  return (workloadKinds.has(manifest.kind) && isBuiltIn(manifest)) || isAwaitedService(manifest);
}

/** Pulumi waits for the endpoints and the address of a Service, unless told not to or told what to wait for instead. */
function isAwaitedService(manifest: Manifest): boolean {
  const { annotations } = manifest.metadata;
  return (
    isKind(manifest, "Service") &&
    annotations?.["pulumi.com/skipAwait"] !== "true" &&
    annotations?.["pulumi.com/waitFor"] === undefined
  );
}

/** Whether Pulumi is told to wait for an object's address. */
function awaitsAddress({ metadata: { annotations } }: Manifest): boolean {
  return /\.status\.(loadBalancer|addresses)\b/.test(annotations?.["pulumi.com/waitFor"] ?? "");
}

function isDefinition(manifest: Manifest): boolean {
  return isKind(manifest, "CustomResourceDefinition");
}

function isCertificate(manifest: Manifest): boolean {
  return manifest.kind === "Certificate" && groupOf(manifest) === "networking.internal.knative.dev";
}

/** Of the Gateway API, whose definitions others install. Its address makes the installation's domain, as a Service's does. */
function isGateway(manifest: Manifest): boolean {
  return manifest.kind === "Gateway" && groupOf(manifest) === "gateway.networking.k8s.io";
}

function isAdmission(manifest: Manifest): boolean {
  return admissionGroups.has(groupOf(manifest));
}

function isServing(manifest: Manifest): boolean {
  return groupOf(manifest) === "serving.knative.dev";
}

function rank(manifest: Manifest): number {
  return isAwaitedService(manifest) ? 1 : 0;
}
