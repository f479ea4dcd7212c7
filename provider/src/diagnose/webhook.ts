import { age, conditionOf, named, type InstallationFacts, type KubeEvent, type Snapshot } from "./facts";
import { checkEndpoints } from "./endpoints";
import { broken, kubectl, nameOf, type Finding, type ObjectName } from "./finding";
import { checkDeployment, isUnreadable, servingNamespace } from "./controllers";

const failedCall = /failed calling webhook|failed to call webhook/;

/** Age in milliseconds up to which an event speaks of now: the calls fail while the webhook starts, too. */
const recent = 120_000;

/** The admission webhook: a pod behind its Service, a CA in its configurations, and no call that failed. */
export function checkWebhook(snapshot: Snapshot): Finding[] {
  const { installation } = snapshot;
  if (
    isUnreadable(snapshot) ||
    named(installation.deployments, "controller", servingNamespace) === undefined
  ) {
    return [];
  }
  const deployment = named(installation.deployments, "webhook", servingNamespace);
  const effect = "services can be neither made nor changed";
  const down = checkDeployment(snapshot, {
    name: "webhook",
    deployment,
    link: "webhook",
    code: "KN5004",
    effect,
  });
  return [
    ...down,
    ...[noEndpoints(installation), untrusted(installation), failedCalls(snapshot)].flat(),
  ].slice(0, 1);
}

function noEndpoints(installation: InstallationFacts): Finding[] {
  return checkEndpoints(installation, {
    link: "webhook",
    code: "KN5004",
    name: "webhook",
    namespace: servingNamespace,
    effect: "the API server finds no one to ask, and services can be neither made nor changed",
    selector: "app=webhook",
  });
}

/** The webhook's own controller writes the CA; without it the API server trusts nobody. */
function untrusted({ webhooks }: InstallationFacts): Finding[] {
  const bare = webhooks.find(({ webhooks: entries }) =>
    (entries ?? []).some(({ clientConfig }) => (clientConfig?.caBundle ?? "") === ""),
  );
  return bare === undefined
    ? []
    : [
        broken({
          link: "webhook",
          object: nameOf("WebhookConfiguration", bare),
          code: "KN5005",
          message: "has no caBundle",
          cause:
            "the webhook has not written its CA there: it can't change its configurations, or something takes the CA away again",
          next: certificateCommands(programOf(bare.metadata.name)),
        }),
      ];
}

/** Webhooks of ingress layers, beside Serving's own. */
const layerWebhooks = ["net-istio-webhook", "net-gateway-api-webhook"] as const;

/** The program behind a webhook configuration, which is called config.webhook.<layer>.networking.internal.knative.dev. */
function programOf(configuration: string): string {
  const own = layerWebhooks.find((name) =>
    configuration.includes(`.${name.replace(/^net-|-webhook$/g, "")}.`),
  );
  return own ?? "webhook";
}

const certificateCommands = (name: string): readonly string[] => [
  kubectl(servingNamespace, "logs", `deployment/${name}`, "--tail=30"),
  kubectl(servingNamespace, "delete", "secret", `${name}-certs`),
  kubectl(servingNamespace, "rollout", "restart", "deployment", name),
];

/** What failed calls say, wherever they were noted. */
function failedCalls({ installation, namespaces, readAt }: Snapshot): Finding[] {
  const isRecent = ({ lastTimestamp }: KubeEvent): boolean =>
    age(lastTimestamp ?? undefined, readAt) < recent;
  const notes = [...namespaces.values()].flatMap(({ configurations, routes, services, events }) => [
    ...[...configurations, ...routes, ...services].map((object) => conditionOf(object, "Ready")?.message),
    ...events.filter(isRecent).map(({ message }) => message),
  ]);
  const message = [...notes, ...installation.events.filter(isRecent).map((event) => event.message)].find(
    (text) => text !== undefined && failedCall.test(text) && text.includes("knative.dev"),
  );
  if (message === undefined) {
    return [];
  }
  return [/x509|certificate/.test(message) ? distrusted(message) : unreached(message)];
}

/** The Service of the webhook that a failed call names. */
function calledService(message: string): ObjectName {
  const [name = "webhook"] = layerWebhooks.filter((own) => message.includes(own));
  return { kind: "Service", namespace: servingNamespace, name };
}

function distrusted(message: string): Finding {
  return broken({
    link: "webhook",
    object: calledService(message),
    code: "KN5005",
    message,
    cause:
      "the certificate that the webhook shows isn't signed by the CA in its configurations, or is out of date",
    next: certificateCommands(calledService(message).name),
  });
}

function unreached(message: string): Finding {
  return broken({
    link: "webhook",
    object: calledService(message),
    code: "KN5004",
    message,
    cause:
      "the webhook runs, but the API server doesn't reach port 8443 of its pod: a network policy, a firewall, or the pod network",
    next: [
      kubectl(servingNamespace, "get", "networkpolicies"),
      kubectl(
        servingNamespace,
        "get",
        "endpointslices",
        "-l",
        `kubernetes.io/service-name=${calledService(message).name}`,
      ),
    ],
  });
}
