import type { Manifest } from "../manifests/manifest";
import { servingNamespace } from "../policies/roads";
import { gatewayLabel, programLabel } from "./metrics";
import type { MonitoringArgs } from "./monitoring.args";
import type { MonitoredIstio, MonitoredLayer } from "./monitors";

/** What Grafana's sidecar looks for by default. */
const defaultLabels: Readonly<Record<string, string>> = { grafana_dashboard: "1" };

/** One chart: what is asked, and how the lines are called. */
interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
}

const range = "[$__rate_interval]";
const source = { type: "prometheus", uid: "${datasource}" } as const;
const quantiles = [0.5, 0.95, 0.99] as const;

/** A ConfigMap with a dashboard of the gateways for Grafana's sidecar; of the layer's metrics; there is none of what isn't known. */
export function renderDashboard(
  { dashboard = {}, namespace = servingNamespace }: MonitoringArgs,
  layer: MonitoredLayer = "kourier",
): Manifest[] {
  if (dashboard.enabled !== true || layer === "gateway-api") {
    return [];
  }
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "knative-dashboard-gateways",
        namespace: dashboard.namespace ?? namespace,
        labels: dashboard.labels ?? defaultLabels,
      },
      data: { "knative-gateways.json": JSON.stringify(dashboardOf(layer), undefined, 2) },
    },
  ];
}

function dashboardOf(layer: "kourier" | MonitoredIstio): object {
  const panels = layer === "kourier" ? kourierPanels : istioPanels;
  return {
    uid: "knative-gateways",
    title: "Knative gateways",
    tags: ["knative"],
    schemaVersion: 39,
    time: { from: "now-1h", to: "now" },
    refresh: "30s",
    templating: {
      list: [
        { name: "datasource", label: "Data source", type: "datasource", query: "prometheus" },
        ...(layer === "kourier" ? [] : [gatewayVariable]),
      ],
    },
    panels: panels.map(drawn),
  };
}

const gatewayVariable = {
  name: gatewayLabel,
  label: "Gateway",
  type: "query",
  datasource: source,
  query: `label_values(up{${programLabel}="gateway"}, ${gatewayLabel})`,
  refresh: 2,
  multi: true,
  includeAll: true,
  allValue: ".+",
  current: { text: "All", value: "$__all" },
};

/** Two charts in a row, on Grafana's grid of 24 columns. */
function drawn({ title, unit, queries }: Panel, index: number): object {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource: source,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: queries.map(([expr, legendFormat], query) => ({
      refId: String.fromCharCode(65 + query),
      datasource: source,
      expr,
      legendFormat,
    })),
  };
}

const chosen = `${programLabel}="gateway", ${gatewayLabel}=~"$gateway"`;
const perGateway = `sum by (${gatewayLabel})`;
const name = `{{${gatewayLabel}}}`;
const requests = (selector = "") =>
  `${perGateway} (rate(istio_requests_total{${chosen}, reporter="source"${selector}}${range}))`;

const istioPanels: readonly Panel[] = [
  { title: "Requests", unit: "reqps", queries: [[requests(), name]] },
  {
    title: "Share of 5xx",
    unit: "percentunit",
    queries: [[`${requests(', response_code=~"5.."')} / ${requests()}`, name]],
  },
  {
    title: "Time to answer",
    unit: "ms",
    queries: quantiles.map((quantile) => [
      `histogram_quantile(${quantile}, sum by (le, ${gatewayLabel}) (rate(istio_request_duration_milliseconds_bucket{${chosen}, reporter="source"}${range})))`,
      `${name} ${quantile * 100}%`,
    ]),
  },
  {
    title: "Answers by code",
    unit: "reqps",
    queries: [
      [
        `sum by (${gatewayLabel}, response_code) (rate(istio_requests_total{${chosen}, reporter="source"}${range}))`,
        `${name} {{response_code}}`,
      ],
    ],
  },
  {
    title: "Open connections",
    unit: "short",
    queries: [[`${perGateway} (envoy_server_total_connections{${chosen}})`, name]],
  },
  { title: "Pods that give metrics", unit: "short", queries: [[`${perGateway} (up{${chosen}})`, name]] },
];

const ofKourier = `${programLabel}="gateway"`;
const inbound = `${ofKourier}, envoy_http_conn_manager_prefix="ingress_http"`;
const classes = (selector = "") => `rate(envoy_http_downstream_rq_xx{${inbound}${selector}}${range})`;

const kourierPanels: readonly Panel[] = [
  { title: "Requests", unit: "reqps", queries: [[`sum(${classes()})`, "gateway"]] },
  {
    title: "Share of 5xx",
    unit: "percentunit",
    queries: [[`sum(${classes(', envoy_response_code_class="5"')}) / sum(${classes()})`, "gateway"]],
  },
  {
    title: "Time to answer",
    unit: "ms",
    queries: quantiles.map((quantile) => [
      `histogram_quantile(${quantile}, sum by (le) (rate(envoy_http_downstream_rq_time_bucket{${inbound}}${range})))`,
      `${quantile * 100}%`,
    ]),
  },
  {
    title: "Answers by class",
    unit: "reqps",
    queries: [[`sum by (envoy_response_code_class) (${classes()})`, "{{envoy_response_code_class}}xx"]],
  },
  {
    title: "Open connections",
    unit: "short",
    queries: [[`sum by (pod) (envoy_http_downstream_cx_active{${inbound}})`, "{{pod}}"]],
  },
  { title: "Pods that give metrics", unit: "short", queries: [[`sum(up{${ofKourier}})`, "gateway"]] },
];
