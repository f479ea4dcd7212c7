import { groupOf, kindOf } from "../../graph/kinds";
import type { FlowObject } from "../../graph/model";
import { eventingNamespace } from "../../release/catalog";
import { kubectl } from "../finding";

/** What most likely lies behind a condition, and a command that shows more than the object itself does. */
interface Cause {
  readonly cause: string;
  readonly next?: (object: FlowObject) => string;
}

const inEventing =
  (...words: readonly string[]) =>
  () =>
    kubectl(eventingNamespace, ...words);
const beside =
  (...words: readonly string[]) =>
  ({ metadata }: FlowObject) =>
    kubectl(metadata.namespace, ...words);

const kafka =
  "Kafka can't be reached, refuses the credentials, or has fewer brokers than copies are asked for";

/** By the type of the condition that fails. */
const causes: Readonly<Record<string, Cause>> = {
  SinkProvided: { cause: "its sink has no address: it isn't there, or isn't ready itself" },
  Deployed: {
    cause: "the program that sends its events has no pod that is available",
    next: (object) =>
      object.kind === "PingSource"
        ? kubectl(eventingNamespace, "describe", "deployment", "pingsource-mt-adapter")
        : kubectl(
            object.metadata.namespace,
            "get",
            "pods",
            "-l",
            `eventing.knative.dev/sourceName=${object.metadata.name}`,
          ),
  },
  ReceiveAdapterReady: {
    cause: "its container doesn't run",
    next: beside("get", "deployments,pods"),
  },
  ContainerSourceReady: { cause: "its container doesn't run", next: beside("get", "containersources,pods") },
  SinkBindingReady: {
    cause: "its container isn't told where to send: its sink has no address, or the webhook doesn't answer",
    next: beside("get", "sinkbindings"),
  },
  SufficientPermissions: {
    cause: "its ServiceAccount may not get, list and watch what it is to watch",
    next: beside("get", "rolebindings", "-o", "wide"),
  },
  SubjectsResolved: { cause: "what it is about isn't there" },
  ConnectionEstablished: { cause: kafka },
  InitialOffsetsCommitted: { cause: kafka },
  ConsumerGroup: {
    cause: `its consumers aren't placed: kafka-source-dispatcher has no pods, or ${kafka}`,
    next: inEventing("get", "statefulsets,pods"),
  },
  TopicReady: { cause: kafka },
  ConfigParsed: { cause: "the ConfigMap that it names isn't there, or says something that isn't read" },
  ConfigurationReady: { cause: "kafka-channel-config isn't there, or says something that isn't read" },
  DataPlaneAvailable: {
    cause: "the receiver for its kind has no pod that is available",
    next: inEventing("get", "deployments,pods"),
  },
  ProbeSucceeded: {
    cause: "its receiver doesn't answer yet under its address: it is new, or a network policy is in between",
    next: inEventing("get", "networkpolicies,pods"),
  },
  IngressReady: {
    cause: "no pod of mt-broker-ingress takes its events",
    next: inEventing("describe", "deployment", "mt-broker-ingress"),
  },
  FilterReady: {
    cause: "no pod of mt-broker-filter hands on its events",
    next: inEventing("describe", "deployment", "mt-broker-filter"),
  },
  TriggerChannelReady: {
    cause: "the channel that it is made of isn't ready, or its kind isn't installed",
    next: beside("get", "channels,inmemorychannels"),
  },
  DeadLetterSinkResolved: {
    cause:
      "its dead letter sink has no address: events that nobody takes are lost, and it takes none until then",
  },
  BrokerReady: { cause: "its broker isn't ready", next: beside("get", "brokers") },
  SubscriptionReady: {
    cause: "the subscription to its broker's channel isn't ready",
    next: beside("get", "subscriptions"),
  },
  DependencyReady: { cause: "what its annotation knative.dev/dependency names isn't ready" },
  SubscriberResolved: { cause: "its subscriber has no address: it isn't there, or isn't ready itself" },
  ReferencesResolved: {
    cause: "its channel, subscriber, reply or dead letter sink isn't there, or has no address",
  },
  ChannelReady: { cause: "its channel isn't ready" },
  AddedToChannel: {
    cause: "its channel hasn't taken it up: the channel's controller doesn't run, or refuses it",
  },
  BackingChannelReady: {
    cause: "the channel that it is made of isn't ready, or its kind isn't installed",
    next: beside("get", "inmemorychannels"),
  },
  DispatcherReady: {
    cause: "no pod of imc-dispatcher hands on its events",
    next: inEventing("describe", "deployment", "imc-dispatcher"),
  },
  EndpointsReady: {
    cause: "no pod of imc-dispatcher takes its events",
    next: inEventing("describe", "deployment", "imc-dispatcher"),
  },
  ChannelsReady: { cause: "a channel between its steps isn't ready", next: beside("get", "channels") },
  SubscriptionsReady: {
    cause: "one of its subscribers, replies or dead letter sinks isn't there, or has no address",
    next: beside("get", "subscriptions"),
  },
  OIDCIdentityCreated: { cause: "its ServiceAccount for OIDC isn't there" },
};

/** What lies behind a condition of an object, and what to run next. */
export function causeOf(
  object: FlowObject,
  condition: string | undefined,
): { readonly cause: string; readonly next: readonly string[] } {
  const known = condition === undefined ? undefined : causes[condition];
  return {
    cause: known?.cause ?? "Knative itself names the reason",
    next: [describe(object), ...(known?.next === undefined ? [] : [known.next(object)])],
  };
}

/** The command that shows an object. Others have kinds of the same names, so the group belongs to it. */
export function describe({ apiVersion, kind, metadata }: FlowObject): string {
  return kubectl(metadata.namespace, "describe", resourceOf(apiVersion, kind), metadata.name);
}

/** What kubectl calls a kind. */
export function resourceOf(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  const plural = kindOf(apiVersion, kind)?.plural ?? kind.toLowerCase();
  return group === "" ? plural : `${plural}.${group}`;
}
