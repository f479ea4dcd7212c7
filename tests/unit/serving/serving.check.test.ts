import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { releases } from "../../../provider/src/release/catalog";
import { supportNotes } from "../../../provider/src/release/versions.check";
import { checkServing, checkVersions } from "../../../provider/src/serving/serving.check";
import { planServing } from "../../../provider/src/serving/serving.plan";

const check = (args: unknown) => checkServing(args as ServingArgs).map(({ path, code }) => `${path} ${code}`);
const reason = (args: unknown) => checkServing(args as ServingArgs)[0]?.reason ?? "";
const versions = (release: string, server: string | undefined, installed?: string) =>
  checkVersions(planServing({ release }), server, installed).map(({ path, code }) => `${path} ${code}`);

describe("serving: check", () => {
  it("accepts nothing at all: every property has a default", () => {
    expect(check({})).to.deep.equal([]);
    expect(check(undefined)).to.deep.equal([]);
  });

  it("accepts an installation that uses every property", () => {
    expect(
      check({
        release: "1.22",
        source: { mirror: "https://mirror.example.com", checksumsFile: "/etc/sums" },
        images: {
          registry: "registry.example.com:5000/knative",
          overrides: { queue: "r.example.com/q:1" },
          pullSecrets: ["pull"],
        },
        gateways: [
          {
            name: "public",
            exposure: "LoadBalancer",
            annotations: { a: output("b") },
            loadBalancerClass: "x/y",
            loadBalancerIP: "203.0.113.1",
            loadBalancerSourceRanges: ["10.0.0.0/8", "2001:db8::/32"],
            externalTrafficPolicy: "Local",
            httpNodePort: 30080,
            replicas: 3,
            resources: { requests: { cpu: "1" } },
          },
        ],
        domains: [{ name: "a.example.com" }, { name: "svc.cluster.local", selector: { private: "true" } }],
        magicDns: "nip.io",
        replicas: 2,
        hpaAutoscaler: true,
        terminationGracePeriodSeconds: 5,
        profile: "ha",
        workloads: { activator: { resources: { limits: { memory: "1Gi" } }, maxReplicas: 30 } },
        allWorkloads: { tolerations: [{ key: "infra", operator: "Exists" }] },
        namespaceLabels: { team: "platform" },
        namespaceAnnotations: { "example.com/owner": "platform" },
        podSecurity: "restricted",
        autoscaler: { stableWindow: "60s", maxScale: 10, maxScaleLimit: 20, targetBurstCapacity: -1 },
        network: { rolloutDuration: 60, httpProtocol: "Redirected", externalDomainTls: "Enabled" },
        deployment: { registriesSkippingTagResolving: ["r:5000"], progressDeadline: "120s" },
        config: { "config-features": { "tag-header-based-routing": "Enabled" } },
        patches: [{ target: { kind: "Deployment", name: "activator" }, patch: { spec: { replicas: 2 } } }],
        kubernetesMinVersionOverride: "1.30",
        serverVersion: output("1.34.1"),
      }),
    ).to.deep.equal([]);
  });

  it("refuses releases that the catalogue doesn't have, and names those it has", () => {
    expect(check({ release: "1.2" })).to.deep.equal(["release KN3001"]);
    for (const { minor } of releases()) {
      expect(reason({ release: "9.9" })).to.contain(minor);
    }
  });

  it("refuses more than one gateway, for Kourier has one", () => {
    expect(check({ gateways: [{ name: "a" }, { name: "b" }] })).to.deep.equal(["gateways KN3401"]);
    expect(check({ gateways: [{ name: "a" }, { name: "a" }] })).to.deep.equal([
      "gateways KN3401",
      "gateways[1].name KN1007",
    ]);
  });

  it("refuses gateway settings that the exposure would ignore", () => {
    expect(
      check({ gateways: [{ loadBalancerIP: "10.0.0.1", externalTrafficPolicy: "Local" }] }),
    ).to.deep.equal(["gateways[0].loadBalancerIP KN1008", "gateways[0].externalTrafficPolicy KN1008"]);
    expect(check({ gateways: [{ addressTimeoutSeconds: 60 }] })).to.deep.equal([
      "gateways[0].addressTimeoutSeconds KN1008",
    ]);
    expect(check({ gateways: [{ exposure: "LoadBalancer", addressTimeoutSeconds: 0 }] })).to.deep.equal([
      "gateways[0].addressTimeoutSeconds KN1004",
    ]);
    expect(reason({ gateways: [{ loadBalancerClass: "x" }] })).to.contain('set exposure to "LoadBalancer"');
  });

  it("asks for the address of a NodePort gateway, which the cluster can't tell", () => {
    expect(check({ gateways: [{ exposure: "NodePort" }] })).to.deep.equal(["gateways[0].address KN3402"]);
    expect(check({ gateways: [{ exposure: "NodePort", address: "192.0.2.1" }] })).to.deep.equal([]);
    expect(check({ gateways: [{ exposure: "NodePort" }], domain: "example.com" })).to.deep.equal([
      "gateways[0].address KN3402",
    ]);
  });

  it("refuses a name in the place of an address where that makes the domain, and ports without an address", () => {
    const named = { exposure: "LoadBalancer", address: "gw.example.com" } as const;
    expect(check({ gateways: [named] })).to.deep.equal(["gateways[0].address KN3403"]);
    expect(reason({ gateways: [named] })).to.contain("set domain to one of your own");
    expect(check({ gateways: [named], domain: "example.com" })).to.deep.equal([]);
    expect(check({ gateways: [named], visibility: "cluster-local" })).to.deep.equal([]);
    expect(check({ gateways: [{ addressPorts: { http: 8080 } }] })).to.deep.equal([
      "gateways[0].addressPorts KN1008",
    ]);
  });

  it("refuses values out of their formats and bounds, all at once", () => {
    expect(
      check({
        domain: "Example.com",
        replicas: 0,
        images: { registry: "https://registry/", overrides: { queue: "UPPER" } },
        gateways: [{ loadBalancerSourceRanges: ["10.0.0.0"], exposure: "Loadbalancer" }],
        autoscaler: { stableWindow: "5s", panicWindowPercentage: 0, enableScaleToZero: "yes" },
        deployment: { queueSidecarCpuRequest: "lots" },
        nonsense: 1,
      }),
    ).to.have.members([
      "domain KN1006",
      "replicas KN1004",
      "images.registry KN4009",
      "images.overrides.queue KN4009",
      "gateways[0].loadBalancerSourceRanges[0] KN1006",
      "gateways[0].exposure KN1003",
      "autoscaler.stableWindow KN4003",
      "autoscaler.panicWindowPercentage KN1004",
      "autoscaler.enableScaleToZero KN1002",
      "deployment.queueSidecarCpuRequest KN4011",
      "nonsense KN1001",
    ]);
  });

  it("keeps Knative's rules between autoscaler settings", () => {
    expect(check({ autoscaler: { minScale: 3, maxScale: 2 } })).to.deep.equal(["autoscaler.minScale KN3303"]);
    expect(check({ autoscaler: { maxScaleLimit: 5 } })).to.deep.equal(["autoscaler.maxScale KN3303"]);
    expect(check({ autoscaler: { initialScale: 0 } })).to.deep.equal(["autoscaler.initialScale KN3303"]);
    expect(check({ autoscaler: { initialScale: 0, allowZeroInitialScale: true } })).to.deep.equal([]);
    expect(
      check({
        autoscaler: { containerConcurrencyTargetPercentage: 1, containerConcurrencyTargetDefault: 0.5 },
      }),
    ).to.deep.equal(["autoscaler.containerConcurrencyTargetDefault KN3303"]);
  });

  it("refuses a deadline that resolving the image alone would use up", () => {
    expect(check({ deployment: { progressDeadline: "10s" } })).to.deep.equal([
      "deployment.progressDeadline KN3303",
    ]);
  });

  it("refuses two domains for the same services", () => {
    expect(check({ domains: [{ name: "a.com" }, { name: "b.com" }] })).to.deep.equal([
      "domains[1].selector KN3303",
    ]);
    expect(check({ domains: [{ name: "a.com" }, { name: "a.com", selector: { a: "b" } }] })).to.deep.equal([
      "domains[1].name KN1007",
    ]);
    expect(check({ domain: "a.com", domains: [{ name: "b.com" }] })).to.deep.equal(["domains KN1008"]);
  });

  it("refuses a setting that is made twice with two values", () => {
    const network = { rolloutDuration: 60 };
    expect(check({ network, config: { "config-network": { "rollout-duration": "30" } } })).to.deep.equal([
      'config["config-network"]["rollout-duration"] KN3302',
    ]);
    expect(check({ network, config: { "config-network": { "rollout-duration": "60" } } })).to.deep.equal([]);
  });
});

