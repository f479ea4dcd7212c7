import { expect } from "chai";
import { parse } from "yaml";
import { getAt, keyOf } from "../../../provider/src/manifests/manifest";
import { charts, located, plannedRelease } from "../../../provider/src/observability/charts";
import { logsValues } from "../../../provider/src/observability/logs.values";
import type { ObservabilityArgs } from "../../../provider/src/observability/observability.args";
import { planObservability } from "../../../provider/src/observability/observability.render";
import { renderProbes } from "../../../provider/src/observability/probes.render";
import { prometheusValues } from "../../../provider/src/observability/prometheus.values";
import { tracesValues, tracingEndpoint } from "../../../provider/src/observability/traces.values";

const parts = (args: ObservabilityArgs) => planObservability(args).releases.map(([part]) => part);
const credentials = { user: "agent", password: "hunter2" };

describe("observability: what is made", () => {
  it("is a namespace, dashboards and rules by default, for an operator that is there", () => {
    const { ground, releases, custom } = planObservability({ labels: { release: "mine" } });
    expect(keyOf(ground[0] ?? { apiVersion: "", kind: "", metadata: { name: "" } })).to.equal(
      "Namespace/observability",
    );
    expect(ground.slice(1).map(({ kind }) => kind)).to.deep.equal(ground.slice(1).map(() => "ConfigMap"));
    expect(releases).to.deep.equal([]);
    expect(custom.map(keyOf)).to.deep.equal(["PrometheusRule/observability/knative-goals"]);
    expect(custom[0]?.metadata.labels).to.deep.equal({ release: "mine" });
  });

  it("is each part by its own switch", () => {
    const loki = { host: "loki.logging" };
    const url = "http://shop.example.com";
    const all: ObservabilityArgs = {
      prometheus: {},
      logs: { loki },
      traces: { endpoint: "jaeger:4317" },
      probes: { targets: [{ name: "shop", url }] },
      eventing: { kafka: true },
      dashboards: { enabled: false },
      rules: { enabled: false },
      createNamespace: false,
    };
    expect(parts(all)).to.deep.equal(["prometheus", "probes", "logs", "traces"]);
    const { ground, custom } = planObservability(all);
    expect(ground).to.deep.equal([]);
    expect(custom.map(keyOf)).to.deep.equal([
      "Probe/observability/knative-shop",
      "PodMonitor/observability/knative-eventing",
      "PodMonitor/observability/knative-eventing-kafka",
    ]);
    const off = planObservability({
      ...all,
      prometheus: { enabled: false },
      logs: { enabled: false, loki },
      traces: { enabled: false, endpoint: "jaeger:4317" },
      probes: { enabled: false, targets: [{ name: "shop", url }] },
      eventing: { enabled: false },
    });
    expect([off.ground, off.releases, off.custom]).to.deep.equal([[], [], []]);
    expect(
      parts({ probes: { targets: [{ name: "shop", url }], exporter: "blackbox.monitoring:9115" } }),
    ).to.deep.equal([]);
  });
});

