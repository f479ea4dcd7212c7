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
});
