import type { Manifest } from "../manifests/manifest";
import { releaseName } from "./charts";
import type { ObservabilityProbesArgs } from "./observability.args";

const exporterPort = 9115;
const moduleName = "knative";
export const defaultProbeSeconds = 30;

/** Values of the chart `prometheus-blackbox-exporter`, with the module that the probes name. */
export function probesValues({ timeoutSeconds = defaultProbeSeconds }: ObservabilityProbesArgs): object {
  return {
    config: {
      modules: {
        [moduleName]: {
          prober: "http",
          timeout: `${timeoutSeconds}s`,
          http: { follow_redirects: true, preferred_ip_protocol: "ip4" },
        },
      },
    },
  };
}

/** A Probe for each target, so that its name is in every series and alert. */
export function renderProbes(
  args: ObservabilityProbesArgs,
  { namespace, labels }: { readonly namespace: string; readonly labels?: Record<string, string> },
): Manifest[] {
  const { targets, interval = "1m", timeoutSeconds = defaultProbeSeconds, exporter } = args;
  const url = exporter ?? `${releaseName("probes")}.${namespace}.svc:${exporterPort}`;
  return targets.map((target) => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: { name: `knative-${target.name}`, namespace, ...(labels === undefined ? {} : { labels }) },
    spec: {
      jobName: "knative-probes",
      interval,
      scrapeTimeout: `${timeoutSeconds}s`,
      module: moduleName,
      prober: { url },
      targets: { staticConfig: { static: [target.url], labels: { knative_probe: target.name } } },
    },
  }));
}
