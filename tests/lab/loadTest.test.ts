import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Report } from "../../provider/src/loadtest/report";
import { run } from "../support/command";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

const cli = join(__dirname, "..", "..", "provider", "bin", "pulumi-knative");
const image = labImage("v1");
// One request at a time and pod, so that four users need pods more than one.
const services = [
  {
    name: "loaded",
    image,
    containerConcurrency: 1,
    scale: { window: "6s", maxScale: 3, targetBurstCapacity: 0 },
  },
];
const plan = [
  "--users",
  "1",
  "--spawn-rate",
  "1",
  "--max-users",
  "4",
  "--duration",
  "20s",
  "--path",
  "/?sleep=100",
];

describe("lab: a load test", function () {
  this.timeout(600_000);
  let env: Record<string, string>;
  let stack: TestStack;
  let kubectl: Kubectl;
  let files: string;

  before(async function () {
    env = await needLab(this);
    kubectl = new Kubectl(env);
    files = mkdtempSync(join(tmpdir(), "pulumi-knative-bench-"));
    stack = new TestStack(
      env,
      labPlatform(services, { autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "1s" } }),
    );
    await stack.init();
    await stack.up();
  });

  after(async () => {
    await stack?.end();
    rmSync(files ?? "", { recursive: true, force: true });
  });

  const bench = (...args: readonly string[]) => run(cli, ["bench", "loaded", ...args], { env });

  async function podsOf(selector: string): Promise<number> {
    const { items } = await kubectl.json<{ items: object[] }>("get", "pods", "-l", selector);
    return items.length;
  }

  it("shows its plan and the gateway that it would drive", async () => {
    const { address = "" } = (await stack.outputs<{ gateways: { address: string }[] }>()).gateways[0] ?? {};
    const { stdout, exitCode } = await bench("--dry-run");
    expect(exitCode).to.equal(0);
    expect(stdout).to.contain(
      `through  ${address}:80 (Service kourier-system/kourier), Host: loaded.default.`,
    );
    expect(stdout).to.contain("10 at first, 5 more each second up to 1000 after 3m18s");
  });

  it("measures a service from no pods to its most, and loses no request", async () => {
    await kubectl.until(
      "the service has no pods",
      async () => ((await podsOf("serving.knative.dev/service=loaded")) === 0 ? true : undefined),
      120,
    );
    const page = join(files, "page.html");
    const { stdout, output, exitCode } = await bench(...plan, "--json", "--html", page);
    expect(exitCode, output).to.equal(0);
    const said = JSON.parse(stdout) as Report & { readonly ok: boolean };
    expect(said.ok).to.equal(true);
    expect(said.totals.failureKinds).to.deep.equal([]);
    // The service answers after 100 ms.
    expect(said.totals.latency?.p50).to.be.greaterThan(99);
    expect(said.pods?.mostReady).to.equal(3);
    expect(said.pods?.started).to.be.greaterThan(1);
    expect(said.pods?.coldStarts).to.equal(1);
    expect(said.points.at(-1)?.users).to.equal(4);
    expect(readFileSync(page, "utf8").match(/<svg /g)).to.have.length(4);
    console.log(
      `      ${said.totals.requests} requests, p50 ${Math.round(said.totals.latency?.p50 ?? NaN)} ms, ` +
        `p99 ${Math.round(said.totals.latency?.p99 ?? NaN)} ms, first from no pods ${Math.round(said.firstRequest)} ms`,
    );
  });

  it("refuses everything but the gateway, the API server of the same cluster among it", async () => {
    const server = (
      await kubectl.run("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")
    ).trim();
    for (const elsewhere of ["127.0.0.1", "localhost:80", "203.0.113.7", new URL(server).host]) {
      const { output, exitCode } = await bench(...plan, "--gateway", elsewhere);
      expect(exitCode, elsewhere).to.equal(2);
      expect(output, elsewhere).to.contain("KN9702");
    }
  });

  it("tells what a service lacks rather than to start", async () => {
    const { output, exitCode } = await run(cli, ["bench", "loadde", ...plan], { env });
    expect(exitCode).to.equal(2);
    expect(output).to.contain('did you mean "loaded"');
  });
});
