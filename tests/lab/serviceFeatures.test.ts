import { type Agent, request } from "undici";
import { expect } from "chai";
import type { RolloutArgs, ServiceArgs } from "../../provider/src";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { Load } from "../support/serviceLoad";
import { TestStack } from "../support/stack";
import { rich } from "./serviceFeatures.rich";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
  readonly revisions: Readonly<Record<string, string>>;
}

/** Its revision has a name of the user's, and a tag that comes and goes. */
const pinned = (tag?: string): ServiceArgs => ({
  name: "pinned",
  image: labImage("v1"),
  revisionName: "pinned-v1",
  traffic: [{ revisionName: "pinned-v1", percent: 100, ...(tag === undefined ? {} : { tag }) }],
  readinessProbe: { path: "/healthz", periodSeconds: 1 },
});

const shop = (version: "v1" | "v2", rollout: RolloutArgs): ServiceArgs => ({
  name: "shop",
  image: labImage(version),
  scale: { window: "6s" },
  rollout,
});

describe("lab: what a service can have, and blue/green", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;
  let first = "";

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    await kubectl.run("delete", "configmap,secret", "features", "--ignore-not-found");
    await kubectl.run(
      "create",
      "configmap",
      "features",
      "--from-literal=who=Ada",
      "--from-literal=greeting=hi",
    );
    await kubectl.run("create", "secret", "generic", "features", "--from-literal=token=s3cret");
    stack = new TestStack(env, platform(shop("v1", {})));
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
    first = outputs.revisions.shop ?? "";
  });

  after(async () => {
    await stack?.end();
    await kubectl?.run("delete", "configmap,secret", "features", "--ignore-not-found");
  });

  const platform = (service: ServiceArgs, tag?: string) =>
    labPlatform([rich, pinned(tag), service], {
      autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "6s" },
    });

  async function ask(url: string, dispatcher?: Agent) {
    const gateway = outputs.gateways[0];
    const { statusCode, headers, body } = await request(`http://${gateway?.address}:${gateway?.httpPort}/`, {
      headers: { host: new URL(url).host },
      dispatcher,
    });
    return {
      status: statusCode,
      body: await body.text(),
      revision: String(headers["x-revision"]),
      version: String(headers["x-version"]),
    };
  }

  const urlOf = (tag = ""): string => (outputs.urls.shop ?? "").replace("://shop.", `://${tag}shop.`);
  const revisionsOf = async (): Promise<string[]> => {
    const { items } = await kubectl.json<{ items: { metadata: { name: string } }[] }>(
      "get",
      "revisions",
      "-l",
      "serving.knative.dev/service=shop",
    );
    return items.map(({ metadata }) => metadata.name).toSorted();
  };

  it("runs a service with sidecar, init container, volumes, probes, variables and rights", async () => {
    const { status, body } = await ask(outputs.urls.rich ?? "");
    expect(status).to.equal(200);
    expect(body).to.equal("Hello Ada, s3cret, hi in default with 500!\n");
  });

  it("gives the pod all of it", async () => {
    const { items } = await kubectl.json<{
      items: {
        spec: {
          volumes: { name: string }[];
          initContainers: { name: string }[];
          containers: { name: string }[];
        };
        status: { containerStatuses: { name: string; ready: boolean }[] };
      }[];
    }>("get", "pods", "-l", "serving.knative.dev/service=rich");
    const [pod] = items;
    expect(pod?.spec.containers.map(({ name }) => name)).to.have.members(["app", "agent", "queue-proxy"]);
    expect(pod?.spec.initContainers.map(({ name }) => name)).to.deep.equal(["wait-for-registry"]);
    expect(pod?.spec.volumes.map(({ name }) => name)).to.include.members([
      "config",
      "secret",
      "scratch",
      "all",
    ]);
    expect(pod?.status.containerStatuses.every(({ ready }) => ready)).to.equal(true);
  });

  it("has nothing to change afterwards", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("sends everything to the first revision, under the tag current, too", async () => {
    expect(first).to.match(/^shop-\d{5}$/);
    expect((await ask(urlOf())).revision).to.equal(first);
    expect((await ask(urlOf("current-"))).revision).to.equal(first);
  });

  it("goes to the next version, shares requests, and goes back by one number, with no request lost", async () => {
    const known = await revisionsOf();
    const load = new Load((agent) => ask(urlOf(), agent));
    let second = "";
    const step = async (version: "v1" | "v2", rollout: RolloutArgs) => {
      stack.configure(platform(shop(version, rollout)));
      await stack.up();
      outputs = await stack.outputs<Outputs>();
      return load.sample();
    };
    try {
      expect(await step("v2", { current: first })).to.deep.equal([first]);
      second = outputs.revisions.shop ?? "";
      expect(second).not.to.equal(first);
      expect(await ask(urlOf("candidate-"))).to.include({ status: 200, revision: second, version: "v2" });
      expect(await step("v2", { current: first, candidatePercent: 50 })).to.have.members([first, second]);
      expect(await step("v2", { current: first, candidatePercent: 100 })).to.deep.equal([second]);

      stack.configure(platform(shop("v2", { current: first, candidatePercent: 0 })));
      const changes = await stack.changes();
      expect(changes.map(({ op, urn }) => `${op} ${urn.split("::").at(-1) ?? ""}`)).to.have.length(1);
      expect(
        // By marks of the content a wait knows the new one from the old one.
        Object.keys(changes[0]?.detailedDiff ?? {}).filter(
          (path) => !path.startsWith("metadata.annotations"),
        ),
      ).to.satisfy((paths: readonly string[]) => paths.every((path) => path.startsWith("spec.traffic")));
      expect(await step("v2", { current: first, candidatePercent: 0 })).to.deep.equal([first]);
      expect(await revisionsOf()).to.deep.equal([...known, second].toSorted());

      expect(await step("v2", {})).to.deep.equal([second]);
      expect((await ask(urlOf("current-"))).revision).to.equal(second);
    } finally {
      await load.stop();
    }
    console.log(`      ${load.total} requests, ${load.lost} lost`);
    expect(load.total).to.be.greaterThan(100);
    expect(load.lost).to.equal(0);
  });

  it("changes the traffic of a revision that the user named", async () => {
    stack.configure(platform(shop("v2", {}), "stable"));
    await stack.up();
    const url = (outputs.urls.pinned ?? "").replace("://", "://stable-");
    expect(await ask(url)).to.include({ status: 200, revision: "pinned-v1" });
  });

  it("P6: tells in a preview that a revision's name was kept over a change", async () => {
    const whole = platform(shop("v2", {}), "stable");
    const services = (whole.services ?? []).map((service) =>
      service.name === "pinned" ? { ...service, image: labImage("v2") } : service,
    );
    stack.configure({ ...whole, services });
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).not.to.equal(0);
    expect(output).to.match(/without a name change.*spec\.template\.metadata\.name/);
    stack.configure(whole);
  });
});
