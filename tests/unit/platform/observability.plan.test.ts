import { expect } from "chai";
import { watchedEventing, watchedServing, watchOf } from "../../../provider/src/platform/observability.plan";
import type { PlatformArgs } from "../../../provider/src/platform/platform.args";
import { checkPlatform } from "../../../provider/src/platform/platform.check";

const lines = (args: PlatformArgs) => checkPlatform(args, true).map(({ path, code }) => `${path} ${code}`);
const quiet = { dashboards: { enabled: false }, rules: { enabled: false } };
const collector = "http://opentelemetry-collector.observability.svc:4318/v1/traces";

describe("platform: what watches over it", () => {
  it("knows the layer, the dashboard and the Eventing that the other parts have", () => {
    expect(watchOf({})).to.equal(undefined);
    const serving = { ingress: "istio", monitoring: { dashboard: { enabled: true } } } as const;
    expect(watchOf({ observability: {}, serving, eventing: {} })).to.deep.include({
      ingress: "istio",
      dashboards: { gateways: false },
      eventing: {},
    });
    const observability = { ingress: "kourier", eventing: { enabled: false } } as const;
    expect(watchOf({ observability, serving, eventing: {} })).to.deep.include(observability);
    expect(watchOf({ observability: {} })).to.deep.include({ eventing: undefined, dashboards: undefined });
  });

  it("has Serving give metrics to the operator, under its labels, and leaves what the user says", () => {
    const labels = { release: "mine" };
    expect(watchedServing(undefined, { labels })?.monitoring).to.deep.equal({ enabled: true, labels });
    expect(watchedServing({ monitoring: { enabled: false } }, { labels })?.monitoring?.enabled).to.equal(
      false,
    );
    expect(watchedServing(undefined, quiet)?.monitoring).to.equal(undefined);
    expect(watchedServing(undefined, { ...quiet, prometheus: {} })?.monitoring?.enabled).to.equal(true);
    expect(watchedServing({ domain: "example.com" }, undefined)).to.deep.equal({ domain: "example.com" });
  });

  it("opens the policies to the Prometheus that it installs, and to no other", () => {
    const networkPolicies = { enabled: true };
    const opened = watchedServing({ networkPolicies }, { namespace: "watch", prometheus: {} });
    expect(opened?.networkPolicies?.monitoringNamespace).to.equal("watch");
    const own = { enabled: true, monitoringNamespace: "mine" };
    expect(
      watchedServing({ networkPolicies: own }, { prometheus: {} })?.networkPolicies?.monitoringNamespace,
    ).to.equal("mine");
    expect(lines({ serving: { networkPolicies }, observability: { prometheus: {} } })).to.deep.equal([]);
    // Prometheus is elsewhere, and nobody says where: told before anything is made, under Serving's path.
    expect(lines({ serving: { networkPolicies }, observability: {} })).to.deep.equal([
      "serving.networkPolicies.monitoringNamespace KN3602",
    ]);
  });

  it("has traces sent to the collector, unless their way is known", () => {
    const traces = { endpoint: "jaeger:4317" };
    expect(watchedServing(undefined, { traces })?.observability).to.deep.equal({
      tracingProtocol: "http/protobuf",
      tracingEndpoint: collector,
      tracingSamplingRate: 0.1,
    });
    const rate = { tracingSamplingRate: 1 };
    expect(watchedServing({ observability: rate }, { traces })?.observability).to.deep.include(rate);
    const elsewhere = { tracingProtocol: "grpc", tracingEndpoint: "tempo:4317" } as const;
    expect(watchedServing({ observability: elsewhere }, { traces })?.observability).to.deep.equal(elsewhere);
    const config = { "config-observability": { "tracing-protocol": "stdout" } };
    expect(watchedServing({ config }, { traces })?.observability).to.equal(undefined);
    expect(watchedServing(undefined, { traces: { ...traces, enabled: false } })?.observability).to.equal(
      undefined,
    );
  });

  it("has Eventing give metrics and traces the same way", () => {
    expect(watchedEventing({}, undefined)).to.deep.equal({});
    expect(watchedEventing({}, quiet)).to.deep.equal({});
    const all = watchedEventing(
      { config: { "config-logging": { "loglevel.controller": "debug" } } },
      { traces: { endpoint: "jaeger:4317" } },
    );
    expect(all.config).to.deep.equal({
      "config-logging": { "loglevel.controller": "debug" },
      "config-observability": {
        "metrics-protocol": "prometheus",
        "tracing-protocol": "http/protobuf",
        "tracing-endpoint": collector,
        "tracing-sampling-rate": "0.1",
      },
    });
    const config = { "config-observability": { "metrics-protocol": "none", "tracing-protocol": "none" } };
    const args = { traces: { endpoint: "jaeger:4317" } };
    expect(watchedEventing({ config }, args).config).to.deep.equal(config);
    expect(watchedEventing({}, { eventing: { enabled: false } })).to.deep.equal({});
  });

  it("is checked under its own path, beside the other parts' problems", () => {
    expect(
      lines({
        observability: { logs: {}, rules: { successPercent: 0 } },
        serving: { replicas: 0 },
      }),
    ).to.have.members(["observability.rules.successPercent KN1004", "serving.replicas KN1004"]);
    expect(lines({ observability: { logs: {} } })).to.deep.equal(["observability.logs KN1005"]);
    expect(lines({ namespaces: [{ name: "observability" }] })).to.deep.equal([]);
    expect(lines({ namespaces: [{ name: "observability" }], observability: {} })).to.deep.equal([
      "observability.createNamespace KN1008",
    ]);
    expect(
      lines({ namespaces: [{ name: "observability" }], observability: { createNamespace: false } }),
    ).to.deep.equal([]);
    expect(
      lines({
        serving: { monitoring: { enabled: true, dashboard: { enabled: true } } },
        observability: { dashboards: { gateways: true } },
      }),
    ).to.deep.equal(["observability.dashboards.gateways KN1008"]);
  });
});
