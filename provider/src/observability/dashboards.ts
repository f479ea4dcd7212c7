import type { Manifest } from "../manifests/manifest";
import { gatewayDashboard } from "../monitoring/dashboard";
import { dashboardMap, range, type Dashboard, type Panel, type Variable } from "../monitoring/grafana";
import { IngressLayer } from "../serving/ingress";
import { observed, type ObservedMetric } from "./metrics";
import { defaultThresholds } from "./rules";
import type { ObservabilityArgs } from "./observability.args";
import { isOn } from "./parts";
import {
  answerTime,
  byRevision,
  coldStarts,
  cpuPercent,
  cpuUsed,
  deliveredPercent,
  dispatchRate,
  eventTime,
  kafkaLag,
  memoryUsed,
  ofRevision,
  requestRate,
  successPercent,
} from "./queries";

const quantiles = [0.5, 0.95, 0.99] as const;

const namespaceVariable: Variable = {
  name: "namespace",
  label: "Namespace",
  query: `label_values(${observed("kn_revision_pods_count")}, k8s_namespace_name)`,
};
const serviceVariable: Variable = {
  name: "service",
  label: "Service",
  query: `label_values(${observed("kn_revision_pods_count", 'k8s_namespace_name=~"$namespace"')}, kn_service_name)`,
};
const chosen = 'k8s_namespace_name=~"$namespace", kn_service_name=~"$service"';
const theService = "{{k8s_namespace_name}}/{{kn_service_name}}";
const theRevision = "{{kn_revision_name}}";
const theBroker = "{{container}} {{kn_broker_namespace}}/{{kn_broker_name}}";

const services: Dashboard = {
  uid: "knative-services",
  title: "Knative services",
  variables: [namespaceVariable, serviceVariable],
  panels: [
    {
      title: "Requests answered well",
      unit: "percent",
      goal: defaultThresholds.successPercent,
      queries: [[successPercent(range, chosen), theService]],
    },
    {
      title: "Cold starts in a day",
      unit: "short",
      goal: defaultThresholds.coldStartsPerDay,
      queries: [[coldStarts(chosen), theService]],
    },
    { title: "Requests", unit: "reqps", queries: [[requestRate(range, chosen), theService]] },
    {
      title: "Time to answer",
      unit: "s",
      queries: quantiles.map((quantile) => [
        answerTime(quantile, range, chosen),
        `${theService} ${quantile * 100}%`,
      ]),
    },
    {
      title: "Answers by code",
      unit: "reqps",
      queries: [
        [requestRate(range, chosen, "by (http_response_status_code)"), "{{http_response_status_code}}"],
      ],
    },
    {
      title: "Ready pods",
      unit: "short",
      queries: [[ofRevision("kn_revision_pods_count", chosen), theRevision]],
    },
  ],
};

const line = (title: string, name: ObservedMetric): readonly [string, string] => [
  ofRevision(name, chosen),
  `${theRevision} ${title}`,
];

/** What the Knative pod autoscaler sees, and what it makes of that. */
const scaling: Dashboard = {
  uid: "knative-scaling",
  title: "Knative scaling",
  variables: [namespaceVariable, serviceVariable],
  panels: [
    {
      title: "Pods: wanted, asked for, ready",
      unit: "short",
      queries: [
        line("wanted", "kn_revision_pods_desired"),
        line("asked for", "kn_revision_pods_requested"),
        line("ready", "kn_revision_pods_count"),
      ],
    },
    {
      title: "Pods on their way",
      unit: "short",
      queries: [
        line("not ready", "kn_revision_pods_not_ready_count"),
        line("pending", "kn_revision_pods_pending_count"),
        line("going", "kn_revision_pods_terminating_count"),
      ],
    },
    {
      title: "Requests at a time and pod",
      unit: "short",
      queries: [
        line("stable window", "kn_revision_concurrency_stable"),
        line("panic window", "kn_revision_concurrency_panic"),
        line("target", "kn_revision_concurrency_target"),
      ],
    },
    { title: "Panic", unit: "short", queries: [line("", "kn_revision_panic_mode")] },
    {
      title: "Room for bursts (below 0 the activator stays in the way)",
      unit: "short",
      queries: [line("", "kn_revision_capacity_excess")],
    },
    {
      title: "Requests held by the activator",
      unit: "short",
      queries: [
        [
          `sum ${byRevision} (${observed("kn_revision_request_concurrency", 'k8s_namespace_name=~"$namespace"')})`,
          theRevision,
        ],
      ],
    },
  ],
};