describe("observability: charts", () => {
  it("come from upstream in the version that is known, or from elsewhere in another", () => {
    const { name, repository, version } = charts.traces;
    expect(plannedRelease("traces", "watch", undefined, { a: 1 })).to.deep.equal({
      name,
      namespace: "watch",
      version,
      place: { chart: name, version, repositoryOpts: { repo: repository } },
      values: { fullnameOverride: name, a: 1 },
    });
    const chart = {
      charts: "oci://registry.example.com/charts",
      version: "1.2.3",
      values: { a: 2, b: { c: 3 } },
    };
    const own = plannedRelease("traces", "watch", chart, { a: 1, b: { d: 4 } });
    expect(own.place).to.deep.equal({ chart: `oci://registry.example.com/charts/${name}`, version: "1.2.3" });
    expect(own.values).to.deep.include({ a: 2, b: { d: 4, c: 3 } });
  });

  it("that are to be on this machine are looked for there", () => {
    const chart = { charts: "/charts" };
    const args: ObservabilityArgs = { logs: { loki: { host: "loki" }, chart } };
    const release = plannedRelease("logs", "watch", chart, {});
    const nothing = { exists: () => false, read: () => "" };
    const { problem } = located("logs", release, args, nothing);
    expect(problem).to.include({ path: "logs.chart.charts", code: "KN9801" });
    expect(located("logs", release, args, { ...nothing, exists: () => true })).to.deep.equal({ release });
    expect(located("logs", release, {}, nothing)).to.deep.equal({ release });
  });

  it("of Prometheus takes objects of every namespace, and keeps metrics as long as is said", () => {
    const spec = (values: object) =>
      getAt(values, ["prometheus", "prometheusSpec"]) as Record<string, unknown>;
    const plain = prometheusValues({});
    expect(spec(plain)).to.include({
      serviceMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
    });
    expect(spec(plain)).not.to.have.property("storageSpec");
    expect(getAt(plain, ["grafana", "sidecar", "dashboards"])).to.deep.equal({
      enabled: true,
      label: "grafana_dashboard",
      labelValue: "1",
      searchNamespace: "ALL",
    });
    const own = prometheusValues(
      { retentionDays: 30, storage: "50Gi", storageClass: "fast", grafana: false, alertmanager: false },
      { labels: { shown: "yes" } },
    );
    expect(spec(own).retention).to.equal("30d");
    expect(
      getAt(own, ["prometheus", "prometheusSpec", "storageSpec", "volumeClaimTemplate", "spec"]),
    ).to.deep.equal({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "50Gi" } },
    });
    expect(own).to.deep.include({ alertmanager: { enabled: false } });
    expect(getAt(own, ["grafana"])).to.deep.include({ enabled: false });
    expect(getAt(own, ["grafana", "sidecar", "dashboards", "label"])).to.equal("shown");
  });
});

/** The keys of a section of Fluent Bit's configuration, with their values. */
function section(values: object, name: string): Record<string, string> {
  const text = getAt(values, ["config", name]) as string;
  const [head = "", ...lines] = text.trimEnd().split("\n");
  expect(head).to.match(/^\[[A-Z]+\]$/);
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = "", value = ""] = /^ {4}(\S+) (.+)$/.exec(line) ?? [];
      expect(key, line).not.to.equal("");
      return [key, value] as const;
    }),
  );
}

describe("observability: logs", () => {
  it("are read of all pods, or of those of some namespaces", () => {
    const loki = { host: "loki.logging" };
    expect(section(logsValues({ loki }), "inputs").Path).to.equal("/var/log/containers/*.log");
    expect(section(logsValues({ loki, namespaces: ["apps", "knative-serving"] }), "inputs").Path).to.equal(
      "/var/log/containers/*_apps_*.log,/var/log/containers/*_knative-serving_*.log",
    );
    expect(section(logsValues({ loki }), "filters").Name).to.equal("kubernetes");
  });

  it("go to the sink that is chosen, with its defaults", () => {
    const of = (args: Parameters<typeof logsValues>[0]) => section(logsValues(args), "outputs");
    const loki = of({ loki: { host: "loki.logging", tenant: "a" } });
    expect(loki).to.include({ Name: "loki", Host: "loki.logging", Port: "3100", tls: "Off", Tenant_ID: "a" });
    expect(loki.Labels).to.contain("service=$kubernetes['labels']['serving.knative.dev/service']");
    expect(of({ elasticsearch: { host: "es" } })).to.include({
      Name: "es",
      Port: "9200",
      tls: "On",
      Logstash_Prefix: "knative",
    });
    expect(of({ http: { host: "in", path: "/logs" } })).to.include({
      Name: "http",
      Port: "443",
      URI: "/logs",
    });
    expect(of({ http: { host: "in", tls: false } })).to.include({ Port: "80", URI: "/", tls: "Off" });
    expect(of({ kafka: { brokers: ["a:9092", "b:9092"], topic: "logs", tls: false } })).to.include({
      Name: "kafka",
      Brokers: "a:9092,b:9092",
      Topics: "logs",
      "rdkafka.security.protocol": "plaintext",
    });
    expect(of({ kafka: { brokers: ["a:9092"], topic: "logs", credentials } })).to.include({
      "rdkafka.security.protocol": "sasl_ssl",
      "rdkafka.sasl.password": "${LOG_SINK_PASSWORD}",
    });
  });

  it("keep credentials in a Secret, and out of the configuration", () => {
    const logs = { elasticsearch: { host: "es", credentials } };
    const { ground, releases } = planObservability({ logs });
    const secret = ground.find(({ kind }) => kind === "Secret");
    expect(secret?.stringData).to.deep.equal({ LOG_SINK_USER: "agent", LOG_SINK_PASSWORD: "hunter2" });
    expect(JSON.stringify(releases)).not.to.contain("hunter2");
    expect(getAt(releases[0]?.[1].values, ["envFrom"])).to.deep.equal([
      { secretRef: { name: secret?.metadata.name } },
    ]);
    expect(section(logsValues(logs), "outputs")).to.include({ HTTP_User: "${LOG_SINK_USER}" });
    expect(
      planObservability({ logs: { loki: { host: "loki" } } }).ground.some(({ kind }) => kind === "Secret"),
    ).to.equal(false);
  });
});

