import { expect } from "chai";
import { releases } from "../../../provider/src/release/catalog";
import { loadManifestsSync } from "../../../provider/src/release/load";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { containerPaths } from "../../../provider/src/manifests/pods";
import { monitoredOf } from "../../../provider/src/monitoring/monitors";
import type { Place, Program } from "../../../provider/src/policies/roads";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { layerOf } from "../../../provider/src/serving/layers";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { committedRoadsPage, withRoads } from "../../../tools/docs/roads";
import { needReleases } from "../../support/releases";

type Port = { readonly name?: string; readonly containerPort: number };

// Ports that programs open without telling Kubernetes: TLS of the activator and of cluster-local requests.
const undeclared: Partial<Record<Place, readonly number[]>> = { activator: [8112], gateway: [8444] };
const layers: readonly ServingArgs[] = [
  { ingress: "kourier" },
  { ingress: "istio", gateways: [{ name: "public" }, { name: "inside", local: true }] },
];

for (const { minor, files } of releases()) {
  for (const args of layers) {
    describe(`network policies: release ${minor} with ${args.ingress}`, () => {
      const layer = layerOf(args).roads(args);
      const system = Object.entries(layer.programs).filter(([, { namespaces }]) => namespaces !== undefined);
      let objects: readonly Manifest[];

      before(function () {
        const mirror = needReleases(this);
        const wanted = [files.core, files[args.ingress ?? "kourier"], files.hpa, files.postInstallJobs];
        const loaded = loadManifestsSync(wanted, { mirror });
        expect(loaded.errors).to.deep.equal([]);
        objects = renderServing(planServing({ ...args, release: minor }), loaded.manifests).manifests;
      });

      const workloads = () =>
        objects.filter((manifest) => isKind(manifest, "Deployment") || isKind(manifest, "Job"));
      const labelsOf = (workload: Manifest) =>
        (getAt(workload, ["spec", "template", "metadata", "labels"]) ?? {}) as Record<string, string>;
      const portsOf = (workload: Manifest) =>
        containerPaths(workload).flatMap((path) => (getAt(workload, [...path, "ports"]) ?? []) as Port[]);
      const isOf = ({ namespaces = [], label, values = [] }: Program, workload: Manifest): boolean =>
        namespaces.includes(workload.metadata.namespace ?? "") &&
        values.includes(labelsOf(workload)[label] ?? "");
      const roadsTo = ({ places }: Program) =>
        layer.roads.filter(({ to }) => to.some((place) => places.includes(place)));

      it("has pods for every program that is selected, and no pod that belongs to none or to two", () => {
        for (const [name, program] of system) {
          const found = workloads().filter((workload) => isOf(program, workload));
          expect(found.length, name).to.equal(program.values?.length);
        }
        for (const workload of workloads()) {
          expect(system.filter(([, program]) => isOf(program, workload)).length, keyOf(workload)).to.equal(1);
        }
      });

      // Istio's injector writes the ports of its proxies, and net-istio's two programs share a place.
      const declaring = system.filter(
        ([, { places }]) => args.ingress === "kourier" || !/gateway|ingress/i.test(places.join()),
      );

      it("has the ports of the roads", () => {
        for (const [name, program] of declaring) {
          const declared = workloads()
            .filter((workload) => isOf(program, workload))
            .flatMap(portsOf)
            .map(({ containerPort }) => containerPort);
          const needed = roadsTo(program).flatMap(({ ports }) => ports);
          const hidden = program.places.flatMap((place) => undeclared[place] ?? []);
          expect([...declared, ...hidden], name).to.include.members(needed);
        }
      });

      it("has a road for each port that is declared, but for profiling and probes", () => {
        // 8008 is profiling, switched off; controllers' 8080 are the kubelet's questions; the activator's are requests.
        const kubelet = new Set(["profiling", "probes"]);
        for (const [name, program] of system) {
          const open = roadsTo(program).flatMap(({ ports }) => ports);
          const declared = workloads()
            .filter((workload) => isOf(program, workload))
            .flatMap(portsOf)
            .filter((port) => !kubelet.has(port.name ?? ""))
            .map(({ containerPort }) => containerPort);
          expect(open, name).to.include.members(declared);
        }
      });

      const monitors = monitoredOf(layerOf(args).monitored(args));
      for (const one of monitors.filter(({ program }) => program !== "services")) {
        it(`has ${one.by === "PodMonitor" ? "programs" : "exactly one Service"} with the labels and the port of the monitor of ${one.program}`, () => {
          const { namespaces = [], labels = {}, carries, port } = one;
          const carried = (given: Readonly<Record<string, string>> = {}) =>
            Object.entries(labels).every(([key, value]) => given[key] === value) &&
            (carries === undefined || given[carries] !== undefined);
          const here = objects.filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ""));
          const found =
            one.by === "PodMonitor"
              ? here.filter(
                  (manifest) =>
                    isKind(manifest, "Deployment") &&
                    carried(labelsOf(manifest)) &&
                    // The injector writes the ports of Istio's proxies.
                    (port === "http-envoy-prom" || portsOf(manifest).some(({ name }) => name === port)),
                )
              : here.filter(
                  (manifest) =>
                    isKind(manifest, "Service") &&
                    carried(manifest.metadata.labels) &&
                    JSON.stringify(getAt(manifest, ["spec", "ports"])).includes(`"${port}"`),
                );
          expect(found.length).to.equal(port === "http-envoy-prom" ? args.gateways?.length : 1);
          if (one.deployment !== undefined) {
            expect(workloads().map(({ metadata }) => metadata.name)).to.include(one.deployment);
          }
        });
      }
    });
  }

  describe(`policies and monitors: release ${minor}`, () => {
    let objects: readonly Manifest[];

    before(function () {
      const mirror = needReleases(this);
      const loaded = loadManifestsSync([files.core, files.kourier, files.hpa, files.postInstallJobs], {
        mirror,
      });
      expect(loaded.errors).to.deep.equal([]);
      objects = loaded.manifests;
    });

    it("gets policies and monitors with its own objects, settings that win, and patches", () => {
      const plan = planServing({
        release: minor,
        networkPolicies: { enabled: true, monitoringNamespace: "monitoring" },
        monitoring: { enabled: true },
        config: { "config-observability": { "request-metrics-protocol": "none" } },
        patches: [
          {
            target: { kind: "NetworkPolicy", name: "knative-webhook" },
            patch: { metadata: { labels: { a: "b" } } },
          },
        ],
      });
      const { manifests, problems } = renderServing(plan, objects);
      expect(problems).to.deep.equal([]);
      const find = (key: string) => manifests.find((manifest) => keyOf(manifest) === key);
      expect(find("NetworkPolicy/knative-serving/knative-webhook")?.metadata.labels).to.deep.equal({
        a: "b",
      });
      expect(find("ConfigMap/knative-serving/config-observability")?.data).to.deep.equal({
        "metrics-protocol": "prometheus",
        "request-metrics-protocol": "none",
      });
      expect(find("ServiceMonitor/knative-serving/knative-autoscaler-hpa")).not.to.equal(undefined);
      expect(find("PodMonitor/knative-serving/knative-services")).to.equal(undefined);
      const annotations = getAt(find("Deployment/knative-serving/activator"), [
        ...["spec", "template", "metadata", "annotations"],
      ]);
      expect(annotations).to.have.property("pulumi-knative/observability");
      const plain = renderServing(planServing({ release: minor }), objects).manifests;
      expect(JSON.stringify(plain)).not.to.match(
        /NetworkPolicy|monitoring\.coreos\.com|pulumi-knative\/observability/,
      );
    });
  });
}

describe("network policies: page", () => {
  it("docs/network-policies.md has the table of roads (npm run docs writes it)", () => {
    expect(committedRoadsPage()).to.contain("| from | to | ports |");
    expect(withRoads(committedRoadsPage())).to.equal(committedRoadsPage());
  });
});
