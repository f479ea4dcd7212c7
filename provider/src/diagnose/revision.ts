import { age, conditionOf, type Condition, type Conditioned, type NamespaceFacts } from "./facts";
import { broken, kubectl, nameOf, type Finding, type Link } from "./finding";
import { imageIn, imageTrouble } from "./image";
import { leftOver } from "./leftOver";
import { exitCause, unschedulable } from "./pods";
import { missingReference } from "./references";
import type { View } from "./view";

/** Time that a revision may take, in milliseconds, before its silence counts as trouble. */
const patience = 120_000;

type Rest = Pick<Finding, "code" | "message" | "cause" | "next">;

/** What the Configuration, the Revision and its Deployment say where no pod tells more. */
export function checkRevision(view: View): Finding[] {
  const { configuration, revision } = view;
  const bounds = checkBounds(view);
  if (bounds.length > 0) {
    return bounds;
  }
  const refused = conditionOf(configuration, "Ready");
  if (
    configuration !== undefined &&
    refused?.status === "False" &&
    /creation failed/.test(refused.message ?? "")
  ) {
    return [refusedRevision(view, configuration, refused.message ?? "")];
  }
  return revision === undefined ? [] : revisionTrouble(view, revision);
}

function revisionTrouble(view: View, revision: Conditioned): Finding[] {
  const replicaFailure = conditionOf(view.deployment, "ReplicaFailure");
  if (replicaFailure?.status === "True" && view.deployment !== undefined) {
    return [refusedPods(nameOf("Deployment", view.deployment), revision, replicaFailure.message ?? "")];
  }
  const failed = ["ContainerHealthy", "ResourcesAvailable", "Ready"]
    .map((type) => conditionOf(revision, type))
    .find((condition) => condition?.status === "False");
  if (failed !== undefined) {
    return [failedRevision(revision, failed, view.facts)];
  }
  const ready = conditionOf(revision, "Ready");
  const since = ready?.lastTransitionTime ?? revision.metadata.creationTimestamp;
  return ready?.status === "True" || age(since, view.snapshot.readAt) < patience
    ? []
    : [silentRevision(revision, ready)];
}

function about(revision: Conditioned): (object: Conditioned, rest: Rest) => Finding {
  return (_, rest) => broken({ link: "revision", object: nameOf("Revision", revision), ...rest });
}

function failedRevision(
  revision: Conditioned,
  { reason = "", message = "" }: Condition,
  facts: NamespaceFacts,
): Finding {
  const make = about(revision);
  const { namespace = "default", name } = revision.metadata;
  const image = imageIn(message);
  if (image !== undefined) {
    return make(revision, { message, ...imageTrouble(message, image, namespace) });
  }
  const exit = /^ExitCode(\d+)$/.exec(reason)?.[1];
  if (exit !== undefined) {
    const pods = `serving.knative.dev/revision=${name}`;
    return make(revision, {
      code: "KN5012",
      message: `${reason}: ${message}`,
      cause: exitCause(Number(exit), ""),
      next: [kubectl(namespace, "logs", "-l", pods, "--all-containers", "--tail=20")],
    });
  }
  if (reason === "NotOwned") {
    return make(revision, leftOver(message, namespace, facts));
  }
  if (reason === "Unschedulable") {
    return unschedulable(make, revision, message);
  }
  if (reason === "FailedCreate" || /exceeded quota|is forbidden/.test(message)) {
    return refusedPods(nameOf("Revision", revision), revision, message);
  }
  return make(revision, givenUp(revision, reason, message));
}

function givenUp({ metadata: { namespace, name } }: Conditioned, reason: string, message: string): Rest {
  return {
    code: "KN5018",
    message: [reason, message].filter((text) => text !== "").join(": "),
    cause:
      reason === "ProgressDeadlineExceeded"
        ? "no pod got ready within the revision's progress deadline, and Knative gave up: a changed service makes a new try"
        : "Knative itself names the reason",
    next: [kubectl(namespace, "describe", "revision", name)],
  };
}

function silentRevision(revision: Conditioned, ready: Condition | undefined): Finding {
  const { namespace = "default", name } = revision.metadata;
  return about(revision)(revision, {
    code: "KN5018",
    message: ready?.message ?? ready?.reason ?? "has no condition Ready",
    cause: "its pods don't get ready, and none of them says why; the autoscaler or the controllers may lag",
    next: [
      kubectl(namespace, "describe", "revision", name),
      kubectl(namespace, "get", "events", "--sort-by=.lastTimestamp"),
    ],
  });
}

/** The API server refuses the pods. */
function refusedPods(object: Finding["object"], revision: Conditioned, message: string): Finding {
  const { namespace = "default" } = revision.metadata;
  const make = (_: Conditioned, rest: Rest): Finding => broken({ link: "revision", object, ...rest });
  const reference = missingReference(make, revision, message);
  if (reference !== undefined) {
    return reference;
  }
  const isQuota =
    /exceeded quota|failed quota|LimitRange|maximum (cpu|memory)|minimum (cpu|memory)|must specify/i.test(
      message,
    );
  return make(revision, {
    code: isQuota ? "KN5016" : "KN5018",
    message,
    cause: isQuota
      ? "a ResourceQuota or LimitRange of the namespace refuses the pods: raise it, free some, or request less. A pod needs what queue-proxy requests on top"
      : "the API server refuses the pods: a policy or an admission webhook of the cluster",
    next: isQuota
      ? [kubectl(namespace, "describe", "quota"), kubectl(namespace, "describe", "limitrange")]
      : [kubectl(namespace, "get", "events", "--field-selector", "reason=FailedCreate")],
  });
}

/** The revision itself was refused, so there is none to look at. */
function refusedRevision(view: View, configuration: Conditioned, message: string): Finding {
  const link: Link = "configuration";
  const object = nameOf("Configuration", configuration);
  if (/max-?scale|min-?scale/i.test(message)) {
    return broken({ link, object, message, ...boundsAdvice(view) });
  }
  const next = [kubectl(view.namespace, "describe", "configuration", view.name)];
  const cause = "the webhook or the API server refused the revision; the message is its own";
  return broken({ link, object, code: "KN5018", message, cause, next });
}

const annotation = (name: string): string => `autoscaling.knative.dev/${name}`;

/** Bounds that only the webhook would refuse, which a label can keep from the namespace. */
function checkBounds(view: View): Finding[] {
  const given = view.service?.spec?.template?.metadata?.annotations ?? {};
  const bound = (dashed: string, camel: string) =>
    Number(given[annotation(dashed)] ?? given[annotation(camel)] ?? 0);
  const [least, most] = [bound("min-scale", "minScale"), bound("max-scale", "maxScale")];
  const isWrong = most > 0 && least > most;
  if (!isWrong || view.service === undefined) {
    return [];
  }
  const message = `min-scale is ${least}, and max-scale ${most}`;
  return [
    broken({ link: "service", object: nameOf("Service", view.service), message, ...boundsAdvice(view) }),
  ];
}

function boundsAdvice({ namespace, name }: View): Pick<Finding, "code" | "cause" | "next"> {
  return {
    code: "KN5019",
    cause:
      "the least number of pods is above the greatest, or the greatest above the installation's max-scale-limit",
    next: [
      kubectl(namespace, "get", "ksvc", name, "-o", "jsonpath='{.spec.template.metadata.annotations}'"),
      kubectl("knative-serving", "get", "cm", "config-autoscaler", "-o", "yaml"),
    ],
  };
}
