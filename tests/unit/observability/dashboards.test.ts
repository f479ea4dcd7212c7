import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { getAt, keyOf } from "../../../provider/src/manifests/manifest";
import type { Dashboard } from "../../../provider/src/monitoring/grafana";
import { metricNames as monitored } from "../../../provider/src/monitoring/metrics";
import { dashboardsOf, renderDashboards } from "../../../provider/src/observability/dashboards";
import { metricNames } from "../../../provider/src/observability/metrics";
import type { ObservabilityArgs } from "../../../provider/src/observability/observability.args";
import {
  alertsOf,
  defaultRunbook,
  defaultThresholds,
  renderRules,
} from "../../../provider/src/observability/rules";
import { IngressLayer } from "../../../provider/src/serving/ingress";
import { readPromql } from "../../support/promql";

const everything: ObservabilityArgs = {
  probes: { targets: [{ name: "shop", url: "http://shop.example.com" }] },
  eventing: { kafka: true },
  rules: { cpuLowPercent: 20 },
};
/** Metrics of the gateways' dashboard, which Envoy and Istio name. */
const ofGateways = /^(envoy|istio)_/;

const queriesOf = ({ panels }: Dashboard) => panels.flatMap(({ queries }) => queries.map(([query]) => query));

describe("observability: dashboards", () => {
  for (const ingress of Object.values(IngressLayer)) {
    for (const dashboard of dashboardsOf({ ...everything, ingress })) {
      it(`${dashboard.uid} with ${ingress} asks in PromQL, for metrics that are there`, () => {
        for (const query of queriesOf(dashboard)) {
          const { kind, metrics } = readPromql(query);
          expect(kind, query).to.equal("instant vector");
          expect(metrics, query).not.to.deep.equal([]);
          const known: readonly string[] = [...metricNames, ...monitored];
          expect(metrics.filter((name) => !known.includes(name) && !ofGateways.test(name))).to.deep.equal([]);
        }
      });
    }
  }

  it("use every metric of the list, together with the rules", () => {
    const queries = [
      ...dashboardsOf(everything).flatMap(queriesOf),
      ...alertsOf(everything).map(({ expression }) => expression(defaultThresholds)),
    ];
    const used = new Set(queries.flatMap((query) => readPromql(query).metrics));
    expect(metricNames.filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it("ask for no variable that they don't have", () => {
    for (const dashboard of dashboardsOf({ ...everything, ingress: "istio" })) {
      const names = ["__rate_interval", ...dashboard.variables.map(({ name }) => name)];
      const texts = [...queriesOf(dashboard), ...dashboard.variables.map(({ query }) => query)].join();
      const asked = [...texts.matchAll(/\$([a-z_]+)/g)].map(([, name = ""]) => name);
      expect(asked.filter((name) => !names.includes(name))).to.deep.equal([]);
    }
  });

  it("lie in ConfigMaps that the sidecar finds, each as JSON with panels that don't overlap", () => {
    const maps = renderDashboards({ ...everything, dashboards: { labels: { shown: "yes" } } }, "watch");
    expect(maps.map(keyOf)).to.deep.equal([
      "ConfigMap/watch/knative-dashboard-gateways",
      "ConfigMap/watch/knative-dashboard-services",
      "ConfigMap/watch/knative-dashboard-scaling",
      "ConfigMap/watch/knative-dashboard-resources",
      "ConfigMap/watch/knative-dashboard-eventing",
      "ConfigMap/watch/knative-dashboard-probes",
    ]);
    for (const { metadata, data } of maps) {
      expect(metadata.labels).to.deep.equal({ shown: "yes" });
      const [[file = "", text = ""] = []] = Object.entries(data as Record<string, string>);
      const { uid, panels } = JSON.parse(text) as {
        uid: string;
        panels: { gridPos: { x: number; y: number } }[];
      };
      expect(file).to.equal(`${uid}.json`);
      const places = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
      expect(new Set(places).size).to.equal(panels.length);
    }
  });

  it("show what is on only", () => {
    const uids = (args: ObservabilityArgs) => dashboardsOf(args).map(({ uid }) => uid);
    expect(uids({})).to.deep.equal([
      "knative-gateways",
      "knative-services",
      "knative-scaling",
      "knative-resources",
    ]);
    expect(uids({ dashboards: { gateways: false }, eventing: { enabled: false } })).to.deep.equal([
      "knative-services",
      "knative-scaling",
      "knative-resources",
    ]);
    expect(uids({ dashboards: { enabled: false } })).to.deep.equal([]);
    const [eventing] = dashboardsOf({ eventing: {} }).slice(-1);
    expect(eventing?.panels.map(({ title }) => title)).not.to.include("Records behind");
  });

  it("draw the article's goals", () => {
    const goals = dashboardsOf({}).flatMap(({ panels }) => panels.flatMap(({ goal }) => goal ?? []));
    expect(goals).to.deep.equal([99.99, 5, 60]);
    const [map] = renderDashboards({ dashboards: { gateways: false } }, "watch");
    expect(JSON.stringify(getAt(map, ["data", "knative-services.json"]))).to.contain("thresholdsStyle");
  });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

describe("observability: rules", () => {
  const rulesOf = (args: ObservabilityArgs) =>
    (getAt(renderRules(args, "watch")[0], ["spec", "groups", 0, "rules"]) ?? []) as readonly Rule[];
  const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "observability.md"), "utf8");
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase());

  for (const rule of rulesOf(everything)) {
    it(`${rule.alert} asks in PromQL, and tells how bad, what it means and where to read on`, () => {
      expect(readPromql(rule.expr).kind).to.equal("instant vector");
      expect(rule.labels.severity).to.be.oneOf(["critical", "warning", "info"]);
      expect(rule.annotations.summary).to.match(/^[A-Z].{10,80}$/);
      expect(rule.annotations.description).to.match(/^[A-Z{5].{20,}\.$/);
      const [url, anchor] = rule.annotations.runbook_url?.split("#") ?? [];
      expect(url).to.equal(defaultRunbook);
      expect(anchors).to.include(anchor);
    });
  }

  it("are those of what is on", () => {
    const names = (args: ObservabilityArgs) => rulesOf(args).map(({ alert }) => alert);
    expect(names({})).to.deep.equal(["KnativeServiceSuccessLow", "KnativeColdStartsFrequent"]);
    expect(names({ rules: { enabled: false } })).to.deep.equal([]);
    expect(names({ eventing: {} }))
      .to.include("KnativeEventsUndelivered")
      .and.not.to.include("KnativeKafkaLagging");
    expect(names(everything)).to.have.length(6);
  });

  it("take every threshold from the args, and further labels and another page", () => {
    const thresholds = {
      successPercent: 97.31,
      coldStartsPerDay: 171,
      cpuLowPercent: 37.5,
      probeMinutes: 71,
      deliveryPercent: 96.41,
      kafkaLag: 77_001,
    };
    expect(Object.keys(thresholds)).to.have.members([...Object.keys(defaultThresholds), "cpuLowPercent"]);
    const text = JSON.stringify(rulesOf({ ...everything, rules: thresholds }));
    for (const [name, value] of Object.entries(thresholds)) {
      expect(JSON.stringify(rulesOf(everything)), name).not.to.contain(String(value));
      expect(text, name).to.contain(String(value));
    }
    const [rule] = rulesOf({ rules: { labels: { team: "a" }, runbookUrl: "https://wiki.example.com/k" } });
    expect(rule?.labels).to.deep.equal({ team: "a", severity: "critical" });
    expect(rule?.annotations.runbook_url).to.equal("https://wiki.example.com/k#knativeservicesuccesslow");
  });
});
