import type { Manifest } from "../manifests/manifest";
import { releaseName } from "./charts";
import { secretManifest } from "./logs.values";
import type { ObservabilityTracesArgs } from "./observability.args";

export const traceSecret = "knative-trace-headers";
const otlpHttp = 4318;

/** Where Knative sends its traces to, as `tracingEndpoint` of its settings with the protocol "http/protobuf". */
export function tracingEndpoint(namespace: string): string {
  return `http://${releaseName("traces")}.${namespace}.svc:${otlpHttp}/v1/traces`;
}

const headerVariable = (index: number): string => `TRACE_HEADER_${index}`;
const listen = (port: number) => ({ endpoint: `\${env:MY_POD_IP}:${port}` });

/** Values of the chart `opentelemetry-collector`. Its defaults also take metrics and logs, which nobody sends here. */
export function tracesValues(args: ObservabilityTracesArgs): object {
  const { replicas = 1, headers = [] } = args;
  const off = { enabled: false };
  return {
    mode: "deployment",
    replicaCount: replicas,
    image: {
      repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s",
    },
    ports: { "jaeger-compact": off, "jaeger-thrift": off, "jaeger-grpc": off, zipkin: off },
    ...(headers.length === 0 ? {} : { extraEnvsFrom: [{ secretRef: { name: traceSecret } }] }),
    alternateConfig: collectorConfig(args),
  };
}

function collectorConfig({
  endpoint,
  tls = true,
  headers = [],
  samplePercent = 100,
}: ObservabilityTracesArgs): object {
  const isSampled = samplePercent < 100;
  const sent = headers.map(({ name }, index) => [name, `\${env:${headerVariable(index)}}`]);
  return {
    extensions: { health_check: listen(13133) },
    receivers: { otlp: { protocols: { grpc: listen(4317), http: listen(otlpHttp) } } },
    processors: {
      memory_limiter: { check_interval: "5s", limit_percentage: 80, spike_limit_percentage: 25 },
      ...(isSampled ? { probabilistic_sampler: { sampling_percentage: samplePercent } } : {}),
      batch: {},
    },
    exporters: {
      otlp: {
        endpoint,
        tls: { insecure: !tls },
        ...(sent.length === 0 ? {} : { headers: Object.fromEntries(sent) as Record<string, string> }),
      },
    },
    service: {
      extensions: ["health_check"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", ...(isSampled ? ["probabilistic_sampler"] : []), "batch"],
          exporters: ["otlp"],
        },
      },
    },
  };
}

/** The Secret with the values of headers, where there are any. */
export function traceHeaders({ headers = [] }: ObservabilityTracesArgs, namespace: string): Manifest[] {
  const values = headers.map(({ value }, index) => [headerVariable(index), value] as const);
  return values.length === 0 ? [] : [secretManifest(traceSecret, namespace, Object.fromEntries(values))];
}
