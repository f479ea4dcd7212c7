import { alerts, metric, type Alert } from "./alerts";
import { gatewayLabel, programLabel } from "./metrics";
import type { MonitoredIstio, MonitoredLayer } from "./monitors";

const ofGateways = `${programLabel}="gateway"`;

const answers = (selector = ""): string =>
  `sum by (${gatewayLabel}) (rate(${metric("istio_requests_total", `${ofGateways}, reporter="source"${selector}`)}[5m]))`;

/**
 * Rules for Istio's gateways, each told by its name, in the place of those that are made of Kourier's metrics. There is none for
 * certificates: the proxies tell the end of the first only, and that is their own identity's, a day away.
 */
function istioAlerts({ gateways, hasTelemetry }: MonitoredIstio): readonly Alert[] {
  const down: Alert = {
    name: "KnativeGatewayDown",
    severity: "critical",
    needs: "gateway",
    minutes: () => 5,
    // A gateway without any pod has no series at all.
    expression: () =>
      [
        `sum by (${gatewayLabel}) (${metric("up", ofGateways)}) == 0`,
        ...gateways.map((name) => `absent(${metric("up", `${ofGateways}, ${gatewayLabel}="${name}"`)})`),
      ].join(" or "),
    summary: "A gateway has no pod that answers",
    description: () =>
      `The gateway {{ $labels.${gatewayLabel} }} has no pod that gives metrics: requests to it fail.`,
  };
  const errors: Alert = {
    name: "KnativeGatewayErrors",
    severity: "critical",
    needs: "gateway",
    minutes: () => 5,
    expression: ({ gatewayErrorPercent }) =>
      `100 * ${answers(', response_code=~"5.."')} / ${answers()} > ${gatewayErrorPercent}`,
    summary: "A gateway answers with errors",
    description: ({ gatewayErrorPercent }) =>
      `{{ $value | humanize }}% of the answers of the gateway {{ $labels.${gatewayLabel} }} are 5xx, more than ${gatewayErrorPercent}%.`,
  };
  return [...(gateways.length === 0 ? [] : [down]), ...(gateways.length > 0 && hasTelemetry ? [errors] : [])];
}

/** The rules of an installation. */
export function alertsOf(layer: MonitoredLayer = "kourier"): readonly Alert[] {
  if (layer === "kourier") {
    return alerts;
  }
  const ofGateways = layer === "gateway-api" ? [] : istioAlerts(layer);
  return [...alerts.filter(({ needs }) => needs === "controlPlane"), ...ofGateways];
}
