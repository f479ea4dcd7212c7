import { isKind, isObject, type Manifest } from "../manifests/manifest";
import { servingNamespace } from "../policies/roads";
import type { Problem } from "../problems";
import type { ConfigData } from "../serving/settings.render";
import { defaultThresholds, type Alert } from "./alerts";
import { alertsOf } from "./alerts.istio";
import { renderDashboard } from "./dashboard";
import { programLabel } from "./metrics";
import type { MonitoringArgs } from "./monitoring.args";
import { monitoredOf, type Monitored, type MonitoredLayer } from "./monitors";
import { renderRule, thresholdsOf } from "./rule";

export const observabilityConfig = "config-observability";
export const defaultRunbook = "https://github.com/pulumi-knative/pulumi-knative/blob/main/docs/monitoring.md";
const apiVersion = "monitoring.coreos.com/v1";
const prometheus = "prometheus";

/** Ports that Knative gives metrics at, unless an endpoint says otherwise. */
const ports = { "metrics-endpoint": "9090", "request-metrics-endpoint": "9091" } as const;

/** Data of config-observability that turns metrics on. What the user says of the same keys wins. */
export function monitoringConfig({ enabled, requestMetrics = true }: MonitoringArgs = {}): ConfigData {
  return enabled === true
    ? {
        "metrics-protocol": prometheus,
        ...(requestMetrics ? { "request-metrics-protocol": prometheus } : {}),
      }
    : {};
}

/** Objects for the Prometheus operator, and what keeps them from working. */
export interface RenderedMonitoring {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/**
 * Monitors of everything that gives metrics to Prometheus, and the rules that are made of them. `manifests` are all others of
 * the installation, with their settings: what another protocol was chosen for is left out. `layer` is Kourier by default.
 */
export function renderMonitoring(
  args: MonitoringArgs = {},
  manifests: readonly Manifest[],
  layer?: MonitoredLayer,
): RenderedMonitoring {
  if (args.enabled !== true) {
    return { manifests: [], problems: [] };
  }
  const data = configData(manifests);
  const given: Readonly<Record<Monitored["from"], boolean>> = {
    controlPlane: data["metrics-protocol"] === prometheus,
    requests: data["request-metrics-protocol"] === prometheus,
    gateway: true,
  };
  const running = manifests
    .filter((manifest) => isKind(manifest, "Deployment"))
    .map(({ metadata }) => metadata.name);
  const monitors = monitoredOf(layer)
    .filter(
      ({ deployment, from }) => given[from] && (deployment === undefined || running.includes(deployment)),
    )
    .map((one) => monitor(one, args));
  const rules = args.alerts?.enabled === false ? [] : alertsOf(layer).filter(({ needs }) => given[needs]);
  return {
    manifests: [
      ...monitors,
      ...(rules.length === 0 ? [] : [ruleObject(rules, args)]),
      ...renderDashboard(args, layer),
    ],
    problems: movedPorts(data),
  };
}

function configData(manifests: readonly Manifest[]): Readonly<Record<string, unknown>> {
  const data = manifests.find((manifest) => isKind(manifest, "ConfigMap", observabilityConfig))?.data;
  return isObject(data) ? data : {};
}

/** An endpoint moves the metrics to another port than the monitors and the network policies know. */
function movedPorts(data: Readonly<Record<string, unknown>>): Problem[] {
  return Object.entries(ports).flatMap(([key, port]): Problem[] => {
    const endpoint = data[key];
    const protocol = data[key.replace("endpoint", "protocol")];
    return protocol !== prometheus || typeof endpoint !== "string" || endpoint.endsWith(`:${port}`)
      ? []
      : [
          {
            path: "monitoring",
            code: "KN3701",
            reason: `reads the metrics at port ${port}, and ${key} of ${observabilityConfig} moves them to "${endpoint}"; leave ${key} out`,
          },
        ];
  });
}

function metadata(name: string, { namespace = servingNamespace, labels }: MonitoringArgs) {
  return { name: `knative-${name}`, namespace, ...(labels === undefined ? {} : { labels }) };
}

function monitor(one: Monitored, args: MonitoringArgs): Manifest {
  const { namespaces, labels, carries, relabelings = {} } = one;
  const everywhere =
    args.serviceNamespaces === undefined ? { any: true } : { matchNames: args.serviceNamespaces };
  const endpoint = {
    port: one.port,
    path: one.path,
    ...(args.interval === undefined ? {} : { interval: args.interval }),
    relabelings: [
      { targetLabel: programLabel, replacement: one.program },
      ...Object.entries(relabelings).map(([source, targetLabel]) => ({
        sourceLabels: [source],
        targetLabel,
      })),
    ],
  };
  return {
    apiVersion,
    kind: one.by,
    metadata: metadata(one.program, args),
    spec: {
      namespaceSelector: namespaces === undefined ? everywhere : { matchNames: namespaces },
      selector:
        carries === undefined
          ? { matchLabels: labels }
          : { matchExpressions: [{ key: carries, operator: "Exists" }] },
      [one.by === "ServiceMonitor" ? "endpoints" : "podMetricsEndpoints"]: [endpoint],
    },
  };
}

function ruleObject(rules: readonly Alert[], args: MonitoringArgs): Manifest {
  const { labels, runbookUrl = defaultRunbook } = args.alerts ?? {};
  const thresholds = thresholdsOf(defaultThresholds, Object.keys(defaultThresholds), args.alerts ?? {});
  const given = rules.map((alert) => renderRule(alert, thresholds, { labels, runbookUrl }));
  return {
    apiVersion,
    kind: "PrometheusRule",
    metadata: metadata("alerts", args),
    spec: {
      groups: [{ name: "knative", rules: given }],
    },
  };
}
