/** A fault, and how Prometheus notices it, given the thresholds of its kind. */
export interface AlertRule<Thresholds> {
  readonly name: string;
  readonly severity: "critical" | "warning" | "info";
  /** Minutes that it must last. */
  readonly minutes: (thresholds: Thresholds) => number;
  readonly expression: (thresholds: Thresholds) => string;
  readonly summary: string;
  readonly description: (thresholds: Thresholds) => string;
}

/** What users say of all alerts. */
export interface AlertSettings {
  readonly labels?: Readonly<Record<string, string>>;
  /** Page that has a section for each alert. */
  readonly runbookUrl?: string;
}

/** The rule as Prometheus reads it. */
export function renderRule<Thresholds>(
  alert: AlertRule<Thresholds>,
  thresholds: Thresholds,
  { labels, runbookUrl }: AlertSettings & { readonly runbookUrl: string },
) {
  return {
    alert: alert.name,
    expr: alert.expression(thresholds),
    for: `${alert.minutes(thresholds)}m`,
    labels: { ...labels, severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: alert.description(thresholds),
      runbook_url: `${runbookUrl}#${alert.name.toLowerCase()}`,
    },
  };
}

/** The thresholds with those of the user's settings, which may hold other things, too. */
export function thresholdsOf<Thresholds extends object>(
  defaults: Thresholds,
  names: readonly string[],
  settings: object,
): Thresholds {
  const given = Object.entries(settings).filter(
    ([name, value]) => names.includes(name) && value !== undefined,
  );
  return { ...defaults, ...Object.fromEntries(given) };
}
