import { age, type ContainerStatus, type KubeEvent, type Pod } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";
import { imageTrouble } from "./image";
import { missingReference } from "./references";
import type { View } from "./view";

/** Knative's container beside the application. */
export const queueProxy = "queue-proxy";
/** Time that an application has to open its port, in milliseconds, before that counts as trouble. */
const startingTime = 15_000;

/** What keeps the newest revision's pods from taking requests: one finding, for they mostly all have the same. */
export function checkPods(view: View): Finding[] {
  const isServing = view.pods.some(({ status }) => status?.conditions?.some(isReady) === true);
  const found = view.pods.flatMap((pod) => podTrouble(view, pod)).slice(0, 1);
  // Requests are answered as long as one pod is ready.
  return isServing ? found.map((finding) => ({ ...finding, severity: "warning" })) : found;
}

const isReady = ({ type, status }: { type: string; status: string }): boolean =>
  type === "Ready" && status === "True";

/** What is wrong with one pod, whosever it is. */
export function podTrouble(view: Pick<View, "snapshot" | "facts">, pod: Pod): Finding[] {
  const events = view.facts.events.filter(
    ({ involvedObject }) => involvedObject?.kind === "Pod" && involvedObject.name === pod.metadata.name,
  );
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    // The application's containers tell more than queue-proxy, which only waits for them.
    ...(pod.status?.containerStatuses ?? []).toSorted((a, b) => Number(isProxy(a)) - Number(isProxy(b))),
  ];
  const found =
    unscheduled(pod) ??
    first(statuses, (status) => waitingTrouble(pod, status, events)) ??
    first(statuses, (status) => crash(view, pod, status)) ??
    volumeTrouble(pod, events) ??
    unready(view, pod, events);
  return found === undefined ? [] : [found];
}

const isProxy = ({ name }: ContainerStatus): boolean => name === queueProxy;

function first<T, R>(list: readonly T[], judge: (entry: T) => R | undefined): R | undefined {
  for (const entry of list) {
    const result = judge(entry);
    if (result !== undefined) {
      return result;
    }
  }
  return undefined;
}

function finding(pod: Pod, rest: Pick<Finding, "code" | "message" | "cause" | "next">): Finding {
  return broken({ link: "pods", object: nameOf("Pod", pod), ...rest });
}

function describe({ metadata: { namespace, name } }: Pod): string {
  return kubectl(namespace, "describe", "pod", name);
}

function unscheduled(pod: Pod): Finding | undefined {
  const condition = pod.status?.conditions?.find(
    ({ type, status, reason }) =>
      type === "PodScheduled" && status === "False" && reason !== "SchedulingGated",
  );
  return condition === undefined ? undefined : unschedulable(finding, pod, condition.message ?? "");
}

/** Reads why the scheduler finds no node. */
export function unschedulable<T>(
  make: (object: T, rest: Pick<Finding, "code" | "message" | "cause" | "next">) => Finding,
  object: T & { readonly metadata: Pod["metadata"] },
  message: string,
): Finding {
  const [cause, ...next] = schedulingCause(message);
  const { namespace, name } = object.metadata;
  return make(object, {
    code: "KN5017",
    message,
    cause,
    next: [kubectl(namespace, "get", "events", "--field-selector", `involvedObject.name=${name}`), ...next],
  });
}

function schedulingCause(message: string): readonly [string, ...string[]] {
  if (/Insufficient (\S+)/.test(message)) {
    const short = [...new Set(message.match(/Insufficient [\w./-]+/g))]
      .join(", ")
      .replaceAll("Insufficient ", "");
    return [
      `the nodes have not enough ${short} for what the pods request: lower resources.requests, or add nodes`,
      "kubectl describe nodes",
    ];
  }
  if (/persistentvolumeclaim|volume node affinity|unbound immediate/i.test(message)) {
    return [
      "a PersistentVolumeClaim isn't bound, or its volume lies with another node",
      "kubectl get pvc -A",
    ];
  }
  if (/taint/i.test(message)) {
    return [
      "the nodes have taints that the service doesn't tolerate: add tolerations, or remove the taint",
      "kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints",
    ];
  }
  if (/affinity|selector|topology/i.test(message)) {
    return [
      "no node has the labels that the service's nodeSelector, affinity or spread asks for",
      "kubectl get nodes --show-labels",
    ];
  }
  return ["no node takes the pods; the message is the scheduler's own", "kubectl describe nodes"];
}

const pulling = [
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
];

function waitingTrouble(
  pod: Pod,
  { name, image, state }: ContainerStatus,
  events: readonly KubeEvent[],
): Finding | undefined {
  const { reason = "", message = "" } = state?.waiting ?? {};
  if (pulling.includes(reason)) {
    const reported = image ?? pod.spec?.containers?.find((container) => container.name === name)?.image ?? "";
    // "Back-off pulling image" alone says nothing: the reason is in the event of the failed pull.
    const pulled = events.filter((event) => event.reason === "Failed" && /pull/i.test(event.message ?? ""));
    const text = [reason, message, ...pulled.map((event) => event.message)].join(" ");
    const told = pulled.find((event) => /Failed to pull/.test(event.message ?? ""))?.message ?? message;
    return finding(pod, {
      message: told === "" ? reason : told,
      ...imageTrouble(text, reported, pod.metadata.namespace ?? "default"),
    });
  }
  if (reason === "CreateContainerConfigError" || reason === "CreateContainerError") {
    return missingReference(finding, pod, message) ?? unknownConfigError(pod, reason, message);
  }
  return undefined;
}

