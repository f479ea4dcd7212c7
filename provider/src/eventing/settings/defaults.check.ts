import { Output } from "@pulumi/pulumi";
import { z } from "zod";
import { isObject } from "../../manifests/manifest";
import { checkShape, leaf, namespaceName, pathText, text, under, whole, type Problem } from "../../problems";
import { BrokerClass } from "../broker.args";
import { checkDelivery, deliveryShape } from "../delivery.check";
import { isoDuration } from "../duration";
import { eventName } from "../sink.check";
import type {
  BrokerDefaultArgs,
  BrokerDefaultsArgs,
  ChannelDefaultsArgs,
  ChannelTemplateArgs,
} from "./defaults.args";

const brokerDefault = {
  brokerClass: z.string().min(1).optional(),
  configMap: z.strictObject({ name: eventName, namespace: namespaceName.optional() }).optional(),
  delivery: deliveryShape.optional(),
};

export const brokerDefaultsShape = z.strictObject({
  ...brokerDefault,
  namespaces: z.record(z.string(), z.strictObject(brokerDefault)).optional(),
}) satisfies z.ZodType<BrokerDefaultsArgs>;

export const channelTemplateShape = z.strictObject({
  apiVersion: text("KN1006", "must be a group and a version such as messaging.knative.dev/v1", (value) =>
    /^[a-z0-9.-]+\/v[0-9][a-z0-9]*$/.test(value),
  ).optional(),
  kind: text("KN1006", "must be a kind such as InMemoryChannel", (value) =>
    /^[A-Z][A-Za-z0-9]*$/.test(value),
  ),
  spec: z.record(z.string(), z.any()).optional(),
}) satisfies z.ZodType<ChannelTemplateArgs>;

/** The kind of channels that are topics of Kafka's. */
export const kafkaChannelKind = "KafkaChannel";

const kafkaChannelSpec = z.strictObject({
  numPartitions: leaf(whole(1, 2 ** 31 - 1)).optional(),
  replicationFactor: leaf(whole(1, 32_767)).optional(),
  retentionDuration: leaf(isoDuration("above zero")).optional(),
  delivery: z.looseObject({}).optional(),
});

/** What a kind of channels says of itself, where the kind is known: the API server would drop what it doesn't know without a word. */
export function checkChannelTemplate(template: ChannelTemplateArgs | undefined): Problem[] {
  return template?.kind === kafkaChannelKind && template.spec !== undefined
    ? under("spec", checkShape(kafkaChannelSpec, template.spec))
    : [];
}

export const channelDefaultsShape = z.strictObject({
  channel: channelTemplateShape.optional(),
  namespaces: z.record(z.string(), channelTemplateShape).optional(),
  ofBrokers: channelTemplateShape.optional(),
}) satisfies z.ZodType<ChannelDefaultsArgs>;

/** What defaults of brokers say that would leave brokers without what they need. */
export function checkBrokerDefaults({ namespaces = {}, ...all }: BrokerDefaultsArgs = {}): Problem[] {
  return [
    ...checkDefault(all),
    ...Object.entries(namespaces).flatMap(([name, each]) =>
      under(pathText(["namespaces", name]), checkDefault(each)),
    ),
  ];
}

function checkDefault({ brokerClass, configMap, delivery }: BrokerDefaultArgs): Problem[] {
  const known: readonly string[] = Object.values(BrokerClass);
  const isAlone = brokerClass !== undefined && !known.includes(brokerClass) && configMap === undefined;
  const reason = `is required beside brokerClass "${brokerClass}": only of ${known.join(" and ")} it is known which ConfigMap they have`;
  return [
    ...(isAlone ? [{ path: "configMap", code: "KN1005" as const, reason }] : []),
    ...under("delivery", checkDelivery(delivery)),
    ...under("delivery", checkPlain(delivery)),
  ];
}

/** What defaults of channels say that can't be written down before it is known. */
export function checkChannelDefaults(defaults: ChannelDefaultsArgs = {}): Problem[] {
  const { channel, ofBrokers, namespaces = {} } = defaults;
  return [
    ...checkPlain(defaults),
    ...under("channel", checkChannelTemplate(channel)),
    ...under("ofBrokers", checkChannelTemplate(ofBrokers)),
    ...Object.entries(namespaces).flatMap(([name, template]) =>
      under(pathText(["namespaces", name]), checkChannelTemplate(template)),
    ),
  ];
}

/** What stands in a ConfigMap's text must be known when that is written. */
function checkPlain(value: unknown, path: readonly (string | number)[] = []): Problem[] {
  if (Output.isInstance(value)) {
    const reason = "must be plain text here, for it becomes part of a ConfigMap's text";
    return [{ path: pathText(path), code: "KN1009", reason }];
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => checkPlain(inner, [...path, key]))
    : [];
}