describe("serving: check against the cluster", () => {
  it("refuses a cluster below the release's minimum", () => {
    expect(versions("1.22", "1.33.9")).to.deep.equal(["release KN2004"]);
    expect(versions("1.22", "v1.34.0-aliyun.1")).to.deep.equal([]);
    expect(versions("1.22", undefined)).to.deep.equal([]);
  });

  it("takes the override as the minimum", () => {
    const plan = planServing({ release: "1.22", kubernetesMinVersionOverride: "1.30" });
    expect(checkVersions(plan, "1.31.0", undefined)).to.deep.equal([]);
    expect(checkVersions(plan, "1.29.0", undefined).map(({ code }) => code)).to.deep.equal(["KN2004"]);
  });

  it("refuses to skip a minor, and names the way", () => {
    expect(versions("1.23", "1.34.0", "1.21.3")).to.deep.equal(["release KN3002"]);
    expect(checkVersions(planServing({ release: "1.23" }), "1.34.0", "1.21.3")[0]?.reason).to.contain(
      "1.22.1",
    );
    expect(versions("1.22", "1.34.0", "1.21.0")).to.deep.equal([]);
    expect(versions("1.22", "1.34.0", "1.22.0")).to.deep.equal([]);
  });

  it("refuses an installed version that is none", () => {
    expect(versions("1.22", "1.34.0", "latest")).to.deep.equal(["installedVersion KN3004"]);
  });

  it("refuses to go back by more than one minor", () => {
    expect(versions("1.21", "1.34.0", "1.23.0")).to.deep.equal(["release KN3003"]);
    expect(versions("1.22", "1.34.0", "1.23.0")).to.deep.equal([]);
  });

  it("says what to do where no release leads from one to the other, and where none was chosen", () => {
    const reasonOf = (release: string | undefined, installed: string) =>
      checkVersions(planServing({ release }), undefined, installed)[0]?.reason;
    expect(reasonOf("1.22", "2.4.0"))
      .to.contain("remove what is installed first")
      .and.not.contain("by way of");
    expect(reasonOf("1.23", "1.19.0")).to.not.contain("follows this package");
    expect(reasonOf(undefined, "1.19.0")).to.contain("release isn't set and so follows this package");
  });

  it("tells of a release that upstream supports no longer", () => {
    const { release } = planServing({ release: "1.21" });
    const notes = (today: string) => supportNotes({ name: "Knative", release, among: releases() }, today);
    expect(notes(release.endOfLife)).to.deep.equal([]);
    expect(notes("2099-01-01")[0]).to.contain(
      `ended on ${release.endOfLife}; the newest release here is 1.23`,
    );
  });
});