describe("observability: traces", () => {
  const config = (args: Parameters<typeof tracesValues>[0]) =>
    getAt(tracesValues(args), ["alternateConfig"]) as object;

  it("go from Knative through the collector to their end", () => {
    const values = config({ endpoint: "jaeger-collector.tracing:4317", tls: false });
    expect(getAt(values, ["exporters", "otlp"])).to.deep.equal({
      endpoint: "jaeger-collector.tracing:4317",
      tls: { insecure: true },
    });
    expect(getAt(values, ["service", "pipelines"])).to.deep.equal({
      traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp"] },
    });
    expect(tracingEndpoint("watch")).to.equal("http://opentelemetry-collector.watch.svc:4318/v1/traces");
    expect(getAt(values, ["receivers", "otlp", "protocols", "http", "endpoint"])).to.match(/:4318$/);
    // Every name in the pipelines is one of the configuration.
    expect(Object.keys(parse(JSON.stringify(getAt(values, ["processors"]))) as object)).to.deep.equal([
      "memory_limiter",
      "batch",
    ]);
  });

  it("may be a part only, and carry headers whose values lie in a Secret", () => {
    const headers = [{ name: "authorization", value: "Bearer hunter2" }];
    const traces = { endpoint: "otlp.example.com:443", samplePercent: 10, headers };
    expect(getAt(config(traces), ["processors", "probabilistic_sampler"])).to.deep.equal({
      sampling_percentage: 10,
    });
    expect(getAt(config(traces), ["service", "pipelines", "traces", "processors"])).to.include(
      "probabilistic_sampler",
    );
    expect(getAt(config(traces), ["exporters", "otlp"])).to.deep.include({
      tls: { insecure: false },
      headers: { authorization: "${env:TRACE_HEADER_0}" },
    });
    const { ground, releases } = planObservability({ traces });
    expect(ground.find(({ kind }) => kind === "Secret")?.stringData).to.deep.equal({
      TRACE_HEADER_0: "Bearer hunter2",
    });
    expect(JSON.stringify(releases)).not.to.contain("hunter2");
  });
});

describe("observability: probes", () => {
  it("are one for each target, by the exporter that is installed or there", () => {
    const targets = [{ name: "shop", url: "http://shop.example.com" }];
    const [probe] = renderProbes({ targets }, { namespace: "watch", labels: { a: "b" } });
    expect(probe?.metadata).to.deep.equal({ name: "knative-shop", namespace: "watch", labels: { a: "b" } });
    expect(probe?.spec).to.deep.equal({
      jobName: "knative-probes",
      interval: "1m",
      scrapeTimeout: "30s",
      module: "knative",
      prober: { url: "prometheus-blackbox-exporter.watch.svc:9115" },
      targets: { staticConfig: { static: ["http://shop.example.com"], labels: { knative_probe: "shop" } } },
    });
    const other = renderProbes(
      { targets, exporter: "blackbox:9115", timeoutSeconds: 5, interval: "10s" },
      { namespace: "w" },
    );
    expect(other[0]?.spec).to.deep.include({
      prober: { url: "blackbox:9115" },
      scrapeTimeout: "5s",
      interval: "10s",
    });
    const { releases } = planObservability({ probes: { targets, timeoutSeconds: 7 } });
    expect(getAt(releases[0]?.[1].values, ["config", "modules", "knative", "timeout"])).to.equal("7s");
  });
});
