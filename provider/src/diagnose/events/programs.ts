import { eventingNamespace } from "../../release/catalog";
import { checkDeployment } from "../controllers";
import { checkEndpoints } from "../endpoints";
import { named, type Snapshot } from "../facts";
import { broken, kubectl, nameOf } from "../finding";
import type { EventFinding, EventLink } from "./finding";

/** A program of Eventing's, and the one whose being there tells that it should be, too. */
interface Program {
  readonly name: string;
  readonly with: string;
  readonly link: EventLink;
  readonly effect: string;
}

const controller = "eventing-controller";

const programs: readonly Program[] = [
  {
    name: controller,
    with: controller,
    link: "controllers",
    effect: "changed triggers, channels and sources are not acted upon",
  },
  {
    name: "mt-broker-controller",
    with: "mt-broker-controller",
    link: "controllers",
    effect: "changed brokers and triggers are not acted upon",
  },
  {
    name: "imc-controller",
    with: "imc-controller",
    link: "controllers",
    effect: "changed channels are not acted upon",
  },
  {
    name: "kafka-controller",
    with: "kafka-controller",
    link: "controllers",
    effect: "nothing of Kafka's that changes is acted upon",
  },
  {
    name: "mt-broker-ingress",
    with: "mt-broker-controller",
    link: "broker",
    effect: "brokers take no events",
  },
  {
    name: "mt-broker-filter",
    with: "mt-broker-controller",
    link: "broker",
    effect: "brokers hand no events to their triggers",
  },
  {
    name: "kafka-broker-receiver",
    with: "kafka-broker-receiver",
    link: "broker",
    effect: "brokers of class Kafka take no events",
  },
  {
    name: "imc-dispatcher",
    with: "imc-controller",
    link: "channel",
    effect: "channels in memory, and the brokers made of them, take and hand on no events",
  },
  {
    name: "kafka-channel-receiver",
    with: "kafka-channel-receiver",
    link: "channel",
    effect: "channels of kind KafkaChannel take no events",
  },
  {
    name: "kafka-sink-receiver",
    with: "kafka-sink-receiver",
    link: "sink",
    effect: "no KafkaSink takes events",
  },
  { name: "job-sink", with: "job-sink", link: "sink", effect: "no JobSink takes events" },
];

/** Webhooks by the Deployment, which is also the Service. */
const webhooks = ["eventing-webhook", "kafka-webhook-eventing"] as const;

/** Whether the credentials keep the installation from being seen: then nothing is said of it. */
function isUnreadable({ denied }: Snapshot): boolean {
  return denied.some((path) => path.startsWith(`/apis/apps/v1/namespaces/${eventingNamespace}/`));
}

/** Eventing's own programs and webhooks. */
export function checkEventingPrograms(snapshot: Snapshot): readonly EventFinding[] {
  const { deployments } = snapshot.installation;
  const has = (name: string) => named(deployments, name, eventingNamespace) !== undefined;
  if (isUnreadable(snapshot)) {
    return [];
  }
  if (!has(controller)) {
    return [notInstalled(snapshot)];
  }
  return [
    ...programs
      .filter((program) => has(program.with))
      .flatMap(({ name, link, effect }) =>
        checkDeployment(snapshot, {
          name,
          link,
          effect,
          code: "KN9070",
          namespace: eventingNamespace,
          deployment: named(deployments, name, eventingNamespace),
        }),
      ),
    ...webhooks
      .filter((name) => name === "eventing-webhook" || has("kafka-controller"))
      .flatMap((name) => checkEventingWebhook(snapshot, name)),
  ];
}

function notInstalled({ installation }: Snapshot): EventFinding {
  const isThere = named(installation.namespaces, eventingNamespace) !== undefined;
  return broken({
    link: "controllers",
    object: { kind: "Deployment", namespace: eventingNamespace, name: controller },
    code: "KN9070",
    message: isThere
      ? `namespace ${eventingNamespace} has no ${controller}`
      : `there is no namespace ${eventingNamespace}`,
    cause: "Knative Eventing is not installed in this cluster, or the wrong cluster is asked",
    next: ["kubectl config current-context", "pulumi up"],
  });
}

/** A webhook: a pod behind its Service, and a CA in its configurations. The first that is wrong explains the others. */
function checkEventingWebhook(snapshot: Snapshot, name: string): readonly EventFinding[] {
  const { installation } = snapshot;
  const needed = {
    name,
    namespace: eventingNamespace,
    link: "webhook",
    code: "KN9071",
    effect: "brokers, triggers, channels and sources can be neither made nor changed",
  } as const;
  const deployment = named(installation.deployments, name, eventingNamespace);
  return [
    ...checkDeployment(snapshot, { ...needed, deployment }),
    ...checkEndpoints(installation, needed),
    ...untrusted(snapshot, name),
  ].slice(0, 1);
}

/** The webhook's own controller writes the CA; without it the API server trusts nobody. */
function untrusted({ installation }: Snapshot, name: string): readonly EventFinding[] {
  const bare = installation.webhooks.find(({ webhooks: entries = [] }) =>
    entries.some(
      ({ clientConfig }) => clientConfig?.service?.name === name && (clientConfig.caBundle ?? "") === "",
    ),
  );
  return bare === undefined
    ? []
    : [
        broken({
          link: "webhook",
          object: nameOf("WebhookConfiguration", bare),
          code: "KN9071",
          message: "has no caBundle",
          cause:
            "the webhook has not written its CA there: it can't change its configurations, or something takes the CA away again",
          next: [
            kubectl(eventingNamespace, "logs", `deployment/${name}`, "--tail=30"),
            kubectl(eventingNamespace, "rollout", "restart", "deployment", name),
          ],
        }),
      ];
}
