import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { PlatformArgs } from "../../provider/src";
import { Platform } from "../../provider/src/platform/platform";
import { record, valueOf } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: parts of a platform", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  /** A platform on a cluster of the caller's, in a preview: nobody makes services ready here. */
  const platform = (args: PlatformArgs) =>
    record(
      () =>
        new Platform(
          "prod",
          { ...args, serving: { source: { mirror }, domain: "example.com", ...args.serving } },
          { provider: new k8s.Provider("mine") },
        ),
      { preview: true },
    );

  it("install what watches before Knative's monitors, which need its definitions", async () => {
    const { registrations, result } = await platform({
      eventing: {},
      observability: { prometheus: {}, traces: { endpoint: "jaeger:4317" } },
    });
    const find = (name: string) => registrations.find((made) => made.name === name);
    const chart = "prod:Release/observability/kube-prometheus-stack";
    const serving = registrations.find(({ type }) => type === "knative:index:Serving");
    expect(find(chart)?.provider).to.contain("mine");
    expect(serving?.dependencies).to.include(chart);
    const monitors = registrations.filter(({ type }) => type.endsWith(":PodMonitor"));
    expect(monitors.map(({ name }) => name)).to.include("prod:PodMonitor/knative-serving/knative-services");
    const data = find("prod:ConfigMap/knative-eventing/config-observability")?.inputs["data"];
    expect(data).to.deep.include({ "metrics-protocol": "prometheus", "tracing-protocol": "http/protobuf" });
    const eventing = "prod:PodMonitor/observability/knative-eventing";
    expect(find(eventing)?.dependencies).to.include(chart);
    expect(await valueOf(result.grafanaUrl)).to.equal(
      "http://kube-prometheus-stack-grafana.observability.svc",
    );
  });

  it("make nothing that watches unless it is asked for", async () => {
    const { registrations, result } = await platform({});
    expect(registrations.filter(({ type }) => type === "knative:index:Observability")).to.deep.equal([]);
    expect(await valueOf(result.prometheusUrl)).to.equal(undefined);
  });

  it("tell a chart that isn't in its directory by the platform's path", async () => {
    const observability = { prometheus: { chart: { charts: "/nowhere/charts" } } };
    const { result } = await record(() => {
      const provider = new k8s.Provider("mine");
      try {
        return new Platform("prod", { observability }, { provider }).release;
      } catch (error) {
        return String(error);
      }
    });
    expect(result).to.match(/Platform .*\n.*observability\.prometheus\.chart\.charts: .*\[KN9801\]/);
  });
});
