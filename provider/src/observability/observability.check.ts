import { z } from "zod";
import { isChartSource } from "../helm/charts";
import {
  checkShape,
  dnsLabel,
  duration,
  durationSeconds,
  isDnsSubdomain,
  leaf,
  quantity,
  text,
  whole,
  type Problem,
} from "../problems";
import { IngressLayer } from "../serving/ingress";
import { charts } from "./charts";
import type {
  ElasticsearchSinkArgs,
  HttpSinkArgs,
  LogKafkaSinkArgs,
  LogCredentialsArgs,
  LokiSinkArgs,
  ObservabilityLogsArgs,
} from "./logs.args";
import { sinks } from "./logs.values";
import type {
  ObservabilityArgs,
  ObservabilityChartArgs,
  ObservabilityDashboardsArgs,
  ObservabilityEventingArgs,
  ObservabilityProbesArgs,
  ObservabilityPrometheusArgs,
  ObservabilityRulesArgs,
  ObservabilityTracesArgs,
} from "./observability.args";
import { isOn } from "./parts";
import { defaultProbeSeconds } from "./probes.render";

const labels = z.record(z.string(), z.string());
const enabled = z.boolean().optional();
const port = whole(1, 65535).optional();
const isHost = (value: string): boolean => isDnsSubdomain(value) || z.ipv4().safeParse(value).success;

// All of these end up in other programs' configuration, line by line.
const host = text("KN9802", "must be a host name or an IPv4 address, without scheme and port", isHost);
const hostPort = text("KN9802", 'must be "host:port", without a scheme', (value) => {
  const [name = "", number = "", ...rest] = value.split(":");
  return rest.length === 0 && isHost(name) && /^\d{1,5}$/.test(number) && Number(number) <= 65535;
});
const path = text("KN1006", "must be a path such as /logs, without spaces", (value) =>
  /^\/[\x21-\x7e]*$/.test(value),
);
const word = text("KN1006", "must be of letters, digits, '.', '_' and '-'", (value) =>
  /^[\w.-]+$/.test(value),
);

