import type { EventingArgs } from "../eventing/eventing.args";
import type { ObservabilityArgs } from "../observability/observability.args";
import { planObservability } from "../observability/observability.render";
import { isOn } from "../observability/parts";
import { tracingEndpoint } from "../observability/traces.values";
import type { Problem } from "../problems";
import type { ServingArgs } from "../serving/serving.args";
import { MetricsProtocol, TracingProtocol } from "../serving/settings";
import type { PlatformArgs } from "./platform.args";

const eventingConfig = "config-observability";
const tracedShare = 0.1;

/**
 * What watches over a platform, with what it takes over from the other parts where it says nothing itself. These may be of any
 * shape here.
 */
export function watchOf({
  observability,
  serving = {},
  eventing,
}: PlatformArgs): ObservabilityArgs | undefined {
  if (observability === undefined) {
    return undefined;
  }
  const { ingress, eventing: watched, dashboards } = observability;
  const hasDashboard = serving.monitoring?.dashboard?.enabled === true;
  return {
    ...observability,
    ingress: ingress ?? serving.ingress,
    dashboards: hasDashboard ? { gateways: false, ...dashboards } : dashboards,
    eventing: watched ?? (eventing === undefined ? undefined : {}),
  };
}

/** Whether the definitions of the Prometheus operator are there: it is installed here, or something is made for one that is. */
function hasOperator(args: ObservabilityArgs): boolean {
  return isOn(args.prometheus) || planObservability(args).custom.length > 0;
}

/** Serving with what those who watch it need, where it says nothing of that itself. */
export function watchedServing(
  serving: ServingArgs | undefined,
  args: ObservabilityArgs | undefined,
): ServingArgs | undefined {
  if (args === undefined) {
    return serving;
  }
  const { namespace } = planObservability(args);
  const { monitoring, networkPolicies, observability } = serving ?? {};
  const { labels } = args;
  return {
    ...serving,
    monitoring: hasOperator(args)
      ? { enabled: true, ...(labels === undefined ? {} : { labels }), ...monitoring }
      : monitoring,
    networkPolicies: isOn(args.prometheus) ? readBy(networkPolicies, namespace) : networkPolicies,
    observability:
      isOn(args.traces) && !hasTracing(serving)
        ? {
            tracingProtocol: TracingProtocol.HttpProtobuf,
            tracingEndpoint: tracingEndpoint(namespace),
            tracingSamplingRate: tracedShare,
            ...observability,
          }
        : observability,
  };
}

/** Where a setting of tracing is given, the user knows where traces go. */
function hasTracing({ observability = {}, config = {} }: ServingArgs = {}): boolean {
  const { tracingProtocol, tracingEndpoint: endpoint } = observability;
  const keys = Object.keys(config[eventingConfig] ?? {});
  return (
    tracingProtocol !== undefined || endpoint !== undefined || keys.some((key) => key.startsWith("tracing-"))
  );
}

/** Policies that let metrics be read from the namespace of Prometheus. */
function readBy(
  policies: ServingArgs["networkPolicies"],
  monitoringNamespace: string,
): ServingArgs["networkPolicies"] {
  return policies?.enabled === true &&
    policies.monitoringNamespace === undefined &&
    policies.monitoringNamespaceLabels === undefined
    ? { ...policies, monitoringNamespace }
    : policies;
}

/** Eventing that gives its metrics and traces to those who watch, where it says nothing of them itself. */
export function watchedEventing<T extends EventingArgs>(eventing: T, args: ObservabilityArgs | undefined): T {
  if (args === undefined) {
    return eventing;
  }
  const { namespace } = planObservability(args);
  const given = eventing.config?.[eventingConfig] ?? {};
  const isTraced = isOn(args.traces) && !Object.keys(given).some((key) => key.startsWith("tracing-"));
  const data = {
    ...(hasOperator(args) && args.eventing?.enabled !== false
      ? { "metrics-protocol": MetricsProtocol.Prometheus }
      : {}),
    ...(isTraced
      ? {
          "tracing-protocol": TracingProtocol.HttpProtobuf,
          "tracing-endpoint": tracingEndpoint(namespace),
          "tracing-sampling-rate": String(tracedShare),
        }
      : {}),
    ...given,
  };
  return Object.keys(data).length === 0
    ? eventing
    : { ...eventing, config: { ...eventing.config, [eventingConfig]: data } };
}

/** What of the parts of a platform doesn't fit with what watches over them. */
export function checkWatch(
  { namespace = "observability", createNamespace, dashboards }: ObservabilityArgs,
  { namespaces = [], serving = {} }: PlatformArgs,
): Problem[] {
  const index = namespaces.findIndex(({ name }) => name === namespace);
  const isMadeTwice = index >= 0 && createNamespace !== false;
  const isShownTwice = serving.monitoring?.dashboard?.enabled === true && dashboards?.gateways === true;
  return [
    ...(isMadeTwice
      ? [
          {
            path: "createNamespace",
            code: "KN1008",
            reason: `must be false beside namespaces[${index}], which makes "${namespace}"; set it so, or take the namespace out of the list`,
          } as const,
        ]
      : []),
    ...(isShownTwice
      ? [
          {
            path: "dashboards.gateways",
            code: "KN1008",
            reason:
              "excludes monitoring.dashboard of serving, which is the same dashboard; leave one of them out",
          } as const,
        ]
      : []),
  ];
}
