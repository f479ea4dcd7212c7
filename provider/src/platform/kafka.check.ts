import { BrokerClass } from "../eventing/broker.args";
import type { KafkaBrokerArgs } from "../eventing/kafka/kafkaBroker.args";
import { kafkaFeatures } from "../eventing/kafka/settings";
import { defaultNamespace } from "../eventing/ready";
import { kafkaChannelKind } from "../eventing/settings/defaults.check";
import { defaultChannelIn, defaultClassIn } from "../eventing/settings/defaults.render";
import type { Problem } from "../problems";
import { eventingNamespace } from "../release/catalog";
import type { PlatformEventingArgs } from "./eventing.args";
import { receiversOf } from "./flow";
import { takesSecurity } from "./kafka.plan";

type Plane = "broker" | "channel" | "source" | "sink";

/** Something that speaks to Kafka, and what it needs of the installation. */
interface User {
  readonly path: string;
  readonly plane: Plane;
  readonly namespace: string;
  /** Where it names Kafka, and how. */
  readonly access?: readonly [path: string, access: Pick<KafkaBrokerArgs, "bootstrapServers" | "security">];
}

/** What parts of a platform need of Eventing's parts for Kafka. */
export function checkKafkaUsers(args: PlatformEventingArgs): Problem[] {
  return [
    ...usersOf(args).flatMap((user) => [...checkPlane(user, args), ...checkTaken(user, args)]),
    ...checkPlainBrokers(args),
    ...checkChannelKinds(args),
    ...checkScaled(args),
  ];
}

function usersOf({ brokers = [], sources = {}, sinks = {} }: PlatformEventingArgs): readonly User[] {
  return [
    ...brokers.flatMap(({ namespace = defaultNamespace, kafka }, index): User[] => {
      const path = `brokers[${index}]`;
      return kafka === undefined
        ? []
        : [{ path, plane: "broker", namespace, access: [`${path}.kafka`, kafka] }];
    }),
    ...(sources.kafka ?? []).map((source, index): User => {
      const path = `sources.kafka[${index}]`;
      return {
        path,
        plane: "source",
        namespace: source.namespace ?? defaultNamespace,
        access: [path, source],
      };
    }),
    ...(sinks.kafka ?? []).map((sink, index): User => {
      const path = `sinks.kafka[${index}]`;
      return { path, plane: "sink", namespace: sink.namespace ?? defaultNamespace, access: [path, sink] };
    }),
  ];
}

function checkPlane({ path, plane }: User, { kafka }: PlatformEventingArgs): Problem[] {
  const reason = `needs kafka.${plane}: true, for nobody would serve it`;
  return kafka?.[plane] === true ? [] : [{ path, code: "KN9013", reason }];
}

/** Secrets are read from the namespace of what uses them, so one that is there already isn't everywhere. */
function checkTaken({ namespace, access }: User, { kafka }: PlatformEventingArgs): Problem[] {
  const isElsewhere = kafka?.security?.secret !== undefined && namespace !== eventingNamespace;
  if (access === undefined || !isElsewhere || !takesSecurity(access[1])) {
    return [];
  }
  const reason = `is required: the Secret of eventing.kafka stands in ${eventingNamespace}, and this is read in ${namespace}; name one that is there, or give eventing.kafka the values`;
  return [{ path: `${access[0]}.security`, code: "KN9054", reason }];
}

/** Brokers of class Kafka that say nothing of it themselves. Who has the parts from elsewhere says nothing of them here. */
function checkPlainBrokers({
  brokers = [],
  kafka,
  brokerDefaults,
  config = {},
}: PlatformEventingArgs): Problem[] {
  if (kafka === undefined) {
    return [];
  }
  const hasAddress =
    kafka.bootstrapServers !== undefined ||
    config["kafka-broker-config"]?.["bootstrap.servers"] !== undefined;
  return brokers.flatMap(({ namespace = defaultNamespace, brokerClass, configMap, kafka: own }, index) => {
    const isKafka = (brokerClass ?? defaultClassIn(namespace, brokerDefaults)) === BrokerClass.Kafka;
    const path = `brokers[${index}]`;
    if (!isKafka || own !== undefined) {
      return [];
    }
    const reason = "is required: neither this broker nor eventing.kafka.bootstrapServers says where Kafka is";
    return [
      ...checkPlane({ path, plane: "broker", namespace }, { kafka }),
      ...(hasAddress || configMap !== undefined
        ? []
        : [{ path: `${path}.kafka`, code: "KN1005" as const, reason }]),
    ];
  });
}

/** What is made of KafkaChannels. Who has the parts from elsewhere says nothing of them here. */
function checkChannelKinds(args: PlatformEventingArgs): Problem[] {
  const { kafka, channelDefaults } = args;
  const made = receiversOf(args).flatMap((part) =>
    part.kind === "channel" || part.kind === "sequence" || part.kind === "parallel"
      ? [[part.path, part.args.channelTemplate ?? defaultChannelIn(part.namespace, channelDefaults)] as const]
      : [],
  );
  const all = [...made, ["channelDefaults.ofBrokers", channelDefaults?.ofBrokers] as const];
  return kafka === undefined
    ? []
    : all
        .filter(([, template]) => template?.kind === kafkaChannelKind)
        .flatMap(([path]) => checkPlane({ path, plane: "channel", namespace: defaultNamespace }, args));
}

function checkScaled({ kafka, sources = {}, config = {} }: PlatformEventingArgs): Problem[] {
  const keda =
    kafka?.features?.controllerAutoscalerKeda ??
    config[kafkaFeatures.configMap]?.["controller-autoscaler-keda"] ??
    "";
  const reason = 'has no effect without eventing.kafka.features.controllerAutoscalerKeda: "Enabled"';
  return (sources.kafka ?? []).flatMap(({ scaling }, index): Problem[] =>
    scaling === undefined || keda.toLowerCase() === "enabled"
      ? []
      : [{ path: `sources.kafka[${index}].scaling`, code: "KN9055", reason }],
  );
}
