import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, labRegistry, needLab } from "../support/lab";
import { ask as askAt, tallyText, underLoad } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

const hello = { name: "hello", image: labImage("v1"), env: { TARGET: "one" }, scale: { window: "6s" } };
const inner = {
  name: "inner",
  image: labImage("v1"),
  visibility: "cluster-local" as const,
  scale: { window: "6s" },
};

describe("lab: a service on a real node", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, platform());
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
  });

  /** The autoscaler's shortest window, so that scaling to zero is seen soon. */
  function platform(target = "one") {
    const autoscaler = { stableWindow: "6s", scaleToZeroGracePeriod: "6s" };
    return labPlatform([{ ...hello, env: { TARGET: target } }, inner], { autoscaler });
  }

  const gateway = () => `${outputs.gateways[0]?.address}:${outputs.gateways[0]?.httpPort}`;
  /** One request through the gateway with the host that a URL names. */
  const ask = (url: string) => askAt(gateway(), url);

  const podsOf = async (service: string): Promise<number> => {
    const { items } = await kubectl.json<{ items: { metadata: { deletionTimestamp?: string } }[] }>(
      "get",
      "pods",
      "-l",
      `serving.knative.dev/service=${service}`,
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length;
  };
  const noPods = () =>
    kubectl.until("hello has no pods", async () => ((await podsOf("hello")) === 0 ? true : undefined), 120);

  it("answers through the gateway at the URL that is told", async () => {
    const { status, body } = await ask(outputs.urls.hello ?? "");
    expect(status).to.equal(200);
    expect(body).to.contain("Hello one");
  });

  it("pins the image's digest, as the registry tells it", async () => {
    const { items } = await kubectl.json<{
      items: { status: { containerStatuses: { imageDigest?: string }[] } }[];
    }>("get", "revisions");
    expect(items.length).to.be.greaterThan(0);
    for (const { status } of items) {
      const [repository, digest] = status.containerStatuses[0]?.imageDigest?.split("@") ?? [];
      expect(repository).to.equal(`${labRegistry}/samples/hello`);
      expect(digest).to.match(/^sha256:[0-9a-f]{64}$/);
    }
  });

  it("scales to zero and wakes on the next request", async () => {
    await noPods();
    const { status, body } = await ask(outputs.urls.hello ?? "");
    expect(status).to.equal(200);
    expect(body).to.contain("Hello one");
    expect(await podsOf("hello")).to.be.greaterThan(0);
  });

  it("rolls a new revision out without a failed request", async () => {
    const url = outputs.urls.hello ?? "";
    const [tally] = await underLoad([{ address: gateway(), url }], async () => {
      expect((await ask(url)).body).to.contain("Hello one");
      stack.configure(platform("two"));
      await stack.up();
      await kubectl.until(
        "the new revision answers",
        async () => ((await ask(url)).body.includes("Hello two") ? true : undefined),
        60,
      );
    });
    console.log(`      ${tallyText("rollout", tally === undefined ? [] : [tally])}`);
    expect(tally?.sent).to.be.greaterThan(50);
    expect(tally?.lost).to.deep.equal({});
  });

  it("keeps a cluster-local service from the outside and serves it inside", async () => {
    const url = outputs.urls.inner ?? "";
    expect(url).to.equal("http://inner.default.svc.cluster.local");
    expect((await ask(url)).status).to.equal(404);
    expect((await ask(outputs.urls.hello?.replace("hello", "inner") ?? "")).status).to.equal(404);
    await kubectl.run("run", "caller", `--image=${labImage("v1")}`, "--restart=Never", "--", "get", url);
    try {
      const done = await kubectl.until(
        "the caller is done",
        async () => finished(await phase("caller")),
        120,
      );
      expect(done).to.equal("Succeeded");
      expect(await kubectl.run("logs", "caller")).to.contain("Hello");
    } finally {
      await kubectl.run("delete", "pod", "caller", "--wait=false");
    }
  });

  const phase = async (pod: string): Promise<string> =>
    (await kubectl.run("get", "pod", pod, "-o", "jsonpath={.status.phase}")).trim();
  const finished = (text: string): string | undefined =>
    ["Succeeded", "Failed"].includes(text) ? text : undefined;
});
