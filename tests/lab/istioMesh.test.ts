import { expect } from "chai";
import { Agent } from "undici";
import type { GatewayArgs, ServiceArgs } from "../../provider/src";
import type { IstioMeshArgs } from "../../provider/src/istio/istio.args";
import { istioTimeoutMs, needIstio, type IstioInLab } from "../support/istio";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform } from "../support/lab";
import { ask } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly name: string; readonly address: string }[];
  readonly urls: Readonly<Record<string, string>>;
}

interface Named {
  readonly name: string;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly containers: readonly Named[];
    readonly initContainers?: readonly Named[];
  };
  readonly status: {
    readonly phase: string;
    readonly podIP: string;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}

/** The services' namespace, another one of the mesh, and one outside of it. */
const [mine, others, outside] = ["mesh-mine", "mesh-others", "mesh-outside"];
const namespaces = [mine, others, outside];
const image = labImage("v1");
const services: readonly ServiceArgs[] = [
  { name: "awake", namespace: mine, image, env: { TARGET: "awake" }, scale: { minScale: 1 } },
  // No pods until somebody asks.
  { name: "asleep", namespace: mine, image, env: { TARGET: "asleep" }, scale: { initialScale: 0 } },
];
const strict: IstioMeshArgs = { injection: true, namespaces: [mine, others], mutualTls: "STRICT" };
/** Ports of the proxy that counts requests in each pod of a service, and of the activator. */
const ports = { queue: 8012, activator: 8012, metrics: 9090 };

