import { nameOf, namespaceOf } from "../metadata";
import type { Message } from "../log";
import { pluckMaps, pluckNumber, pluckString, isMap, type ValueMap } from "../value";
import { condition, info, isOwnedBy, warning, type AwaitSpec, type Verdict } from "./spec";

/** One step of a pod's start. */
interface Step {
  readonly done: boolean;
  readonly text: string;
  readonly trouble?: Message;
}

/** `namespace/name`, or the name alone in "default". */
export function fullName(object: ValueMap): string {
  const namespace = namespaceOf(object);
  return namespace === "" || namespace === "default" ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

/** The steps of a pod's start, up to the first that is not done. */
export function podSteps(pod: ValueMap): Step[] {
  const steps = [scheduled(pod), initialized(pod), ready(pod)];
  const open = steps.findIndex((step) => !step.done);
  return open === -1 ? steps : steps.slice(0, open + 1);
}

/** What is wrong with a pod; empty where it only needs time. */
export function podTroubles(pod: ValueMap): Message[] {
  return podSteps(pod).flatMap((step) => (step.trouble === undefined ? [] : [step.trouble]));
}

/** Warnings and errors of the pods that the owner owns. */
export function ownedPodTroubles(pods: readonly ValueMap[], owner: ValueMap): Message[] {
  return pods
    .filter((pod) => isOwnedBy(pod, owner))
    .flatMap(podTroubles)
    .filter(({ severity }) => severity === "warning" || severity === "error");
}

/** The troubles to show while waiting: that a pod which just started is not ready is none. */
export function shownTroubles(troubles: readonly Message[]): Message[] {
  return troubles.filter(({ text }) => !/: containers with unready status: \[[^\]]*\]$/.test(text));
}

function scheduled(pod: ValueMap): Step {
  const entry = condition(pod, "PodScheduled");
  const text = `Waiting for Pod "${fullName(pod)}" to be scheduled`;
  const message =
    entry !== undefined && pluckString(entry, "reason") !== "" ? pluckString(entry, "message") : "";
  if (entry?.["status"] === "True" || message === "") {
    return { done: entry?.["status"] === "True", text };
  }
  return { done: false, text, trouble: info(message) };
}

function initialized(pod: ValueMap): Step {
  const entry = condition(pod, "Initialized");
  const text = `Waiting for Pod "${fullName(pod)}" to be initialized`;
  if (entry === undefined || entry["status"] === "True") {
    return { done: entry !== undefined, text };
  }
  return { done: false, text, ...troubleOf(pod, entry) };
}

function ready(pod: ValueMap): Step {
  const entry = condition(pod, "Ready");
  const text = `Waiting for Pod "${fullName(pod)}" to be ready`;
  if (entry === undefined) {
    return { done: false, text };
  }
  if (entry["status"] === "True" || pluckString(pod, "status", "phase") === "Succeeded") {
    return { done: true, text };
  }
  return { done: false, text, ...troubleOf(pod, entry) };
}

function troubleOf(pod: ValueMap, entry: ValueMap): { trouble?: Message } {
  const errors = pluckMaps(pod, "status", "containerStatuses").flatMap(containerErrors);
  const message = pluckString(entry, "message");
  if (errors.length === 0 && message === "") {
    return {};
  }
  const told = pluckString(entry, "reason") === "" ? "" : message;
  return { trouble: warning(`[Pod ${fullName(pod)}]: ${told}${errors.join("\n")}`) };
}

function containerErrors(status: ValueMap): string[] {
  return status["ready"] === true
    ? []
    : [...waitingErrors(status), ...endErrors(status), ...lastEndErrors(status)];
}

function waitingErrors(status: ValueMap): string[] {
  const reason = pluckString(status, "state", "waiting", "reason");
  const isWaiting = isMap(status["state"]) && isMap(status["state"]["waiting"]);
  if (!isWaiting || reason === "ContainerCreating") {
    return [];
  }
  return [`[${reason}] ${shortImageMessage(pluckString(status, "state", "waiting", "message"))}`];
}

function endErrors(status: ValueMap): string[] {
  const reason = pluckString(status, "state", "terminated", "reason");
  if (reason === "") {
    return [];
  }
  const message = pluckString(status, "state", "terminated", "message");
  const code = pluckNumber(status, "state", "terminated", "exitCode") ?? 0;
  return message === ""
    ? [`container "${pluckString(status, "name")}" completed with exit code ${code}`]
    : [`[${reason}] ${shortImageMessage(message)}`];
}

function lastEndErrors(status: ValueMap): string[] {
  const last = isMap(status["lastState"]) ? status["lastState"]["terminated"] : undefined;
  if (!isMap(last)) {
    return [];
  }
  const code = pluckNumber(last, "exitCode") ?? 0;
  const end = `${pluckString(last, "finishedAt")} (${pluckString(last, "reason")}: exit code ${code})`;
  const message = pluckString(last, "message");
  return [
    `container "${pluckString(status, "name")}" terminated at ${end}`,
    ...(message === "" ? [] : [message]),
  ];
}

function shortImageMessage(message: string): string {
  return message
    .replace(/^rpc error: code = Unknown desc = Error response from daemon: /, "")
    .replace(/: manifest unknown$/, "");
}

/** A pod is ready when it is scheduled, initialized, and ready or done. */
export function judgePod(pod: ValueMap): Verdict {
  const steps = podSteps(pod);
  const troubles = podTroubles(pod);
  const rank = (severity: string): string[] =>
    troubles.filter((m) => m.severity === severity).map((m) => m.text);
  return {
    ready: steps.every((step) => step.done),
    status: steps.map((step) => info(step.text)),
    reasons: [...rank("warning"), ...rank("error")],
  };
}

export const podAwait: AwaitSpec = {
  related: [],
  checksRead: true,
  judge: ({ object }) => judgePod(object),
};
