import { expect } from "chai";
import { Resource, Sandbox } from "./support";
import type { Program } from "./testStack";

describe("The Kubernetes plugin beside other owners", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  before(async function () {
    sandbox = await Sandbox.open(this);
  });
  after(async () => {
    await sandbox?.close();
  });

  const program =
    (
      name: string,
      data: Record<string, string>,
      more: { annotations?: object; ignore?: string[]; type?: string } = {},
    ): Program =>
    (provider) => {
      const metadata = {
        name,
        namespace: sandbox.namespace,
        ...(more.annotations && { annotations: more.annotations }),
      };
      const options = { provider, ignoreChanges: more.ignore ?? [] };
      const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
      new Resource(`core/v1:${more.type ?? "ConfigMap"}`, "made", object, options);
      return {};
    };
  const foreign = (name: string, data: Record<string, string>): Promise<void> =>
    sandbox.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data } as never);
  const dataOf = async (name: string): Promise<Record<string, string> | undefined> =>
    (await sandbox.get("v1", "ConfigMap", name))?.data;
  const options = { enableConfigMapMutable: true };

  it("refuses to create what is there, and names the ways out", async () => {
    await foreign("taken", { theirs: "1" });
    const stack = await sandbox.stack(program("taken", { ours: "1" }), options);
    const { message } = await stack.fails();
    expect(message).to.include('configmaps "taken" already exists');
    expect(message).to.include("upsertExistingObjects");
    expect(await dataOf("taken")).to.deep.equal({ theirs: "1" });
  });

  it("adopts what is there where the provider says so, and asks before it takes fields", async () => {
    await foreign("adopted", { theirs: "1" });
    const stack = await sandbox.stack(program("adopted", { theirs: "2" }), {
      ...options,
      upsertExistingObjects: true,
    });
    expect((await stack.fails()).message).to.include('conflict with "somebody-else"');
    stack.use(program("adopted", { theirs: "2" }), {
      ...options,
      upsertExistingObjects: true,
      enablePatchForce: true,
    });
    await stack.up();
    expect(await dataOf("adopted")).to.deep.equal({ theirs: "2" });
  });

  it("shows drift after a refresh, refuses to overwrite another manager's value, and does so when forced", async () => {
    const stack = await sandbox.stack(program("drifting", { a: "1" }), options);
    await stack.up();
    stack.use(program("drifting", { a: "2" }));
    await stack.up();
    await sandbox.merge({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "drifting" },
      data: { a: "theirs" },
    } as never);
    expect(await stack.preview()).to.deep.equal({});
    await stack.refresh();
    expect((await stack.previewFails()).message).to.include("server-side apply field conflict detected");
    expect((await stack.fails()).message).to.include("server-side apply field conflict detected");
    stack.use(program("drifting", { a: "2" }, { annotations: { "pulumi.com/patchForce": "true" } }));
    await stack.up();
    expect(await dataOf("drifting")).to.deep.equal({ a: "2" });
  });

  it("leaves ignored fields to who set them", async () => {
    const stack = await sandbox.stack(program("shared", { mine: "1", theirs: "0" }), options);
    await stack.up();
    await sandbox.merge({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "shared" },
      data: { theirs: "9" },
    } as never);
    stack.use(program("shared", { mine: "2", theirs: "0" }, { ignore: ["data.theirs"] }));
    await stack.up();
    expect(await dataOf("shared")).to.deep.equal({ mine: "2", theirs: "9" });
    await stack.refresh();
    expect(await stack.preview()).to.deep.equal({});
  });

  it("forgets what was deleted by hand at a refresh, and makes it again", async () => {
    const stack = await sandbox.stack(program("lost", { a: "1" }), options);
    await stack.up();
    await sandbox.api.delete({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "lost", namespace: sandbox.namespace },
    });
    expect(await stack.refresh()).to.deep.equal({ delete: 1 });
    expect(await stack.preview()).to.deep.equal({ create: 1 });
    await stack.up();
    expect(await dataOf("lost")).to.deep.equal({ a: "1" });
  });

  it("patches single fields of an object and gives them back", async () => {
    await foreign("patched", { theirs: "1" });
    const patch = (data: Record<string, string>): Program =>
      program("patched", data, { type: "ConfigMapPatch" });
    const stack = await sandbox.stack(patch({ ours: "1" }));
    await stack.up();
    expect(await dataOf("patched")).to.deep.equal({ theirs: "1", ours: "1" });
    stack.use(patch({ other: "2" }));
    await stack.up();
    expect(await dataOf("patched")).to.deep.equal({ theirs: "1", other: "2" });
    expect(await stack.preview()).to.deep.equal({});
    await stack.destroy();
    expect(await dataOf("patched")).to.deep.equal({ theirs: "1" });
  });
});