describe("lab: services in a mesh of Istio that refuses plain text", function () {
  this.timeout(istioTimeoutMs);
  let lab: IstioInLab;
  let kubectl: Kubectl;
  let stack: TestStack;
  let outputs: Outputs;

  const platform = (mesh: IstioMeshArgs = strict, gateway: GatewayArgs = {}) =>
    labPlatform([...services], {
      ingress: "istio",
      istio: { mesh },
      domain: "mesh.example.com",
      gateways: [{ exposure: "LoadBalancer", ...gateway }],
      autoscaler: { allowZeroInitialScale: true },
    });

  before(async function () {
    lab = await needIstio(this);
    kubectl = new Kubectl(lab.env);
    for (const namespace of namespaces) {
      await kubectl.run("create", "namespace", namespace);
    }
    stack = new TestStack(lab.env, platform());
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
    // Once the namespaces of the mesh have their label.
    for (const namespace of namespaces) {
      await kubectl.run("run", "caller", "-n", namespace, `--image=${image}`);
      await kubectl.run("wait", "pod/caller", "-n", namespace, "--for=condition=Ready", "--timeout=50s");
    }
  });

  after(async () => {
    await stack?.end();
    const wait = ["--ignore-not-found", "--timeout=3m", "--request-timeout=0"];
    await kubectl?.run("delete", "namespace", ...namespaces, ...wait);
    await lab?.down();
  });

  async function podsOf(namespace: string, selector = ""): Promise<readonly Pod[]> {
    const { items } = await kubectl.json<{ items: readonly Pod[] }>(
      ...["get", "pods", "-n", namespace, "-l", selector],
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }
  const podsOfService = (name: string) => podsOf(mine, `serving.knative.dev/service=${name}`);

  /** What a URL answers to a pod of a namespace, or why there is no answer. */
  const fromWithin = (namespace: string, url: string): Promise<string> =>
    kubectl.run("exec", "caller", "-n", namespace, "-c", "caller", "--", "/hello", "get", url).then(
      (text) => text.trim(),
      (error: unknown) => String(error),
    );

  /** What a pod says to plain text from this machine, which is in no mesh: a status, or how the connection ended. */
  async function plain({ status: { podIP } }: Pod, port: number): Promise<number | string> {
    const dispatcher = new Agent();
    try {
      return (await ask(`${podIP}:${port}`, "http://awake.example.com/", dispatcher)).status;
    } catch (error) {
      return error instanceof Error && "code" in error ? String(error.code) : String(error);
    } finally {
      await dispatcher.close();
    }
  }
  const first = async (pods: Promise<readonly Pod[]>) => (await pods)[0] ?? expect.fail("there is no pod");

  /** Waits until a pod ends connections of plain text, which istiod has to tell its proxy first. */
  async function untilRefused(pod: Pod, port: number): Promise<void> {
    await kubectl.until(
      `${pod.metadata.name} refuses plain text at ${port}`,
      async () =>
        ["UND_ERR_SOCKET", "ECONNRESET"].includes(String(await plain(pod, port))) ? true : undefined,
      60,
    );
  }

  async function throughGateway(name: string): Promise<string | number> {
    const [gateway] = outputs.gateways;
    const { status, body } = await ask(gateway?.address ?? "", outputs.urls[`${mine}/${name}`] ?? "");
    return status === 200 ? body.trim() : status;
  }

  async function privateHost(name: string): Promise<string> {
    const revision = await kubectl.run(
      ...["get", `ksvc/${name}`, "-n", mine, "-o", "jsonpath={.status.latestReadyRevisionName}"],
    );
    return `${revision}-private.${mine}.svc.cluster.local`;
  }

  it("gives Knative's programs and services sidecars, and the kubelet's probes get through to all", async () => {
    // Jobs that have done their work, without a sidecar that would keep them from ending, have no more part in it.
    const knative = (await podsOf("knative-serving")).filter(({ status }) => status.phase === "Running");
    const bare = knative.filter((pod) => !hasSidecar(pod));
    expect(bare.map(({ metadata }) => metadata.name.replace(/-[^-]+-[^-]+$/, ""))).to.deep.equal([
      // It asks gateways at the addresses of their pods, and upstream keeps it out.
      "net-istio-controller",
    ]);
    const awake = await podsOfService("awake");
    expect(awake.map(hasSidecar)).to.deep.equal([true]);
    expect([...knative, ...awake].filter((pod) => !isReady(pod))).to.deep.equal([]);
  });

  it("answers through the gateway, which speaks for requests from outside", async () => {
    expect(await throughGateway("awake")).to.equal("Hello awake!");
  });

  it("refuses plain text to the pods of services and of Knative, but for metrics", async () => {
    const [awake, activator] = [
      await first(podsOfService("awake")),
      await first(podsOf("knative-serving", "app=activator")),
    ];
    await untilRefused(awake, ports.queue);
    await untilRefused(activator, ports.activator);
    // Whether there are metrics is another question: the proxy takes the request and answers it.
    expect(await plain(activator, ports.metrics)).to.be.a("number");
  });

  it("refuses a pod without a sidecar, and answers one that has it", async () => {
    const url = `http://${await privateHost("awake")}`;
    expect(await fromWithin(outside, url)).not.to.contain("Hello");
    expect(await fromWithin(others, url)).to.equal("Hello awake!");
    expect(await fromWithin(others, `http://awake.${mine}.svc.cluster.local`)).to.equal("Hello awake!");
  });

  it("wakes a service that has no pods, by way of the activator and the autoscaler", async () => {
    expect(await podsOfService("asleep")).to.deep.equal([]);
    expect(await throughGateway("asleep")).to.equal("Hello asleep!");
    const [pod] = await podsOfService("asleep");
    expect(pod && hasSidecar(pod)).to.equal(true);
  });

  it("lets the API server ask Knative's webhooks", async () => {
    const refusal = (...args: string[]) =>
      kubectl.run(...args, "--dry-run=server").then(
        () => "taken",
        (error: unknown) => String(error),
      );
    const patch = (data: object) => ["--type=merge", "-p", JSON.stringify(data)];
    const service = { spec: { template: { spec: { containerConcurrency: -1 } } } };
    expect(await refusal("patch", "ksvc/awake", "-n", mine, ...patch(service))).to.contain(
      'admission webhook "validation.webhook.serving.knative.dev" denied',
    );
    const entry = "- { name: a, namespace: b, service: a.b.svc.cluster.local }\n";
    const config = { data: { "external-gateways": entry + entry } };
    expect(
      await refusal("patch", "configmap/config-istio", "-n", "knative-serving", ...patch(config)),
    ).to.contain('admission webhook "config.webhook.istio.networking.internal.knative.dev" denied');
  });

  it("has nothing to change afterwards", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("keeps a tenant's services to its gateway and its own pods", async () => {
    stack.configure(platform(strict, { authorization: { namespaces: [mine] } }));
    await stack.up();
    const ways = [`awake.${mine}.svc.cluster.local`, await privateHost("awake")];
    for (const host of ways) {
      await kubectl.until(
        `${host} refuses strangers`,
        async () =>
          (await fromWithin(others, `http://${host}`)).includes("403 Forbidden") ? true : undefined,
        60,
      );
      expect(await fromWithin(mine, `http://${host}`), host).to.equal("Hello awake!");
    }
    expect(await throughGateway("awake")).to.equal("Hello awake!");
  });

  it("takes plain text again once it is told to", async () => {
    const awake = await first(podsOfService("awake"));
    await untilRefused(awake, ports.queue);
    stack.configure(platform({ ...strict, mutualTls: "PERMISSIVE" }));
    await stack.up();
    await kubectl.until(
      "the pod answers plain text",
      async () => ((await plain(awake, ports.queue)) === 200 ? true : undefined),
      60,
    );
    expect(await throughGateway("awake")).to.equal("Hello awake!");
  });
});

/** Where Kubernetes knows sidecars, it is among the containers that start before the others. */
function hasSidecar({ spec: { containers, initContainers = [] } }: Pod): boolean {
  return [...containers, ...initContainers].some(({ name }) => name === "istio-proxy");
}

function isReady({ status: { conditions } }: Pod): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}
