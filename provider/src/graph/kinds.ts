/** What a kind is to the flow of events, in the order in which events come to them. */
export const flowRoles = [
  "source",
  "broker",
  "trigger",
  "channel",
  "subscription",
  "flow",
  "sink",
  "service",
] as const;
export type FlowRole = (typeof flowRoles)[number];

/** A kind of objects that events flow through, and where the API server has it. */
export interface FlowKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly role: FlowRole;
}

const of = (role: FlowRole, apiVersion: string, kinds: Readonly<Record<string, string>>): FlowKind[] =>
  Object.entries(kinds).map(([kind, plural]) => ({ apiVersion, kind, plural, role }));

/** All of Eventing's kinds, in versions that all releases of the catalogue have. */
export const flowKinds: readonly FlowKind[] = [
  ...of("source", "sources.knative.dev/v1", {
    PingSource: "pingsources",
    ApiServerSource: "apiserversources",
    ContainerSource: "containersources",
    SinkBinding: "sinkbindings",
  }),
  ...of("source", "sources.knative.dev/v1beta1", { KafkaSource: "kafkasources" }),
  ...of("source", "sources.knative.dev/v1alpha1", { IntegrationSource: "integrationsources" }),
  ...of("broker", "eventing.knative.dev/v1", { Broker: "brokers" }),
  ...of("trigger", "eventing.knative.dev/v1", { Trigger: "triggers" }),
  ...of("channel", "messaging.knative.dev/v1", {
    Channel: "channels",
    InMemoryChannel: "inmemorychannels",
  }),
  ...of("channel", "messaging.knative.dev/v1beta1", { KafkaChannel: "kafkachannels" }),
  ...of("subscription", "messaging.knative.dev/v1", { Subscription: "subscriptions" }),
  ...of("flow", "flows.knative.dev/v1", { Sequence: "sequences", Parallel: "parallels" }),
  ...of("flow", "eventing.knative.dev/v1alpha1", { EventTransform: "eventtransforms" }),
  ...of("sink", "eventing.knative.dev/v1alpha1", { KafkaSink: "kafkasinks" }),
  ...of("sink", "sinks.knative.dev/v1alpha1", { JobSink: "jobsinks", IntegrationSink: "integrationsinks" }),
];

/** Kinds of others that events go to, or come from by a SinkBinding. */
export const neighbourKinds: readonly FlowKind[] = [
  ...of("service", "serving.knative.dev/v1", { Service: "services" }),
  ...of("service", "v1", { Service: "services" }),
  ...of("service", "apps/v1", {
    Deployment: "deployments",
    StatefulSet: "statefulsets",
    DaemonSet: "daemonsets",
  }),
  ...of("service", "batch/v1", { Job: "jobs", CronJob: "cronjobs" }),
];

/** The kind that a reference means, in whichever version it names. */
export function kindOf(apiVersion: string, kind: string): FlowKind | undefined {
  return [...flowKinds, ...neighbourKinds].find(
    (each) => each.kind === kind && groupOf(each.apiVersion) === groupOf(apiVersion),
  );
}

/** The group of an API version; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The API path of a kind's objects: in a namespace, or in all. */
export function pathOf({ apiVersion, plural }: FlowKind, namespace?: string): string {
  const api = groupOf(apiVersion) === "" ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  return namespace === undefined ? `${api}/${plural}` : `${api}/namespaces/${namespace}/${plural}`;
}
