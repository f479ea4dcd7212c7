import { expect } from "chai";
import { getAt, type Manifest } from "../../../../provider/src/manifests/manifest";
import {
  askReadinessEarly,
  setEnv,
  setImagePullSecrets,
  setResources,
} from "../../../../provider/src/manifests/transforms";
import { deployment } from "./samples";

const containersOf = (manifest: Manifest | undefined): unknown =>
  getAt(manifest, ["spec", "template", "spec", "containers"]);

describe("resources", () => {
  it("are merged, so that a request doesn't take the limit away", () => {
    const changed = setResources("a", { requests: { cpu: "2" } }, "main")(deployment("a"));
    expect(getAt(containersOf(changed), [0, "resources"])).to.deep.equal({
      requests: { cpu: "2", memory: "60Mi" },
      limits: { cpu: "1" },
    });
    expect(getAt(containersOf(changed), [1])).to.deep.equal({ name: "side" });
  });

  it("go to all containers where none is named", () => {
    const changed = setResources("a", { limits: { memory: "1Gi" } })(deployment("a"));
    expect(getAt(containersOf(changed), [1])).to.deep.equal({
      name: "side",
      resources: { limits: { memory: "1Gi" } },
    });
  });

  it("leave other workloads as they are", () => {
    const other = deployment("b");
    expect(setResources("a", { limits: { memory: "1Gi" } })(other)).to.equal(other);
  });
});

describe("environment variables", () => {
  it("are added to every container, and replace those of the same name", () => {
    const changed = setEnv({ A: "2", B: "3" })(deployment("a"));
    const expected = [
      { name: "A", value: "2" },
      { name: "B", value: "3" },
    ];
    expect([0, 1].map((index) => getAt(containersOf(changed), [index, "env"]))).to.deep.equal([
      expected,
      expected,
    ]);
  });

  it("can be those of one workload", () => {
    const other = deployment("b");
    expect(setEnv({ A: "2" }, "a")(other)).to.equal(other);
  });

  it("aren't given to Jobs, nor where there are none", () => {
    const job = { ...deployment("a"), apiVersion: "batch/v1", kind: "Job" };
    expect(setEnv({ A: "2" })(job)).to.equal(job);
    const same = deployment("a");
    expect(setEnv({})(same)).to.deep.equal(same);
  });
});

describe("secrets to pull images with", () => {
  it("are named on pods, service accounts and cache hints", () => {
    const account: Manifest = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "a" },
      imagePullSecrets: [{ name: "old" }],
    };
    const hint: Manifest = {
      apiVersion: "caching.internal.knative.dev/v1alpha1",
      kind: "Image",
      metadata: { name: "i" },
      spec: { image: "x" },
    };
    const [one, two, three] = [account, hint, deployment("a")].map(setImagePullSecrets(["new", "old"]));
    expect(one?.imagePullSecrets).to.deep.equal([{ name: "old" }, { name: "new" }]);
    expect(two?.spec).to.deep.equal({ image: "x", imagePullSecrets: [{ name: "new" }, { name: "old" }] });
    expect(getAt(three, ["spec", "template", "spec", "imagePullSecrets"])).to.deep.equal([
      { name: "new" },
      { name: "old" },
    ]);
  });

  it("change nothing where there are none, or nobody to pull", () => {
    const same = deployment("a");
    expect(setImagePullSecrets([])(same)).to.equal(same);
    const map: Manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" } };
    expect(setImagePullSecrets(["s"])(map)).to.equal(map);
  });
});

describe("readiness probes", () => {
  const probed = (readinessProbe?: object): Manifest => ({
    ...deployment("a"),
    spec: { template: { spec: { containers: [{ name: "main", readinessProbe }, { name: "side" }] } } },
  });
  const probeOf = (manifest: Manifest) =>
    getAt(manifest, ["spec", "template", "spec", "containers", 0, "readinessProbe"]);

  it("ask early, and bear failures for as long as before", () => {
    const httpGet = { path: "/ready", port: 8081 };
    expect(
      probeOf(
        askReadinessEarly(
          probed({ httpGet, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 4 }),
        ),
      ),
    ).to.deep.equal({ httpGet, periodSeconds: 1, failureThreshold: 20 });
    expect(probeOf(askReadinessEarly(probed({ httpGet })))).to.deep.equal({
      httpGet,
      periodSeconds: 1,
      failureThreshold: 30,
    });
  });

  it("are not made up", () => {
    expect(askReadinessEarly(probed())).to.deep.equal(probed());
  });
});
