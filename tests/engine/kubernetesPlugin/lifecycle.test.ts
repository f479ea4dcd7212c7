import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Resource, Sandbox } from "./support";
import type { Program } from "./testStack";

const configMap =
  (namespace: string, name: string, data: Record<string, unknown>): Program =>
  (provider) => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data };
    const made = new Resource("core/v1:ConfigMap", "settings", object, { provider });
    return { uid: made.metadata.apply(({ uid }) => uid ?? "") };
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
    const stack = await sandbox.stack(configMap(namespace, "mutable", { a: "1" }), {
      enableConfigMapMutable: true,
    });
    expect(await stack.preview()).to.deep.equal({ create: 3 });
    const { outputs } = await stack.up();
    expect((await sandbox.get("v1", "ConfigMap", "mutable"))?.data).to.deep.equal({ a: "1" });
    expect(await stack.preview()).to.deep.equal({});
    stack.use(configMap(namespace, "mutable", { a: "2", b: "3" }));
    expect(await stack.preview()).to.deep.equal({ update: 1 });
    await stack.up();
    const live = await sandbox.get("v1", "ConfigMap", "mutable");
    expect(live?.data).to.deep.equal({ a: "2", b: "3" });
    expect(live?.metadata?.uid).to.equal(outputs["uid"]?.value);
    stack.use(configMap(namespace, "mutable", { b: "3" }));
    await stack.up();
    expect((await sandbox.get("v1", "ConfigMap", "mutable"))?.data).to.deep.equal({ b: "3" });
    await stack.destroy();
    expect(await sandbox.get("v1", "ConfigMap", "mutable")).to.equal(undefined);
  });

  it("replaces an immutable ConfigMap, the old one first where the name stays", async () => {
    const { namespace } = sandbox;
    const stack = await sandbox.stack(configMap(namespace, "fixed", { a: "1" }));
    const first = await stack.up();
    stack.use(configMap(namespace, "fixed", { a: "2" }));
    expect(await stack.preview()).to.deep.equal({ replace: 1 });
    const second = await stack.up();
    expect(second.outputs["uid"]?.value).not.to.equal(first.outputs["uid"]?.value);
    stack.use(configMap(namespace, "renamed", { a: "2" }));
    await stack.up();
    expect(await sandbox.get("v1", "ConfigMap", "fixed")).to.equal(undefined);
    expect((await sandbox.get("v1", "ConfigMap", "renamed"))?.data).to.deep.equal({ a: "2" });
  });

  it("chooses a name, the same in preview and update, and keeps it", async () => {
    const { namespace } = sandbox;
    const program =
      (value: string): Program =>
      (provider) => {
        const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace }, data: { value } };
        const made = new Resource("core/v1:ConfigMap", "chosen", object, { provider });
        return { name: made.metadata.name };
      };
    const stack = await sandbox.stack(program("1"), { enableConfigMapMutable: true });
    const { outputs } = await stack.up();
    const name = String(outputs["name"]?.value);
    expect(name).to.match(/^chosen-[0-9a-f]{7,8}$/);
    stack.use(program("2"));
    await stack.up();
    expect((await sandbox.get("v1", "ConfigMap", name))?.data).to.deep.equal({ value: "2" });
  });

  it("keeps secrets out of the state's text, in inputs and in outputs", async () => {
    const { namespace } = sandbox;
    const password = "tr0ub4dor";
    const program: Program = (provider) => {
      const metadata = { name: "keys", namespace };
      const secret = { apiVersion: "v1", kind: "Secret", metadata, stringData: { password } };
      new Resource("core/v1:Secret", "keys", secret, { provider });
      return configMap(namespace, "partly-hidden", { hidden: pulumi.secret(password), open: "visible" })(
        provider,
      );
    };
    const stack = await sandbox.stack(program, { enableConfigMapMutable: true, enableSecretMutable: true });
    await stack.up();
    const text = stack.stateFile();
    expect(text).not.to.include(password);
    expect(text).not.to.include(Buffer.from(password).toString("base64"));
    expect(text).to.include("visible");
    expect(await stack.preview()).to.deep.equal({});
    const live = await sandbox.get("v1", "Secret", "keys");
    expect(live?.data).to.deep.equal({ password: Buffer.from(password).toString("base64") });
  });

  it("imports an object that is there", async () => {
    const { namespace } = sandbox;
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "found" }, data: { a: "b" } };
    await sandbox.apply(object);
    const program: Program = (provider) => {
      const imported = { ...object, metadata: { name: "found", namespace } };
      const options = { provider, import: `${namespace}/found` };
      new Resource("core/v1:ConfigMap", "found", imported, options);
      return {};
    };
    const stack = await sandbox.stack(program, { enableConfigMapMutable: true });
    const before = (await sandbox.get("v1", "ConfigMap", "found"))?.metadata?.uid;
    await stack.up();
    expect((await stack.state("found")).id).to.equal(`${namespace}/found`);
    expect((await sandbox.get("v1", "ConfigMap", "found"))?.metadata?.uid).to.equal(before);
  });
});
