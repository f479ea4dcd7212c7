import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Observability } from "../../provider/src/observability/observability";
import { record, valueOf } from "../support/recorder";

describe("graph: observability", () => {
  const all = () =>
    new Observability("watch", {
      prometheus: {},
      logs: {
        loki: { host: "loki.logging", credentials: { user: "agent", password: pulumi.secret("hunter2") } },
      },
      traces: { endpoint: "jaeger:4317" },
      probes: { targets: [{ name: "shop", url: pulumi.output("http://shop.example.com") }] },
    });
  const release = (name: string) => `watch:Release/observability/${name}`;
  const rule = "watch:PrometheusRule/observability/knative-goals";
  const probe = "watch:Probe/observability/knative-shop";

  it("makes the namespace first, then charts, then what needs their definitions", async () => {
    const { registrations } = await record(all);
    const find = (name: string) => registrations.find((made) => made.name === name);
    for (const { name, parent } of registrations.slice(1)) {
      expect([name, parent]).to.deep.equal([name, "watch"]);
    }
    const dashboard = "watch:ConfigMap/observability/knative-dashboard-services";
    const secret = "watch:Secret/observability/knative-log-credentials";
    expect(find(dashboard)?.dependencies).to.deep.equal(["watch:Namespace/observability"]);
    expect(find(dashboard)?.deletedWith).to.equal("watch:Namespace/observability");
    for (const chart of [
      "kube-prometheus-stack",
      "fluent-bit",
      "opentelemetry-collector",
      "prometheus-blackbox-exporter",
    ]) {
      expect(find(release(chart))?.type).to.equal("kubernetes:helm.sh/v3:Release");
      expect(find(release(chart))?.dependencies, chart).to.include.members([
        "watch:Namespace/observability",
        secret,
      ]);
    }
    for (const custom of [rule, probe]) {
      expect(find(custom)?.dependencies, custom).to.include(release("kube-prometheus-stack"));
    }
  });

  it("tells where things are reached, once they are there, and in a preview too", async () => {
    for (const preview of [false, true]) {
      const { result } = await record(all, { preview });
      expect(await valueOf(result.namespace)).to.equal("observability");
      expect(await valueOf(result.prometheusUrl)).to.equal(
        "http://kube-prometheus-stack-prometheus.observability.svc:9090",
      );
      expect(await valueOf(result.grafanaUrl)).to.equal(
        "http://kube-prometheus-stack-grafana.observability.svc",
      );
      expect(await valueOf(result.tracingEndpoint)).to.equal(
        "http://opentelemetry-collector.observability.svc:4318/v1/traces",
      );
    }
    const { result } = await record(() => new Observability("watch"));
    expect(await valueOf(result.tracingEndpoint)).to.equal(undefined);
    expect(await valueOf(result.grafanaUrl)).to.equal(undefined);
  });

  it("makes nothing of wrong inputs, or where a chart is not in its directory", () => {
    expect(() => new Observability("watch", { logs: {} })).to.throw(/logs: .*\[KN1005\]/);
    const chart = { charts: "/nowhere/charts" };
    expect(() => new Observability("watch", { prometheus: { chart } })).to.throw(
      /prometheus\.chart\.charts: .*\[KN9801\]/,
    );
  });
});