function unknownConfigError(pod: Pod, reason: string, message: string): Finding {
  return finding(pod, {
    code: "KN5018",
    message: `${reason}: ${message}`,
    cause: "the node refuses to start the container as the service describes it",
    next: [describe(pod)],
  });
}

function volumeTrouble(pod: Pod, events: readonly KubeEvent[]): Finding | undefined {
  const isPending = pod.status?.phase === "Pending";
  const failed = isPending ? events.find(({ reason }) => reason === "FailedMount") : undefined;
  return failed === undefined ? undefined : missingReference(finding, pod, failed.message ?? "");
}

function crash({ snapshot }: Pick<View, "snapshot">, pod: Pod, status: ContainerStatus): Finding | undefined {
  const ended = status.lastState?.terminated ?? status.state?.terminated;
  const isDown = status.ready !== true && (status.restartCount ?? 0) > 0;
  const isEnded = status.state?.terminated !== undefined && status.state.terminated.exitCode !== 0;
  if (ended === undefined || !(isDown || isEnded)) {
    return undefined;
  }
  const { namespace = "default", name } = pod.metadata;
  const log = snapshot.logs.get(`${namespace}/${name}/${status.name}`);
  const told = [ended.message ?? "", log ?? ""].map((text) => text.trim());
  // A termination message may be the end of the log itself.
  const lines = told.filter(
    (text, index) => text !== "" && (index === 1 || told[1]?.includes(text) !== true),
  );
  const what = `container ${status.name} ended with exit code ${ended.exitCode}${ended.reason === undefined ? "" : ` (${ended.reason})`}`;
  const seen = [what, ...lines].join("\n");
  const more = kubectl(namespace, "logs", name, "-c", status.name, "--previous");
  return ended.reason === "OOMKilled"
    ? finding(pod, {
        code: "KN5013",
        message: seen,
        cause: "the container used more than its memory limit",
        next: [describe(pod)],
      })
    : finding(pod, {
        code: "KN5012",
        message: seen,
        cause: exitCause(ended.exitCode, status.name),
        next: [more],
      });
}

/** What an exit code usually means. */
export function exitCause(exitCode: number, container: string): string {
  const meanings: Readonly<Record<number, string>> = {
    0: "it ended by itself, without an error: a service must keep listening on PORT",
    126: "the entry point can't be executed: its permissions, or an image for another processor",
    127: "the entry point isn't in the image: command and args",
    128: "the entry point couldn't be started: command, args, or an image for another processor",
    137: "it was killed: by its liveness probe, or for want of memory",
    139: "it crashed by a segmentation fault",
    143: "it was told to end, as by its liveness probe",
  };
  return `${container === queueProxy ? "Knative's queue-proxy fails" : "the application fails"}: ${
    meanings[exitCode] ?? "its own error, see its last lines"
  }`;
}

/** The application runs, but Knative's queue-proxy, which probes it, doesn't find it ready. */
function unready(
  { snapshot }: Pick<View, "snapshot">,
  pod: Pod,
  events: readonly KubeEvent[],
): Finding | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const waiting = statuses.find(({ ready, state }) => ready !== true && state?.running !== undefined);
  const isLate = statuses.every(
    ({ state }) => age(state?.running?.startedAt, snapshot.readAt) >= startingTime,
  );
  if (waiting === undefined || !isLate) {
    return undefined;
  }
  const { namespace = "default", name } = pod.metadata;
  const probed = events.find(({ reason }) => reason === "Unhealthy")?.message;
  const log = snapshot.logs.get(`${namespace}/${name}/${queueProxy}`) ?? "";
  const dialled = /dial tcp [^"]*?:(\d+): (?:connect: )?connection refused/.exec(log);
  const ports = pod.spec?.containers
    ?.filter(({ name: own }) => own !== queueProxy)
    .flatMap(({ ports: all }) => all ?? []);
  const port = dialled?.[1] ?? String(ports?.[0]?.containerPort ?? 8080);
  return finding(pod, {
    code: "KN5014",
    message: dialled?.[0] ?? probed ?? `container ${waiting.name} runs but isn't ready`,
    cause:
      dialled === null
        ? `the application doesn't pass its readiness probe on port ${port}, or nothing listens there`
        : `nothing listens on port ${port}: the application must listen on PORT, on all addresses (0.0.0.0), or the service's port must be the application's`,
    next: [kubectl(namespace, "logs", name, "--all-containers", "--tail=20"), describe(pod)],
  });
}
