import type { Manifest } from "../manifests/manifest";

/** What Grafana's sidecar for dashboards looks for by default. */
export const dashboardLabels: Readonly<Record<string, string>> = { grafana_dashboard: "1" };

/** One chart: what is asked, and how the lines are called. */
export interface Panel {
  readonly title: string;
  /** Unit as Grafana calls it. */
  readonly unit: string;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
  /** What is aimed at, drawn as a line. */
  readonly goal?: number;
}

/** A choice at the top of a dashboard: one, several or all values that a query gives. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly query: string;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly variables: readonly Variable[];
  readonly panels: readonly Panel[];
}

/** The window of a rate, which Grafana fits to the resolution. */
export const range = "[$__rate_interval]";
const source = { type: "prometheus", uid: "${datasource}" } as const;

/** A ConfigMap with a dashboard, for the sidecar. */
export function dashboardMap(
  dashboard: Dashboard,
  {
    namespace,
    labels = dashboardLabels,
  }: { readonly namespace: string; readonly labels?: Record<string, string> },
): Manifest {
  // The name follows the uid: `knative-gateways` lies in `knative-dashboard-gateways`.
  const name = dashboard.uid.replace("knative-", "knative-dashboard-");
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace, labels },
    data: { [`${dashboard.uid}.json`]: JSON.stringify(dashboardJson(dashboard), undefined, 2) },
  };
}

/** A dashboard as Grafana reads it. */
function dashboardJson({ uid, title, variables, panels }: Dashboard): object {
  return {
    uid,
    title,
    tags: ["knative"],
    schemaVersion: 39,
    time: { from: "now-1h", to: "now" },
    refresh: "30s",
    templating: {
      list: [
        { name: "datasource", label: "Data source", type: "datasource", query: "prometheus" },
        ...variables.map(chosen),
      ],
    },
    panels: panels.map(drawn),
  };
}

function chosen(variable: Variable): object {
  return {
    name: variable.name,
    label: variable.label,
    type: "query",
    datasource: source,
    query: variable.query,
    refresh: 2,
    multi: true,
    includeAll: true,
    allValue: ".+",
    current: { text: "All", value: "$__all" },
  };
}

/** Two charts in a row, on Grafana's grid of 24 columns. */
function drawn({ title, unit, queries, goal }: Panel, index: number): object {
  const threshold = {
    custom: { thresholdsStyle: { mode: "dashed" } },
    thresholds: {
      mode: "absolute",
      steps: [
        { color: "transparent", value: null },
        { color: "orange", value: goal },
      ],
    },
  };
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource: source,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit, min: 0, ...(goal === undefined ? {} : threshold) }, overrides: [] },
    targets: queries.map(([expr, legendFormat], query) => ({
      refId: String.fromCharCode(65 + query),
      datasource: source,
      expr,
      legendFormat,
    })),
  };
}
