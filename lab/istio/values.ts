import { CLUSTER } from "../node/layout";

/** What a lab's Istio may be told. */
export interface IstioOptions {
  /** Name of the control plane, where there are several; none by default. */
  readonly revision?: string;
  /** Namespace of the control plane; "istio-system" by default. */
  readonly namespace?: string;
}

export const ISTIO_NAMESPACE = "istio-system";

/** Values of the chart `base`. */
export function baseValues({ namespace = ISTIO_NAMESPACE }: IstioOptions): Record<string, unknown> {
  return { global: { istioNamespace: namespace } };
}

/**
 * Values of the chart `istiod`, so small that it fits beside all the rest on one node, and such that gateways and
 * sidecars run an Envoy as its own project builds it: Istio's build of it has filters more, which are switched off here.
 */
export function istiodValues(
  { revision = "", namespace = ISTIO_NAMESPACE }: IstioOptions,
  tag: string,
): Record<string, unknown> {
  return {
    revision,
    autoscaleEnabled: false,
    resources: { requests: { cpu: "10m", memory: "128Mi" } },
    // Its statistics come from the filter istio.stats.
    telemetry: { enabled: false },
    env: {
      // The filters that tell the peer's workload (istio.metadata_exchange, io.istio.http.peer_metadata).
      PILOT_ENABLE_METADATA_EXCHANGE: "false",
      // The filter istio.alpn. Without it sidecars tell HTTP in what comes encrypted by the name of the Service's port alone.
      PILOT_ENABLE_ALPN_FILTER: "false",
    },
    meshConfig: {
      accessLogFile: "/dev/stdout",
      // As long as Knative's own tests have it.
      defaultConfig: { terminationDrainDuration: "20s" },
    },
    global: {
      istioNamespace: namespace,
      hub: `${CLUSTER.registry}/release`,
      tag,
      // One control plane on one node: a budget for it would only hold up a drain.
      defaultPodDisruptionBudget: { enabled: false },
      proxy: {
        clusterDomain: CLUSTER.domain,
        resources: { requests: { cpu: "10m", memory: "40Mi" }, limits: { cpu: "2", memory: "512Mi" } },
      },
    },
  };
}
