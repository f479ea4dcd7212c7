import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";

const check = (args: unknown) => checkServing(args as ServingArgs).map(({ path, code }) => `${path} ${code}`);
const reason = (args: unknown) => checkServing(args as ServingArgs)[0]?.reason ?? "";
const activator = (workload: object, rest: object = {}) => ({ workloads: { activator: workload }, ...rest });

describe("serving: check of workloads", () => {
  it("accepts everything that can be said of a program, of all of them and of the gateway", () => {
    const everywhere = {
      nodeSelector: { pool: "infra" },
      tolerations: [{ key: "infra", operator: "Exists", effect: "NoSchedule" }],
      affinity: { nodeAffinity: {}, podAffinity: {}, podAntiAffinity: {} },
      topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname", maxSkew: 2 }],
      priorityClassName: "system-cluster-critical",
      podSecurityContext: { fsGroup: 1000, seccompProfile: "RuntimeDefault" },
      securityContext: { runAsUser: 1000, dropCapabilities: ["ALL"] },
      podLabels: { team: "platform" },
      podAnnotations: { "example.com/scrape": "true" },
      env: { HTTPS_PROXY: "http://proxy.example.com:3128" },
    };
    const workload = {
      ...everywhere,
      minReplicas: 2,
      maxReplicas: 8,
      targetCpuUtilization: 60,
      resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
      terminationGracePeriodSeconds: 30,
      podDisruptionBudget: { maxUnavailable: "25%" },
    };
    expect(
      check({
        profile: "standard",
        workloads: { activator: workload, controller: { replicas: 2 } },
        allWorkloads: everywhere,
        gateways: [workload],
        podSecurity: "restricted",
      }),
    ).to.deep.equal([]);
  });

  it("refuses properties that there aren't, and values out of their sets and bounds", () => {
    expect(
      check({
        profile: "large",
        workloads: {
          activator: { replica: 2, replicas: 0, podDisruptionBudget: { maxUnavailable: "some" } },
        },
        allWorkloads: { replicas: 2 },
        podSecurity: "strict",
        resources: {},
      }),
    ).to.have.members([
      "profile KN1003",
      "workloads.activator.replica KN1001",
      "workloads.activator.replicas KN1004",
      "workloads.activator.podDisruptionBudget.maxUnavailable KN1006",
      "allWorkloads.replicas KN1001",
      "podSecurity KN1003",
      "resources KN1001",
    ]);
  });

  it("accepts what the stack files of this repository say", () => {
    for (const stack of ["dev", "lab", "prod"]) {
      const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as {
        config: Record<string, unknown>;
      };
      expect(check(config["pulumi-knative:serving"]), stack).to.deep.equal([]);
    }
  });

  it("keeps the rules of tolerations, spreads, affinities and variables in all places", () => {
    const spread = { topologyKey: "zone" };
    const broken = {
      topologySpreadConstraints: [
        spread,
        { ...spread, whenUnsatisfiable: "ScheduleAnyway" },
        { ...spread, whenUnsatisfiable: "DoNotSchedule" },
      ],
      tolerations: [{ value: "x" }],
      affinity: { nodeAfinity: {} },
      env: { "1st": "x", KUBERNETES_MIN_VERSION: "1.30" },
    };
    for (const [path, args] of [
      ["allWorkloads", { allWorkloads: broken }],
      ["gateways[0]", { gateways: [broken] }],
      ["workloads.activator", activator(broken)],
    ] as const) {
      expect(check(args)).to.deep.equal([
        `${path}.tolerations[0].operator KN1008`,
        `${path}.topologySpreadConstraints[2] KN1007`,
        `${path}.affinity.nodeAfinity KN1001`,
        `${path}.env["1st"] KN1006`,
        `${path}.env["KUBERNETES_MIN_VERSION"] KN1008`,
      ]);
    }
    expect(reason({ allWorkloads: { affinity: { nodeAfinity: {} } } })).to.contain(
      'did you mean "nodeAffinity"',
    );
  });

  it("refuses a number of pods beside an autoscaler's bounds", () => {
    expect(check(activator({ replicas: 2, minReplicas: 2, maxReplicas: 3 }))).to.deep.equal([
      "workloads.activator.replicas KN1008",
    ]);
    expect(check({ gateways: [{ replicas: 2, maxReplicas: 3 }] })).to.deep.equal([
      "gateways[0].replicas KN1008",
    ]);
  });

  it("refuses an upper bound below the lower one, wherever that comes from", () => {
    expect(check(activator({ minReplicas: 3, maxReplicas: 2 }))).to.deep.equal([
      "workloads.activator.maxReplicas KN3501",
    ]);
    expect(check(activator({ maxReplicas: 2 }, { replicas: 3 }))).to.deep.equal([
      "workloads.activator.maxReplicas KN3501",
    ]);
    expect(check(activator({ maxReplicas: 2 }, { profile: "ha" }))).to.deep.equal([
      "workloads.activator.maxReplicas KN3501",
    ]);
    expect(reason(activator({ maxReplicas: 2 }, { profile: "ha" }))).to.contain("set minReplicas, too");
    expect(check(activator({ minReplicas: 2, maxReplicas: 2 }, { profile: "ha" }))).to.deep.equal([]);
    expect(check({ gateways: [{ maxReplicas: 2 }], replicas: 3 })).to.deep.equal([]);
  });

  it("refuses budgets that would let no node be drained, and says the way out", () => {
    const budget = (podDisruptionBudget: object, rest: object = {}) =>
      activator({ podDisruptionBudget, ...rest });
    for (const maxUnavailable of ["0", "0%"]) {
      expect(check(budget({ maxUnavailable }))).to.deep.equal([
        "workloads.activator.podDisruptionBudget.maxUnavailable KN3503",
      ]);
    }
    const least = "workloads.activator.podDisruptionBudget.minAvailable KN3503";
    expect(check(budget({ minAvailable: "1" }))).to.deep.equal([least]);
    expect(check(budget({ minAvailable: "3" }, { replicas: 3 }))).to.deep.equal([least]);
    expect(check(budget({ minAvailable: "80%" }, { replicas: 3 }))).to.deep.equal([least]);
    expect(check({ ...budget({ minAvailable: "2" }), replicas: 2 })).to.deep.equal([least]);
    expect(reason(budget({ minAvailable: "1" }))).to.contain('use maxUnavailable: "1"');
    expect(check(budget({ minAvailable: "2" }, { replicas: 3 }))).to.deep.equal([]);
    expect(check({ ...budget({ minAvailable: "60%" }), profile: "ha" })).to.deep.equal([]);
    expect(check(budget({ maxUnavailable: "1%" }))).to.deep.equal([]);
  });

  it("refuses two numbers in one budget, and numbers in one that is turned off", () => {
    const path = "workloads.controller.podDisruptionBudget";
    const controller = (podDisruptionBudget: object) => ({
      workloads: { controller: { replicas: 3, podDisruptionBudget } },
    });
    expect(check(controller({ maxUnavailable: "1", minAvailable: "2" }))).to.deep.equal([
      `${path}.minAvailable KN1008`,
    ]);
    expect(check(controller({ enabled: false, maxUnavailable: "1" }))).to.deep.equal([
      `${path}.enabled KN1008`,
    ]);
    expect(check(controller({ enabled: false }))).to.deep.equal([]);
  });

  it("refuses single pods where the profile promises to outlive a node", () => {
    expect(
      check({
        profile: "ha",
        replicas: 1,
        workloads: { controller: { replicas: 1 }, webhook: { minReplicas: 1 }, autoscaler: { replicas: 2 } },
        gateways: [{ replicas: 1 }],
      }),
    ).to.have.members([
      "replicas KN3504",
      "workloads.controller.replicas KN3504",
      "workloads.webhook.minReplicas KN3504",
      "gateways[0].replicas KN3504",
    ]);
    expect(check({ profile: "standard", replicas: 1 })).to.deep.equal([]);
  });

  it("refuses settings with which the namespaces' security level would let no pod start", () => {
    const broken = {
      podSecurityContext: { runAsUser: 0 },
      securityContext: {
        runAsNonRoot: false,
        allowPrivilegeEscalation: true,
        addCapabilities: ["NET_BIND_SERVICE", "CHOWN"],
        dropCapabilities: ["CHOWN"],
        seccompProfile: "Unconfined",
      },
    };
    const properties = [
      "securityContext.addCapabilities",
      "securityContext.dropCapabilities",
      "securityContext.allowPrivilegeEscalation",
      "podSecurityContext.runAsUser",
      "securityContext.seccompProfile",
      "securityContext.runAsNonRoot",
    ];
    expect(check({ podSecurity: "restricted", allWorkloads: broken })).to.have.members(
      properties.map((property) => `allWorkloads.${property} KN3507`),
    );
    expect(check(activator(broken, { podSecurity: "restricted" }))).to.have.members(
      properties.map((property) => `workloads.activator.${property} KN3507`),
    );
    expect(check({ podSecurity: "baseline", gateways: [broken] })).to.deep.equal([
      "gateways[0].securityContext.seccompProfile KN3507",
    ]);
    expect(check({ podSecurity: "privileged", gateways: [broken] })).to.deep.equal([]);
    expect(
      check({
        podSecurity: "baseline",
        allWorkloads: { securityContext: { addCapabilities: ["SYS_ADMIN"] } },
      }),
    ).to.deep.equal(["allWorkloads.securityContext.addCapabilities KN3507"]);
  });

  it("knows the level by its label, too, and refuses to have it set twice", () => {
    const namespaceLabels = { "pod-security.kubernetes.io/enforce": "restricted" };
    expect(check({ namespaceLabels, allWorkloads: { podSecurityContext: { runAsUser: 0 } } })).to.deep.equal([
      "allWorkloads.podSecurityContext.runAsUser KN3507",
    ]);
    expect(check({ namespaceLabels, podSecurity: "restricted" })).to.deep.equal([
      'namespaceLabels["pod-security.kubernetes.io/enforce"] KN1008',
    ]);
  });
});
