import { BrokerClass, type BrokerArgs } from "../eventing/broker.args";
import { EventingFeatureFlag } from "../eventing/settings/features";
import { defaultChannelIn } from "../eventing/settings/defaults.render";
import { namedSinks, type NamedSink } from "../eventing/sink.render";
import { didYouMean, type Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import type { PlatformEventingArgs } from "./eventing.args";
import { withDefaultClass } from "./eventing.plan";
import {
  flowId,
  flowOf,
  idOf,
  linksOf,
  namedBy,
  receiversOf,
  sourcesOf,
  type FlowId,
  type FlowReceiver,
} from "./flow";
import { serviceKey } from "./serviceKey";

/** Sinks that name a part which the platform doesn't have: Knative would wait for one for ever. */
export function checkSinks(args: PlatformEventingArgs, services: readonly ServiceArgs[]): Problem[] {
  const known = [
    ...services.map((service): FlowId => `service/${serviceKey(service)}`),
    ...receiversOf(args).map(idOf),
  ];
  return flowOf(args).flatMap(({ sinks, namespace }) =>
    sinks.flatMap(({ path, sink }) => {
      const kind = namedSinks.find((each) => sink[each] !== undefined);
      return kind === undefined ? [] : missing(`${path}.${kind}`, kind, namedBy(sink, namespace), known);
    }),
  );
}

/** Triggers and subscriptions of a broker or channel that the platform doesn't have. */
export function checkOrigins(args: PlatformEventingArgs): Problem[] {
  const known = receiversOf(args).map(idOf);
  return linksOf(args).flatMap(({ origin, namespace }) =>
    origin === undefined
      ? []
      : missing(origin.path, origin.kind, flowId(origin.kind, origin.name, namespace), known),
  );
}

function missing(path: string, kind: NamedSink, id: FlowId | undefined, all: readonly FlowId[]): Problem[] {
  if (id === undefined || all.includes(id)) {
    return [];
  }
  const keyOf = (each: FlowId) => each.slice(kind.length + 1);
  const known = all.filter((each) => each.startsWith(`${kind}/`)).map(keyOf);
  const has = known.length === 0 ? `it has no ${kind}` : `it has ${known.join(", ")}`;
  const reason = `the platform has no ${kind} "${keyOf(id)}"${didYouMean(keyOf(id), known)}; ${has}; name one from elsewhere by ref or url`;
  return [{ path, code: "KN9002", reason }];
}

/** What parts say that a feature of Eventing must be on for. */
export function checkFeatures(args: PlatformEventingArgs): Problem[] {
  const { features = {}, config = {} } = args;
  const isOn = (key: string, typed: EventingFeatureFlag | undefined, byDefault: EventingFeatureFlag) =>
    (typed ?? config["config-features"]?.[key] ?? byDefault).toLowerCase() === "enabled";
  const { Enabled, Disabled } = EventingFeatureFlag;
  const needed = [
    ["timeout", "deliveryTimeout", isOn("delivery-timeout", features.deliveryTimeout, Enabled)],
    [
      "retryAfterMax",
      "deliveryRetryafter",
      isOn("delivery-retryafter", features.deliveryRetryafter, Disabled),
    ],
  ] as const;
  const filtering = isOn("new-apiserversource-filters", features.newApiserversourceFilters, Disabled);
  return [
    ...flowOf(args)
      .flatMap(({ deliveries }) => deliveries)
      .flatMap(([path, delivery]) =>
        needed
          .filter(([property, , on]) => delivery[property] !== undefined && !on)
          .map(([property, feature]) => unfeatured(`${path}.${property}`, feature)),
      ),
    ...sourcesOf(args).flatMap((part) =>
      part.kind === "apiServerSource" && (part.args.filters ?? []).length > 0 && !filtering
        ? [unfeatured(`${part.path}.filters`, "newApiserversourceFilters")]
        : [],
    ),
  ];
}

function unfeatured(path: string, feature: string): Problem {
  const reason = `needs features.${feature}: "Enabled"; Knative refuses it otherwise`;
  return { path, code: "KN9009", reason };
}

/** Parts that are made of something which isn't installed: nobody would serve them. */
export function checkMadeOf(args: PlatformEventingArgs): Problem[] {
  return receiversOf(args).flatMap((part) =>
    part.kind === "broker" ? checkClass(part.path, part.args, args) : checkChannelKind(part, args),
  );
}

function checkClass(path: string, broker: BrokerArgs, args: PlatformEventingArgs): Problem[] {
  const { mtChannelBroker = true } = args;
  const isMissing =
    withDefaultClass(broker, args).brokerClass === BrokerClass.MTChannelBased && !mtChannelBroker;
  const reason = `is of class ${BrokerClass.MTChannelBased}, which mtChannelBroker: false leaves out; set brokerClass, or take that out`;
  return isMissing ? [{ path, code: "KN9013", reason }] : [];
}

function checkChannelKind(
  { path, namespace, args: { channelTemplate } }: Exclude<FlowReceiver, { readonly kind: "broker" }>,
  { inMemoryChannel = true, channelDefaults }: PlatformEventingArgs,
): Problem[] {
  const { kind } = channelTemplate ?? defaultChannelIn(namespace, channelDefaults);
  const reason =
    "is made of InMemoryChannel, which inMemoryChannel: false leaves out; set channelTemplate or channelDefaults, or take that out";
  return kind === "InMemoryChannel" && !inMemoryChannel ? [{ path, code: "KN9013", reason }] : [];
}
