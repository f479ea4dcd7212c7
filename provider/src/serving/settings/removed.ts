/** Keys that Knative doesn't read any more, and passes over in silence; with what to use instead. */
export const removedKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "config-observability": {
    "metrics.backend-destination": "observability.metricsProtocol (since 1.19)",
    "metrics.request-metrics-backend-destination": "observability.requestMetricsProtocol (since 1.19)",
    "metrics.opencensus-address": "observability.metricsEndpoint (since 1.19)",
    "metrics.reporting-period-seconds": "observability.metricsExportInterval (since 1.19)",
    "metrics.request-metrics-reporting-period-seconds":
      "observability.requestMetricsExportInterval (since 1.19)",
    "metrics.allow-stackdriver-custom-metrics": "observability.metricsProtocol (since 1.19)",
    "profiling.enable": "observability.runtimeProfiling (since 1.19)",
  },
  "config-tracing": {
    backend: "observability.tracingProtocol (since 1.19)",
    "zipkin-endpoint": "observability.tracingEndpoint (since 1.19)",
    "sample-rate": "observability.tracingSamplingRate (since 1.19)",
    debug: "observability.tracingSamplingRate: 1 (since 1.19)",
  },
  "config-network": {
    "auto-tls": "network.externalDomainTls",
    autoTLS: "network.externalDomainTls",
    "internal-encryption": "network.systemInternalTls",
    httpProtocol: "network.httpProtocol",
    domainTemplate: "network.domainTemplate",
    tagTemplate: "network.tagTemplate",
    "certificate.class": "network.certificateClass",
    "istio.sidecar.includeOutboundIPRanges": "annotations of the pods",
    clusteringress: "nothing: the ingress layer is chosen by the installation",
  },
  "config-kourier": {
    "extauthz-pack-as-byte": "kourier.extauthzPackAsBytes: upstream's example misspells its own key",
    "traffic-isolation": "nothing: Kourier has one gateway since 1.12",
    isolation: "nothing: Kourier has one gateway since 1.12",
  },
};

/** Keys that other properties own. */
export const ownedKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "config-network": {
    "ingress-class":
      'follows from ingress, and with another class services would have no gateway; set ingress to "kourier" or "istio", and remove this',
    "ingress.class":
      'follows from ingress, and with another class services would have no gateway; set ingress to "kourier" or "istio", and remove this',
  },
  "config-deployment": {
    "queue-sidecar-image": 'is an image like any other: use images.overrides["queue"]',
    queueSidecarImage: 'is an image like any other: use images.overrides["queue"]',
  },
};
