import { flag, number, oneOf, time, words, type SettingsMap } from "./setting";

/** How metrics leave a program. */
export const MetricsProtocol = {
  None: "none",
  Prometheus: "prometheus",
  HttpProtobuf: "http/protobuf",
  Grpc: "grpc",
} as const;
export type MetricsProtocol = (typeof MetricsProtocol)[keyof typeof MetricsProtocol];

/** How traces leave a program. */
export const TracingProtocol = {
  None: "none",
  HttpProtobuf: "http/protobuf",
  Grpc: "grpc",
  Stdout: "stdout",
} as const;
export type TracingProtocol = (typeof TracingProtocol)[keyof typeof TracingProtocol];

/** Whether programs offer profiles of themselves, on port 8008. */
export const RuntimeProfiling = { Enabled: "enabled", Disabled: "disabled" } as const;
export type RuntimeProfiling = (typeof RuntimeProfiling)[keyof typeof RuntimeProfiling];

/** Metrics, traces and logs of requests: ConfigMap `config-observability`, with upstream's names in camel case. */
export interface ObservabilitySettingsArgs {
  /** How the control plane's metrics leave. Default: "none", or "prometheus" with `monitoring`. */
  metricsProtocol?: MetricsProtocol;
  /** Where to; required with OTLP ("http/protobuf", "grpc"), `host:port` to listen on with "prometheus". Default: none. */
  metricsEndpoint?: string;
  /** Time between two exports, from 1s to 1h. Default: "60s" with OTLP. */
  metricsExportInterval?: string;
  /** How the metrics of requests leave the queue-proxy beside every pod. Default: "none", or "prometheus" with `monitoring`. */
  requestMetricsProtocol?: MetricsProtocol;
  /** Where to; required with OTLP. Default: none. */
  requestMetricsEndpoint?: string;
  /** Time between two exports, from 1s to 1h. Default: "60s" with OTLP. */
  requestMetricsExportInterval?: string;
  /** How traces leave. Default: "none". */
  tracingProtocol?: TracingProtocol;
  /** Where to; required with OTLP. Default: none. */
  tracingEndpoint?: string;
  /** Share of requests that are traced, from 0 to 1. Default: 0, so set it where traces are wanted. */
  tracingSamplingRate?: number;
  /** Whether programs offer profiles of themselves. Default: "disabled". */
  runtimeProfiling?: RuntimeProfiling;
  /** Time between two exports of the metrics of the Go runtime, from 1s to 1h. Default: "15s". */
  runtimeExportInterval?: string;
  /** Whether files under /var/log of services are collected. Default: false. */
  loggingEnableVarLogCollection?: boolean;
  /** Go template of the URL of a revision's logs. Default: none. */
  loggingRevisionUrlTemplate?: string;
  /** Whether the queue-proxy logs requests; needs `loggingRequestLogTemplate`. Default: false. */
  loggingEnableRequestLog?: boolean;
  /** Go template of a request's line in the log. Default: upstream's. */
  loggingRequestLogTemplate?: string;
  /** Whether the queue-proxy logs the probes of pods. Default: false. */
  loggingEnableProbeRequestLog?: boolean;
}

const interval = time(1, 3600);

// Keys and rules: knative/pkg observability/*/config.go and knative/serving pkg/observability/config.go.
export const observability: SettingsMap = {
  configMap: "config-observability",
  property: "observability",
  settings: {
    "metrics-protocol": oneOf(MetricsProtocol),
    "metrics-endpoint": words,
    "metrics-export-interval": interval,
    "request-metrics-protocol": oneOf(MetricsProtocol),
    "request-metrics-endpoint": words,
    "request-metrics-export-interval": interval,
    "tracing-protocol": oneOf(TracingProtocol),
    "tracing-endpoint": words,
    "tracing-sampling-rate": number(0, 1),
    "runtime-profiling": oneOf(RuntimeProfiling),
    "runtime-export-interval": interval,
    "logging.enable-var-log-collection": flag,
    "logging.revision-url-template": words,
    "logging.enable-request-log": flag,
    "logging.request-log-template": words,
    "logging.enable-probe-request-log": flag,
  },
};
