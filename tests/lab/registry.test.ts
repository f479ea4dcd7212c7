import { request } from "undici";
import { expect } from "chai";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, labRegistry, needLab } from "../support/lab";
import { TestStack } from "../support/stack";
import { attempts, pullLogs, routedNetworks, type Attempts } from "./registry.traffic";

interface Pod {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
}

interface Container {
  readonly image: string;
}

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
}

const hello = { name: "hello", image: labImage("v1"), scale: { minScale: 1 } };
const upstream = /(gcr|docker|ghcr|quay|k8s)\.io/;

describe("lab: a private registry", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let earlier: Attempts;
  let logsBefore: number;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    earlier = await attempts(kubectl);
    logsBefore = (await pullLogs()).length;
    stack = new TestStack(env, labPlatform([hello], { hpaAutoscaler: true }));
    await stack.init();
    await stack.up();
  });

  after(async () => {
    await kubectl?.run("delete", "pod", "away-name", "away-address", "away-image", "--ignore-not-found");
    await stack?.end();
  });

  it("gives all images of all pods, those of finished Jobs too", async () => {
    const { items } = await kubectl.json<{ items: Pod[] }>("get", "pods", "--all-namespaces");
    const images = items.flatMap(({ metadata, spec }) =>
      [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => ({
        pod: `${metadata.namespace}/${metadata.name}`,
        image,
      })),
    );
    const programs = new Set(images.map(({ image }) => /\/([^/]+?)[:@][^/]*$/.exec(image)?.[1]));
    expect([...programs]).to.include.members([
      "activator",
      "autoscaler",
      "autoscaler-hpa",
      "cleanup",
      "controller",
      "coredns",
      "envoy",
      "hello",
      "kourier",
      "migrate",
      "queue",
      "webhook",
    ]);
    expect(images.filter(({ image }) => !image.startsWith(`${labRegistry}/`))).to.deep.equal([]);
    const own = images.filter(({ image }) => image.includes("/knative-releases/"));
    expect(own.filter(({ image }) => !image.includes("@sha256:"))).to.deep.equal([]);
  });

  it("gives all images that the node holds", async () => {
    const { items } = await kubectl.json<{ items: { status: { images: { names: string[] }[] } }[] }>(
      "get",
      "nodes",
    );
    const names = items.flatMap(({ status }) => status.images.flatMap((image) => image.names));
    expect(names.length).to.be.greaterThan(10);
    expect(names.filter((name) => !name.startsWith(`${labRegistry}/`))).to.deep.equal([]);
  });

  it("is all that is asked: no packet and no name goes to another host, and no pull", async () => {
    expect(await routedNetworks(), "a way out").not.to.include("00000000");
    const { gateways, urls } = await stack.outputs<Outputs>();
    const { statusCode } = await request(`http://${gateways[0]?.address}:${gateways[0]?.httpPort}/`, {
      headers: { host: new URL(urls.hello ?? "").host },
    });
    expect(statusCode).to.equal(200);
    expect(await attempts(kubectl)).to.deep.equal(earlier);
    expect((await pullLogs()).slice(logsBefore)).not.to.match(upstream);
  });

  it("would not be all if something asked elsewhere: that is seen", async () => {
    const start = await attempts(kubectl);
    const pods = {
      "away-address": [labImage("v1"), "--", "get", "http://192.0.2.1/"],
      "away-name": [labImage("v1"), "--", "get", "http://away.invalid/"],
      "away-image": ["registry.invalid/away:1"],
    };
    for (const [name, [image = "", ...args]] of Object.entries(pods)) {
      await kubectl.run("run", name, `--image=${image}`, "--restart=Never", ...args);
    }
    const seen = await kubectl.until(
      "all three are counted",
      async () => {
        const now = await attempts(kubectl);
        const grown =
          now.fromPods > start.fromPods && now.fromNode > start.fromNode && now.names > start.names;
        return grown && (await pullLogs()).includes("registry.invalid") ? now : undefined;
      },
      120,
    );
    expect(seen).not.to.deep.equal(start);
  });
});
