import { expect } from "chai";
import type { GatewayArgs, ServiceArgs } from "../../provider/src";
import { planIstioGateways } from "../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../provider/src/istio/gateways.render";
import { askInside } from "../support/caller";
import { askDiagnosis } from "../support/diagnosis";
import { gatewayApiTimeoutMs, needGatewayApi, type GatewayApiInLab } from "../support/gatewayApi";
import { istioTimeoutMs, needIstio, type IstioInLab } from "../support/istio";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform } from "../support/lab";
import { ask, tallyText, underLoad } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly name: string; readonly address: string }[];
  readonly urls: Readonly<Record<string, string>>;
}

const namespace = "istio-ingress";
// The pods of a gateway of ours, whose two Services the Gateways name: requests for the one don't get to the other's routes.
const proxies = planIstioGateways([{ name: "public", exposure: "LoadBalancer" }]);
const outerService = "knative-gateway-public";
const innerService = "knative-local-gateway";

const bound = (service: string): GatewayArgs => ({
  namespace,
  gatewayApi: {
    service,
    addresses: [{ type: "Hostname", value: `${service}.${namespace}.svc.cluster.local` }],
  },
});
const hello = (version: string): ServiceArgs => ({
  name: "hello",
  image: labImage(version),
  env: { TARGET: version },
  scale: { window: "6s" },
});
const steady = (version: string): ServiceArgs => ({
  name: "steady",
  image: labImage(version),
  env: { TARGET: version },
  scale: { minScale: 1 },
});
const inside: ServiceArgs = {
  name: "inside",
  image: labImage("v1"),
  env: { TARGET: "inside" },
  visibility: "cluster-local",
};

describe("lab: Knative on the Gateway API", function () {
  this.timeout(istioTimeoutMs + gatewayApiTimeoutMs);
  let gatewayApi: GatewayApiInLab;
  let istio: IstioInLab;
  let kubectl: Kubectl;
  let stack: TestStack;
  let outputs: Outputs;

  const platform = (version = "v1") =>
    labPlatform([hello(version), steady(version), inside], {
      ingress: "gateway-api",
      gatewayApi: { className: "istio" },
      gateways: [
        { name: "public", ...bound(outerService) },
        { name: "inner", local: true, ...bound(innerService) },
      ],
      autoscaler: { stableWindow: "6s", scaleToZeroGracePeriod: "1s" },
    });

  before(async function () {
    // First the definitions: istiod looks for them at its start.
    gatewayApi = await needGatewayApi(this);
    istio = await needIstio(this);
    kubectl = new Kubectl(istio.env);
    // Istio's own Gateways are of no use here, and a bound on the number of pods neither.
    const objects = renderIstioGateways(proxies).filter(
      ({ kind }) => kind !== "Gateway" && kind !== "HorizontalPodAutoscaler",
    );
    await kubectl.apply(...objects);
    await kubectl.run(
      ...["rollout", "status", `deployment/${outerService}`, "-n", namespace, "--timeout=180s"],
    );
    await kubectl.run("wait", "--for=create", "gatewayclass/istio", "--timeout=60s");
    await kubectl.run(...["wait", "gatewayclass/istio", "--for=condition=Accepted", "--timeout=60s"]);
    stack = new TestStack(istio.env, platform());
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
    await kubectl?.run("delete", "namespace", namespace, "--ignore-not-found");
    await istio?.down();
    await gatewayApi?.down();
  });

  const address = () => outputs.gateways[0]?.address ?? expect.fail("no gateway");
  const urlOf = (name: string) => outputs.urls[name] ?? expect.fail(`no URL of ${name}`);

  it("answers at the address that the Gateway tells, under the domain that is made of it", async () => {
    expect(outputs.gateways.map(({ name }) => name)).to.deep.equal(["public"]);
    expect(urlOf("hello")).to.equal(`http://hello.default.${address()}.sslip.io`);
    expect(await ask(address(), urlOf("steady"))).to.deep.include({ status: 200 });
    const routes = await kubectl.run("get", "httproutes", "-n", "default", "-o", "name");
    expect(routes.trim().split("\n")).to.have.length.above(2);
  });

  it("sleeps at no pods, and is woken by the next request", async () => {
    const pods = async () => {
      const names = await kubectl.run("get", "pods", "-l", "serving.knative.dev/service=hello", "-o", "name");
      return names.trim() === "" ? true : undefined;
    };
    await kubectl.until("hello has no pods", pods, 180);
    const { status, body } = await ask(address(), urlOf("hello"));
    expect(status).to.equal(200);
    expect(body).to.contain("Hello v1!");
  });

  it("keeps what is to stay inside from the outside, and serves it inside", async () => {
    expect((await ask(address(), "http://inside.default.svc.cluster.local")).status).to.equal(404);
    expect(await askInside(kubectl, "http://inside.default.svc.cluster.local")).to.contain("Hello inside!");
  });

  it("has nothing to change afterwards, nor after a refresh, and nothing to diagnose", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes", "--skip-preview");
    expect(await stack.leftToDo()).to.equal("");
    expect((await askDiagnosis(istio.env)).first).to.equal(undefined);
  });

  it("goes over to a new revision without a failed request", async () => {
    const tallies = await underLoad([{ address: address(), url: urlOf("steady") }], async () => {
      stack.configure(platform("v2"));
      await stack.up();
    });
    console.log(`      ${tallyText("new revision", tallies)}`);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}]);
    expect((await ask(address(), urlOf("steady"))).body).to.contain("Hello v2!");
  });
});
