import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { bundlePlugin, root } from "../../../tools/build/plugin";
import { FakeEngine } from "./fakeEngine";
import { PluginProcess, type Refusal } from "./pluginProcess";

const load = createRequire(__filename);

/** A reference to a resource, as it goes over the wire. */
const reference = (resource: { readonly urn: string; readonly id?: string }) => ({
  "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
  ...resource,
});
const urnOf = (type: string, name: string) => `urn:pulumi:stack::project::${type}::${name}`;

describe("the bundled plugin", function () {
  this.timeout(120_000);
  // A copy of the package as it lies on a user's disk, without node_modules.
  const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-plugin-"));
  const executable = join(directory, "provider", "bin", "pulumi-resource-knative");
  const engine = new FakeEngine();
  let address = "";
  let plugin: PluginProcess;

  before(async () => {
    mkdirSync(join(directory, "provider"));
    for (const entry of ["bin", "index.js", "PulumiPlugin.yaml"]) {
      cpSync(join(root, "provider", entry), join(directory, "provider", entry), { recursive: true });
    }
    await bundlePlugin(join(directory, "dist", "plugin"));
    address = await engine.start();
    plugin = await PluginProcess.start(address, executable);
  });
  after(() => {
    plugin?.stop();
    engine.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("answers with the committed schema and its version", async () => {
    const schema = readFileSync(join(root, "provider", "schema.json"), "utf8");
    expect(await plugin.schema()).to.equal(schema);
    expect(await plugin.version()).to.equal((JSON.parse(schema) as { version: string }).version);
  });

  it("makes a Service", async () => {
    const inputs = { name: "hello", image: "registry.example.com/hello:1.0" };
    const answer = await plugin.construct({
      type: "knative:index:Service",
      name: "hello",
      inputs,
      preview: true,
    });
    expect(answer).to.have.property("state");
    expect(engine.registered).to.deep.equal(["hello", "hello:Service/default/hello"]);
  });

  it("refuses a wrong Service by property", async () => {
    const inputs = { image: "registry.example.com/hello:1.0", port: 8012, traffic: [{ percent: 99 }] };
    const answer = await plugin.construct({ type: "knative:index:Service", name: "bad", inputs });
    expect((answer as Refusal).problems.map(({ path }) => path)).to.include("port");
  });

  it("gives a Cluster's provider out as a reference, and makes a Service with it that refers to the Cluster", async () => {
    const away = { name: "c", cluster: { server: "https://127.0.0.1:1" } };
    const context = { name: "c", context: { cluster: "c" } };
    const kubeconfig = JSON.stringify({ clusters: [away], contexts: [context], "current-context": "c" });
    const made = await plugin.construct({
      type: "knative:index:Cluster",
      name: "away",
      inputs: { kubeconfig, timeoutSeconds: 5 },
      preview: true,
    });
    const provider = { urn: urnOf("pulumi:providers:kubernetes", "away"), id: "away-id" };
    expect((made as { state: Record<string, unknown> }).state["provider"]).to.deep.equal(reference(provider));
    const answer = await plugin.construct({
      type: "knative:index:Service",
      name: "there",
      inputs: {
        cluster: reference({ urn: urnOf("knative:index:Cluster", "away") }),
        image: "registry.example.com/there:1.0",
      },
      preview: true,
    });
    expect(answer).to.have.property("state");
    expect(engine.providers.get("there:Service/default/there")).to.equal(`${provider.urn}::${provider.id}`);
  });

  it("has the Kubernetes client at hand where a cluster is asked", async () => {
    const cluster = { name: "c", cluster: { server: "https://127.0.0.1:1" } };
    const context = { name: "c", context: { cluster: "c" } };
    const kubeconfig = JSON.stringify({ clusters: [cluster], contexts: [context], "current-context": "c" });
    const inputs = { kubeconfig, timeoutSeconds: 5 };
    const answer = (await plugin.construct({ type: "knative:index:Cluster", name: "c", inputs })) as Refusal;
    expect(answer.problems).to.have.length(1);
    expect(answer.problems[0]?.path).to.equal("kubeconfig (secret)");
    expect(answer.problems[0]?.reason).to.match(/not reachable.*ECONNREFUSED.*\[KN2003\]/);
  });

  it("starts as Pulumi's Node.js host starts it, by PulumiPlugin.yaml", async () => {
    // The host looks for Pulumi's SDK beside the plugin.
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    const runner = load.resolve("@pulumi/pulumi/cmd/run-plugin");
    const byHost = await PluginProcess.start(address, process.execPath, runner, join(directory, "provider"));
    try {
      expect(await byHost.version()).to.equal(await plugin.version());
    } finally {
      byHost.stop();
      rmSync(join(directory, "node_modules"));
    }
  });

  it("has a PulumiPlugin.yaml that names runtime and least version", () => {
    expect(parse(readFileSync(join(root, "provider", "PulumiPlugin.yaml"), "utf8"))).to.deep.equal({
      runtime: "nodejs",
      requiredPulumiVersion: ">=3.230.0",
    });
  });

  it("starts without its code cache, which is only good for the version of Node.js that wrote it", async () => {
    const cache = join(directory, "dist", "plugin", "main.js.cache");
    rmSync(cache);
    const other = await PluginProcess.start(address, executable);
    expect(await other.version()).to.equal(await plugin.version());
    other.stop();
  });

  it("says how to build it where it is not built", () => {
    const bare = mkdtempSync(join(tmpdir(), "pulumi-knative-plugin-"));
    cpSync(join(directory, "provider"), join(bare, "provider"), { recursive: true });
    const { status, stderr } = spawnSync(join(bare, "provider", "bin", "pulumi-resource-knative"), {
      encoding: "utf8",
    });
    rmSync(bare, { recursive: true });
    expect(status).to.equal(1);
    expect(stderr).to.match(/is not built: there is no .*plugin\.js\nrun `npm ci && npm run build`/);
  });
});

describe("the provider", () => {
  it("loads the Kubernetes client by the one file that holds no more of it than is used", () => {
    const source = join(root, "provider", "src");
    const importers = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) =>
        readFileSync(join(source, name), "utf8")
          .replace(/import type .*;/g, "")
          .includes("@kubernetes/client-node"),
      );
    expect(importers).to.deep.equal([join("cluster", "kubernetesClient.ts")]);
  });
});