const chartNames = Object.values(charts).map(({ name }) => name);
const chart = z.strictObject({
  charts: text(
    "KN9803",
    "must be the URL of a chart repository (https://…), of charts in a registry (oci://…, without the chart's name), or a directory",
    (value) => isChartSource(value, chartNames),
  ).optional(),
  version: z.string().min(1).optional(),
  values: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<ObservabilityChartArgs>;

const credentials = z.strictObject({
  user: leaf(z.string().min(1)),
  password: leaf(z.string().min(1)),
}) satisfies z.ZodType<LogCredentialsArgs>;

const sink = { host, port, tls: z.boolean().optional(), credentials: credentials.optional() };

const logs = z.strictObject({
  enabled,
  namespaces: z.array(dnsLabel).min(1).optional(),
  loki: (z.strictObject({ ...sink, tenant: word.optional() }) satisfies z.ZodType<LokiSinkArgs>).optional(),
  elasticsearch: (
    z.strictObject({ ...sink, index: word.optional() }) satisfies z.ZodType<ElasticsearchSinkArgs>
  ).optional(),
  kafka: (
    z.strictObject({
      brokers: z.array(hostPort).min(1),
      topic: word,
      tls: z.boolean().optional(),
      credentials: credentials.optional(),
    }) satisfies z.ZodType<LogKafkaSinkArgs>
  ).optional(),
  http: (z.strictObject({ ...sink, path: path.optional() }) satisfies z.ZodType<HttpSinkArgs>).optional(),
  chart: chart.optional(),
}) satisfies z.ZodType<ObservabilityLogsArgs>;

const prometheus = z.strictObject({
  enabled,
  chart: chart.optional(),
  retentionDays: whole(1, 3650).optional(),
  storage: quantity.optional(),
  storageClass: dnsLabel.optional(),
  alertmanager: z.boolean().optional(),
  grafana: z.boolean().optional(),
}) satisfies z.ZodType<ObservabilityPrometheusArgs>;

const dashboards = z.strictObject({
  enabled,
  labels: labels.optional(),
  namespace: dnsLabel.optional(),
  gateways: z.boolean().optional(),
}) satisfies z.ZodType<ObservabilityDashboardsArgs>;

const percent = z.number().min(1).max(99.9999).optional();
const rules = z.strictObject({
  enabled,
  labels: labels.optional(),
  runbookUrl: z.url({ protocol: /^https?$/ }).optional(),
  successPercent: percent,
  coldStartsPerDay: whole(0).optional(),
  cpuLowPercent: z.number().min(1).max(100).optional(),
  probeMinutes: whole(1, 1440).optional(),
  deliveryPercent: percent,
  kafkaLag: whole(1).optional(),
}) satisfies z.ZodType<ObservabilityRulesArgs>;

const headerName = text("KN1006", "must be the name of a header such as authorization", (value) =>
  /^[A-Za-z0-9-]+$/.test(value),
);
const traces = z.strictObject({
  enabled,
  endpoint: hostPort,
  tls: z.boolean().optional(),
  headers: z.array(z.strictObject({ name: headerName, value: leaf(z.string().min(1)) })).optional(),
  samplePercent: z.number().min(0.01).max(100).optional(),
  replicas: whole(1, 50).optional(),
  chart: chart.optional(),
}) satisfies z.ZodType<ObservabilityTracesArgs>;

const probeUrl = text("KN1006", "must be a URL of http or https", (value) =>
  /^https?:\/\/[^\s/]+/.test(value),
);
const probes = z.strictObject({
  enabled,
  targets: z.array(z.strictObject({ name: dnsLabel, url: leaf(probeUrl) })).min(1),
  interval: duration(5, 3600).optional(),
  timeoutSeconds: whole(1, 120).optional(),
  exporter: hostPort.optional(),
  chart: chart.optional(),
}) satisfies z.ZodType<ObservabilityProbesArgs>;

export const observabilityShape = z.strictObject({
  namespace: dnsLabel.optional(),
  createNamespace: z.boolean().optional(),
  labels: labels.optional(),
  ingress: z.enum(IngressLayer).optional(),
  prometheus: prometheus.optional(),
  dashboards: dashboards.optional(),
  rules: rules.optional(),
  logs: logs.optional(),
  traces: traces.optional(),
  probes: probes.optional(),
  eventing: (
    z.strictObject({ enabled, kafka: z.boolean().optional() }) satisfies z.ZodType<ObservabilityEventingArgs>
  ).optional(),
}) satisfies z.ZodType<ObservabilityArgs>;

/** Everything that can be said of the inputs before the cluster sees them. */
export function checkObservability(args: ObservabilityArgs): Problem[] {
  const shape = checkShape(observabilityShape, args);
  return shape.length > 0
    ? shape
    : [...checkSink(args), ...checkProbes(args), ...checkRules(args), ...checkSidecar(args)];
}

function checkSink({ logs: given }: ObservabilityArgs): Problem[] {
  if (!isOn(given)) {
    return [];
  }
  const all = sinks.filter((name) => given[name] !== undefined);
  const listed = sinks.join(", ");
  if (all.length === 0) {
    return [{ path: "logs", code: "KN1005", reason: `needs a place for logs to go: one of ${listed}` }];
  }
  return all.length === 1
    ? []
    : [{ path: "logs", code: "KN1008", reason: `goes to one of ${listed}, got ${all.join(" and ")}` }];
}

function checkProbes({ probes: given }: ObservabilityArgs): Problem[] {
  if (!isOn(given)) {
    return [];
  }
  const { targets, interval = "1m", timeoutSeconds = defaultProbeSeconds } = given;
  const names = targets.map(({ name }) => name);
  const repeated = names.flatMap((name, index): Problem[] =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: `probes.targets[${index}].name`,
            code: "KN1007",
            reason: `"${name}" is the name of an earlier target`,
          },
        ],
  );
  const isLate = timeoutSeconds >= (durationSeconds(interval) ?? Infinity);
  const reason = `${timeoutSeconds} s is no less than the interval of ${interval}, and Prometheus refuses that; ask more seldom or wait for less`;
  return isLate ? [...repeated, { path: "probes.timeoutSeconds", code: "KN9804", reason }] : repeated;
}

function checkRules({ rules: given = {} }: ObservabilityArgs): Problem[] {
  return ["alertname", "severity"]
    .filter((name) => given.labels?.[name] !== undefined)
    .map((name) => ({
      path: `rules.labels.${name}`,
      code: "KN3702",
      reason: "is set by each alert itself; remove it, or route by another label",
    }));
}

/** Grafana's sidecar selects by one label. */
function checkSidecar({ prometheus: given, dashboards: shown = {} }: ObservabilityArgs): Problem[] {
  const count = Object.keys(shown.labels ?? { one: "" }).length;
  const isInstalled = isOn(given) && given.grafana !== false && shown.enabled !== false;
  return isInstalled && count !== 1
    ? [
        {
          path: "dashboards.labels",
          code: "KN9805",
          reason: `the Grafana that is installed looks for dashboards by one label, got ${count}; give one, or leave them out`,
        },
      ]
    : [];
}

/** What the user should know although it is no mistake. */
export function observabilityNotices({ probes: given }: ObservabilityArgs): readonly string[] {
  const seconds = isOn(given) ? (durationSeconds(given.interval ?? "1m") ?? Infinity) : Infinity;
  // Knative's stable window and grace period come to a minute and a half.
  return seconds < 90
    ? [
        "probes: services that are asked more often than they scale down never have no pods; a longer interval lets them",
      ]
    : [];
}
