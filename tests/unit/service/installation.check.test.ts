import { expect } from "chai";
import { installationCheck } from "../../../provider/src/service/installation.check";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";

const image = "registry.example.com/app:1";
const check = (args: Partial<ServiceArgs>, serving: ServingArgs = {}) =>
  installationCheck(serving)({ image, ...args }).map(({ path, code }) => `${path} ${code}`);

describe("service: what an installation allows", () => {
  it("is everything of a plain service", () => {
    expect(check({})).to.deep.equal([]);
    expect(check({ timeoutSeconds: 600, containerConcurrency: 1000 })).to.deep.equal([]);
  });

  it("has bounds for timeouts and concurrency, upstream's or its own", () => {
    const args = { timeoutSeconds: 601, containerConcurrency: 1001 };
    expect(check(args)).to.deep.equal(["timeoutSeconds KN4022", "containerConcurrency KN4022"]);
    const config = {
      "config-defaults": {
        "max-revision-timeout-seconds": "900",
        "container-concurrency-max-limit": "2000",
        "allow-container-concurrency-zero": "false",
      },
    };
    expect(check(args, { config })).to.deep.equal([]);
    expect(check(args, { revisionDefaults: { maxRevisionTimeoutSeconds: 601 } })).to.deep.equal([
      "containerConcurrency KN4022",
    ]);
    expect(check({ containerConcurrency: 0 }, { config })).to.deep.equal(["containerConcurrency KN4022"]);
  });

  it("has bounds for scaling, from typed settings and free ones alike", () => {
    expect(check({ scale: { initialScale: 0 } })).to.deep.equal(["scale.initialScale KN4022"]);
    expect(
      check({ scale: { initialScale: 0 } }, { autoscaler: { allowZeroInitialScale: true } }),
    ).to.deep.equal([]);
    const config = { "config-autoscaler": { "max-scale-limit": "10" } };
    expect(check({ scale: { maxScale: 11 } }, { config })).to.deep.equal(["scale.maxScale KN4022"]);
    expect(check({ scale: { maxScale: 0 } }, { autoscaler: { maxScaleLimit: 10 } })).to.deep.equal([
      "scale.maxScale KN4022",
    ]);
    expect(check({ scale: { maxScale: 10 } }, { config })).to.deep.equal([]);
  });

  it("must not add to containers of a revision that the user names, whose traffic could not be changed then", () => {
    const defaults = { revisionCpuRequest: "100m", revisionMemoryLimit: "1Gi" };
    const resources = { requests: { cpu: "1" } };
    expect(
      check(
        { revisionName: "a-v1", resources, sidecars: [{ name: "s", image }] },
        { revisionDefaults: defaults },
      ),
    ).to.deep.equal([
      'resources.limits["memory"] KN4022',
      'sidecars[0].resources.requests["cpu"] KN4022',
      'sidecars[0].resources.limits["memory"] KN4022',
    ]);
    expect(check({ resources }, { revisionDefaults: defaults })).to.deep.equal([]);
  });

  it("lacks what its release lacks", () => {
    const args: Partial<ServiceArgs> = {
      volumes: [{ name: "v", ephemeral: { storage: "1Gi" } }],
      livenessProbe: { port: 9000 },
    };
    expect(check(args, { release: "1.21" })).to.deep.equal([
      "volumes[0].ephemeral KN4023",
      "livenessProbe.port KN4023",
    ]);
    expect(check(args, { release: "1.22" })).to.deep.equal(["volumes[0].ephemeral KN4023"]);
    expect(check(args, { release: "1.23" })).to.deep.equal([]);
    expect(check(args)).to.deep.equal([]);
  });

  it("has a request time of its own that others must be within", () => {
    const late = { responseStartTimeoutSeconds: 400 };
    expect(check(late)).to.deep.equal(["responseStartTimeoutSeconds KN4022"]);
    expect(check(late, { revisionDefaults: { revisionTimeoutSeconds: 500 } })).to.deep.equal([]);
    expect(
      check(late, { config: { "config-defaults": { "revision-timeout-seconds": "500" } } }),
    ).to.deep.equal([]);
    expect(check({ ...late, timeoutSeconds: 450 })).to.deep.equal([]);
  });

  it("P4: has the longest request time that its setting says", () => {
    expect(check({ timeoutSeconds: 1800 })).to.deep.equal(["timeoutSeconds KN4022"]);
    expect(
      check({ timeoutSeconds: 1800 }, { revisionDefaults: { maxRevisionTimeoutSeconds: 1800 } }),
    ).to.deep.equal([]);
  });

  it("can't scale by CPU without its autoscaler, nor what asks for no CPU (P10)", () => {
    const scale = { metric: "cpu", target: 70 } as const;
    const resources = { requests: { cpu: "1" } };
    expect(check({ scale, resources })).to.deep.equal([]);
    expect(check({ scale, resources: { limits: { cpu: "1" } } })).to.deep.equal([]);
    expect(check({ scale, resources }, { hpaAutoscaler: false })).to.deep.equal(["scale.metric KN4022"]);
    expect(check({ scale })).to.deep.equal(["scale.metric KN4020"]);
    expect(check({ scale }, { revisionDefaults: { revisionCpuRequest: "100m" } })).to.deep.equal([]);
  });

  it("P2: knows a registry by host and port", () => {
    const skipping = (...names: readonly string[]) => ({
      deployment: { registriesSkippingTagResolving: [...names] },
    });
    const local = { image: "registry.local:5000/team/app:1" };
    expect(check(local, skipping("registry.local"))).to.deep.equal(["image KN4022"]);
    expect(check(local, skipping("registry.local:5000"))).to.deep.equal([]);
    expect(check(local, skipping("registry.local", "registry.local:5000"))).to.deep.equal([]);
  });

  it("P8: redirects to HTTPS only where that is answered", () => {
    const httpProtocol = "Redirected" as const;
    expect(check({ httpProtocol })).to.deep.equal(["httpProtocol KN3806"]);
    expect(check({ httpProtocol }, { tls: { externalDomain: true } })).to.deep.equal([]);
  });
});
