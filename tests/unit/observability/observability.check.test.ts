import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { ObservabilityArgs } from "../../../provider/src/observability/observability.args";
import {
  checkObservability,
  observabilityNotices,
} from "../../../provider/src/observability/observability.check";

const found = (args: unknown) =>
  checkObservability(args as ObservabilityArgs).map(({ path, code }) => `${path} ${code}`);
const targets = [{ name: "shop", url: "http://shop.example.com" }];

describe("observability: check", () => {
  it("takes everything that is right", () => {
    const right: ObservabilityArgs = {
      namespace: "watch",
      ingress: "istio",
      prometheus: { storage: "50Gi", chart: { charts: "oci://registry.example.com/charts" } },
      logs: { loki: { host: "10.0.0.1", credentials: { user: "a", password: pulumi.secret("b") } } },
      traces: { endpoint: "jaeger:4317", headers: [{ name: "x-token", value: pulumi.secret("t") }] },
      probes: { targets: [...targets, { name: "later", url: pulumi.output("http://later") }] },
      eventing: { kafka: true },
    };
    expect(checkObservability(right)).to.deep.equal([]);
    expect(checkObservability({})).to.deep.equal([]);
  });

  const wrong: readonly (readonly [args: unknown, ...problems: string[]])[] = [
    [{ log: {} }, "log KN1001"],
    [{ logs: {} }, "logs KN1005"],
    [{ logs: { loki: { host: "a" }, http: { host: "b" } } }, "logs KN1008"],
    [{ logs: { loki: { host: "http://a" } } }, "logs.loki.host KN9802"],
    [{ logs: { loki: { host: "a\n[OUTPUT]" } } }, "logs.loki.host KN9802"],
    [{ logs: { loki: { host: "a", tenant: "a b" } } }, "logs.loki.tenant KN1006"],
    [{ logs: { http: { host: "a", path: "/x y" } } }, "logs.http.path KN1006"],
    [{ logs: { kafka: { brokers: ["a"], topic: "t" } } }, "logs.kafka.brokers[0] KN9802"],
    [{ logs: { kafka: { brokers: ["a:99999"], topic: "t" } } }, "logs.kafka.brokers[0] KN9802"],
    [{ traces: { endpoint: "http://jaeger:4317" } }, "traces.endpoint KN9802"],
    [{ traces: { endpoint: "a:1", samplePercent: 0 } }, "traces.samplePercent KN1004"],
    [
      { traces: { endpoint: "a:1", headers: [{ name: "a: b", value: "c" }] } },
      "traces.headers[0].name KN1006",
    ],
    [{ prometheus: { storage: "much" } }, "prometheus.storage KN4011"],
    [{ prometheus: { chart: { charts: "ftp://x" } } }, "prometheus.chart.charts KN9803"],
    [
      { traces: { endpoint: "a:1", chart: { charts: "oci://r/charts/opentelemetry-collector" } } },
      "traces.chart.charts KN9803",
    ],
    [{ probes: { targets: [] } }, "probes.targets KN1004"],
    [{ probes: { targets: [{ name: "a", url: "shop" }] } }, "probes.targets[0].url KN1006"],
    [{ probes: { targets: [...targets, ...targets] } }, "probes.targets[1].name KN1007"],
    [{ probes: { targets, interval: "30s" } }, "probes.timeoutSeconds KN9804"],
    [{ rules: { successPercent: 100 } }, "rules.successPercent KN1004"],
    [{ rules: { labels: { severity: "page" } } }, "rules.labels.severity KN3702"],
    [{ prometheus: {}, dashboards: { labels: { a: "b", c: "d" } } }, "dashboards.labels KN9805"],
  ];
  for (const [args, ...problems] of wrong) {
    it(`refuses ${JSON.stringify(args)}`, () => {
      expect(found(args)).to.deep.equal(problems);
    });
  }

  it("says nothing of parts that are off", () => {
    expect(
      found({ logs: { enabled: false }, probes: { enabled: false, targets, interval: "30s" } }),
    ).to.deep.equal([]);
    expect(
      found({ prometheus: { grafana: false }, dashboards: { labels: { a: "b", c: "d" } } }),
    ).to.deep.equal([]);
  });

  it("tells that probes keep services awake", () => {
    expect(observabilityNotices({ probes: { targets } })).to.have.length(1);
    expect(observabilityNotices({ probes: { targets, interval: "5m" } })).to.deep.equal([]);
    expect(observabilityNotices({})).to.deep.equal([]);
  });
});