const ofPods = 'namespace=~"$namespace"';
const podRevision = "{{namespace}}/{{kn_revision_name}}";
const resources: Dashboard = {
  uid: "knative-resources",
  title: "Knative resources",
  variables: [namespaceVariable],
  panels: [
    {
      title: "CPU used, of what is asked for",
      unit: "percent",
      goal: 60,
      queries: [[cpuPercent(range, ofPods), podRevision]],
    },
    { title: "CPU", unit: "short", queries: [[cpuUsed(range, ofPods), podRevision]] },
    { title: "Memory", unit: "bytes", queries: [[memoryUsed(ofPods), podRevision]] },
  ],
};

const eventPanels: readonly Panel[] = [
  { title: "Events sent on", unit: "reqps", queries: [[dispatchRate(range), theBroker]] },
  {
    title: "Events delivered",
    unit: "percent",
    goal: defaultThresholds.deliveryPercent,
    queries: [[deliveredPercent(range), theBroker]],
  },
  {
    title: "Time to hand over",
    unit: "s",
    queries: quantiles.map((quantile) => [
      eventTime("kn_eventing_dispatch_duration_seconds_bucket", quantile, range),
      `${theBroker} ${quantile * 100}%`,
    ]),
  },
  {
    title: "Time in the Broker's filter",
    unit: "s",
    queries: [[eventTime("kn_eventing_process_duration_seconds_bucket", 0.95, range), `${theBroker} 95%`]],
  },
];

function eventing(kafka: boolean): Dashboard {
  const lag: Panel = { title: "Records behind", unit: "short", queries: [[kafkaLag, "{{pod}} {{topic}}"]] };
  return {
    uid: "knative-eventing",
    title: "Knative Eventing",
    variables: [],
    panels: kafka ? [...eventPanels, lag] : eventPanels,
  };
}

const probes: Dashboard = {
  uid: "knative-probes",
  title: "Knative probes",
  variables: [],
  panels: [
    {
      title: "Answered",
      unit: "short",
      queries: [[`min by (knative_probe) (${observed("probe_success")})`, "{{knative_probe}}"]],
    },
    {
      title: "Time to answer",
      unit: "s",
      queries: [[`max by (knative_probe) (${observed("probe_duration_seconds")})`, "{{knative_probe}}"]],
    },
  ],
};

/** The dashboards of what is on. */
export function dashboardsOf(args: ObservabilityArgs): readonly Dashboard[] {
  const { dashboards = {}, ingress, eventing: events, probes: asked } = args;
  if (dashboards.enabled === false) {
    return [];
  }
  return [
    ...(dashboards.gateways === false || ingress === IngressLayer.GatewayApi
      ? []
      : [gatewayDashboard(ingress === IngressLayer.Istio)]),
    services,
    scaling,
    resources,
    ...(isOn(events) ? [eventing(events.kafka === true)] : []),
    ...(isOn(asked) ? [probes] : []),
  ];
}

export function renderDashboards(args: ObservabilityArgs, namespace: string): Manifest[] {
  const { labels, namespace: own } = args.dashboards ?? {};
  return dashboardsOf(args).map((dashboard) =>
    dashboardMap(dashboard, { namespace: own ?? namespace, labels }),
  );
}
