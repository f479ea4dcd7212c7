import { expect } from "chai";
import type { GatewayArgs, PlatformArgs } from "../../provider/src";
import { gatewayApiTimeoutMs, needGatewayApi, type GatewayApiInLab } from "../support/gatewayApi";
import { KubeApi } from "../support/kubeApi";
import { Kubectl } from "../support/kubectl";
import { labPlatform } from "../support/lab";
import type { PreviewStep } from "../support/pulumiProject";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly name: string; readonly address: string; readonly domain: string }[];
}

interface Gateway {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

const className = "played";
const addresses: Readonly<Record<string, string>> = {
  "knative-gateway-public": "192.0.2.10",
  "knative-gateway-inside": "192.0.2.11",
  shared: "192.0.2.12",
};
const inner: GatewayArgs = { name: "inside", local: true };
const nameOf = ({ urn }: PreviewStep) => urn.split("::").at(-1)?.replace(/^.*?:/, "") ?? urn;

/** Plays the part of an implementation that a component waits for: each Gateway gets an address, as soon as it is there. */
class Implementation {
  private stopped = false;
  private readonly working: Promise<void>;

  constructor(private readonly kubectl: Kubectl) {
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.working;
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      // The definitions may be gone already.
      const list = await this.kubectl
        .json<{ items: Gateway[] }>("get", "gateways.gateway.networking.k8s.io", "-A")
        .catch(() => ({ items: [] }));
      for (const { metadata } of list.items) {
        const value = addresses[metadata.name];
        const status = { addresses: [{ type: "IPAddress", value }] };
        await this.kubectl
          .run(
            ...["patch", "gateways.gateway.networking.k8s.io", metadata.name, "-n", metadata.namespace],
            ...["--subresource=status", "--type=merge", "-p", JSON.stringify({ status })],
          )
          .catch(() => undefined); // it may go while it is looked at
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

describe("engine: Knative on the Gateway API", function () {
  this.timeout(gatewayApiTimeoutMs);
  let lab: GatewayApiInLab;
  let kubectl: Kubectl;
  let api: KubeApi;
  let implementation: Implementation;
  let stack: TestStack;
  let found: string[];

  const platform = (outer: GatewayArgs = {}, serving: PlatformArgs["serving"] = {}) =>
    labPlatform([], {
      ingress: "gateway-api",
      gatewayApi: { className },
      gateways: [{ name: "public", ...outer }, inner],
      ...serving,
    });

  before(async function () {
    lab = await needGatewayApi(this);
    kubectl = new Kubectl(lab.env);
    found = await kubectl.inventory();
    api = new KubeApi(lab.env.KUBECONFIG ?? "");
    stack = new TestStack(lab.env, platform());
    await stack.init();
  });

  after(async () => {
    await stack?.end();
    await implementation?.stop();
    await kubectl?.run("delete", "namespace", "infra", "--ignore-not-found");
    await lab?.down();
    await api?.close();
  });

  it("is refused while the cluster has no class of that name (KN6108)", async () => {
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN6108").and.contain(`"${className}"`);
  });

  it("comes up once the class is there, warns that nobody accepts it, and waits for the gateways' addresses (KN6109)", async () => {
    await api.create("/apis/gateway.networking.k8s.io/v1/gatewayclasses", {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: className },
      spec: { controllerName: "example.com/played" },
    });
    implementation = new Implementation(kubectl);
    expect(await stack.up()).to.contain("KN6109");
    const { gateways } = await stack.outputs<Outputs>();
    expect(gateways).to.have.length(1);
    expect(gateways[0]).to.include({
      name: "public",
      address: "192.0.2.10",
      domain: "192.0.2.10.sslip.io",
    });
  });

  it("has its settings taken by net-gateway-api's own webhook", async () => {
    const config = await kubectl.json<{ data: Record<string, string> }>(
      ...["get", "configmap", "config-gateway", "-n", "knative-serving"],
    );
    expect(config.data["external-gateways"]).to.contain("knative-gateways/knative-gateway-public");
    const two = JSON.stringify({
      data: {
        "local-gateways": ["a", "b"]
          .map((name) => `- { class: ${className}, gateway: x/${name} }\n`)
          .join(""),
      },
    });
    const refused = await kubectl
      .run("patch", "configmap", "config-gateway", "-n", "knative-serving", "-p", two, "--dry-run=server")
      .then(
        () => "taken",
        (error: unknown) => String(error),
      );
    expect(refused).to.contain("only a single local gateway is supported");
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes", "--skip-preview");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("shows a changed annotation as one change, of the Gateway alone", async () => {
    stack.configure(platform({ annotations: { "example.com/tier": "gold" } }));
    const changes = await stack.changes();
    expect(changes.map((step) => `${step.op} ${nameOf(step)}`)).to.deep.equal([
      "update Gateway/knative-gateways/knative-gateway-public",
    ]);
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
  });

  it("goes over to a Gateway that is there, and reads its address", async () => {
    await kubectl.run("create", "namespace", "infra");
    await api.create("/apis/gateway.networking.k8s.io/v1/namespaces/infra/gateways", {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "shared", namespace: "infra" },
      spec: {
        gatewayClassName: className,
        listeners: [
          { name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "All" } } },
        ],
      },
    });
    await kubectl.run(
      ...["wait", "gateways.gateway.networking.k8s.io/shared", "-n", "infra", "--timeout=60s"],
      "--for=jsonpath={.status.addresses[0].value}",
    );
    stack.configure(platform({ namespace: "infra", gatewayApi: { existing: "shared" } }));
    await stack.up();
    const { gateways } = await stack.outputs<Outputs>();
    expect(gateways[0]).to.include({ address: "192.0.2.12", domain: "192.0.2.12.sslip.io" });
    const left = await kubectl.run("get", "gateways.gateway.networking.k8s.io", "-A", "-o", "name");
    expect(left.trim().split("\n").toSorted()).to.deep.equal(
      ["knative-gateway-inside", "shared"].map((name) => `gateway.gateway.networking.k8s.io/${name}`),
    );
  });

  it("leaves the cluster as it was found, that Gateway included", async () => {
    await stack.destroy();
    const left = await kubectl.run("get", "gateways.gateway.networking.k8s.io", "-A", "-o", "name");
    expect(left.trim()).to.equal("gateway.gateway.networking.k8s.io/shared");
    const known = [...found, "namespace/infra"];
    await kubectl.untilAsFound(known);
  });
});
