import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
import { expect } from "chai";
import { Resource, Sandbox } from "./support";
import type { Program } from "./testStack";

const nowhere = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "nowhere", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "nobody", user: { token: "t" } }],
  contexts: [{ name: "none", context: { cluster: "nowhere", user: "nobody" } }],
  "current-context": "none",
});

describe("The Kubernetes plugin and its cluster", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  before(async function () {
    sandbox = await Sandbox.open(this);
  });
  after(async () => {
    await sandbox?.close();
  });

  const objects =
    (make: () => kubernetes.Provider): Program =>
    () => {
      const provider = make();
      const metadata = { name: "there", namespace: sandbox.namespace };
      new Resource(
        "core/v1:ConfigMap",
        "there",
        { apiVersion: "v1", kind: "ConfigMap", metadata },
        { provider },
      );
      const custom = {
        apiVersion: "example.com/v1",
        kind: "Thing",
        metadata: { ...metadata, name: "thing" },
      };
      new Resource("example.com/v1:Thing", "thing", custom, { provider });
      return {};
    };
  const with_ = (args: kubernetes.ProviderArgs, settings: kubernetes.ProviderArgs = {}): Program =>
    objects(() => new kubernetes.Provider("other", { ...settings, ...args }));

  it("previews everything while the cluster can't be reached, and fails at the update", async () => {
    const stack = await sandbox.stack(with_({ kubeconfig: nowhere }));
    expect(await stack.preview()).to.deep.equal({ create: 5 });
    expect((await stack.fails()).message).to.include("configured Kubernetes cluster is unreachable");
  });

  it("previews everything while the kubeconfig is not known", async () => {
    const program = objects(() => {
      const here = new kubernetes.Provider("here", { kubeconfig: sandbox.kubeconfig });
      const cluster = { apiVersion: "example.com/v1", kind: "Cluster", metadata: { name: "later" } };
      const made = new Resource("example.com/v1:Cluster", "later", cluster, { provider: here });
      const kubeconfig = made.status.apply((status) => String(status?.["kubeconfig"]));
      return new kubernetes.Provider("other", { kubeconfig });
    });
    const stack = await sandbox.stack(program);
    expect(await stack.preview()).to.deep.equal({ create: 7 });
  });

  const one =
    (args: kubernetes.ProviderArgs): Program =>
    () => {
      const provider = new kubernetes.Provider("other", args);
      const metadata = { name: "kept", namespace: sandbox.namespace };
      new Resource(
        "core/v1:ConfigMap",
        "kept",
        { apiVersion: "v1", kind: "ConfigMap", metadata },
        { provider },
      );
      return {};
    };

  it("makes everything anew for another server, but not while the cluster's identifier stays", async () => {
    const text = readFileSync(sandbox.kubeconfig, "utf8");
    const moved = text.replace(/server: .*/, "server: https://127.0.0.1:1");
    const stack = await sandbox.stack(one({ kubeconfig: text, clusterIdentifier: "lab" }));
    await stack.up();
    stack.use(one({ kubeconfig: moved, clusterIdentifier: "lab" }));
    expect(await stack.preview()).to.deep.equal({ update: 1 });
    stack.use(one({ kubeconfig: moved, clusterIdentifier: "other" }));
    const { changeSummary } = await stack.previewResult();
    expect(changeSummary.replace ?? 0).to.be.greaterThan(0);
    stack.use(one({ kubeconfig: nowhere, clusterIdentifier: "lab", deleteUnreachable: true }));
    await stack.up();
    await stack.destroy();
    expect(await sandbox.get("v1", "ConfigMap", "kept")).not.to.equal(undefined);
  });

  it("puts objects into the provider's namespace", async () => {
    const program: Program = () => {
      const provider = new kubernetes.Provider("other", {
        kubeconfig: sandbox.kubeconfig,
        namespace: sandbox.namespace,
      });
      const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "placed" } };
      new Resource("core/v1:ConfigMap", "placed", object, { provider });
      return {};
    };
    const stack = await sandbox.stack(program);
    await stack.up();
    expect((await stack.state("placed")).id).to.equal(`${sandbox.namespace}/placed`);
  });
});
