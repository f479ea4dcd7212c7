import * as pulumi from "@pulumi/pulumi";
import { HelmRelease, type PlannedRelease } from "../helm/release";
import { registerObjects } from "../manifests/objects";
import { warnAbout, refuse, type Problem } from "../problems";
import { located, type ChartPart } from "./charts";
import type { ObservabilityArgs } from "./observability.args";
import { checkObservability, observabilityNotices } from "./observability.check";
import { isOn } from "./parts";
import { planObservability, type ObservabilityPlan } from "./observability.render";
import { grafanaUrl, prometheusUrl } from "./prometheus.values";
import { tracingEndpoint } from "./traces.values";

/**
 * What watches over Knative and its services: Prometheus and Grafana, dashboards, alerts on goals, logs, traces, probes. The metrics
 * themselves, and alerts on Knative's own programs, are turned on by `monitoring` of Serving.
 */
export class Observability extends pulumi.ComponentResource {
  /** Namespace of everything. */
  public readonly namespace: pulumi.Output<string>;
  /** Where Prometheus is reached in the cluster; undefined where it is not installed here. */
  public readonly prometheusUrl: pulumi.Output<string | undefined>;
  /** Where Grafana is reached in the cluster; undefined where it is not installed here. */
  public readonly grafanaUrl: pulumi.Output<string | undefined>;
  /**
   * Where Knative is to send its traces: `tracingEndpoint` of its settings, with `tracingProtocol` "http/protobuf". Undefined where
   * no traces are collected.
   */
  public readonly tracingEndpoint: pulumi.Output<string | undefined>;

  constructor(name: string, args: ObservabilityArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("knative:index:Observability", name, {}, opts);
    refuse("Observability", checkObservability(args));
    const { plan, problems } = locatedPlan(planObservability(args), args);
    refuse("Observability", problems);
    observabilityNotices(args).forEach((notice) => warnAbout(this, notice));
    const made = this.install(name, plan);
    // What is told depends on all that is made: who uses it comes after.
    const after = <T>(value: T): pulumi.Output<T> =>
      pulumi.all(made.map(({ urn }) => urn)).apply<T>(() => value);
    const { prometheus, traces } = args;
    const hasGrafana = isOn(prometheus) && prometheus.grafana !== false;
    this.namespace = after(plan.namespace);
    this.prometheusUrl = after(isOn(prometheus) ? prometheusUrl(plan.namespace) : undefined);
    this.grafanaUrl = after(hasGrafana ? grafanaUrl(plan.namespace) : undefined);
    this.tracingEndpoint = after(isOn(traces) ? tracingEndpoint(plan.namespace) : undefined);
    this.registerOutputs({
      namespace: this.namespace,
      prometheusUrl: this.prometheusUrl,
      grafanaUrl: this.grafanaUrl,
      tracingEndpoint: this.tracingEndpoint,
    });
  }

  /** Namespace, Secrets and dashboards; the charts; what needs the operator's definitions. */
  private install(name: string, { ground, releases, custom }: ObservabilityPlan): readonly pulumi.Resource[] {
    const first = registerObjects(name, ground, { parent: this });
    const charts = releases.map(
      ([, release]) =>
        new HelmRelease(`${name}:Release/${release.namespace}/${release.name}`, release, {
          parent: this,
          dependsOn: [...first.objects.values()],
        }),
    );
    const before = [...first.last, ...charts];
    const last = registerObjects(name, custom, { parent: this, dependsOn: before });
    return [...first.objects.values(), ...charts, ...last.objects.values()];
  }
}

/** The plan with the places of charts on this machine, and what is wrong with those. */
function locatedPlan(
  plan: ObservabilityPlan,
  args: ObservabilityArgs,
): { readonly plan: ObservabilityPlan; readonly problems: readonly Problem[] } {
  const found = plan.releases.map(([part, release]) => ({ part, ...located(part, release, args) }));
  const releases = found.map(({ part, release }): readonly [ChartPart, PlannedRelease] => [part, release]);
  return { plan: { ...plan, releases }, problems: found.flatMap(({ problem }) => problem ?? []) };
}
