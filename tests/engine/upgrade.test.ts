import { request } from "undici";
import { expect } from "chai";
import { labRelease } from "../../lab/artifacts/release";
import type { PlatformArgs } from "../../provider/src";
import { imagesOf } from "../../provider/src/manifests/images";
import { parseImage, versionOf } from "../../provider/src/problems";
import { loadServing } from "../../provider/src/serving/serving.load";
import { planServing } from "../../provider/src/serving/serving.plan";
import { startServer, type TestServer } from "../unit/release/support/server";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, labRegistry, needLab } from "../support/lab";
import { needReleases } from "../support/releases";
import type { PreviewStep } from "../support/pulumiProject";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly release: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
}

interface Job {
  readonly metadata: { readonly name: string };
  readonly status: { readonly succeeded?: number };
}

const hello = { name: "hello", image: labImage("v1"), env: { TARGET: "upgrades" }, scale: { minScale: 1 } };

/**
 * The official objects of each release, with the one set of programs that the lab has: what is tested is how one release's
 * objects become another's on a real API server. Other releases' programs can't be had where the tests run.
 */
function labPrograms(mirror: string): Record<string, string> {
  const { minor, version, kourierVersion } = labRelease();
  const { manifests } = loadServing(planServing({ release: minor, source: { mirror } }));
  return Object.fromEntries(
    imagesOf(manifests).map((image) => {
      const parts = parseImage(image);
      const { path, tag: ownTag } = parts;
      const name = path.slice(path.lastIndexOf("/") + 1);
      const tag = `:v${name === "kourier" ? kourierVersion : version}`;
      return [
        name,
        `${labRegistry}/${path}${ownTag === undefined && parts.digest !== undefined ? tag : versionOf(parts)}`,
      ];
    }),
  );
}

const jobNames = (version: string) =>
  ["cleanup-serving", "storage-version-migration-serving"].map(
    (name) => `${name}-${version.replaceAll(".", "-")}`,
  );
const nameOf = ({ urn }: PreviewStep) => urn.split("/").at(-1) ?? urn;
const ofKind = (steps: readonly PreviewStep[], op: string) =>
  steps
    .filter((step) => step.op === op)
    .map(nameOf)
    .toSorted();

