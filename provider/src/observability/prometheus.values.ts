import { dashboardLabels } from "../monitoring/grafana";
import { releaseName } from "./charts";
import type { ObservabilityDashboardsArgs, ObservabilityPrometheusArgs } from "./observability.args";

/** Values of the chart `kube-prometheus-stack`: it takes monitors, rules, probes and dashboards of all namespaces. */
export function prometheusValues(
  {
    retentionDays = 10,
    storage,
    storageClass,
    alertmanager = true,
    grafana = true,
  }: ObservabilityPrometheusArgs,
  { labels = dashboardLabels }: ObservabilityDashboardsArgs = {},
): object {
  const [label, labelValue] = Object.entries(labels)[0] ?? [];
  return {
    prometheus: {
      prometheusSpec: {
        // Left on, each of these would want a label of this release.
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        retention: `${retentionDays}d`,
        ...(storage === undefined ? {} : { storageSpec: volume(storage, storageClass) }),
      },
    },
    alertmanager: { enabled: alertmanager },
    grafana: {
      enabled: grafana,
      sidecar: { dashboards: { enabled: true, label, labelValue, searchNamespace: "ALL" } },
    },
  };
}

function volume(storage: string, storageClassName: string | undefined): object {
  return {
    volumeClaimTemplate: {
      spec: {
        accessModes: ["ReadWriteOnce"],
        ...(storageClassName === undefined ? {} : { storageClassName }),
        resources: { requests: { storage } },
      },
    },
  };
}

/** Where Prometheus is reached in the cluster. */
export function prometheusUrl(namespace: string): string {
  return `http://${releaseName("prometheus")}-prometheus.${namespace}.svc:9090`;
}

/** Where Grafana is reached in the cluster. */
export function grafanaUrl(namespace: string): string {
  return `http://${releaseName("prometheus")}-grafana.${namespace}.svc`;
}
