import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { getAt, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { phaseOf } from "../../../provider/src/manifests/phases";
import { alerts, defaultThresholds } from "../../../provider/src/monitoring/alerts";
import { metricNames } from "../../../provider/src/monitoring/metrics";
import type { MonitoringArgs } from "../../../provider/src/monitoring/monitoring.args";
import {
  defaultRunbook,
  monitoringConfig,
  renderMonitoring,
} from "../../../provider/src/monitoring/monitoring.render";
import type { MonitoredIstio } from "../../../provider/src/monitoring/monitors";
import { restartOnObservability } from "../../../provider/src/monitoring/restart";
import { readPromql } from "../../support/promql";

const deployment = (name: string, namespace = "knative-serving"): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
  spec: { template: { metadata: { labels: { app: name } } } },
});
const settings = (data: Record<string, string>): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "config-observability", namespace: "knative-serving" },
  data,
});
const installed = [deployment("activator"), deployment("3scale-kourier-gateway", "kourier-system")];
const render = (
  args: MonitoringArgs = {},
  data: Record<string, string> = monitoringConfig({ enabled: true }),
  layer?: MonitoredIstio,
) => renderMonitoring({ enabled: true, ...args }, [...installed, settings(data)], layer);
const keys = ({ manifests }: { manifests: readonly Manifest[] }) => manifests.map(keyOf);

/** Two gateways of an Istio that is installed here. */
const istio: MonitoredIstio = {
  gateways: ["public", "private"],
  namespaces: ["istio-ingress", "intranet"],
  home: "istio-system",
  hasTelemetry: true,
};

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
function rulesOf(args: MonitoringArgs = {}, layer?: MonitoredIstio): readonly Rule[] {
  const rule = render(args, undefined, layer).manifests.find(({ kind }) => kind === "PrometheusRule");
  return getAt(rule, ["spec", "groups", 0, "rules"]) as readonly Rule[];
}

describe("monitoring: objects", () => {
  it("are none unless enabled", () => {
    expect(renderMonitoring(undefined, installed)).to.deep.equal({ manifests: [], problems: [] });
    expect(monitoringConfig()).to.deep.equal({});
  });

  it("are a monitor for each program that runs, one for all services, and the rules", () => {
    expect(keys(render())).to.deep.equal([
      "ServiceMonitor/knative-serving/knative-activator",
      "PodMonitor/knative-serving/knative-gateway",
      "PodMonitor/knative-serving/knative-services",
      "PrometheusRule/knative-serving/knative-alerts",
    ]);
  });

  it("come after the definitions that they need, since nothing here can bring those", () => {
    for (const manifest of render().manifests) {
      expect(phaseOf(manifest).name, keyOf(manifest)).to.equal("customResources");
    }
  });

  it("carry the labels, the namespace and the interval that are given", () => {
    const { manifests } = render({
      labels: { release: "prometheus" },
      namespace: "monitoring",
      interval: "15s",
      serviceNamespaces: ["apps"],
    });
    for (const { metadata, kind, spec } of manifests) {
      expect(metadata).to.deep.include({ namespace: "monitoring", labels: { release: "prometheus" } });
      if (kind !== "PrometheusRule") {
        expect(JSON.stringify(spec)).to.contain('"interval":"15s"');
      }
    }
    expect(getAt(manifests[2], ["spec", "namespaceSelector"])).to.deep.equal({ matchNames: ["apps"] });
    expect(getAt(render().manifests[2], ["spec", "namespaceSelector"])).to.deep.equal({ any: true });
  });

  it("leave out what is not given to Prometheus", () => {
    expect(monitoringConfig({ enabled: true, requestMetrics: false })).to.deep.equal({
      "metrics-protocol": "prometheus",
    });
    expect(keys(render({}, { "metrics-protocol": "prometheus" }))).not.to.include(
      "PodMonitor/knative-serving/knative-services",
    );
    const elsewhere = render({}, { "metrics-protocol": "grpc", "request-metrics-protocol": "prometheus" });
    expect(keys(elsewhere)).to.deep.equal([
      "PodMonitor/knative-serving/knative-gateway",
      "PodMonitor/knative-serving/knative-services",
      "PrometheusRule/knative-serving/knative-alerts",
    ]);
    const rules = getAt(elsewhere.manifests[2], ["spec", "groups", 0, "rules"]) as readonly Rule[];
    expect(rules.map(({ alert }) => alert)).to.deep.equal([
      "KnativeGatewayErrors",
      "KnativeCertificateExpiring",
    ]);
    expect(keys(render({ alerts: { enabled: false } }))).not.to.include(
      "PrometheusRule/knative-serving/knative-alerts",
    );
  });

  it("refuse metrics at a port that nobody reads", () => {
    const moved = { "metrics-protocol": "prometheus", "metrics-endpoint": "0.0.0.0:9999" };
    expect(render({}, moved).problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "monitoring KN3701",
    ]);
    const same = { "request-metrics-protocol": "prometheus", "request-metrics-endpoint": ":9091" };
    expect(render({}, same).problems).to.deep.equal([]);
    expect(
      render({}, { "metrics-protocol": "grpc", "metrics-endpoint": "collector:4317" }).problems,
    ).to.deep.equal([]);
  });
});

