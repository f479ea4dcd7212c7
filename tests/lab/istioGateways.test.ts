import { expect } from "chai";
import type { PlatformArgs, ServiceArgs } from "../../provider/src";
import { askInside } from "../support/caller";
import { askDiagnosis } from "../support/diagnosis";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform } from "../support/lab";
import { ask, tallyText, underLoad } from "../support/requests";
import type { PreviewStep } from "../support/pulumiProject";
import { TestStack } from "../support/stack";
import { istioTimeoutMs, needIstio, routedHosts, type IstioInLab } from "../support/istio";

interface Outputs {
  readonly gateways: readonly {
    readonly name: string;
    readonly address: string;
    readonly domain: string;
    readonly urls: Readonly<Record<string, string>>;
  }[];
  readonly urls: Readonly<Record<string, string>>;
}

const image = labImage("v1");
const revision = "lab";
const gatewayNamespace = "istio-ingress";

/** A service that is always awake, so that an answer tells of the gateway alone. */
function service(name: string, gateways?: string[], further: Partial<ServiceArgs> = {}): ServiceArgs {
  return { name, image, env: { TARGET: name }, scale: { minScale: 1 }, gateways, ...further };
}

const gatewaysOf = (...names: string[]) =>
  names.map((name) => ({ name, exposure: "LoadBalancer" as const, default: name === "public" }));
const services = [
  service("hello"),
  service("shop", ["team-a"]),
  service("news", ["team-b"]),
  service("both", ["team-a", "team-b"]),
  service("inside", undefined, { visibility: "cluster-local" }),
];
const nameOf = ({ urn }: PreviewStep) => urn.split("::").at(-1)?.replace(/^.*?:/, "") ?? urn;

