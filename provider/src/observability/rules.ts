import type { Manifest } from "../manifests/manifest";
import { renderRule, thresholdsOf, type AlertRule } from "../monitoring/rule";
import { observed } from "./metrics";
import type { ObservabilityArgs, ObservabilityRulesArgs } from "./observability.args";
import { isOn } from "./parts";
import { coldStarts, cpuPercent, deliveredPercent, kafkaLag, ofRevision, successPercent } from "./queries";

export const defaultRunbook =
  "https://github.com/pulumi-knative/pulumi-knative/blob/main/docs/observability.md";

/** The thresholds, each with its default applied. */
export type Thresholds = Required<
  Omit<ObservabilityRulesArgs, "enabled" | "labels" | "runbookUrl" | "cpuLowPercent">
> &
  Pick<ObservabilityRulesArgs, "cpuLowPercent">;

export const defaultThresholds: Thresholds = {
  successPercent: 99.99,
  coldStartsPerDay: 5,
  probeMinutes: 5,
  deliveryPercent: 99.9,
  kafkaLag: 10_000,
};

/** A goal that is missed, and how Prometheus notices. */
export interface GoalAlert extends AlertRule<Thresholds> {
  /** The part without which it has no metrics, or no threshold. */
  readonly needs?: "probes" | "eventing" | "kafka" | "cpuLowPercent";
}

const theService = "{{ $labels.k8s_namespace_name }}/{{ $labels.kn_service_name }}";
const theBroker = "{{ $labels.kn_broker_namespace }}/{{ $labels.kn_broker_name }}";

export const goalAlerts: readonly GoalAlert[] = [
  {
    name: "KnativeServiceSuccessLow",
    severity: "critical",
    minutes: () => 5,
    expression: ({ successPercent: goal }) => `${successPercent("[30m]")} < ${goal}`,
    summary: "A service answers with errors",
    description: ({ successPercent: goal }) =>
      `{{ $value | printf "%.3f" }}% of the requests to ${theService} in half an hour were answered without an error of the server, less than ${goal}%.`,
  },
  {
    name: "KnativeColdStartsFrequent",
    severity: "warning",
    minutes: () => 10,
    expression: ({ coldStartsPerDay }) => `${coldStarts()} > ${coldStartsPerDay}`,
    summary: "A service starts from no pods often",
    description: ({ coldStartsPerDay }) =>
      `${theService} has started from no pods {{ $value }} times in a day, more than ${coldStartsPerDay}.`,
  },
  {
    name: "KnativeCpuUnused",
    severity: "info",
    needs: "cpuLowPercent",
    minutes: () => 60,
    // Of a revision whose pods come and go the average of a day tells nothing.
    expression: ({ cpuLowPercent = 0 }) =>
      `${cpuPercent("[1d]")} < ${cpuLowPercent} and on (kn_revision_name) min_over_time((${ofRevision("kn_revision_pods_count")})[1d:5m]) > 0`,
    summary: "A service asks for more CPU than it uses",
    description: ({ cpuLowPercent = 0 }) =>
      `{{ $labels.namespace }}/{{ $labels.kn_revision_name }} has used {{ $value | humanize }}% of the CPU that it asks for in a day, less than ${cpuLowPercent}%.`,
  },
  {
    name: "KnativeProbeFailing",
    severity: "critical",
    needs: "probes",
    minutes: ({ probeMinutes }) => probeMinutes,
    expression: () => `min by (knative_probe) (${observed("probe_success")}) == 0`,
    summary: "A service doesn't answer its probe",
    description: ({ probeMinutes }) =>
      `The probe {{ $labels.knative_probe }} has had no good answer for ${probeMinutes} minutes.`,
  },
  {
    name: "KnativeEventsUndelivered",
    severity: "critical",
    needs: "eventing",
    minutes: () => 5,
    expression: ({ deliveryPercent }) => `${deliveredPercent("[15m]")} < ${deliveryPercent}`,
    summary: "Events don't reach whom they are for",
    description: ({ deliveryPercent }) =>
      `{{ $value | printf "%.2f" }}% of the events by {{ $labels.container }} of ${theBroker} were taken, less than ${deliveryPercent}%.`,
  },
  {
    name: "KnativeKafkaLagging",
    severity: "warning",
    needs: "kafka",
    minutes: () => 15,
    expression: ({ kafkaLag: most }) => `${kafkaLag} > ${most}`,
    summary: "Consumers of Kafka fall behind",
    description: ({ kafkaLag: most }) =>
      `{{ $labels.pod }} is {{ $value | humanize }} records behind in {{ $labels.topic }}, more than ${most}.`,
  },
];

/** The alerts of what is on. */
export function alertsOf({ rules = {}, probes, eventing }: ObservabilityArgs): readonly GoalAlert[] {
  const given: Readonly<Record<NonNullable<GoalAlert["needs"]>, boolean>> = {
    probes: isOn(probes),
    eventing: isOn(eventing),
    kafka: isOn(eventing) && eventing.kafka === true,
    cpuLowPercent: rules.cpuLowPercent !== undefined,
  };
  return rules.enabled === false ? [] : goalAlerts.filter(({ needs }) => needs === undefined || given[needs]);
}

export function renderRules(args: ObservabilityArgs, namespace: string): Manifest[] {
  const { rules = {}, labels } = args;
  const alerts = alertsOf(args);
  const thresholds = thresholdsOf(
    defaultThresholds,
    [...Object.keys(defaultThresholds), "cpuLowPercent"],
    rules,
  );
  const common = { labels: rules.labels, runbookUrl: rules.runbookUrl ?? defaultRunbook };
  return alerts.length === 0
    ? []
    : [
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: "knative-goals", namespace, ...(labels === undefined ? {} : { labels }) },
          spec: {
            groups: [
              { name: "knative-goals", rules: alerts.map((alert) => renderRule(alert, thresholds, common)) },
            ],
          },
        },
      ];
}
