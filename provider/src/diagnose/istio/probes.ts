import { named, type KubeEvent, type Pod } from "../facts";
import { broken, kubectl, nameOf, type Finding } from "../finding";
import type { View } from "../view";
import { servingNamespace } from "../controllers";
import { chosenGateways, configuredGateways, namesOf, qualified, type Chosen } from "./configured";
import { controllerName } from "./gateways";
import { fits } from "./selector";

/** A probe that net-istio's controller wrote down as failed. */
export interface FailedProbe {
  readonly host: string;
  readonly address: string;
  readonly port: string;
  readonly error: string;
}

const failedProbe =
  /Probing of https?:\/\/([^/:\s]+)\S* failed, IP: (\S+):(\d+), ready: \w+, error: (.*?) \(depth/g;

/** The failed probes of a log, the newest of each host and pod (knative.dev/networking pkg/status/status.go). */
export function failedProbes(log: string): readonly FailedProbe[] {
  const found = [...log.matchAll(failedProbe)].map(
    ([, host = "", address = "", port = "", error = ""]): FailedProbe => ({
      host,
      address,
      port,
      error: error.replaceAll('\\"', '"'),
    }),
  );
  return [...new Map(found.map((probe) => [`${probe.host} ${probe.address}:${probe.port}`, probe])).values()];
}

/** An ingress that no gateway confirms: which of the service's gateways doesn't, and why. */
export function unconfirmed(view: View, message: string, failing: readonly Finding[]): Finding {
  const chosen = chosenGateways(configuredGateways(view.installation.configMaps), view.service, view.ingress);
  const names = namesOf(chosen);
  const [blocking] = failing;
  if (blocking?.gateway !== undefined) {
    const cause = `gateway ${blocking.gateway} of the service fails: ${blocking.message}`;
    return stuck(view, message, blocking.gateway, cause, blocking.next);
  }
  const [probe] = probesOf(view);
  if (probe !== undefined) {
    const { gateway, text } = placeOf(view, probe, chosen);
    return stuck(view, message, gateway, `${text} ${meaning(probe, view)}`, stepsFor(view, probe));
  }
  const event = eventOf(view);
  const told = event?.message === undefined ? "" : `: ${event.message}`;
  return stuck(
    view,
    message,
    undefined,
    `the controller asks the ready pods of ${names.join(", ") || "no gateway"} and hasn't got their word${told}`,
    [],
  );
}

function stuck(
  { namespace, ingress, name }: View,
  message: string,
  gateway: string | undefined,
  cause: string,
  first: readonly string[],
): Finding {
  return broken({
    link: "gateway",
    object: ingress === undefined ? { kind: "Ingress", namespace, name } : nameOf("Ingress", ingress),
    ...(gateway === undefined ? {} : { gateway }),
    code: "KN5022",
    message,
    cause,
    next: [
      ...first,
      kubectl(servingNamespace, "logs", `deployment/${controllerName}`, "--tail=200"),
      kubectl(namespace, "describe", "king", name),
    ],
  });
}

/** The failed probes of the service's hosts. */
function probesOf({ snapshot, ingress, installation }: View): readonly FailedProbe[] {
  const hosts = (ingress?.spec?.rules ?? []).flatMap((rule) => rule.hosts ?? []);
  return controllerPods(installation.pods)
    .map(({ metadata }) => snapshot.logs.get(logKey(metadata.name)) ?? "")
    .flatMap(failedProbes)
    .filter(({ host }) => hosts.includes(host));
}

export function controllerPods(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(
    ({ metadata, status }) => metadata.labels?.app === controllerName && status?.phase === "Running",
  );
}

/** Where the log of a pod of net-istio's controller is found in a snapshot. */
export function logKey(pod: string): string {
  return `${servingNamespace}/${pod}/controller`;
}

function placeOf(
  { installation }: View,
  { address, port, host }: FailedProbe,
  { external, local }: Chosen,
): { readonly gateway: string | undefined; readonly text: string } {
  const pod = installation.pods.find(({ status }) => status?.podIP === address);
  // The same pods may serve both sides: the port tells which Gateway was asked.
  const entry = (localPorts.includes(port) ? local : external).find(({ name, namespace }) =>
    fits(
      named(installation.istio?.gateways ?? [], name, namespace)?.spec?.selector ?? {},
      pod?.metadata.labels,
    ),
  );
  const gateway = entry === undefined ? undefined : qualified(entry);
  const where = pod === undefined ? address : `${pod.metadata.namespace}/${pod.metadata.name}`;
  return {
    gateway,
    text: `gateway ${gateway ?? where}, pod ${where} (${address}:${port}), asked for ${host},`,
  };
}

// Of the pods, for the inside (knative.dev/net-istio config/203-local-gateway.yaml).
const localPorts: readonly string[] = ["8081", "8444"];

function meaning({ error, port }: FailedProbe, { installation }: View): string {
  const policies = installation.networkPolicies.map(
    ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  );
  if (/got 404/.test(error)) {
    return "answers 404: it hasn't the route. Istiod doesn't reach it, or it isn't the pod of this Gateway";
  }
  if (/got 503/.test(error)) {
    return "answers 503: it has the route, and neither activator nor pods of the service answer it. A network policy, or STRICT mutual TLS with a pod without a sidecar";
  }
  if (/unexpected hash/.test(error)) {
    return "answers with an older route: istiod is late with the change";
  }
  if (/refused/.test(error)) {
    return `refuses the connection: nothing opens port ${port} there, for the proxy has no Gateway with that port or no configuration`;
  }
  if (/deadline|timeout|no route/i.test(error)) {
    return `gives no answer (${error})${policies.length > 0 ? `: a network policy may block ${controllerName} (${policies.join(", ")})` : ": the pods' network, or a firewall between the nodes"}`;
  }
  return `fails: ${error}`;
}

function stepsFor({ installation }: View, { address }: FailedProbe): readonly string[] {
  const pod = installation.pods.find(({ status }) => status?.podIP === address);
  const { namespace, name = "" } = pod?.metadata ?? {};
  return pod === undefined
    ? [`kubectl get pods -A -o wide --field-selector status.podIP=${address}`]
    : [
        kubectl(namespace, "logs", name, "--tail=30"),
        kubectl(
          namespace,
          "exec",
          name,
          "--",
          "pilot-agent",
          "request",
          "GET",
          "config_dump?resource=dynamic_route_configs",
        ),
        kubectl(namespace, "get", "networkpolicies"),
      ];
}

/** What the controller itself couldn't do is noted at the ingress. */
function eventOf({ facts, name }: View): KubeEvent | undefined {
  return facts.events.findLast(
    ({ involvedObject }) => involvedObject?.kind === "Ingress" && involvedObject.name === name,
  );
}
