import { expect } from "chai";
import { labImage } from "../../support/lab";
import { Resource, Sandbox } from "./support";
import type { Program } from "./testStack";

describe("The Kubernetes plugin's waits", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let group: string;
  before(async function () {
    sandbox = await Sandbox.open(this);
    group = `${sandbox.namespace}.example.com`;
  });
  after(async () => {
    await sandbox?.close();
  });

  const crd = (): object => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `things.${group}`, annotations: { "pulumi.com/waitFor": "condition=Established" } },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "things", singular: "thing", kind: "Thing", listKind: "ThingList" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } },
        },
      ],
    },
  });
  const things =
    (annotations: Record<string, string>, spec: object = { size: 1 }): Program =>
    (provider) => {
      const kind = new Resource("apiextensions.k8s.io/v1:CustomResourceDefinition", "kind", crd(), {
        provider,
      });
      const object = {
        apiVersion: `${group}/v1`,
        kind: "Thing",
        metadata: { name: "thing", namespace: sandbox.namespace, annotations },
        spec,
      };
      const thing = new Resource(`${group}/v1:Thing`, "thing", object, { provider, dependsOn: [kind] });
      return { url: thing.status.apply((status) => status?.["url"] ?? "none") };
    };
  const setStatus = (status: object): Promise<void> =>
    sandbox.merge({ apiVersion: `${group}/v1`, kind: "Thing", metadata: { name: "thing" }, status } as never);

  /** Sets the status as soon as the object is there, as its controller would. */
  async function answerOnce(status: object): Promise<void> {
    for (;;) {
      try {
        await setStatus(status);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  it("makes a kind and an object of it in one go, waits for its condition and gives its status to the program", async () => {
    const stack = await sandbox.stack(
      things({ "pulumi.com/waitFor": "condition=Ready", "pulumi.com/timeoutSeconds": "60" }),
    );
    expect(await stack.preview()).to.deep.equal({ create: 4 });
    const ready = { url: "http://thing", conditions: [{ type: "Ready", status: "True" }] };
    const [{ outputs }] = await Promise.all([stack.up(), answerOnce(ready)]);
    expect(outputs["url"]?.value).to.equal("http://thing");
    expect(await stack.preview()).to.deep.equal({});
    await stack.refresh();
    expect(await stack.preview()).to.deep.equal({});
    await stack.destroy();
    expect(await sandbox.get(`${group}/v1`, "Thing", "thing").catch(() => undefined)).to.equal(undefined);
  });

  it("keeps an object that does not get ready in the state, and heals with the next update", async () => {
    const stack = await sandbox.stack(
      things({ "pulumi.com/waitFor": "jsonpath={.status.url}", "pulumi.com/timeoutSeconds": "2" }),
    );
    const { message } = await stack.fails();
    expect(message).to.include(
      "failed to fully initialize or become live: timed out waiting for the condition",
    );
    const state = await stack.state("thing");
    expect(state.id).to.equal(`${sandbox.namespace}/thing`);
    expect(state.initErrors).to.have.length(1);
    await setStatus({ url: "http://late" });
    const { outputs } = await stack.up();
    expect(outputs["url"]?.value).to.equal("http://late");
    expect((await stack.state("thing")).initErrors ?? []).to.deep.equal([]);
  });

  it("tells the finalizers of an object that does not go away", async () => {
    const program: Program = (provider) => {
      const annotations = { "pulumi.com/timeoutSeconds": "3" };
      const metadata = {
        name: "held",
        namespace: sandbox.namespace,
        annotations,
        finalizers: ["example.com/hold"],
      };
      new Resource(
        "core/v1:ConfigMap",
        "held",
        { apiVersion: "v1", kind: "ConfigMap", metadata },
        { provider },
      );
      return {};
    };
    const stack = await sandbox.stack(program);
    await stack.up();
    const failure = await stack.destroy().catch((error: unknown) => String(error));
    expect(failure).to.include("timed out waiting for the condition");
    expect(stack.output).to.include("finalizers might be preventing deletion (example.com/hold");
    await sandbox.merge({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "held", finalizers: [] } });
    await stack.destroy();
  });

  const deployment =
    (image: string, timeout: number): Program =>
    (provider) => {
      const annotations = { "pulumi.com/timeoutSeconds": String(timeout) };
      const metadata = { name: "web", namespace: sandbox.namespace, annotations };
      const container = { name: "main", image, imagePullPolicy: "IfNotPresent" };
      const spec = {
        replicas: 1,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { terminationGracePeriodSeconds: 0, containers: [container] },
        },
      };
      const made = new Resource(
        "apps/v1:Deployment",
        "web",
        { apiVersion: "apps/v1", kind: "Deployment", metadata, spec },
        { provider },
      );
      return { ready: made.status.apply((status) => status?.["readyReplicas"] ?? 0) };
    };

  it("waits for a Deployment's pods; a failure names the pod and why, and the next update heals it", async () => {
    const stack = await sandbox.stack(deployment(labImage("there-is-none"), 8));
    const { message } = await stack.fails();
    expect(message).to.include("'web' timed out waiting to be Ready");
    expect(message).to.match(/\[Pod plugin-\w+\/web-[\w-]+\]: .*\[(ImagePullBackOff|ErrImagePull)\]/s);
    expect((await stack.state("web")).id).to.equal(`${sandbox.namespace}/web`);
    stack.use(deployment(labImage("v1"), 90));
    await stack.up();
    const live = await sandbox.get("apps/v1", "Deployment", "web");
    expect(live?.status).to.include({ readyReplicas: 1, updatedReplicas: 1 });
    expect(await stack.preview()).to.deep.equal({});
    await stack.refresh();
    expect(await stack.preview()).to.deep.equal({});
  });
});
