import type { Json } from "../manifests/manifest";
import { defined } from "../manifests/defined";
import type { SinkArgs } from "./sink.args";

/** API version and kind of what a sink may name. */
const namedKinds = {
  service: ["serving.knative.dev/v1", "Service"],
  broker: ["eventing.knative.dev/v1", "Broker"],
  channel: ["messaging.knative.dev/v1", "Channel"],
  sequence: ["flows.knative.dev/v1", "Sequence"],
  parallel: ["flows.knative.dev/v1", "Parallel"],
  kafkaSink: ["eventing.knative.dev/v1alpha1", "KafkaSink"],
} as const;
export type NamedSink = keyof typeof namedKinds;

/** What a sink may name by a property of its own. */
export const namedSinks = Object.keys(namedKinds) as readonly NamedSink[];

/** A sink as Knative's destination. The namespace stands in it: what the webhook would fill in is no change then. */
export function renderSink(sink: SinkArgs, home: string): Readonly<Record<string, Json>> {
  const { url, path, caCerts, audience } = sink;
  return defined({ ref: referenceOf(sink, home), uri: url ?? path, CACerts: caCerts, audience });
}

function referenceOf({ ref, namespace, ...sink }: SinkArgs, home: string): Json {
  const place = { namespace: namespace ?? home };
  if (ref !== undefined) {
    return { ...ref, ...place };
  }
  const kind = namedSinks.find((each) => sink[each] !== undefined);
  if (kind === undefined) {
    return undefined;
  }
  const [apiVersion, name] = namedKinds[kind];
  return { apiVersion, kind: name, name: sink[kind], ...place };
}
