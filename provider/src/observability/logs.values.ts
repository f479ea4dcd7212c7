import type * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../manifests/manifest";
import type {
  ElasticsearchSinkArgs,
  HttpSinkArgs,
  LogKafkaSinkArgs,
  LogCredentialsArgs,
  LokiSinkArgs,
  ObservabilityLogsArgs,
} from "./logs.args";

/** The sinks, by the property that chooses each. */
export const sinks = ["loki", "elasticsearch", "kafka", "http"] as const;
export type Sink = (typeof sinks)[number];

export const logSecret = "knative-log-credentials";
/** Variables that the credentials come by: the configuration lies in a ConfigMap, which is no place for them. */
const variables = { user: "LOG_SINK_USER", password: "LOG_SINK_PASSWORD" } as const;

/** A section of Fluent Bit's configuration. */
type Section = readonly (readonly [key: string, value: string | number])[];

/** The sink that is chosen; the inputs have passed the check. */
function chosen(args: ObservabilityLogsArgs): {
  readonly section: Section;
  readonly credentials?: LogCredentialsArgs;
} {
  const { loki, elasticsearch, kafka, http } = args;
  if (loki !== undefined) {
    return { section: lokiOutput(loki), credentials: loki.credentials };
  }
  if (elasticsearch !== undefined) {
    return { section: elasticsearchOutput(elasticsearch), credentials: elasticsearch.credentials };
  }
  if (kafka !== undefined) {
    return { section: kafkaOutput(kafka), credentials: kafka.credentials };
  }
  return http === undefined ? { section: [] } : { section: httpOutput(http), credentials: http.credentials };
}

/** Values of the chart `fluent-bit`. */
export function logsValues(args: ObservabilityLogsArgs): object {
  const { section, credentials } = chosen(args);
  return {
    // The chart's own test needs an image from elsewhere.
    testFramework: { enabled: false },
    ...(credentials === undefined ? {} : { envFrom: [{ secretRef: { name: logSecret } }] }),
    config: {
      inputs: sectionText("INPUT", [
        ["Name", "tail"],
        ["Path", paths(args.namespaces)],
        ["multiline.parser", "docker, cri"],
        ["Tag", "kube.*"],
        ["Mem_Buf_Limit", "16MB"],
        ["Skip_Long_Lines", "On"],
        // Where each file was read to outlives the pod.
        ["DB", "/var/log/fluent-bit-knative.db"],
      ]),
      filters: sectionText("FILTER", [
        ["Name", "kubernetes"],
        ["Match", "kube.*"],
        ["Merge_Log", "On"],
        ["Keep_Log", "Off"],
        ["K8S-Logging.Parser", "On"],
        ["K8S-Logging.Exclude", "On"],
      ]),
      outputs: sectionText("OUTPUT", section),
    },
  };
}

/** Kubelet names the files `<pod>_<namespace>_<container>-<id>.log`. */
function paths(namespaces: readonly string[] | undefined): string {
  return namespaces === undefined
    ? "/var/log/containers/*.log"
    : namespaces.map((name) => `/var/log/containers/*_${name}_*.log`).join(",");
}

function sectionText(name: string, section: Section): string {
  const lines = section.map(([key, value]) => `    ${key} ${value}`);
  return `[${name}]\n${lines.join("\n")}\n`;
}

const onOff = (value: boolean): string => (value ? "On" : "Off");

/** What all outputs by HTTP have. Logs wait on the node until the sink takes them. */
function common(
  name: string,
  { host, tls, credentials }: { readonly host: string; readonly tls: boolean; readonly credentials?: object },
  port: number,
): Section {
  return [
    ["Name", name],
    ["Match", "kube.*"],
    ["Host", host],
    ["Port", port],
    ["tls", onOff(tls)],
    ["Retry_Limit", "no_limits"],
    ...(credentials === undefined
      ? []
      : ([
          ["HTTP_User", `\${${variables.user}}`],
          ["HTTP_Passwd", `\${${variables.password}}`],
        ] as const)),
  ];
}

function lokiOutput({ tls = false, port = 3100, tenant, ...rest }: LokiSinkArgs): Section {
  const label = (name: string) => `$kubernetes['labels']['serving.knative.dev/${name}']`;
  return [
    ...common("loki", { ...rest, tls }, port),
    [
      "Labels",
      `job=fluent-bit, namespace=$kubernetes['namespace_name'], container=$kubernetes['container_name'], service=${label("service")}, revision=${label("revision")}`,
    ],
    ...(tenant === undefined ? [] : ([["Tenant_ID", tenant]] as const)),
  ];
}

function elasticsearchOutput({
  tls = true,
  port = 9200,
  index = "knative",
  ...rest
}: ElasticsearchSinkArgs): Section {
  return [
    ...common("es", { ...rest, tls }, port),
    ["Logstash_Format", "On"],
    ["Logstash_Prefix", index],
    // Labels of Kubernetes have dots, which Elasticsearch would take for objects.
    ["Replace_Dots", "On"],
    ["Suppress_Type_Name", "On"],
  ];
}

function httpOutput({ tls = true, port, path = "/", ...rest }: HttpSinkArgs): Section {
  return [...common("http", { ...rest, tls }, port ?? (tls ? 443 : 80)), ["URI", path], ["Format", "json"]];
}

function kafkaOutput({ brokers, topic, tls = true, credentials }: LogKafkaSinkArgs): Section {
  const protocol = `${credentials === undefined ? "" : "sasl_"}${tls ? "ssl" : "plaintext"}`;
  return [
    ["Name", "kafka"],
    ["Match", "kube.*"],
    ["Brokers", brokers.join(",")],
    ["Topics", topic],
    ["Timestamp_Format", "iso8601"],
    ["Retry_Limit", "no_limits"],
    ["rdkafka.security.protocol", protocol],
    ...(credentials === undefined
      ? []
      : ([
          ["rdkafka.sasl.mechanism", "PLAIN"],
          ["rdkafka.sasl.username", `\${${variables.user}}`],
          ["rdkafka.sasl.password", `\${${variables.password}}`],
        ] as const)),
  ];
}

/** The Secret with the sink's credentials, where it has any. */
export function logCredentials(args: ObservabilityLogsArgs, namespace: string): Manifest[] {
  const { credentials } = chosen(args);
  return credentials === undefined
    ? []
    : [
        secretManifest(logSecret, namespace, {
          [variables.user]: credentials.user,
          [variables.password]: credentials.password,
        }),
      ];
}

export function secretManifest(
  name: string,
  namespace: string,
  stringData: Readonly<Record<string, pulumi.Input<string>>>,
): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}
