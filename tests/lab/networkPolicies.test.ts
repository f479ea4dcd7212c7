import { expect } from "chai";
import { ADDRESSES } from "../../lab/node";
import type { ServiceArgs } from "../../provider/src";
import { askDiagnosis } from "../support/diagnosis";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask, tallyText, underLoad } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

interface Pod {
  readonly status: { readonly phase: string; readonly podIP?: string };
}

/** What becomes of one connection: somebody answered, whatever it was, or nobody did. */
type Road = "open" | "closed";

const always: ServiceArgs = { name: "always", image: labImage("v1"), scale: { minScale: 1 } };
const sleeper: ServiceArgs = { name: "sleeper", image: labImage("v1") };
// Requests from outside the cluster come from the node's end of its link.
const gatewaySources = [ADDRESSES.host, ADDRESSES.node, ADDRESSES.bridge].map((address) => `${address}/32`);
const stranger = "policy-stranger";

describe("lab: network policies, enforced", function () {
  this.timeout(600_000);
  let env: Record<string, string>;
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;

  const platform = (enabled: boolean) =>
    labPlatform([always, sleeper], {
      gateways: [{ exposure: "ClusterIP" }],
      // A short window lets the sleeper fall asleep while the test looks.
      autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "6s" },
      networkPolicies: { enabled, egress: true, gatewaySources },
    });

  before(async function () {
    env = await needLab(this);
    kubectl = new Kubectl(env);
    await kubectl.run("create", "namespace", stranger);
    stack = new TestStack(env, platform(false));
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await kubectl?.run("delete", "namespace", stranger, "--ignore-not-found");
    await stack?.end();
  });

  const gateway = () => `${outputs.gateways[0]?.address}:${outputs.gateways[0]?.httpPort}`;

  async function addressOf(namespace: string, selector: string): Promise<string> {
    const { items } = await kubectl.json<{ items: Pod[] }>("get", "pods", "-n", namespace, "-l", selector);
    return items.find(({ status }) => status.phase === "Running")?.status.podIP ?? "";
  }

  /** Asks from a pod that is none of Knative's. The pod's program gives up after a minute. */
  async function road(name: string, url: string): Promise<Road> {
    const inside = ["-n", stranger] as const;
    await kubectl.run(
      ...["run", name, ...inside, `--image=${labImage("v1")}`, "--restart=Never"],
      ...["--", "get", url],
    );
    const ended = async () => {
      const { status } = await kubectl.json<Pod>("get", "pod", name, ...inside);
      return ["Succeeded", "Failed"].includes(status.phase) ? true : undefined;
    };
    await kubectl.until(`${name} has its answer`, ended, 120);
    const said = await kubectl.run("logs", name, ...inside);
    await kubectl.run("delete", "pod", name, ...inside);
    const isClosed = /timeout|deadline exceeded/i.test(said);
    expect(said).not.to.equal("");
    return isClosed ? "closed" : "open";
  }

  /** The roads that a stranger may or may not have. */
  async function roads(): Promise<Record<string, Road>> {
    const system = "knative-serving";
    const targets: Record<string, string> = {
      service: `http://${await addressOf("default", "serving.knative.dev/service=always")}:8012/`,
      activator: `http://${await addressOf(system, "app=activator")}:8012/`,
      autoscaler: `http://${await addressOf(system, "app=autoscaler")}:8080/`,
      configuration: `http://${await addressOf("kourier-system", "app=3scale-kourier-gateway")}:9000/ready`,
      "cluster-local": "http://always.default.svc.cluster.local/",
    };
    const found = Object.entries(targets).map(async ([name, url]) => [name, await road(name, url)] as const);
    return Object.fromEntries(await Promise.all(found));
  }

  it("are needed: without them a stranger gets everywhere", async () => {
    expect(await roads()).to.deep.equal({
      service: "open",
      activator: "open",
      autoscaler: "open",
      configuration: "open",
      "cluster-local": "open",
    });
  });

  it("are switched on without a failed request on open connections, and nothing is left to do", async () => {
    stack.configure(platform(true));
    const tallies = await underLoad([{ address: gateway(), url: outputs.urls["always"] ?? "" }], () =>
      stack.up(),
    );
    console.log(`      ${tallyText("policies on", tallies)}`);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}]);
    expect(await stack.leftToDo()).to.equal("");
  });

  it("close everything to a stranger but the gateway", async () => {
    expect(await roads()).to.deep.equal({
      service: "closed",
      activator: "closed",
      autoscaler: "closed",
      configuration: "closed",
      "cluster-local": "open",
    });
  });

  it("leave Knative its roads: a service sleeps, wakes, and sleeps again", async () => {
    const pods = ["get", "pods", "-l", "serving.knative.dev/service=sleeper", "-o", "name"];
    const asleep = async () => ((await kubectl.run(...pods)) === "" ? true : undefined);
    await kubectl.until("the sleeper sleeps", asleep, 150);
    expect((await ask(gateway(), outputs.urls["sleeper"] ?? "")).status).to.equal(200);
    await kubectl.until("the sleeper sleeps again", asleep, 150);
  });

  it("leave Knative its roads: new services come up, with tags resolved and routes probed", async () => {
    stack.configure({ ...platform(true), services: [always, sleeper, { ...always, name: "newcomer" }] });
    await stack.up();
    const { urls } = await stack.outputs<Outputs>();
    expect((await ask(gateway(), urls["newcomer"] ?? "")).status).to.equal(200);
    expect(await roads()).to.include({ service: "closed", "cluster-local": "open" });
  });

  it("that close too much are found by a diagnosis (KN5022)", async () => {
    const policy = "knative-gateway";
    const target = ["networkpolicy", policy, "-n", "kourier-system"] as const;
    const { spec } = await kubectl.json<{ spec: object }>("get", ...target);
    const patch = (ingress: object) =>
      kubectl.run(...["patch", ...target, "--type=merge", "-p", JSON.stringify({ spec: ingress })]);
    await patch({ ingress: [] });
    const blocked = { ...always, name: "blocked", readyTimeoutSeconds: 20 };
    stack.configure({ ...platform(true), services: [always, sleeper, blocked] });
    try {
      expect((await stack.run("up", "--yes", "--skip-preview")).exitCode).not.to.equal(0);
      const { first, exitCode, text } = await askDiagnosis(env, "blocked");
      expect(first?.code, text).to.equal("KN5022");
      expect(first?.cause).to.contain(`kourier-system/${policy}`);
      expect(exitCode).to.equal(1);
    } finally {
      await patch(spec);
    }
  });
});
