import type { Manifest } from "../manifests/manifest";
import { servingNamespace } from "../policies/roads";
import { dashboardMap, range, type Dashboard, type Panel, type Variable } from "./grafana";
import { gatewayLabel, programLabel } from "./metrics";
import type { MonitoringArgs } from "./monitoring.args";
import type { MonitoredLayer } from "./monitors";

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
    dashboardMap(gatewayDashboard(layer !== "kourier"), {
      namespace: dashboard.namespace ?? namespace,
      labels: dashboard.labels,
    }),
  ];
}

/** The dashboard of the gateways; with Kourier's metrics where Istio is left out. */
export function gatewayDashboard(isIstio: boolean): Dashboard {
  return {
    uid: "knative-gateways",
    title: "Knative gateways",
    variables: isIstio ? [gatewayVariable] : [],
    panels: isIstio ? istioPanels : kourierPanels,
  };
}

const gatewayVariable: Variable = {
  name: gatewayLabel,
  label: "Gateway",
  query: `label_values(up{${programLabel}="gateway"}, ${gatewayLabel})`,
};

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