describe("lab: Istio with several gateways", function () {
  this.timeout(istioTimeoutMs);
  let lab: IstioInLab;
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;

  const platform = (
    names = ["public", "team-a", "team-b"],
    deployed: readonly ServiceArgs[] = services,
    serving: PlatformArgs["serving"] = {},
  ) =>
    labPlatform([...deployed], {
      ingress: "istio",
      istio: { revision },
      gateways: gatewaysOf(...names),
      ...serving,
    });

  before(async function () {
    lab = await needIstio(this, { revision });
    kubectl = new Kubectl(lab.env);
    stack = new TestStack(lab.env, platform());
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  });

  after(async () => {
    await stack?.end();
    await lab?.down();
  });

  const addressOf = (gateway: string) =>
    outputs.gateways.find(({ name }) => name === gateway)?.address ?? expect.fail(`no gateway ${gateway}`);
  const answer = async (gateway: string, name: string) => {
    const { status, body } = await ask(addressOf(gateway), outputs.urls[name] ?? "");
    return status === 200 ? body.trim() : status;
  };

  /** What each gateway answers for each service. */
  async function answers(names: readonly string[]): Promise<Record<string, unknown[]>> {
    const gateways = outputs.gateways.map(({ name }) => name);
    const rows = names.map(async (name) => [
      name,
      await Promise.all(gateways.map((gateway) => answer(gateway, name))),
    ]);
    return Object.fromEntries(await Promise.all(rows)) as Record<string, unknown[]>;
  }

  it("gives each gateway an address, and each service a URL at the gateways it asks for", () => {
    expect(outputs.gateways.map(({ name, urls }) => [name, Object.keys(urls)])).to.deep.equal([
      ["public", ["hello"]],
      ["team-a", ["both", "shop"]],
      ["team-b", ["both", "news"]],
    ]);
    expect(new Set(outputs.gateways.map(({ address }) => address)).size).to.equal(3);
    const [publicly, a, b] = outputs.gateways.map(({ domain }) => domain);
    expect(outputs.urls).to.include({
      hello: `http://hello.default.${publicly}`,
      shop: `http://shop.default.${a}`,
      news: `http://news.default.${b}`,
      inside: "http://inside.default.svc.cluster.local",
    });
  });

  it("answers at the gateways that a service asks for, and at no other", async () => {
    expect(await answers(["hello", "shop", "news", "both"])).to.deep.equal({
      hello: ["Hello hello!", 404, 404],
      shop: [404, "Hello shop!", 404],
      news: [404, 404, "Hello news!"],
      both: [404, "Hello both!", "Hello both!"],
    });
  });

  it("tells no gateway the names of services that it doesn't serve", async () => {
    const hosts = await routedHosts(kubectl, gatewayNamespace, "knative-gateway-team-a");
    expect(hosts.filter((host) => /^(hello|news|inside)\.default\.(?!svc)/.test(host))).to.deep.equal([]);
    expect(hosts).to.include(new URL(outputs.urls.shop ?? "").host);
  });

  it("serves every service inside the cluster by its own name", async () => {
    for (const name of ["inside", "shop"]) {
      expect(await askInside(kubectl, `http://${name}.default.svc.cluster.local`)).to.contain(
        `Hello ${name}!`,
      );
    }
    expect(await answer("public", "inside")).to.equal(404);
  });

  it("has nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes", "--skip-preview");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("adds a gateway without touching others and services", async () => {
    stack.configure(platform(["public", "team-a", "team-b", "team-c"]));
    const steps = await stack.changes();
    const updated = steps.filter(({ op }) => op !== "create");
    expect(steps.length - updated.length).to.be.above(4);
    expect(
      steps
        .filter(({ op }) => op === "create")
        .map(nameOf)
        .filter((name) => !name.includes("team-c")),
    ).to.deep.equal([]);
    expect(updated.map((step) => [step.op, nameOf(step)])).to.deep.equal([
      ["update", "ConfigMap/knative-serving/config-istio"],
      ["update", "ConfigMap/knative-serving/config-domain"],
    ]);
    const targets = ["hello", "shop", "news"].map((name, index) => ({
      address: outputs.gateways[index]?.address ?? "",
      url: outputs.urls[name] ?? "",
    }));
    const tallies = await underLoad(targets, () => stack.up());
    console.log(`      ${tallyText("a gateway more", tallies)}`);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}, {}, {}]);
    outputs = await stack.outputs<Outputs>();
  });

  it("moves a service to another gateway without a failed request, while both serve it in between", async () => {
    const url = "http://shop.default.shop.knative.test";
    const at = (gateways: string[]) => {
      const moved = services.map((one) => (one.name === "shop" ? service("shop", gateways) : one));
      return platform(["public", "team-a", "team-b", "team-c"], moved, { domain: "shop.knative.test" });
    };
    stack.configure(at(["team-a"]));
    await stack.up();
    outputs = await stack.outputs<Outputs>();
    expect(outputs.urls.shop).to.equal(url);
    const [old, next] = [addressOf("team-a"), addressOf("team-c")];
    const both = at(["team-a", "team-c"]);
    const first = await underLoad([{ address: old, url }], async () => {
      stack.configure(both);
      await stack.up();
    });
    const second = await underLoad([{ address: next, url }], async () => {
      stack.configure(at(["team-c"]));
      await stack.up();
    });
    console.log(`      ${tallyText("move to another gateway", [...first, ...second])}`);
    expect([...first, ...second].map(({ lost }) => lost)).to.deep.equal([{}, {}]);
    expect((await ask(old, url)).status).to.equal(404);
  });

  it("finds nothing wrong while all is well, and names the gateway that is down to those whom it serves", async () => {
    expect((await askDiagnosis(lab.env)).first).to.equal(undefined);
    const scale = (pods: number) =>
      kubectl.run("scale", "deployment/knative-gateway-team-b", "-n", gatewayNamespace, `--replicas=${pods}`);
    const named = { code: "KN5023", gateway: `${gatewayNamespace}/knative-gateway-team-b` };
    try {
      await scale(0);
      const find = async () => {
        const { first } = await askDiagnosis(lab.env, "news");
        return first?.code === named.code ? first : undefined;
      };
      const found = await kubectl.until("the gateway is found down", find, 60);
      expect(found).to.include({ ...named, severity: "error" });
      const elsewhere = await askDiagnosis(lab.env, "hello");
      expect(elsewhere.first).to.include({ ...named, severity: "warning" });
      expect(elsewhere.exitCode).to.equal(0);
    } finally {
      await scale(1);
    }
    await kubectl.run(
      ...["rollout", "status", "deployment/knative-gateway-team-b", "-n", gatewayNamespace, "--timeout=60s"],
    );
  });

  it("refuses to remove a gateway that a service still asks for", async () => {
    stack.configure(platform(["public", "team-b"]));
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode).not.to.equal(0);
    expect(output).to.contain("KN6061").and.contain("services[1].gateways[0]").and.contain('"team-a"');
  });

  it("removes a gateway that nobody asks for, and nothing else", async () => {
    stack.configure(platform(["public", "team-a", "team-b"]));
    await stack.up();
    const left = await kubectl.run("get", "deployments,services", "-n", gatewayNamespace, "-o", "name");
    expect(left).not.to.contain("team-c");
    expect(left).to.contain("team-b");
  });
});
