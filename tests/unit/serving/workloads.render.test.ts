import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { releases } from "../../../provider/src/release/catalog";
import { getAt, identityOf, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { leastPods } from "../../../provider/src/manifests/transforms";
import { quantityValue } from "../../../provider/src/problems";
import type { WorkloadArgs } from "../../../provider/src/pods/workload.args";
import { checkServing } from "../../../provider/src/serving/serving.check";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { IngressLayer } from "../../../provider/src/serving/ingress";
import {
  gatewayProgram,
  profiles,
  programsWith,
  ServingProfile,
} from "../../../provider/src/serving/profiles";
import { operationsPage, programTotals, totalOf, type ProgramTotal } from "../../../tools/docs/profiles";
import { needReleases } from "../../support/releases";

const programs = programsWith(IngressLayer.Kourier);
const scaled = ["activator", "webhook", gatewayProgram];
const template = ["spec", "template"] as const;
const container = [...template, "spec", "containers", 0] as const;

const workload: fc.Arbitrary<WorkloadArgs> = fc.record(
  {
    replicas: fc.integer({ min: 1, max: 100 }),
    nodeSelector: fc.dictionary(fc.constantFrom("pool", "zone"), fc.string()),
    tolerations: fc.array(fc.record({ key: fc.constantFrom("infra", "spot") })),
    affinity: fc.dictionary(
      fc.constantFrom("nodeAffinity", "podAntiAffinity"),
      fc.dictionary(fc.string(), fc.string()),
    ),
    topologySpreadConstraints: fc.array(fc.record({ topologyKey: fc.constantFrom("host", "zone") })),
    priorityClassName: fc.constantFrom("high", "low"),
    podSecurityContext: fc.record({ fsGroup: fc.nat() }),
    securityContext: fc.record({ runAsUser: fc.nat(), addCapabilities: fc.constant(["CHOWN"]) }),
    podLabels: fc.dictionary(fc.constantFrom("team", "tier"), fc.string()),
    podAnnotations: fc.dictionary(fc.constantFrom("note", "prometheus.io/scrape"), fc.string()),
    env: fc.dictionary(fc.constantFrom("HTTPS_PROXY", "GOGC"), fc.string()),
    resources: fc.record({ requests: fc.constant({ cpu: "10m" }), limits: fc.constant({ memory: "2Gi" }) }),
    terminationGracePeriodSeconds: fc.nat(3600),
  },
  { requiredKeys: [] },
);

for (const { minor } of releases()) {
  describe(`serving: workloads of ${minor}`, () => {
    let upstream: readonly Manifest[];

    before(function () {
      const mirror = needReleases(this);
      upstream = loadServing(
        planServing({ release: minor, source: { mirror }, hpaAutoscaler: true }),
      ).manifests;
    });

    const render = (args: ServingArgs = {}) =>
      renderServing(planServing({ release: minor, hpaAutoscaler: true, ...args }), upstream);
    const deployments = (args: ServingArgs) =>
      render(args).manifests.filter((manifest) => isKind(manifest, "Deployment"));
    const program = (args: ServingArgs, name: string) => {
      const found = deployments(args).find(({ metadata }) => metadata.name === name);
      expect(found, name).not.to.equal(undefined);
      return found as Manifest;
    };
    /** What the programs ask for, in numbers. */
    const asked = (args: ServingArgs): ProgramTotal[] => {
      const least = leastPods(render(args).manifests);
      return deployments(args).map((manifest) => {
        const { name, namespace = "" } = manifest.metadata;
        const requests = getAt(manifest, [...container, "resources", "requests"]) as Record<string, string>;
        return {
          program: name,
          pods: least.get(`${namespace}/${name}`) ?? NaN,
          cpu: quantityValue(requests.cpu ?? "") ?? NaN,
          memory: quantityValue(requests.memory ?? "") ?? NaN,
        };
      });
    };
    /** A program's Deployment, autoscaler and budget. */
    const belongs = (name: string, { metadata, ...rest }: Manifest): boolean =>
      (rest.kind === "Deployment" && metadata.name === name) ||
      (rest.kind === "HorizontalPodAutoscaler" && metadata.name === name) ||
      (rest.kind === "PodDisruptionBudget" && metadata.name === `${name}-pdb`);

    it("has the programs that profiles know, and autoscalers for three of them", () => {
      expect(deployments({}).map(({ metadata }) => metadata.name)).to.have.members([...programs]);
      const ruled = upstream.filter((manifest) => isKind(manifest, "HorizontalPodAutoscaler"));
      expect(ruled.map(({ metadata }) => metadata.name)).to.have.members(scaled);
    });

    it("is upstream's in numbers and requests where no profile is chosen", () => {
      for (const name of programs) {
        const find = (manifests: readonly Manifest[]) =>
          manifests.find((manifest) => isKind(manifest, "Deployment", name));
        expect(getAt(program({}, name), [...container, "resources"]), name).to.deep.equal(
          getAt(find(upstream), [...container, "resources"]),
        );
      }
      expect([...leastPods(render().manifests).values()]).to.deep.equal(programs.map(() => 1));
    });

    it("asks without a profile for what the page on operations says", () => {
      const { cpu, memory } = totalOf(asked({}));
      const sentence = `${cpu.toFixed(1)} CPU and ${memory / 2 ** 20} MiB`;
      expect(readFileSync(operationsPage, "utf8")).to.contain(`ask for ${sentence} in all`);
    });

    for (const profile of Object.values(ServingProfile)) {
      it(`has with the profile "${profile}" what its table says, and nothing to complain of`, () => {
        expect(checkServing({ release: minor, profile })).to.deep.equal([]);
        const { problems } = render({ profile });
        expect(problems).to.deep.equal([]);
        expect(asked({ profile })).to.have.deep.members(programTotals(profiles[profile], programs));
      });
    }

    it("asks for less than half a CPU with the profile for one node", () => {
      const { cpu, memory } = totalOf(programTotals(profiles.minimal, programs));
      expect(cpu).to.be.lessThan(0.5);
      expect(memory).to.be.lessThan(512 * 2 ** 20);
    });

    it("outlives a node with the profile for it: two pods or more of everything, spread out, with a budget", () => {
      const { manifests } = render({ profile: "ha" });
      for (const [name, pods] of leastPods(manifests)) {
        expect(pods, name).to.be.at.least(2);
      }
      for (const deployment of manifests.filter((manifest) => isKind(manifest, "Deployment"))) {
        const { name } = deployment.metadata;
        const spread = getAt(deployment, [...template, "spec", "topologySpreadConstraints"]);
        expect(spread, name).to.deep.include({
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: getAt(deployment, ["spec", "selector", "matchLabels"]) },
          matchLabelKeys: ["pod-template-hash"],
        });
        const budget = manifests.find((manifest) => isKind(manifest, "PodDisruptionBudget", `${name}-pdb`));
        expect(budget?.spec, name).to.deep.include({ maxUnavailable: 1 });
        expect(getAt(budget, ["spec", "selector", "matchLabels", "app"]), name).to.equal(name);
      }
    });

    it("lets explicit settings win over the profile, and those of a program over those of all", () => {
      const args: ServingArgs = {
        profile: "ha",
        replicas: 4,
        allWorkloads: { priorityClassName: "low", nodeSelector: { pool: "infra", disk: "any" } },
        workloads: {
          controller: { replicas: 5, priorityClassName: "high", nodeSelector: { disk: "ssd" } },
          activator: {
            resources: { requests: { cpu: "2" }, limits: { cpu: "2" } },
            topologySpreadConstraints: [],
          },
        },
      };
      const spec = (name: string, ...path: (string | number)[]) =>
        getAt(program(args, name), [...template, "spec", ...path]);
      expect(getAt(program(args, "controller"), ["spec", "replicas"])).to.equal(5);
      expect(getAt(program(args, "autoscaler"), ["spec", "replicas"])).to.equal(4);
      expect(spec("controller")).to.deep.include({
        priorityClassName: "high",
        nodeSelector: { pool: "infra", disk: "ssd" },
      });
      expect(spec(gatewayProgram, "priorityClassName")).to.equal("low");
      expect(spec("activator")).not.to.have.property("topologySpreadConstraints");
      expect(spec("activator", "containers", 0, "resources")).to.deep.equal({
        requests: { cpu: "2", memory: "256Mi" },
        limits: { cpu: "2", memory: "1Gi" },
      });
    });

    it("never gives a number of pods to a Deployment that an autoscaler rules over", () => {
      fc.assert(
        fc.property(fc.constantFrom(...scaled), workload, (name, settings) => {
          const args =
            name === gatewayProgram ? { gateways: [settings] } : { workloads: { [name]: settings } };
          const { manifests } = render(args);
          const changed = manifests.find((manifest) => isKind(manifest, "Deployment", name));
          const rule = manifests.find((manifest) => isKind(manifest, "HorizontalPodAutoscaler", name));
          const [least, most] = ["minReplicas", "maxReplicas"].map((bound) =>
            Number(getAt(rule, ["spec", bound])),
          );
          expect(getAt(changed, ["spec"])).not.to.have.property("replicas");
          expect(least).to.equal(settings.replicas ?? 1);
          expect(most).to.be.at.least(least ?? NaN);
        }),
        { numRuns: 20 },
      );
    });

    it("changes no other program's objects, nor any object's identity, whatever is said of one", () => {
      const before = new Map(render().manifests.map((manifest) => [identityOf(manifest), manifest]));
      fc.assert(
        fc.property(fc.constantFrom(...programs), workload, (name, settings) => {
          const args =
            name === gatewayProgram ? { gateways: [settings] } : { workloads: { [name]: settings } };
          const after = new Map(render(args).manifests.map((manifest) => [identityOf(manifest), manifest]));
          const added = [...after]
            .filter(([identity]) => !before.has(identity))
            .map(([, manifest]) => manifest);
          expect([...before.keys()].filter((identity) => !after.has(identity))).to.deep.equal([]);
          expect(added.filter((manifest) => !belongs(name, manifest)).map(keyOf)).to.deep.equal([]);
          for (const [identity, manifest] of before) {
            if (!belongs(name, manifest)) {
              expect(after.get(identity), identity).to.deep.equal(manifest);
            }
          }
        }),
        { numRuns: 20 },
      );
    });

    it("leaves out a budget that is turned off", () => {
      const off = { podDisruptionBudget: { enabled: false } };
      const { manifests } = render({ workloads: { webhook: off, controller: { ...off, replicas: 3 } } });
      const budgets = manifests.filter((manifest) => isKind(manifest, "PodDisruptionBudget"));
      expect(budgets.map(({ metadata }) => metadata.name)).to.have.members([
        "activator-pdb",
        "3scale-kourier-gateway-pdb",
      ]);
    });

    it("labels the system namespaces, and keeps to the strictest security level", () => {
      const { manifests, problems } = render({
        podSecurity: "restricted",
        namespaceLabels: { team: "platform" },
        namespaceAnnotations: { "example.com/owner": "platform" },
      });
      expect(problems).to.deep.equal([]);
      const namespaces = manifests.filter((manifest) => isKind(manifest, "Namespace"));
      expect(namespaces.map(({ metadata }) => metadata.name)).to.have.members([
        "knative-serving",
        "kourier-system",
      ]);
      for (const { metadata } of namespaces) {
        expect(metadata.labels).to.include({
          team: "platform",
          "pod-security.kubernetes.io/enforce": "restricted",
        });
        expect(metadata.annotations).to.include({ "example.com/owner": "platform" });
      }
      for (const deployment of deployments({})) {
        expect(
          getAt(deployment, [...container, "securityContext"]),
          deployment.metadata.name,
        ).to.deep.include({
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        });
      }
    });
  });
}
