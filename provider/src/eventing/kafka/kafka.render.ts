import { parse } from "yaml";
import { defined } from "../../manifests/defined";
import {
  getAt,
  isKind,
  isObject,
  keyOf,
  setAt,
  updateAt,
  type Json,
  type Manifest,
  type Transform,
} from "../../manifests/manifest";
import type { DerivedManifest } from "../../manifests/objects";
import type { ConfigMaps } from "../../release/adapt";
import { eventingNamespace, kafkaOf } from "../../release/catalog";
import { dataOf } from "../../serving/settings.render";
import { BrokerClass } from "../brokerClass";
import type { EventingKafkaArgs } from "./kafka.args";
import { renderSecurity, usedSecret } from "./security.render";
import { kafkaAutoscaler, kafkaFeatures } from "./settings";

/** Puts into pods of dispatchers what they are to hand on. */
const podWebhook = "MutatingWebhookConfiguration/pods.defaulting.webhook.kafka.eventing.knative.dev";
/** The installation's own Secret for Kafka begins with it. */
const owner = "eventing";

// Keys: eventing-kafka-broker control-plane/pkg/kafka/topic.go and pkg/security/config.go.
export const topicKeys = {
  servers: "bootstrap.servers",
  partitions: "default.topic.partitions",
  replicationFactor: "default.topic.replication.factor",
  secret: "auth.secret.ref.name",
} as const;

/** What is typed of the parts for Kafka, as data by ConfigMap; what is unset is left to upstream. */
export function kafkaSettings(kafka: EventingKafkaArgs = {}): ConfigMaps {
  const { bootstrapServers, partitions, replicationFactor, security, features, autoscaler } = kafka;
  // checkKafka has refused a name that is known later.
  const secret = usedSecret(owner, security) as string | undefined;
  const address = defined({
    [topicKeys.servers]: bootstrapServers?.join(","),
    [topicKeys.secret]: secret,
  });
  const topics = defined({
    [topicKeys.partitions]: partitions?.toString(),
    [topicKeys.replicationFactor]: replicationFactor?.toString(),
  });
  return Object.fromEntries(
    Object.entries({
      "kafka-broker-config": { ...address, ...topics },
      "kafka-channel-config": address,
      [kafkaFeatures.configMap]: dataOf(kafkaFeatures, { ...features }),
      [kafkaAutoscaler.configMap]: dataOf(kafkaAutoscaler, { ...autoscaler }),
    }).filter(([, data]) => Object.keys(data).length > 0),
  );
}

/** The Secret of the installation's own, by which brokers and channels speak to Kafka that say nothing themselves. */
export function kafkaCredentials(kafka: EventingKafkaArgs | undefined): Manifest[] {
  return renderSecurity(owner, eventingNamespace, kafka?.security);
}

/**
 * Tells the webhook which ConfigMap brokers of class "Kafka" have where another class is the default. It would give them that of the
 * other class, and they would never be ready.
 */
export function offerKafkaClass(kafka: EventingKafkaArgs | undefined): Transform {
  return (manifest) =>
    kafka?.broker === true && isKind(manifest, "ConfigMap", "config-br-defaults")
      ? updateAt(manifest, ["data", "default-br-config"], (text) =>
          JSON.stringify(withKafkaClass(typeof text === "string" ? parse(text) : undefined)),
        )
      : manifest;
}

function withKafkaClass(defaults: Json): Json {
  const all = isObject(defaults) ? defaults : {};
  const clusterDefault = isObject(all["clusterDefault"]) ? all["clusterDefault"] : {};
  const { delivery, brokerClasses } = clusterDefault;
  const own = defined({
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "kafka-broker-config",
    namespace: eventingNamespace,
    delivery,
  });
  return {
    ...all,
    clusterDefault: {
      ...clusterDefault,
      brokerClasses: { [BrokerClass.Kafka]: own, ...(isObject(brokerClasses) ? brokerClasses : {}) },
    },
  };
}

/** Jobs can't be changed, and upstream's for Kafka have the same names in every release. */
export function versionKafkaJobs(minor: string): Transform {
  const suffix = kafkaOf(minor)?.version.replaceAll(".", "-") ?? minor;
  return (manifest) =>
    isKind(manifest, "Job") && manifest.metadata.name?.includes("kafka") === true
      ? setAt(manifest, ["metadata", "name"], `${manifest.metadata.name}-${suffix}`)
      : manifest;
}

/** Whether pods hand on what Kafka holds; their number is the controller's. */
export function isDispatcher(manifest: Manifest): boolean {
  const label = ["spec", "template", "metadata", "labels", "app.kubernetes.io/kind"];
  return isKind(manifest, "StatefulSet") && getAt(manifest, label) === "kafka-dispatcher";
}

/** Where dispatchers stand: behind the webhook without which their pods would have nothing to hand on, for good. */
export function behindPodWebhook(manifests: readonly Manifest[]): {
  readonly derived: Readonly<Record<string, DerivedManifest>>;
  readonly needs: Readonly<Record<string, readonly string[]>>;
} {
  const keys = manifests.some((manifest) => keyOf(manifest) === podWebhook)
    ? manifests.filter(isDispatcher).map(keyOf)
    : [];
  return {
    derived: Object.fromEntries(keys.map((key) => [key, { from: [podWebhook], derive: () => ({}) }])),
    needs: Object.fromEntries(keys.map((key) => [key, [podWebhook]])),
  };
}
