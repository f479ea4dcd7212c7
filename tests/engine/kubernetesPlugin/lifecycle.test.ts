import { expect } from "chai";
import { Resource, Sandbox, type Program } from "./support";

const configMap =
  (namespace: string, data: Record<string, string>): Program =>
  (provider) => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace }, data };
    const made = new Resource("core/v1:ConfigMap", "settings", object, { provider });
    return { uid: made.metadata.apply((metadata) => (metadata as { uid?: string }).uid ?? "") };
  };

describe("The Kubernetes plugin through an object's life", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  before(async function () {
    sandbox = await Sandbox.open(this);
  });
  after(async () => {
    await sandbox?.close();
  });

  it("creates, leaves alone, changes in place and deletes a mutable ConfigMap", async () => {
    const { namespace } = sandbox;
    const stack = await sandbox.stack(configMap(namespace, { a: "1" }), { enableConfigMapMutable: true });
    expect(await stack.preview()).to.deep.equal({ create: 2 + 1 });
    const { outputs } = await stack.up();
    const uid: unknown = outputs["uid"]?.value;
    expect((await sandbox.get("v1", "ConfigMap", "settings"))?.data).to.deep.equal({ a: "1" });
    expect(await stack.preview()).to.deep.equal({});
    stack.use(configMap(namespace, { a: "2", b: "3" }));
    expect(await stack.preview()).to.deep.equal({ update: 1 });
    await stack.up();
    const live = await sandbox.get("v1", "ConfigMap", "settings");
    expect(live?.data).to.deep.equal({ a: "2", b: "3" });
    expect(live?.metadata?.uid).to.equal(uid);
    stack.use(configMap(namespace, { b: "3" }));
    await stack.up();
    expect((await sandbox.get("v1", "ConfigMap", "settings"))?.data).to.deep.equal({ b: "3" });
    await stack.destroy();
    expect(await sandbox.get("v1", "ConfigMap", "settings")).to.equal(undefined);
  });
});
