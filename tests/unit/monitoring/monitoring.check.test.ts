import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";

const check = (monitoring: unknown, rest: ServingArgs = {}) =>
  checkServing({ ...rest, monitoring } as ServingArgs).map(({ path, code }) => `${path} ${code}`);

describe("monitoring: check", () => {
  it("accepts the switch alone, and everything set", () => {
    expect(check({ enabled: true })).to.deep.equal([]);
    expect(
      check({
        enabled: true,
        labels: { release: "prometheus" },
        interval: "1m30s",
        namespace: "monitoring",
        requestMetrics: true,
        serviceNamespaces: ["apps"],
        alerts: {
          enabled: true,
          labels: { team: "a" },
          runbookUrl: "https://wiki.example.com/knative",
          notReadyMinutes: 1,
          coldStartSeconds: 0.5,
          gatewayErrorPercent: 0.1,
          activatorConcurrency: 1,
          certificateDays: 365,
          panicMinutes: 1440,
          maxScaleMinutes: 1,
        },
      }),
    ).to.deep.equal([]);
  });

  it("refuses what is out of bounds or of another form", () => {
    expect(
      check({
        interval: "1.5m",
        serviceNamespaces: [],
        namespace: "Monitoring",
        alerts: {
          runbookUrl: "docs",
          notReadyMinutes: 0,
          coldStartSeconds: 10,
          gatewayErrorPercent: 101,
          activatorConcurrency: 0.5,
          certificateDays: 366,
          panicMinutes: 1.5,
          gatewayErrorsPercent: 1,
        },
      }),
    ).to.have.members([
      "monitoring.interval KN4003",
      "monitoring.serviceNamespaces KN1004",
      "monitoring.namespace KN4001",
      "monitoring.alerts.runbookUrl KN1006",
      "monitoring.alerts.notReadyMinutes KN1004",
      "monitoring.alerts.coldStartSeconds KN1004",
      "monitoring.alerts.gatewayErrorPercent KN1004",
      "monitoring.alerts.activatorConcurrency KN1002",
      "monitoring.alerts.certificateDays KN1004",
      "monitoring.alerts.panicMinutes KN1002",
      "monitoring.alerts.gatewayErrorsPercent KN1001",
    ]);
  });

  it("refuses namespaces that nothing is read from, and labels that the alerts set", () => {
    expect(
      check({
        enabled: true,
        requestMetrics: false,
        serviceNamespaces: ["apps"],
        alerts: { labels: { severity: "page", alertname: "a", team: "b" } },
      }),
    ).to.deep.equal([
      "monitoring.serviceNamespaces KN1008",
      "monitoring.alerts.labels.alertname KN3702",
      "monitoring.alerts.labels.severity KN3702",
    ]);
  });

  it("refuses policies that cut Prometheus off", () => {
    const networkPolicies = { enabled: true };
    expect(check({ enabled: true }, { networkPolicies })).to.deep.equal([
      "networkPolicies.monitoringNamespace KN3602",
    ]);
    expect(check({ enabled: false }, { networkPolicies })).to.deep.equal([]);
    expect(
      check(
        { enabled: true },
        { networkPolicies: { ...networkPolicies, monitoringNamespace: "monitoring" } },
      ),
    ).to.deep.equal([]);
  });
});
