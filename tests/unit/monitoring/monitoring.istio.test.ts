import { expect } from "chai";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { getAt, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import type { MonitoringArgs } from "../../../provider/src/monitoring/monitoring.args";
import { monitoringConfig, renderMonitoring } from "../../../provider/src/monitoring/monitoring.render";
import { monitoredIstio } from "../../../provider/src/monitoring/monitors";
import { readPromql } from "../../support/promql";

const program = (name: string): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "knative-serving" },
});
const installed: Manifest[] = [
  ...["activator", "net-istio-controller", "net-istio-webhook"].map(program),
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-observability", namespace: "knative-serving" },
    data: monitoringConfig({ enabled: true }),
  },
];
const gateways = [
  { name: "public", default: true },
  { name: "private", namespace: "intranet" },
];
const render = (args: MonitoringArgs = {}, istio: IstioArgs = {}, given: typeof gateways | [] = gateways) =>
  renderMonitoring(
    { enabled: true, ...args },
    installed,
    monitoredIstio(planIstioGateways(given, istio), istio),
  ).manifests;
const find = (manifests: readonly Manifest[], key: string) =>
  manifests.find((manifest) => keyOf(manifest) === key);
const rulesOf = (manifests: readonly Manifest[]) =>
  getAt(find(manifests, "PrometheusRule/knative-serving/knative-alerts"), ["spec", "groups", 0, "rules"]) as {
    readonly alert: string;
    readonly expr: string;
    readonly annotations: Readonly<Record<string, string>>;
  }[];

describe("monitoring: Istio", () => {
  it("reads net-istio, the gateways of all namespaces, and istiod where it is installed here", () => {
    expect(render().map(keyOf)).to.deep.equal([
      "ServiceMonitor/knative-serving/knative-activator",
      "PodMonitor/knative-serving/knative-net-istio-controller",
      "ServiceMonitor/knative-serving/knative-net-istio-webhook",
      "PodMonitor/knative-serving/knative-gateway",
      "PodMonitor/knative-serving/knative-services",
      "PrometheusRule/knative-serving/knative-alerts",
    ]);
    const istiod = find(
      render({}, { install: {}, namespace: "mesh" }),
      "PodMonitor/knative-serving/knative-istiod",
    );
    expect(getAt(istiod, ["spec", "namespaceSelector"])).to.deep.equal({ matchNames: ["mesh"] });
  });

  it("puts the gateway's name on what its pods give", () => {
    const monitor = find(render({ interval: "15s" }), "PodMonitor/knative-serving/knative-gateway");
    expect(monitor?.spec).to.deep.equal({
      namespaceSelector: { matchNames: ["istio-ingress", "intranet"] },
      selector: { matchExpressions: [{ key: "gateways.knative.pulumi.com/name", operator: "Exists" }] },
      podMetricsEndpoints: [
        {
          port: "http-envoy-prom",
          path: "/stats/prometheus",
          interval: "15s",
          relabelings: [
            { targetLabel: "knative_program", replacement: "gateway" },
            {
              sourceLabels: ["__meta_kubernetes_pod_label_gateways_knative_pulumi_com_name"],
              targetLabel: "gateway",
            },
          ],
        },
      ],
    });
  });

  it("tells of each gateway by its name, also of one without any pod", () => {
    const rules = rulesOf(render({ alerts: { gatewayErrorPercent: 3 } }));
    const down = rules.find(({ alert }) => alert === "KnativeGatewayDown");
    expect(down?.expr).to.equal(
      'sum by (gateway) (up{knative_program="gateway"}) == 0 or absent(up{knative_program="gateway", gateway="public"}) or absent(up{knative_program="gateway", gateway="private"})',
    );
    const errors = rules.find(({ alert }) => alert === "KnativeGatewayErrors");
    expect(errors?.expr).to.match(/^100 \* sum by \(gateway\) .* > 3$/);
    expect(errors?.annotations.description).to.contain("{{ $labels.gateway }}");
  });

  it("leaves out what Istio's proxies can't tell", () => {
    const names = (manifests: readonly Manifest[]) => rulesOf(manifests).map(({ alert }) => alert);
    expect(names(render())).not.to.include("KnativeCertificateExpiring");
    const untold = names(render({}, { install: { telemetry: false } }));
    expect(untold).to.include("KnativeGatewayDown").and.not.to.include("KnativeGatewayErrors");
    const mesh = render({}, {}, []);
    expect(names(mesh).filter((name) => name.startsWith("KnativeGateway"))).to.deep.equal([]);
    expect(find(mesh, "PodMonitor/knative-serving/knative-gateway")).to.equal(undefined);
  });
});

describe("monitoring: dashboard", () => {
  interface Dashboard {
    readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
    readonly panels: readonly {
      readonly id: number;
      readonly title: string;
      readonly gridPos: { readonly x: number; readonly y: number };
      readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
    }[];
  }
  const read = (manifest: Manifest | undefined) =>
    JSON.parse(getAt(manifest, ["data", "knative-gateways.json"]) as string) as Dashboard;
  const key = "ConfigMap/knative-serving/knative-dashboard-gateways";
  const dashboard = { enabled: true };
  const layers = {
    istio: read(find(render({ dashboard }), key)),
    kourier: read(find(renderMonitoring({ enabled: true, dashboard }, installed).manifests, key)),
  };

  it("is there if asked for, where Grafana's sidecar finds it", () => {
    expect(find(render(), key)).to.equal(undefined);
    expect(renderMonitoring({ dashboard }, installed).manifests).to.deep.equal([]);
    expect(find(render({ dashboard }), key)?.metadata.labels).to.deep.equal({ grafana_dashboard: "1" });
    const moved = { enabled: true, namespace: "grafana", labels: { dashboards: "yes" } };
    const found = find(render({ dashboard: moved }), "ConfigMap/grafana/knative-dashboard-gateways");
    expect(found?.metadata.labels).to.deep.equal({ dashboards: "yes" });
  });

  it("has a variable for Istio's gateways, and every panel heeds it", () => {
    expect(layers.istio.templating.list.map(({ name }) => name)).to.deep.equal(["datasource", "gateway"]);
    for (const { title, targets } of layers.istio.panels) {
      for (const { expr, legendFormat } of targets) {
        expect(expr, title).to.contain('gateway=~"$gateway"');
        expect(legendFormat, title).to.contain("{{gateway}}");
      }
    }
    expect(layers.kourier.templating.list.map(({ name }) => name)).to.deep.equal(["datasource"]);
  });

  for (const [layer, { panels }] of Object.entries(layers)) {
    it(`shows requests, errors, times and connections of ${layer}, each in its place`, () => {
      expect(panels.map(({ title }) => title)).to.include.members([
        "Requests",
        "Share of 5xx",
        "Time to answer",
        "Open connections",
      ]);
      expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).to.equal(panels.length);
      for (const { targets } of panels) {
        for (const { expr } of targets) {
          expect(readPromql(expr).kind, expr).to.equal("instant vector");
        }
      }
    });
  }
});
