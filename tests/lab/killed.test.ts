import { expect } from "chai";
import { join } from "node:path";
import { LAB_NAME, whyNoLab } from "../../lab/node";
import { DEFAULT_NAME, suffixOf } from "../../lab/node/instance";
import { pathsOf } from "../../lab/node/layout";
import { firstProcess } from "../../lab/node/sandbox";
import { must, run, start, type Started } from "../support/command";
import { Kubectl } from "../support/kubectl";
import { needLab } from "../support/lab";
import { skip } from "../support/skip";

const root = join(__dirname, "..", "..");
/** A lab beside the one of the tests: that one lives on. */
const instance = [suffixOf(LAB_NAME).slice(0, 16), "killed"].filter((part) => part !== "").join("-");
const paths = pathsOf(`${DEFAULT_NAME}-${instance}`);
const minutes = 20;

describe("lab: runs that were killed", function () {
  this.timeout(2 * minutes * 60_000);
  let kubectl: Kubectl;

  before(async function () {
    const problem = await whyNoLab();
    if (problem !== undefined) skip(this, `the lab cannot run here: ${problem}`);
    kubectl = new Kubectl({ ...(await needLab(this)), KUBECONFIG: paths.kubeconfig });
  });

  // What is there before the update would be taken for its work.
  beforeEach(() => script("lab/cli.ts", "reset"));
  after(() => script("lab/cli.ts", "reset"));

  const options = { cwd: root, env: { LAB_INSTANCE: instance }, minutes };
  const argumentsOf = (file: string, ...args: string[]) => ["--import", "tsx", file, ...args];
  const script = (file: string, ...args: string[]) =>
    must(process.execPath, argumentsOf(file, ...args), options);

  /** Starts a script and waits until the update in it waits for what it has made. */
  async function inTheMiddleOf(file: string, ...args: string[]): Promise<Started> {
    const started = await start(process.execPath, argumentsOf(file, ...args), options);
    let end: string | undefined;
    started.ended.then(
      ({ output }) => (end = output),
      (error: unknown) => (end = String(error)),
    );
    const begun = async () => {
      if (end !== undefined) throw new Error(`ended before it was to be killed:\n${end}`);
      const names = await kubectl.run("get", "deployments", "-A", "-o", "name").catch(() => "");
      return names.includes("/activator") ? true : undefined;
    };
    await kubectl.until("the update is under way", begun, minutes * 60);
    return started;
  }

  it("leave nothing that keeps the next start from an answer, though the node was killed, too", async () => {
    const { kill, ended } = await inTheMiddleOf("lab/start.ts");
    kill();
    const first = await firstProcess(paths.run);
    expect(first?.pid).to.be.greaterThan(1);
    process.kill(first?.pid ?? NaN, "SIGKILL");
    expect((await ended).exitCode).not.to.equal(0);
    const next = await run(process.execPath, argumentsOf("lab/start.ts"), options);
    expect(next.output).to.contain("Hello Knative!");
    expect(next.exitCode, next.output).to.equal(0);
  });

  it("leave nothing that the next run of tests would find, though what it started goes on without it", async () => {
    const args = ["--instance", instance, "tests/lab/story.test.ts"];
    const { kill, ended } = await inTheMiddleOf("tests/run.ts", ...args);
    kill();
    expect((await ended).exitCode).not.to.equal(0);
    const next = await run(process.execPath, argumentsOf("tests/run.ts", ...args), options);
    expect(next.output).to.match(/killed \d+ processes that an earlier run of this lab had left/);
    expect(next.output).to.match(/[1-9]\d* passed, 0 failed, 0 skipped/);
    expect(next.exitCode, next.output).to.equal(0);
    expect(await firstProcess(paths.run)).to.equal(undefined);
  });
});
