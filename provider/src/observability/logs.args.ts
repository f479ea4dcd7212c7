import type * as pulumi from "@pulumi/pulumi";
import type { ObservabilityChartArgs } from "./chart.args";

/** What is said to show who sends logs. */
export interface LogCredentialsArgs {
  /** Name of the user. */
  user: pulumi.Input<string>;
  /** The password; kept in a Secret. */
  password: pulumi.Input<string>;
}

/** Grafana's Loki. */
export interface LokiSinkArgs {
  /** Its host, such as "loki.logging". */
  host: string;
  /** Its port, from 1 to 65535. Default: 3100. */
  port?: number;
  /** Whether the connection is encrypted. Default: false. */
  tls?: boolean;
  /** Tenant that logs belong to. Default: none. */
  tenant?: string;
  /** Who sends. Default: nobody says. */
  credentials?: LogCredentialsArgs;
}

/** Elasticsearch, or OpenSearch. */
export interface ElasticsearchSinkArgs {
  /** Its host: a name or an IPv4 address, without scheme and port. */
  host: string;
  /** Its port, from 1 to 65535. Default: 9200. */
  port?: number;
  /** Whether the connection is encrypted. Default: true. */
  tls?: boolean;
  /** Begin of the indexes' names; the day follows. Default: "knative". */
  index?: string;
  /** Who sends. Default: nobody says. */
  credentials?: LogCredentialsArgs;
}

/** Topic of Kafka; Alibaba Cloud's Log Service takes logs this way, too. */
export interface LogKafkaSinkArgs {
  /** Brokers as "host:port". */
  brokers: string[];
  /** The topic. */
  topic: string;
  /** Whether the connection is encrypted. Default: true. */
  tls?: boolean;
  /** Who sends, by SASL's PLAIN. Default: nobody says. */
  credentials?: LogCredentialsArgs;
}

/** Anything that takes JSON by HTTP. */
export interface HttpSinkArgs {
  /** Its host: a name or an IPv4 address, without scheme and port. */
  host: string;
  /** Its port, from 1 to 65535. Default: 443, or 80 without encryption. */
  port?: number;
  /** Whether the connection is encrypted. Default: true. */
  tls?: boolean;
  /** Path that logs are posted to. Default: "/". */
  path?: string;
  /** Who sends. Default: nobody says. */
  credentials?: LogCredentialsArgs;
}

/** Logs of pods, collected on every node by Fluent Bit. One of the sinks must be chosen. */
export interface ObservabilityLogsArgs {
  /** Whether it is installed; false is the same as leaving `logs` out. Default: true. */
  enabled?: boolean;
  /** Namespaces whose pods' logs are collected. Default: all. */
  namespaces?: string[];
  /** Sends them to Loki. Default: not. */
  loki?: LokiSinkArgs;
  /** Sends them to Elasticsearch or OpenSearch. Default: not. */
  elasticsearch?: ElasticsearchSinkArgs;
  /** Sends them to a topic of Kafka. Default: not. */
  kafka?: LogKafkaSinkArgs;
  /** Posts them to anything that takes JSON by HTTP. Default: not. */
  http?: HttpSinkArgs;
  /** The chart `fluent-bit`. Default: upstream's. */
  chart?: ObservabilityChartArgs;
}
