import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { istioCharts, type LabIstioCharts } from "../../lab/istio";
import { withProgress } from "../../lab/node";
import { istioTimeoutMs } from "../support/istio";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string }[];
  readonly urls: Readonly<Record<string, string>>;
}

/** Istio's definitions: its chart keeps them when the release goes. */
const ofIstio = /^customresourcedefinition\.\S+\.istio\.io$/;

describe("lab: an Istio that is installed along with Knative", function () {
  this.timeout(istioTimeoutMs);
  let directory: string;
  let charts: LabIstioCharts;
  let kubectl: Kubectl;
  let stack: TestStack;
  let found: string[];

  const platform = () =>
    labPlatform([{ name: "hello", image: labImage("v1"), env: { TARGET: "hello" } }], {
      ingress: "istio",
      gateways: [{ exposure: "LoadBalancer" }],
      istio: {
        version: charts.version,
        install: {
          charts: directory,
          hub: charts.hub,
          tag: charts.tag,
          // Of Envoy's own build, which lacks three filters of Istio's.
          telemetry: false,
          pilot: {
            replicas: 1,
            resources: { requests: { cpu: "10m", memory: "128Mi" } },
            env: { PILOT_ENABLE_METADATA_EXCHANGE: "false", PILOT_ENABLE_ALPN_FILTER: "false" },
          },
        },
      },
    });

  before(async function () {
    const env = await needLab(this);
    this.timeout(istioTimeoutMs);
    directory = mkdtempSync(join(tmpdir(), "pulumi-knative-charts-"));
    charts = await withProgress((report) => istioCharts(directory, report));
    kubectl = new Kubectl(env);
    found = await kubectl.inventory();
    stack = new TestStack(env, platform());
    await stack.init();
  });

  after(async () => {
    await stack?.end();
    await removeDefinitions();
    writable(directory);
    rmSync(directory, { recursive: true, force: true });
  });

  async function definitions(): Promise<string[]> {
    return (await kubectl.inventory()).filter((name) => ofIstio.test(name) && !found.includes(name));
  }

  async function removeDefinitions(): Promise<void> {
    const left = await definitions();
    if (left.length > 0) {
      await kubectl.run("delete", "--timeout=3m", "--request-timeout=0", ...left);
    }
  }

  it("comes up by its charts before the gateways, which it injects, and a service answers", async () => {
    await stack.up();
    const { gateways, urls } = await stack.outputs<Outputs>();
    const { status, body } = await ask(gateways[0]?.address ?? "", urls["hello"] ?? "");
    expect([status, body.trim()]).to.deep.equal([200, "Hello hello!"]);
    const image = await kubectl.run(
      ...["get", "pods", "-n", "istio-ingress", "-o", "jsonpath={.items[*].spec.containers[*].image}"],
    );
    expect(image).to.equal(`${charts.hub}/proxyv2:${charts.tag}`);
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes", "--skip-preview");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("leaves nothing but its definitions, which the chart keeps", async () => {
    await stack.destroy();
    expect(await definitions()).not.to.deep.equal([]);
    await removeDefinitions();
    await kubectl.untilAsFound(found);
  });
});

/** Directories of Go's modules, and copies of them, can't be emptied as they are. */
function writable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) writable(join(directory, entry.name));
  }
}