describe("engine: upgrades", function () {
  this.timeout(600_000);
  let env: Record<string, string>;
  let mirror: string;
  let overrides: Record<string, string>;
  let stack: TestStack;
  let kubectl: Kubectl;

  before(async function () {
    mirror = needReleases(this);
    env = await needLab(this);
    overrides = labPrograms(mirror);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, platform("1.21"));
    await stack.init();
  });

  after(async () => {
    await stack?.end();
  });

  function platform(release: string, serving: PlatformArgs["serving"] = {}): PlatformArgs {
    const source = { mirror };
    // Every release's program is the same image here, and of this one nothing else would change but labels: it would not roll out.
    const rollOut = {
      target: { kind: "Deployment", name: "net-kourier-controller" },
      patch: { spec: { template: { metadata: { annotations: { "example.com/release": release } } } } },
    };
    return labPlatform([hello], {
      ...{ release, source, images: { overrides }, patches: [rollOut] },
      ...serving,
    });
  }

  async function jobs(): Promise<Job[]> {
    const { items } = await kubectl.json<{ items: Job[] }>("get", "jobs", "-n", "knative-serving");
    return items;
  }

  /** What must hold once a release is installed, whichever was there before. */
  async function expectInstalled(version: string): Promise<void> {
    const { release, gateways, urls } = await stack.outputs<Outputs>();
    expect(release).to.equal(version);
    const label = "jsonpath={.metadata.labels.app\\.kubernetes\\.io/version}";
    expect(
      await kubectl.run("get", "deployment", "controller", "-n", "knative-serving", "-o", label),
    ).to.equal(version);
    const found = await jobs();
    expect(found.map(({ metadata }) => metadata.name).toSorted()).to.deep.equal(jobNames(version));
    expect(found.map(({ status }) => status.succeeded)).to.deep.equal([1, 1]);
    const { host } = new URL(urls.hello ?? "");
    const answer = await kubectl.until(
      "an answer of the service",
      async () => {
        const [gateway] = gateways;
        const { statusCode, body } = await request(`http://${gateway?.address}:${gateway?.httpPort}/`, {
          headers: { host },
        });
        const text = await body.text();
        return statusCode === 200 ? text : undefined;
      },
      60,
    );
    expect(answer).to.contain("Hello upgrades");
    expect(await stack.leftToDo()).to.equal("");
  }

  /** Previews a change of release, which must be an update of everything but the Jobs, and makes it. */
  async function changeRelease(minor: string, from: string, to: string): Promise<void> {
    stack.configure(platform(minor));
    const steps = await stack.changes();
    expect(ofKind(steps, "create")).to.deep.equal(jobNames(to));
    expect(ofKind(steps, "delete")).to.deep.equal(jobNames(from));
    expect(steps.filter(({ op }) => !["create", "delete", "update"].includes(op))).to.deep.equal([]);
    expect(ofKind(steps, "update").length).to.be.greaterThan(30);
    await stack.up();
    await expectInstalled(to);
  }

  async function refused(minor: string): Promise<string> {
    stack.configure(platform(minor));
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).not.to.equal(0);
    const update = await stack.run("up", "--yes", "--skip-preview");
    expect(update.exitCode, update.output).not.to.equal(0);
    return output;
  }

  it("begin with an installation, whose migration Jobs run and stay", async () => {
    await stack.up();
    await expectInstalled("1.21.3");
  });

  it("that skip a minor are refused, with the way to take (KN3002)", async () => {
    expect(await refused("1.23")).to.match(
      /release: .*1\.21\.3 is installed; go by way of 1\.22\.1.*\[KN3002\]/,
    );
  });

  it("go from 1.21 to 1.22 in place, with Jobs of its own", async () => {
    await changeRelease("1.22", "1.21.3", "1.22.1");
  });

  it("leave nothing to change after a refresh", async () => {
    await stack.must("refresh", "--yes");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("go from 1.22 to 1.23 in place", async () => {
    await changeRelease("1.23", "1.22.1", "1.23.0");
  });

  it("back by two minors are refused, with the way to take (KN3003)", async () => {
    expect(await refused("1.21")).to.match(
      /release: 1\.23\.0 is installed.*go by way of 1\.22\.1.*\[KN3003\]/,
    );
  });

  it("go back by one minor", async () => {
    await changeRelease("1.22", "1.23.0", "1.22.1");
  });

  it("are not missed by a preview when somebody has removed the Jobs", async () => {
    await kubectl.run("delete", "jobs", "--all", "-n", "knative-serving");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("can do without the Jobs", async () => {
    // References for images that aren't used are refused.
    const others = Object.fromEntries(
      Object.entries(overrides).filter(([name]) => !["cleanup", "migrate"].includes(name)),
    );
    stack.configure(platform("1.22", { migrationJobs: false, images: { overrides: others } }));
    const steps = await stack.changes();
    expect(steps.map(({ op }) => op)).to.deep.equal(["delete", "delete"]);
    expect(ofKind(steps, "delete")).to.deep.equal(jobNames("1.22.1"));
    await stack.up();
    expect(await jobs()).to.deep.equal([]);
  });
});

describe("engine: a release on a Kubernetes that is too old for it", function () {
  this.timeout(120_000);
  let server: TestServer;
  let stack: TestStack;

  before(async function () {
    const mirror = needReleases(this);
    const env = await needLab(this);
    server = await startServer((incoming, response) => {
      const known = incoming.url === "/version";
      response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
      response.end(known ? JSON.stringify({ major: "1", minor: "33", gitVersion: "v1.33.4" }) : "{}");
    });
    const kubeconfig = JSON.stringify({
      clusters: [{ name: "old", cluster: { server: server.url, "insecure-skip-tls-verify": true } }],
      contexts: [{ name: "old", context: { cluster: "old", user: "me" } }],
      users: [{ name: "me", user: {} }],
      "current-context": "old",
    });
    stack = new TestStack(env, { cluster: { kubeconfig }, serving: { release: "1.22", source: { mirror } } });
    await stack.init();
  });

  after(async () => {
    stack?.dispose();
    await server?.close();
  });

  it("is refused at the preview (KN2004)", async () => {
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).not.to.equal(0);
    expect(output).to.match(/release: Knative 1\.22\.1 needs Kubernetes 1\.34 .*runs 1\.33\.4.*\[KN2004\]/);
  });
});
