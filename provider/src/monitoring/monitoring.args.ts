/** Rules that tell of trouble, for Prometheus and its Alertmanager. */
export interface MonitoringAlertsArgs {
  /** Whether there are rules. Default: true. */
  enabled?: boolean;
  /** Further labels on every alert, such as `{ team: "platform" }`, for the Alertmanager's routes. Default: none. */
  labels?: Record<string, string>;
  /** Page that explains the alerts; each links to its own heading. Default: docs/monitoring.md of this project. */
  runbookUrl?: string;
  /** Minutes that a revision may have fewer ready pods than it should, from 1 to 1440. Default: 10. */
  notReadyMinutes?: number;
  /**
   * Seconds within which 95% of the requests that wait for a pod must be answered, from 0.1 to 9.9: Knative measures up
   * to 10 s. Default: 5.
   */
  coldStartSeconds?: number;
  /** Percentage of the gateway's answers that may be errors of the server (5xx), from 0.1 to 100. Default: 5. */
  gatewayErrorPercent?: number;
  /** Requests that one activator may hold at a time, from 1. Default: 500. */
  activatorConcurrency?: number;
  /** Days before the end of the gateway's first certificate, from 1 to 365. Default: 14. */
  certificateDays?: number;
  /** Minutes that a service may be scaled in panic, from 1 to 1440. Default: 10. */
  panicMinutes?: number;
  /** Minutes that a service may want more pods than its maximum, from 1 to 1440. Default: 15. */
  maxScaleMinutes?: number;
}

/** A dashboard of the gateways, in a ConfigMap that Grafana's sidecar for dashboards reads. */
export interface MonitoringDashboardArgs {
  /** Whether there is one. Default: false. */
  enabled?: boolean;
  /** Labels of the ConfigMap: what Grafana's sidecar selects it by. Default: `grafana_dashboard: "1"`. */
  labels?: Record<string, string>;
  /** Namespace of the ConfigMap; it must exist. Default: that of the monitors. */
  namespace?: string;
}

/** Metrics for the Prometheus operator: its definitions (monitoring.coreos.com/v1) must be in the cluster. */
export interface MonitoringArgs {
  /**
   * Whether Knative gives metrics to Prometheus, and objects tell the Prometheus operator where to read them. Changing it
   * restarts the control plane and, with `requestMetrics`, moves every service to new pods. Default: false.
   */
  enabled?: boolean;
  /** Labels on every monitor and rule: what your Prometheus selects them by. Default: none. */
  labels?: Record<string, string>;
  /** Time between two readings, whole seconds from 1s to 1h, such as "30s". Default: that of your Prometheus. */
  interval?: string;
  /** Namespace of the monitors and rules; it must exist. Default: knative-serving. */
  namespace?: string;
  /** Whether requests are measured in every service's pods, too. Default: true. */
  requestMetrics?: boolean;
  /** Namespaces whose services are read. Default: all. */
  serviceNamespaces?: string[];
  /** Rules that tell of trouble. Default: all of them, with their default thresholds. */
  alerts?: MonitoringAlertsArgs;
  /** A dashboard of the gateways for Grafana. Default: none. */
  dashboard?: MonitoringDashboardArgs;
}
