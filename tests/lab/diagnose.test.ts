import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ADDRESSES } from "../../lab/node";
import type { Finding } from "../../provider/src/diagnose/finding";
import { mark } from "../../provider/src/diagnose/handOver";
import type { ServiceArgs } from "../../provider/src";
import { askDiagnosis } from "../support/diagnosis";
import { loadExeca } from "../../lab/toolchain/execa";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { TestStack } from "../support/stack";

const root = join(__dirname, "..", "..");
const hello: ServiceArgs = { name: "hello", image: labImage("v1"), scale: { minScale: 1 } };
/** Where no registry listens. */
const nobody = `${ADDRESSES.bridge}:5999`;
const quota = "diagnose-quota";
const configDomain = ["configmap", "config-domain", "-n", "knative-serving"] as const;

describe("lab: what a diagnosis says of each broken link", function () {
  this.timeout(600_000);
  let env: Record<string, string>;
  let stack: TestStack;
  let kubectl: Kubectl;
  const files = mkdtempSync(join(tmpdir(), "pulumi-knative-diagnose-"));

  before(async function () {
    env = await needLab(this);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, labPlatform([hello]));
    await stack.init();
    await stack.up();
  });

  after(async () => {
    await stack?.end();
    rmSync(files, { recursive: true, force: true });
  });

  const ask = (...args: string[]) => askDiagnosis(env, ...args);

  /** The finding that the code names, once it is the first of all. */
  async function firstOf(code: string, ...args: string[]): Promise<Finding> {
    let said = "";
    const found = async () => {
      const answer = await ask(...args);
      said = answer.text;
      return answer.first?.code === code ? { answer, first: answer.first } : undefined;
    };
    const { answer, first } = await kubectl
      .until(`diagnose says ${code} first`, found, 150)
      .catch((error: Error) => expect.fail(`${error.message}, but\n${said}`));
    expect(answer.exitCode).to.equal(1);
    expect(answer.ok).to.equal(false);
    expect(answer.text).to.contain(code);
    expect(answer.text).to.contain(first.next[0]);
    return first;
  }

  const service = (name: string, container: object, namespace = "default") => ({
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { template: { spec: { containers: [{ image: labImage("v1"), ...container }] } } },
  });

  /** Makes a service that can't get ready, and removes it again. */
  async function withService(
    name: string,
    container: object,
    check: () => Promise<void>,
    namespace = "default",
  ): Promise<void> {
    await kubectl.apply(service(name, container, namespace));
    try {
      await check();
    } finally {
      await kubectl.run("-n", namespace, "delete", "ksvc", name, "--wait=true");
    }
  }

  it("finds nothing where nothing is broken, also as a plugin of kubectl", async () => {
    const answer = await ask("hello");
    expect(answer.services[0]?.findings).to.deep.equal([]);
    expect(answer.installation).to.deep.equal([]);
    expect(answer.exitCode).to.equal(0);
    expect(answer.text).to.contain("Nothing is broken");
    const execa = await loadExeca();
    const path = [join(root, "provider", "bin"), env.PATH].join(":");
    const { stdout } = await execa("kubectl", ["knative-diagnose", "hello"], { env: { ...env, PATH: path } });
    expect(stdout).to.contain("Nothing is broken");
  });

  it("finds an image that isn't there", () =>
    withService("lost-image", { image: labImage("never-pushed") }, async () => {
      const found = await firstOf("KN5008", "lost-image");
      expect(found.message).to.contain("never-pushed");
      expect(found.object.kind).to.equal("Revision");
    }));

  it("finds a registry that doesn't answer", () =>
    withService("lost-registry", { image: `${nobody}/samples/hello:v1` }, async () => {
      const found = await firstOf("KN5010", "lost-registry");
      expect(found.message).to.contain(nobody);
    }));

  it("finds a crash loop, with exit code and last lines", () =>
    withService("crashing", { args: ["get", "http://127.0.0.1:1/"] }, async () => {
      const found = await firstOf("KN5012", "crashing");
      expect(found.message).to.contain("exit code 1");
      await kubectl.until(
        "the last lines are told",
        async () =>
          (await firstOf("KN5012", "crashing")).message.includes("127.0.0.1:1") ? true : undefined,
        60,
      );
    }));

  it("finds a port that nothing listens on", () => {
    // The program waits for an answer of hello's, and listens to nobody meanwhile.
    const args = ["get", "http://hello.default.svc.cluster.local/?sleep=55000"];
    return withService("deaf", { args }, async () => {
      const found = await firstOf("KN5014", "deaf");
      expect(found.object.kind).to.equal("Pod");
      expect(found.cause).to.contain("8080");
    });
  });

  it("finds a Secret that is missing", () =>
    withService("no-secret", { envFrom: [{ secretRef: { name: "not-there" } }] }, async () => {
      const found = await firstOf("KN5015", "no-secret");
      expect(found.cause).to.contain('Secret "not-there"');
    }));

  it("finds pods that no node can take", () =>
    withService("huge", { resources: { requests: { cpu: "1000" } } }, async () => {
      const found = await firstOf("KN5017", "huge");
      expect(found.cause).to.contain("cpu");
    }));

  it("finds a quota that is exceeded", async () => {
    await kubectl.apply(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: quota } },
      {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "none", namespace: quota },
        spec: { hard: { pods: "0" } },
      },
    );
    try {
      await withService(
        "no-room",
        {},
        async () => {
          const found = await firstOf("KN5016", "no-room", "-n", quota);
          expect(found.message).to.contain("exceeded quota");
          expect(found.next).to.include(`kubectl -n ${quota} describe quota`);
        },
        quota,
      );
    } finally {
      await kubectl.run("delete", "namespace", quota, "--wait=false");
    }
  });

  it("P6: finds traffic to a revision that isn't there", async () => {
    const split = service("split", {});
    await kubectl.apply({
      ...split,
      spec: { ...split.spec, traffic: [{ revisionName: "split-gone", percent: 100 }] },
    });
    try {
      const found = await firstOf("KN5020", "split");
      expect(found.cause).to.contain("split-gone");
    } finally {
      await kubectl.run("delete", "ksvc", "split");
    }
  });

  const scaled = async (namespace: string, name: string, check: () => Promise<void>): Promise<void> => {
    const scale = (count: number) =>
      kubectl.run("-n", namespace, "scale", "deployment", name, `--replicas=${count}`);
    await scale(0);
    try {
      await check();
    } finally {
      await scale(1);
      await kubectl.run("-n", namespace, "rollout", "status", "deployment", name, "--timeout=120s");
    }
  };

  const programs = [
    ["knative-serving", "webhook", "KN5004"],
    ["knative-serving", "controller", "KN5003"],
    ["knative-serving", "autoscaler", "KN5006"],
    ["knative-serving", "activator", "KN5007"],
    ["kourier-system", "3scale-kourier-gateway", "KN5023"],
  ] as const;
  for (const [namespace, name, code] of programs) {
    it(`finds that ${name} is down`, () =>
      scaled(namespace, name, async () => {
        const found = await firstOf(code);
        expect(found.object).to.deep.include({ namespace, name });
        expect(found.next[0]).to.contain(`scale deployment ${name}`);
      }));
  }

  it("finds a domain that leads elsewhere", async () => {
    const { data } = await kubectl.json<{ data: Record<string, string> }>("get", ...configDomain);
    const patch = (changed: Record<string, string | null>) =>
      kubectl.run("patch", ...configDomain, "--type=merge", "-p", JSON.stringify({ data: changed }));
    const gone = Object.fromEntries(Object.keys(data).map((key) => [key, null]));
    await patch({ ...gone, "10.9.8.7.sslip.io": "" });
    try {
      const found = await firstOf("KN5026", "hello");
      expect(found.cause).to.contain("10.9.8.7");
      await patch({ "10.9.8.7.sslip.io": null });
      expect((await firstOf("KN5025", "hello")).object.name).to.equal("config-domain");
    } finally {
      await patch({ "10.9.8.7.sslip.io": null, ...data });
    }
    await kubectl.until(
      "hello is at its URL again",
      async () => ((await ask("hello")).exitCode === 0 ? true : undefined),
      60,
    );
  });

  it("ends an update with the diagnosis, long before the time to wait is up", async () => {
    const broken = { name: "doomed", image: labImage("never-pushed"), readyTimeoutSeconds: 3600 };
    stack.configure(labPlatform([hello, broken]));
    const { exitCode, output } = await stack.run("up", "--yes", "--skip-preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN5008");
    expect(output).to.contain("image not found");
    // Mended, it is waited for again.
    stack.configure(labPlatform([hello, { ...broken, image: labImage("v1") }]));
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
  });

  it("waits on for a service whose name is still taken", async () => {
    const name = "late-name";
    const taken = `${name}-00001-deployment`;
    await kubectl.run("create", "deployment", taken, `--image=${labImage("v1")}`);
    stack.configure(labPlatform([hello, { name, image: labImage("v1") }]));
    const { ended } = await stack.start("up", "--yes", "--skip-preview");
    const found = await firstOf("KN5031", name);
    expect(found.next).to.include(`kubectl -n default delete deployment ${taken}`);
    await kubectl.run("delete", "deployment", taken);
    const { exitCode, output } = await ended;
    expect(exitCode, output).to.equal(0);
    expect((await ask(name)).exitCode).to.equal(0);
  });

  it("waits on for a service that mends itself", async () => {
    const name = "late-secret";
    const late = { name, image: labImage("v1"), envFrom: [{ secret: name }], readyTimeoutSeconds: 600 };
    stack.configure(labPlatform([hello, late]));
    const { ended } = await stack.start("up", "--yes", "--skip-preview");
    const path = `jsonpath={.metadata.annotations.${mark.replaceAll(".", "\\.")}}`;
    const marked = async () =>
      (await kubectl.run("get", "ksvc", name, "--ignore-not-found", "-o", path)) !== "";
    await kubectl.until("the component waits itself", async () => ((await marked()) ? true : undefined), 120);
    await kubectl.run("create", "secret", "generic", name, "--from-literal=A=b");
    try {
      const { exitCode, output } = await ended;
      expect(exitCode, output).to.equal(0);
      expect((await ask(name)).exitCode).to.equal(0);
      expect(await stack.leftToDo()).to.equal("");
    } finally {
      await kubectl.run("delete", "secret", name);
    }
  });
});
