import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as knative from "pulumi-knative-sdk";

const config = new pulumi.Config();
const image = config.require("image");
// A repository, registry or directory with copies of the charts, where the cluster or this machine has no way out.
const charts = config.get("charts");
const chart = charts === undefined ? undefined : { charts };

const provider = new kubernetes.Provider("cluster", {
  // Without a kubeconfig in the stack's configuration it is the cluster that kubectl would use.
  kubeconfig: config.getSecret("kubeconfig"),
});
const providers = [provider];

/** Prometheus and Grafana, dashboards, alerts on goals, logs and traces. */
const watch = new knative.Observability(
  "watch",
  {
    prometheus: { retentionDays: 15, chart },
    logs: { loki: { host: config.require("loki") }, chart },
    traces: { endpoint: config.require("jaeger"), tls: false, chart },
    rules: { successPercent: 99.9, labels: { team: "platform" } },
  },
  { providers },
);

/** Knative, which gives its metrics to Prometheus and its traces to the collector. */
const serving = new knative.Serving(
  "knative",
  {
    // Release, mirror and registry of your own, where the cluster has no way out: see docs/releases.md.
    ...config.getObject<knative.ServingArgs>("serving"),
    monitoring: { enabled: true },
    observability: {
      tracingProtocol: "http/protobuf",
      tracingEndpoint: "http://opentelemetry-collector.observability.svc:4318/v1/traces",
      tracingSamplingRate: 0.1,
    },
  },
  // The monitors need the definitions of the Prometheus operator.
  { providers, dependsOn: [watch] },
);

const hello = new knative.Service(
  "hello",
  { image, scale: { minScale: 1 } },
  { providers, dependsOn: [serving] },
);

/** A probe of the service, by its address in the cluster. It keeps a pod in any case, so it may be asked often. */
new knative.Observability(
  "probes",
  {
    namespace: "probes",
    dashboards: { enabled: false },
    rules: { enabled: false },
    probes: { targets: [{ name: "hello", url: hello.clusterLocalUrl }], chart },
  },
  { providers, dependsOn: [watch] },
);

export const url = hello.url;
export const grafana = watch.grafanaUrl;
export const prometheus = watch.prometheusUrl;
