import { text, whole } from "../../problems";
import { oneOf, written, type SettingsMap } from "../../serving/settings/setting";
import { EventingFeatureFlag } from "../settings/features";

/** What the parts for Kafka do beyond the ordinary: ConfigMap `config-kafka-features`, with upstream's names in camel case. */
export interface KafkaFeaturesArgs {
  /** Limits how fast events are handed on, by the number of consumers. Default: "Disabled". */
  dispatcherRateLimiter?: EventingFeatureFlag;
  /** Further metrics of what is handed on in order. Default: "Disabled". */
  dispatcherOrderedExecutorMetrics?: EventingFeatureFlag;
  /** Whether KEDA, which must be in the cluster, sets the number of consumers of sources, triggers and subscriptions. Default: "Disabled". */
  controllerAutoscalerKeda?: EventingFeatureFlag;
  /** Consumer group of each trigger, as Go template. A change leaves behind what the old groups haven't got yet. Default: "knative-trigger-{{ .Namespace }}-{{ .Name }}". */
  triggersConsumergroupTemplate?: string;
  /** Topic of each broker, as Go template; brokers that are there keep theirs. Default: "knative-broker-{{ .Namespace }}-{{ .Name }}". */
  brokersTopicTemplate?: string;
  /** Topic of each channel, as Go template; channels that are there keep theirs. Default: "knative-messaging-kafka.{{ .Namespace }}.{{ .Name }}". */
  channelsTopicTemplate?: string;
}

/** How KEDA sets numbers of consumers where nothing else is said: ConfigMap `config-kafka-autoscaler`. */
export interface KafkaAutoscalerArgs {
  /** Least number of consumers, from 0 on. Default: 0. */
  minScale?: number;
  /** Largest number of consumers, from 1 on. Default: 50. */
  maxScale?: number;
  /** Seconds between two looks at the lag, from 1 on. Default: 10. */
  pollingInterval?: number;
  /** Seconds without lag until the last consumer goes, from 0 on. Default: 30. */
  cooldownPeriod?: number;
  /** Events that one consumer may be behind before there is another one, from 1 on. Default: 100. */
  lagThreshold?: number;
}

const feature = oneOf(EventingFeatureFlag, true);

/** Two objects whose templates give the same name would share a topic or a group, and take each other's events. */
const template = written(
  text(
    "KN9052",
    "must be a Go template that tells namespace and name apart, such as {{ .Namespace }}-{{ .Name }}, or holds {{ .UID }}, and else letters, digits, '.', '_' and '-'",
    isTemplate,
  ),
  String,
);

function isTemplate(value: string): boolean {
  const fields = [...value.matchAll(/\{\{-?\s*\.(\w+)\s*-?\}\}/g)].map(([, field]) => field);
  const rest = value.replace(/\{\{-?\s*\.\w+\s*-?\}\}/g, "");
  return (
    /^[a-zA-Z0-9._-]*$/.test(rest) &&
    (fields.includes("UID") || (fields.includes("Namespace") && fields.includes("Name")))
  );
}

// Keys: eventing-kafka-broker control-plane/pkg/apis/config/features.go.
export const kafkaFeatures: SettingsMap = {
  configMap: "config-kafka-features",
  property: "kafka.features",
  settings: {
    "dispatcher-rate-limiter": feature,
    "dispatcher-ordered-executor-metrics": feature,
    "controller-autoscaler-keda": feature,
    "triggers-consumergroup-template": template,
    "brokers-topic-template": template,
    "channels-topic-template": template,
  },
};

const most = 2 ** 31 - 1;
const count = (least: number) => written(whole(least, most), String, Number);

// Keys: eventing-kafka-broker control-plane/pkg/autoscaler/config.go, which refuses all of them where one is no number.
export const kafkaAutoscaler: SettingsMap = {
  configMap: "config-kafka-autoscaler",
  property: "kafka.autoscaler",
  settings: {
    "min-scale": count(0),
    "max-scale": count(1),
    "polling-interval": count(1),
    "cooldown-period": count(0),
    "lag-threshold": count(1),
  },
};
