import { z } from "zod";
import { namespaceName, duration, whole, type Problem } from "../problems";
import type { MonitoringAlertsArgs, MonitoringArgs, MonitoringDashboardArgs } from "./monitoring.args";

const minutes = whole(1, 1440);
const labels = z.record(z.string(), z.string());

// Prometheus reads whole numbers only: 1.5m is a duration elsewhere.
const interval = duration(1, 3600).refine((value) => !value.includes("."), {
  error: ({ input }) => `must be a duration of whole numbers such as 90s or 5m, got ${JSON.stringify(input)}`,
  params: { problem: "KN4003" },
});

const alertsShape = z.strictObject({
  enabled: z.boolean().optional(),
  labels: labels.optional(),
  runbookUrl: z.url({ protocol: /^https?$/ }).optional(),
  notReadyMinutes: minutes.optional(),
  coldStartSeconds: z.number().min(0.1).max(9.9).optional(),
  gatewayErrorPercent: z.number().min(0.1).max(100).optional(),
  activatorConcurrency: whole(1).optional(),
  certificateDays: whole(1, 365).optional(),
  panicMinutes: minutes.optional(),
  maxScaleMinutes: minutes.optional(),
}) satisfies z.ZodType<MonitoringAlertsArgs>;

const dashboardShape = z.strictObject({
  enabled: z.boolean().optional(),
  labels: labels.optional(),
  namespace: namespaceName.optional(),
}) satisfies z.ZodType<MonitoringDashboardArgs>;

export const monitoringShape = z.strictObject({
  enabled: z.boolean().optional(),
  labels: labels.optional(),
  interval: interval.optional(),
  namespace: namespaceName.optional(),
  requestMetrics: z.boolean().optional(),
  serviceNamespaces: z.array(namespaceName).min(1).optional(),
  alerts: alertsShape.optional(),
  dashboard: dashboardShape.optional(),
}) satisfies z.ZodType<MonitoringArgs>;

/** Rules between the properties. */
export function checkMonitoring(args: MonitoringArgs): Problem[] {
  if (args.enabled !== true) {
    return [];
  }
  const { serviceNamespaces, requestMetrics, alerts = {} } = args;
  const taken = ["alertname", "severity"].filter((name) => alerts.labels?.[name] !== undefined);
  return [
    ...(requestMetrics === false && serviceNamespaces !== undefined
      ? [
          {
            path: "serviceNamespaces",
            code: "KN1008",
            reason: "has no effect without requestMetrics; remove it or set requestMetrics to true",
          } as const,
        ]
      : []),
    ...taken.map((name): Problem => ({
      path: `alerts.labels.${name}`,
      code: "KN3702",
      reason: "is set by each alert itself; remove it, or route by another label",
    })),
  ];
}
