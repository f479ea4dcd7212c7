import { spawnSync } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "chai";

import {
  ADDRESSES,
  CLUSTER,
  labDown,
  labEnv,
  labStatus,
  labUp,
  leftovers,
  NETWORKS,
  PATHS,
  whyNoLab,
} from "../../lab/node";
import { COMPONENT_NAMES } from "../../lab/node/checks";
import { componentPid } from "../../lab/node/component";
import { overlaps } from "../../lab/node/networks";
import { firstProcess } from "../../lab/node/sandbox";
import { Kubectl } from "../support/kubectl";
import { skip } from "../support/skip";
import { hostState, traces } from "./node.traces";

const NAMESPACE = "node-test";
const HELLO = `${CLUSTER.registry}/samples/hello:v1`;
const ENVOY_REPOSITORY = "envoyproxy/envoy";

describe("the lab's node", function () {
  this.timeout(180_000);
  let kubectl: Kubectl;

  before(async function () {
    const problem = await whyNoLab();
    if (problem !== undefined) skip(this, `the lab cannot run here: ${problem}`);
    await labUp();
    kubectl = new Kubectl(await labEnv());
    await kubectl.run("delete", "namespace", NAMESPACE, "--ignore-not-found");
    await kubectl.run("create", "namespace", NAMESPACE);
  });

  after(async () => {
    if ((await whyNoLab()) !== undefined) return;
    await labUp();
    await kubectl.run("delete", "namespace", NAMESPACE, "--wait=false");
  });

  it("is healthy in all its parts and says so with exit code 0", async () => {
    const status = await labStatus();
    expect(status.components.filter(({ healthy }) => !healthy)).to.deep.equal([]);
    const cli = runCli("status", "--json");
    expect(cli.status).to.equal(0);
    expect(JSON.parse(cli.stdout)).to.include({ healthy: true });
  });

  it("runs a pod from the registry", async () => {
    await kubectl.run("-n", NAMESPACE, "run", "hello", `--image=${HELLO}`, "--port=8080");
    await ready("hello");
    const answer = await fetch(`http://${await podAddress("hello")}:8080`);
    expect(await answer.text()).to.equal("Hello World!\n");
  });

  it("gives a LoadBalancer Service an address of the pool that answers from the host", async () => {
    await expose("hello");
    const address = await serviceAddress("hello");
    expect(overlaps(`${address}/32`, NETWORKS.loadBalancers)).to.equal(true);
    expect(await answerOf(`http://${address}`)).to.equal("Hello World!\n");
  });

  it("gives a Service that is made again the same address, and none of another class any", async () => {
    const first = await serviceAddress("hello");
    await kubectl.run("-n", NAMESPACE, "delete", "service", "hello");
    await expose("other-class", "example.com/other");
    await expose("hello");
    expect(await serviceAddress("hello")).to.equal(first);
    const other = await kubectl.json<ServiceJson>("-n", NAMESPACE, "get", "service", "other-class");
    expect(other.status.loadBalancer).to.deep.equal({});
  });

  it("resolves names in pods and takes them to Services", async () => {
    await kubectl.run(
      "-n",
      NAMESPACE,
      "run",
      "client",
      `--image=${await envoyImage()}`,
      "--command",
      "--",
      "sleep",
      "3600",
    );
    await ready("client");
    const url = `http://hello.${NAMESPACE}.svc.${CLUSTER.domain}`;
    const answer = await kubectl.run("-n", NAMESPACE, "exec", "client", "--", "wget", "-q", "-O", "-", url);
    expect(answer).to.equal("Hello World!");
  });

  it("lets nobody in without a certificate", () => {
    for (const url of [
      `${CLUSTER.apiserverUrl}/api`,
      `${CLUSTER.apiserverUrl}/healthz`,
      `https://${ADDRESSES.node}:10250/pods`,
    ]) {
      const args = [
        "--silent",
        "--cacert",
        join(PATHS.pki, "ca.crt"),
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code}",
      ];
      const { stdout, stderr } = spawnSync("curl", [...args, url], { encoding: "utf8" });
      expect(stdout, `${url} ${stderr}`).to.equal("401");
    }
  });

  it("keeps keys from other users", async () => {
    const find = spawnSync("find", [PATHS.state, "-maxdepth", "2", "-name", "*.key", "-perm", "/077"], {
      encoding: "utf8",
    });
    expect(find.stdout).to.equal("");
    expect((await readdir(PATHS.pki)).filter((name) => name.endsWith(".key"))).to.not.be.empty;
    const secrets = spawnSync("stat", ["-c", "%a", PATHS.kubeconfig, PATHS.pki], { encoding: "utf8" });
    expect(secrets.stdout).to.equal("600\n700\n");
  });

  /** Of what doesn't run there is no number, and 0 would mean this process and all that belong to it. */
  function kill(pid: number | undefined): void {
    expect(pid, "what is to be killed runs").to.be.greaterThan(1);
    process.kill(pid ?? NaN, "SIGKILL");
  }

  for (const name of COMPONENT_NAMES) {
    it(`is mended by "up" after ${name} was killed, and nothing else is restarted`, async () => {
      const before = await pids();
      kill(before.get(name));
      expect((await labStatus()).healthy).to.equal(false);
      await labUp();
      const now = await pids();
      expect(COMPONENT_NAMES.filter((other) => now.get(other) !== before.get(other))).to.deep.equal([name]);
      expect((await labStatus()).components.filter(({ healthy }) => !healthy)).to.deep.equal([]);
    });
  }

  it("keeps a Service's address when its controller starts anew", async () => {
    expect(await answerOf(`http://${await serviceAddress("hello")}`)).to.equal("Hello World!\n");
  });

  it("is mended after its first process was killed, pods included", async () => {
    kill((await firstProcess())?.pid);
    await labUp();
    expect((await labStatus()).components.filter(({ healthy }) => !healthy)).to.deep.equal([]);
    const address = await serviceAddress("hello");
    const text = await kubectl.until(
      "an answer",
      () => answerOf(`http://${address}`).catch(() => undefined),
      60,
    );
    expect(text).to.equal("Hello World!\n");
  });

  it("does not let two processes change it at once", async () => {
    const ends = await Promise.allSettled([labUp(), labUp()]);
    const refusals = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
    expect(refusals).to.have.length(1);
    expect(refusals[0]).to.match(/the lab is being changed by process \d+ of .* in \//);
  });

  it("refuses to start over a lab of another checkout and tells whose it is", async () => {
    const owner = join(PATHS.run, "owner.json");
    const mine = await readFile(owner, "utf8");
    await writeFile(owner, JSON.stringify({ ...(JSON.parse(mine) as object), checkout: "/elsewhere" }));
    const cli = runCli("up");
    await writeFile(owner, mine);
    expect(cli.status).to.equal(1);
    expect(cli.stderr).to.match(/a lab is up already, started from \/elsewhere by .*npm run lab -- down/);
  });

  it("leaves nothing behind when it goes down, and comes up again with what it had", async () => {
    await labDown();
    expect(await leftovers()).to.deep.equal([]);
    expect(await traces()).to.deep.equal([]);
    const cli = runCli("status");
    expect(cli.status).to.equal(1);
    expect(cli.stdout).to.include("the lab is down");
    const before = await hostState();
    await labUp();
    expect(await answerOf(`http://${await serviceAddress("hello")}`)).to.equal("Hello World!\n");
    expect(await hostState()).to.not.deep.equal(before);
    await labDown();
    expect(await hostState()).to.deep.equal(before);
    expect(await traces()).to.deep.equal([]);
    await labUp();
  });

  async function ready(pod: string): Promise<void> {
    await kubectl.run("-n", NAMESPACE, "wait", "--for=condition=Ready", `pod/${pod}`, "--timeout=60s");
  }

  async function podAddress(pod: string): Promise<string> {
    return kubectl.run("-n", NAMESPACE, "get", "pod", pod, "-o", "jsonpath={.status.podIP}");
  }

  async function expose(name: string, loadBalancerClass?: string): Promise<void> {
    const spec = {
      type: "LoadBalancer",
      selector: { run: "hello" },
      ports: [{ port: 80, targetPort: 8080 }],
      loadBalancerClass,
    };
    const file = join(PATHS.run, `${name}.json`);
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name }, spec }));
    await kubectl.run("-n", NAMESPACE, "apply", "-f", file);
  }

  async function serviceAddress(name: string): Promise<string> {
    const find = async () => {
      const service = await kubectl.json<ServiceJson>("-n", NAMESPACE, "get", "service", name);
      return service.status.loadBalancer.ingress?.[0]?.ip;
    };
    return kubectl.until(`an address of ${name}`, find, 20);
  }

  async function answerOf(url: string): Promise<string> {
    const find = async () => {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
      return answer?.text();
    };
    return kubectl.until(`an answer of ${url}`, find, 30);
  }
});

interface ServiceJson {
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

function runCli(...args: string[]) {
  const root = join(__dirname, "..", "..");
  return spawnSync(process.execPath, ["--import", "tsx", join("lab", "cli.ts"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

async function pids(): Promise<Map<string, number | undefined>> {
  return new Map(
    await Promise.all(COMPONENT_NAMES.map(async (name) => [name, await componentPid(name)] as const)),
  );
}

async function envoyImage(): Promise<string> {
  const answer = await fetch(`http://${CLUSTER.registry}/v2/${ENVOY_REPOSITORY}/tags/list`);
  const { tags } = (await answer.json()) as { tags: string[] };
  return `${CLUSTER.registry}/${ENVOY_REPOSITORY}:${tags[0]}`;
}
