import { z } from "zod";
import { BrokerClass, type BrokerArgs } from "../eventing/broker.args";
import { brokerShape, checkBroker } from "../eventing/broker.check";
import type { DeliveryArgs } from "../eventing/delivery.args";
import { checkEventing, checkSameMinor, eventingShape } from "../eventing/eventing.check";
import { checkPingSource, pingSourceShape } from "../eventing/pingSource.check";
import { defaultNamespace, eventKey } from "../eventing/ready";
import type { SinkArgs } from "../eventing/sink.args";
import { EventingFeatureFlag } from "../eventing/settings/features";
import { checkTrigger, triggerShape } from "../eventing/trigger.check";
import { didYouMean, under, type Problem } from "../problems";
import { findEventing, findRelease } from "../release/catalog";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";
import type { PlatformEventingArgs } from "./eventing.args";
import { eventingArgs, withDefaultClass } from "./eventing.plan";
import { serviceKey } from "./serviceKey";

export const platformEventingShape = z.strictObject({
  ...eventingShape.shape,
  brokers: z.array(brokerShape).optional(),
  triggers: z.array(triggerShape).optional(),
  sources: z.strictObject({ pings: z.array(pingSourceShape).optional() }).optional(),
});

/** Everything that can be said of Eventing in a platform by itself: of each part, and of the parts together. */
export function checkPlatformEventing(
  args: PlatformEventingArgs,
  serving: ServingArgs | undefined,
): Problem[] {
  const { brokers = [], triggers = [], sources: { pings = [] } = {} } = args;
  const lists = [
    ["brokers", brokers, brokers.map(checkBroker)],
    ["triggers", triggers, triggers.map(checkTrigger)],
    ["sources.pings", pings, pings.map(checkPingSource)],
  ] as const;
  return [
    ...checkEventing(eventingArgs(args, serving)),
    ...lists.flatMap(([path, list, found]) => [
      ...found.flatMap((problems, index) => under(`${path}[${index}]`, problems)),
      ...checkNamed(path, list),
    ]),
    ...checkBrokersOfTriggers(args),
    ...checkFeatures(args),
    ...checkClasses(args),
  ];
}

/** Names are identities here: each part has one, and its own. */
function checkNamed(
  path: string,
  list: readonly { readonly name?: string; readonly namespace?: string }[],
): Problem[] {
  const keys = list.map(eventKey);
  return list.flatMap(({ name }, index): Problem[] => {
    const at = `${path}[${index}].name`;
    if (name === undefined) {
      return [{ path: at, code: "KN1005", reason: "is required: the name of a Kubernetes object" }];
    }
    const first = keys.indexOf(keys[index] ?? "");
    const reason = `"${keys[index]}" is the name of ${path}[${first}] already`;
    return first < index ? [{ path: at, code: "KN1007", reason }] : [];
  });
}

/** Serving and Eventing are of one minor. */
export function checkMinors(args: PlatformEventingArgs, serving: ServingArgs = {}): Problem[] {
  const release = findEventing(eventingArgs(args, serving).release);
  return release === undefined ? [] : checkSameMinor(release, findRelease(serving.release)?.version);
}

/** A sink of a part, and where it stands. */
interface Place {
  readonly path: string;
  readonly sink: SinkArgs;
  readonly namespace: string;
}

/** All sinks that parts of the platform name. */
function sinksOf({
  brokers = [],
  triggers = [],
  sources: { pings = [] } = {},
}: PlatformEventingArgs): readonly Place[] {
  const place = (path: string, sink: SinkArgs | undefined, namespace = defaultNamespace): Place[] =>
    sink === undefined ? [] : [{ path, sink, namespace }];
  return [
    ...brokers.flatMap(({ delivery, namespace }, index) =>
      place(`brokers[${index}].delivery.deadLetterSink`, delivery?.deadLetterSink, namespace),
    ),
    ...triggers.flatMap(({ subscriber, delivery, namespace }, index) => [
      ...place(`triggers[${index}].subscriber`, subscriber, namespace),
      ...place(`triggers[${index}].delivery.deadLetterSink`, delivery?.deadLetterSink, namespace),
    ]),
    ...pings.flatMap(({ sink, namespace }, index) => place(`sources.pings[${index}].sink`, sink, namespace)),
  ];
}

