import ipaddr from "ipaddr.js";
import { text } from "../../problems";
import { flag, integer, list, number, oneOf, time, words, type SettingsMap } from "./setting";

/** How Kourier asks an external authorization service. */
export const ExtauthzProtocol = { Grpc: "grpc", Http: "http", Https: "https" } as const;
export type ExtauthzProtocol = (typeof ExtauthzProtocol)[keyof typeof ExtauthzProtocol];

/** How the gateway's traces leave. */
export const GatewayTracingProtocol = { Grpc: "grpc", HttpProtobuf: "http/protobuf" } as const;
export type GatewayTracingProtocol = (typeof GatewayTracingProtocol)[keyof typeof GatewayTracingProtocol];

/** Settings of Kourier: ConfigMap `config-kourier`, with upstream's names in camel case. */
export interface KourierSettingsArgs {
  /** Whether the gateway logs requests. Default: true. */
  enableServiceAccessLogging?: boolean;
  /** Envoy's format of a request's line in the log. Default: Envoy's. */
  serviceAccessLogTemplate?: string;
  /** Whether clients speak the PROXY protocol; all that don't then fail. Alpha. Default: false. */
  enableProxyProtocol?: boolean;
  /** Secret in knative-serving with the certificate for names inside the cluster. Alpha. Default: none. */
  clusterCertSecret?: string;
  /** Time that a request may be silent, up to 24h; "0s" means no limit. Default: "0s". */
  streamIdleTimeout?: string;
  /** Proxies before the gateway whose X-Forwarded-For is believed, from 0. Default: 0. */
  trustedHopsCount?: number;
  /** Whether the client's own address is told to services. Default: false. */
  useRemoteAddress?: boolean;
  /** Cipher suites of the gateway, by Envoy's names. Default: Envoy's. */
  cipherSuites?: string[];
  /** Whether Intel's CryptoMB speeds TLS up. Default: false. */
  enableCryptomb?: boolean;
  /** IP addresses that the gateway listens on. Default: 0.0.0.0. */
  listenIpAddresses?: string[];
  /** Whether responses don't say "server: envoy". Default: false. */
  disableEnvoyServerHeader?: boolean;
  /** Secret with the gateway's own certificate. Default: none. */
  certsSecretName?: string;
  /** Namespace of that Secret. Default: none. */
  certsSecretNamespace?: string;
  /** External authorization service, as `host:port`. Default: none. */
  extauthzHost?: string;
  /** What that speaks; required with `extauthzHost`. Default: none. */
  extauthzProtocol?: ExtauthzProtocol;
  /** Whether requests pass while that doesn't answer. Default: false. */
  extauthzFailureModeAllow?: boolean;
  /** Bytes of a request's body that it is sent, from 0. Default: 8192. */
  extauthzMaxRequestBodyBytes?: number;
  /** Milliseconds that it may take, from 1. Default: 2000. */
  extauthzTimeout?: number;
  /** What is put before the path that it is asked with. Default: none. */
  extauthzPathPrefix?: string;
  /** Whether bodies are sent as bytes; with "grpc" only. Default: false. */
  extauthzPackAsBytes?: boolean;
  /** Where traces go, by OTLP. Default: none. */
  tracingEndpoint?: string;
  /** How traces go. Default: "grpc". */
  tracingProtocol?: GatewayTracingProtocol;
  /** Share of requests that are traced, from 0 to 1. Default: 1. */
  tracingSamplingRate?: number;
  /** Name of the gateway in traces. Default: "kourier-knative". */
  tracingServiceName?: string;
}

const address = text("KN1006", "must be an IP address", (value) => ipaddr.isValid(value));

// Keys and rules: net-kourier pkg/reconciler/ingress/config/kourier.go. No webhook checks this ConfigMap: a wrong value ends
// Kourier's controller.
export const kourier: SettingsMap = {
  configMap: "config-kourier",
  property: "kourier",
  settings: {
    "enable-service-access-logging": flag,
    "service-access-log-template": words,
    "enable-proxy-protocol": flag,
    "cluster-cert-secret": words,
    "stream-idle-timeout": time(0, 86400),
    "trusted-hops-count": integer(0),
    "use-remote-address": flag,
    "cipher-suites": list(),
    "enable-cryptomb": flag,
    "listen-ip-addresses": list(address),
    "disable-envoy-server-header": flag,
    "certs-secret-name": words,
    "certs-secret-namespace": words,
    "extauthz-host": words,
    "extauthz-protocol": oneOf(ExtauthzProtocol),
    "extauthz-failure-mode-allow": flag,
    "extauthz-max-request-body-bytes": integer(0),
    "extauthz-timeout": integer(1),
    "extauthz-path-prefix": words,
    "extauthz-pack-as-bytes": flag,
    "tracing-endpoint": words,
    "tracing-protocol": oneOf(GatewayTracingProtocol),
    "tracing-sampling-rate": number(0, 1),
    "tracing-service-name": words,
  },
};
