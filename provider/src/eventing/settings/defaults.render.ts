import { parse } from "yaml";
import { defined } from "../../manifests/defined";
import { isKind, isObject, updateAt, type Json, type Transform } from "../../manifests/manifest";
import { eventingNamespace } from "../../release/catalog";
import type { ConfigMaps } from "../../release/adapt";
import { BrokerClass } from "../broker.args";
import { renderDelivery } from "../delivery.render";
import type {
  BrokerDefaultArgs,
  BrokerDefaultsArgs,
  ChannelDefaultsArgs,
  ChannelTemplateArgs,
} from "./defaults.args";

/** The ConfigMap that upstream's files have for a class of brokers. */
const configMaps: Readonly<Record<string, string>> = {
  [BrokerClass.MTChannelBased]: "config-br-default-channel",
  [BrokerClass.Kafka]: "kafka-broker-config",
};

const inMemory: ChannelTemplateArgs = { kind: "InMemoryChannel" };

type Fields = Readonly<Record<string, Json>>;

/** Puts the defaults of brokers over those of upstream. JSON is YAML, too. */
export function setBrokerDefaults(defaults: BrokerDefaultsArgs | undefined): Transform {
  return (manifest) =>
    defaults !== undefined && isKind(manifest, "ConfigMap", "config-br-defaults")
      ? updateAt(manifest, ["data", "default-br-config"], (text) =>
          JSON.stringify(withDefaults(typeof text === "string" ? parse(text) : undefined, defaults)),
        )
      : manifest;
}

function withDefaults(upstream: Json, { namespaces = {}, ...all }: BrokerDefaultsArgs): Json {
  const before = isObject(upstream) && isObject(upstream["clusterDefault"]) ? upstream["clusterDefault"] : {};
  const clusterDefault = over(before, all);
  return {
    clusterDefault,
    ...(Object.keys(namespaces).length === 0
      ? {}
      : {
          namespaceDefaults: Object.fromEntries(
            Object.entries(namespaces).map(([name, each]) => [name, over(clusterDefault, each)]),
          ),
        }),
  };
}

/** Everything stands in each entry: Knative takes one with a part of it for the whole. */
function over(before: Fields, { brokerClass, configMap, delivery }: BrokerDefaultArgs): Fields {
  const own = brokerClass === undefined ? undefined : configMaps[brokerClass];
  const name = configMap?.name ?? own;
  const namespace = configMap?.namespace ?? eventingNamespace;
  return {
    ...before,
    ...defined({
      brokerClass,
      ...(name === undefined ? {} : { apiVersion: "v1", kind: "ConfigMap", name, namespace }),
      delivery: renderDelivery(delivery, eventingNamespace),
    }),
  };
}

/** The defaults of channels as data of their ConfigMaps. */
export function channelDefaultsData({
  channel,
  namespaces,
  ofBrokers,
}: ChannelDefaultsArgs = {}): ConfigMaps {
  const config = {
    clusterDefault: renderChannelTemplate(channel ?? inMemory),
    namespaceDefaults: Object.fromEntries(
      Object.entries(namespaces ?? {}).map(([name, each]) => [name, renderChannelTemplate(each)]),
    ),
  };
  return {
    ...(channel === undefined && namespaces === undefined
      ? {}
      : { "default-ch-webhook": { "default-ch-config": JSON.stringify(config) } }),
    ...(ofBrokers === undefined
      ? {}
      : {
          "config-br-default-channel": {
            "channel-template-spec": JSON.stringify(renderChannelTemplate(ofBrokers)),
          },
        }),
  };
}

/** A kind of channel as Knative writes it. */
export function renderChannelTemplate({
  apiVersion = "messaging.knative.dev/v1",
  kind,
  spec,
}: ChannelTemplateArgs): Fields {
  return defined({ apiVersion, kind, spec: spec as Json });
}

/** The class that a broker of a namespace gets which names none. */
export function defaultClassIn(
  namespace: string,
  { namespaces = {}, brokerClass }: BrokerDefaultsArgs = {},
): string {
  const own = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
  return own?.brokerClass ?? brokerClass ?? BrokerClass.MTChannelBased;
}

/** The kind that a channel of a namespace gets which names none. */
export function defaultChannelIn(
  namespace: string,
  { namespaces = {}, channel }: ChannelDefaultsArgs = {},
): ChannelTemplateArgs {
  const own = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
  return own ?? channel ?? inMemory;
}