/** Sinks that name a service or broker which the platform doesn't have: Knative would wait for one for ever. */
export function checkSinks(args: PlatformEventingArgs, services: readonly ServiceArgs[]): Problem[] {
  const known = {
    service: services.map(serviceKey),
    broker: (args.brokers ?? []).map(eventKey),
  };
  return sinksOf(args).flatMap(({ path, sink, namespace }) =>
    (["service", "broker"] as const).flatMap((kind) => {
      const name = sink[kind];
      return typeof name === "string"
        ? missing(
            `${path}.${kind}`,
            kind,
            eventKey({ name, namespace: sink.namespace ?? namespace }),
            known[kind],
          )
        : [];
    }),
  );
}

function missing(path: string, kind: string, key: string, known: readonly string[]): Problem[] {
  const has = known.length === 0 ? `it has no ${kind}` : `it has ${known.join(", ")}`;
  const reason = `the platform has no ${kind} "${key}"${didYouMean(key, known)}; ${has}; name one from elsewhere by ref or url`;
  return known.includes(key) ? [] : [{ path, code: "KN9002", reason }];
}

function checkBrokersOfTriggers({ brokers = [], triggers = [] }: PlatformEventingArgs): Problem[] {
  const known = brokers.map(eventKey);
  return triggers.flatMap(({ broker = "default", namespace }, index) =>
    typeof broker === "string"
      ? missing(`triggers[${index}].broker`, "broker", eventKey({ name: broker, namespace }), known)
      : [],
  );
}

/** What deliveries say that a feature of Eventing must be on for. */
function checkFeatures(args: PlatformEventingArgs): Problem[] {
  const { features = {}, config = {}, brokers = [], triggers = [] } = args;
  const isSet = (key: string, typed: EventingFeatureFlag | undefined, byDefault: EventingFeatureFlag) =>
    (typed ?? config["config-features"]?.[key] ?? byDefault).toLowerCase() === "enabled";
  const needed = [
    [
      "timeout",
      "deliveryTimeout",
      isSet("delivery-timeout", features.deliveryTimeout, EventingFeatureFlag.Enabled),
    ],
    [
      "retryAfterMax",
      "deliveryRetryafter",
      isSet("delivery-retryafter", features.deliveryRetryafter, EventingFeatureFlag.Disabled),
    ],
  ] as const;
  const deliveries: readonly (readonly [path: string, delivery: DeliveryArgs | undefined])[] = [
    ...brokers.map(({ delivery }, index) => [`brokers[${index}].delivery`, delivery] as const),
    ...triggers.map(({ delivery }, index) => [`triggers[${index}].delivery`, delivery] as const),
  ];
  return deliveries.flatMap(([path, delivery]) =>
    needed
      .filter(([property, , isOn]) => delivery?.[property] !== undefined && !isOn)
      .map(([property, feature]): Problem => ({
        path: `${path}.${property}`,
        code: "KN9009",
        reason: `needs features.${feature}: "Enabled"; Knative refuses it otherwise`,
      })),
  );
}

/** Brokers of a class that nothing here serves. */
function checkClasses(args: PlatformEventingArgs): Problem[] {
  const { brokers = [], mtChannelBroker = true } = args;
  const isMissing = (broker: BrokerArgs) =>
    withDefaultClass(broker, args).brokerClass === BrokerClass.MTChannelBased && !mtChannelBroker;
  return brokers.flatMap((broker, index): Problem[] =>
    isMissing(broker)
      ? [
          {
            path: `brokers[${index}]`,
            code: "KN9013",
            reason: `is of class ${BrokerClass.MTChannelBased}, which mtChannelBroker: false leaves out; set brokerClass, or take that out`,
          },
        ]
      : [],
  );
}
