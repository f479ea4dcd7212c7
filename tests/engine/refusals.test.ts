import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";
import type { PlatformArgs } from "../../provider/src";

/** A kubeconfig of a cluster that nobody serves, with credentials that must never be seen. */
const secret = "tok-5ecret-never-to-be-seen";
const unreachable = JSON.stringify({
  clusters: [{ name: "gone", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "gone", context: { cluster: "gone", user: "me" } }],
  users: [{ name: "me", user: { token: secret } }],
  "current-context": "gone",
});

describe("engine: what is refused before anything is touched", function () {
  this.timeout(300_000);
  let env: Record<string, string>;
  let stack: TestStack;
  let directory: string;

  before(async function () {
    env = await needLab(this);
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-refusals-"));
    stack = new TestStack(env, labPlatform());
    await stack.init();
  });

  after(() => {
    stack?.dispose();
    rmSync(directory ?? "", { recursive: true, force: true });
  });

  async function refused(config: PlatformArgs, ...command: string[]): Promise<string> {
    stack.configure(config);
    const { exitCode, output } = await stack.run(
      ...(command.length > 0 ? command : ["up", "--yes", "--skip-preview"]),
    );
    expect(exitCode, output).not.to.equal(0);
    expect(output, "no stack trace").not.to.match(/\n\s+at .*:\d+:\d+/);
    const { deployment } = JSON.parse(await stack.must("stack", "export")) as {
      deployment: { resources?: { type: string }[] };
    };
    const touched = (deployment.resources ?? []).filter(({ type }) => type.startsWith("kubernetes:"));
    expect(touched, "resources").to.deep.equal([]);
    return output;
  }

  it("all mistakes of a stack file at once, by its paths", async () => {
    const output = await refused({
      ...labPlatform([], { release: "1.99" }),
      services: [
        { name: "a", image: "ko.local/a" },
        {
          name: "a",
          image: "x",
          traffic: [{ percent: 99 }],
          scale: { minScale: 3, maxScale: 2, window: "1d" },
        },
        { name: "No_Name", image: "x", port: 8012, env: { K_SERVICE: "x" } },
      ],
    });
    for (const line of [
      /pulumi-knative:serving\.release: .*1\.99.*\[KN3001\]/,
      /pulumi-knative:services\[0\]\.image: .*\[KN4010\]/,
      /pulumi-knative:services\[1\]\.name: .*\[KN1007\]/,
      /pulumi-knative:services\[1\]\.scale\.window: .*\[KN4003\]/,
      /pulumi-knative:services\[2\]\.name: .*\[KN4001\]/,
      /pulumi-knative:services\[2\]\.port: .*\[KN4007\]/,
    ]) {
      expect(output).to.match(line);
    }
  });

  it("a kubeconfig that isn't there", async () => {
    expect(await refused({ ...labPlatform(), cluster: { kubeconfig: "/nonexistent/kubeconfig" } })).to.match(
      /cluster\.kubeconfig: .*\[KN2001\]/,
    );
  });

  it("a context that the kubeconfig doesn't have", async () => {
    const { cluster } = labPlatform();
    expect(await refused({ ...labPlatform(), cluster: { ...cluster, context: "nowhere" } })).to.match(
      /cluster\.context: .*\[KN2002\]/,
    );
  });

  it("a cluster that doesn't answer, without telling its credentials", async () => {
    const output = await refused({ ...labPlatform(), cluster: { kubeconfig: unreachable } });
    expect(output).to.contain("https://127.0.0.1:1").and.to.contain("KN2003");
    expect(output).not.to.contain(secret);
  });

  it("a cluster that is too old", async () => {
    const { cluster } = labPlatform();
    expect(
      await refused({ ...labPlatform(), cluster: { ...cluster, minimumKubernetesVersion: "9.0" } }),
    ).to.contain("KN2004");
  });

  it("a mirror that doesn't answer", async () => {
    const source = { mirror: "http://127.0.0.1:1" };
    expect(await refused(labPlatform([], { source }))).to.match(/serving\.source\.mirror: .*\[KN3101\]/);
  });

  it("a mirror without the file", async () => {
    expect(await refused(labPlatform([], { release: "1.22", source: { mirror: directory } }))).to.match(
      /\[KN3102\]/,
    );
  });

  it("a file with another checksum", async () => {
    const { source } = labPlatform().serving ?? {};
    expect(await refused(labPlatform([], { source: { mirror: source?.mirror } }))).to.match(/\[KN3103\]/);
  });

  it("a checksums file that isn't one", async () => {
    const file = join(directory, "sums");
    writeFileSync(file, "not a checksum\n");
    const { source } = labPlatform().serving ?? {};
    expect(await refused(labPlatform([], { source: { ...source, checksumsFile: file } }))).to.match(
      /\[KN3104\]/,
    );
  });

  it("shows every object in a preview without a reachable cluster", async () => {
    stack.configure({
      ...labPlatform([{ name: "hello", image: labImage("v1") }]),
      cluster: { kubeconfig: unreachable },
    });
    const changes = await stack.changes();
    const kubernetes = changes.filter(({ urn }) => urn.includes("$kubernetes:"));
    expect(kubernetes.length).to.be.greaterThan(60);
    expect(kubernetes.filter(({ op }) => op !== "create")).to.deep.equal([]);
  });
});