describe("monitoring: alerts", () => {
  const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "monitoring.md"), "utf8");
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, "")
      .replaceAll(" ", "-"),
  );

  const own = rulesOf({}, istio).filter(({ alert }) => alert.startsWith("KnativeGateway"));
  for (const [rule, layer] of [
    ...rulesOf().map((one) => [one, ""] as const),
    ...own.map((one) => [one, " with Istio"] as const),
  ]) {
    it(`${rule.alert}${layer} tells how long, how bad, what it means and where to read on`, () => {
      expect(rule.alert).to.match(/^Knative[A-Z]\w+$/);
      expect(rule.for).to.match(/^[1-9]\d*m$/);
      expect(rule.labels.severity).to.be.oneOf(["critical", "warning"]);
      expect(rule.annotations.summary).to.match(/^[A-Z].{10,80}$/);
      expect(rule.annotations.description).to.match(/^[A-Z{5].{20,}\.$/);
      const [url, anchor] = rule.annotations.runbook_url?.split("#") ?? [];
      expect(url).to.equal(defaultRunbook);
      expect(anchors).to.include(anchor);
    });

    it(`${rule.alert}${layer} asks in PromQL, for known metrics only`, () => {
      const { kind, metrics: asked } = readPromql(rule.expr);
      expect(kind).to.equal("instant vector");
      expect(asked.length).to.be.greaterThan(0);
      expect(metricNames).to.include.members(asked);
    });
  }

  it("use every metric of the list", () => {
    const used = new Set([...rulesOf(), ...own].flatMap(({ expr }) => readPromql(expr).metrics));
    expect([...used].toSorted()).to.deep.equal([...metricNames].toSorted());
  });

  it("take every threshold from the args", () => {
    const thresholds = {
      notReadyMinutes: 21,
      coldStartSeconds: 2.2,
      gatewayErrorPercent: 23,
      activatorConcurrency: 2400,
      certificateDays: 25,
      panicMinutes: 26,
      maxScaleMinutes: 27,
    };
    expect(Object.keys(thresholds)).to.have.members(Object.keys(defaultThresholds));
    const before = JSON.stringify(rulesOf());
    const after = JSON.stringify(rulesOf({ alerts: thresholds }));
    for (const [name, value] of Object.entries(thresholds)) {
      expect(before, name).not.to.match(new RegExp(`\\b${value}\\b`));
      expect(after, name).to.match(new RegExp(`\\b${value}\\b`));
    }
    expect(JSON.stringify(rulesOf({ alerts: defaultThresholds }))).to.equal(before);
  });

  it("carry further labels, and lead to another page if told to", () => {
    const [rule] = rulesOf({
      alerts: { labels: { team: "a" }, runbookUrl: "https://wiki.example.com/knative" },
    });
    expect(rule?.labels).to.deep.equal({ team: "a", severity: "critical" });
    expect(rule?.annotations.runbook_url).to.equal("https://wiki.example.com/knative#knativeservicenotready");
  });

  it("have names of their own", () => {
    expect(new Set(alerts.map(({ name }) => name)).size).to.equal(alerts.length);
  });
});

describe("monitoring: restart", () => {
  const marks = (data: Record<string, string>) =>
    restartOnObservability([...installed, settings(data)])
      .filter(({ kind }) => kind === "Deployment")
      .map((manifest) =>
        getAt(manifest, ["spec", "template", "metadata", "annotations", "pulumi-knative/observability"]),
      );

  it("gives the control plane new pods when metrics or traces change, and only then", () => {
    expect(marks({ "logging.enable-request-log": "true" })).to.deep.equal([undefined, undefined]);
    const [on, gateway] = marks({ "metrics-protocol": "prometheus" });
    expect(on).to.match(/^[0-9a-f]{12}$/);
    expect(gateway).to.equal(undefined);
    expect(marks({ "request-metrics-protocol": "prometheus", "metrics-protocol": "prometheus" })[0]).to.equal(
      on,
    );
    expect(marks({ "metrics-protocol": "grpc" })[0]).not.to.equal(on);
  });

  it("does not depend on the order of the settings", () => {
    const [first] = marks({ "metrics-protocol": "grpc", "tracing-protocol": "grpc" });
    expect(marks({ "tracing-protocol": "grpc", "metrics-protocol": "grpc" })[0]).to.equal(first);
  });
});
