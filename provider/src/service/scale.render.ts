import { AutoscalerClass } from "../serving/settings";
import { defined } from "../manifests/defined";
import { ScaleMetric, type ScaleArgs } from "./scale.args";

/** Whether Kubernetes' HPA scales in place of Knative's own autoscaler. */
export function byHpa({ metric, customMetric }: ScaleArgs): boolean {
  return customMetric !== undefined || metric === ScaleMetric.Cpu || metric === ScaleMetric.Memory;
}

/** Scaling as annotations of the revision template: `targetUtilizationPercentage` is `…/target-utilization-percentage`. */
export function scaleAnnotations(scale: ScaleArgs): Record<string, string> {
  const { metric, customMetric, ...rest } = scale;
  const named = customMetric ?? metric;
  // A metric is known to one class only, and the installation may have chosen the other for services that name none.
  const known = byHpa(scale) ? AutoscalerClass.Hpa : AutoscalerClass.Kpa;
  const set = Object.entries(defined({ metric: named, ...rest })).map(([name, value]) => [
    `autoscaling.knative.dev/${upstreamName(name)}`,
    String(value),
  ]);
  return {
    ...(named === undefined ? {} : { "autoscaling.knative.dev/class": known }),
    ...(Object.fromEntries(set) as Record<string, string>),
  };
}

/** The annotation of a property: `maxScale` is `max-scale`. */
function upstreamName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
