import { expect } from "chai";
import { ProbeError } from "../../../provider/src/cluster/connect";
import type { KubeObject } from "../../../provider/src/diagnose/facts";
import type { Reader } from "../../../provider/src/diagnose/reader";
import { awaitHealth, isHealthy, readHealth } from "../../../provider/src/multiCluster/health";
import { unhealthy } from "../../../provider/src/multiCluster/member";

const object = (name: string, type: string, status: string, message?: string) => ({
  metadata: { name, namespace: "default" },
  status: {
    conditions: [{ type, status, ...(message === undefined ? {} : { reason: "Because", message }) }],
  },
});
const deployments = "/apis/apps/v1/namespaces/knative-serving/deployments";
const services = "/apis/serving.knative.dev/v1/namespaces/default/services";

/** A cluster that has these objects, by the paths of their lists. */
const cluster =
  (objects: Readonly<Record<string, readonly KubeObject[]>>, denied: readonly string[] = []) =>
  () =>
    Promise.resolve({
      list: (path: string) => Promise.resolve(objects[path] ?? []),
      denied,
    } as unknown as Reader);

const wanted = [{ name: "shop", namespace: "default" }];

describe("multi-cluster: health", () => {
  const good = {
    [deployments]: [object("controller", "Available", "True")],
    [services]: [object("shop", "Ready", "True"), object("of-others", "Ready", "False")],
  };

  it("is good where Knative's programs and the services wanted are ready", async () => {
    const health = await readHealth(cluster(good), wanted);
    expect(health).to.deep.equal({ reachable: true, problems: [] });
    expect(isHealthy(health)).to.equal(true);
  });

  it("names what isn't ready, with the cluster's own reason", async () => {
    const bad = {
      [deployments]: [object("activator", "Available", "False", "no pods")],
      [services]: [object("shop", "Ready", "Unknown")],
    };
    const health = await readHealth(cluster(bad), [...wanted, { name: "cart", namespace: "default" }]);
    expect(health.problems).to.deep.equal([
      "program activator: Because: no pods",
      "service shop: not ready yet",
      "service cart: isn't there",
    ]);
    expect(isHealthy(health)).to.equal(false);
    const member = { index: 1, name: "b", weight: 100, platform: {} };
    expect(unhealthy(member, health)).to.deep.include({ path: "clusters[1]", code: "KN9511" });
    expect(unhealthy(member, health).reason).to.contain("program activator");
  });

  it("is unknown where nothing is installed, may be read, or answers", async () => {
    expect((await readHealth(cluster({}), [])).problems).to.have.length(1);
    expect((await readHealth(cluster(good, [services]), wanted)).problems[0]).to.contain("may not be read");
    const gone = () => Promise.reject(new ProbeError("unreachable", "no answer in time"));
    expect(await readHealth(gone, wanted)).to.deep.equal({
      reachable: false,
      problems: ["the API server can't be asked: no answer in time"],
    });
  });

  it("is awaited while there is time, and no longer", async () => {
    const answers = [{ reachable: true, problems: ["not yet"] }];
    const read = () => Promise.resolve(answers.pop() ?? { reachable: true, problems: [] });
    expect(isHealthy(await awaitHealth(read, 60, 1))).to.equal(true);
    expect(
      (await awaitHealth(() => Promise.resolve({ reachable: false, problems: [] }), 0)).reachable,
    ).to.equal(false);
  });
});
