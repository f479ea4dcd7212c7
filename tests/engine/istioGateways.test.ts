import { expect } from "chai";
import type { GatewayArgs, PlatformArgs, ServiceArgs } from "../../provider/src";
import { planIstioGateways } from "../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../provider/src/istio/gateways.render";
import { groupOf } from "../../provider/src/manifests/manifest";
import { makeTestPair } from "../support/certificates";
import { istioTimeoutMs, needIstio, type IstioInLab } from "../support/istio";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform } from "../support/lab";
import type { PreviewStep } from "../support/pulumiProject";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly {
    readonly name: string;
    readonly address: string;
    readonly urls: Readonly<Record<string, string>>;
  }[];
}

const namespace = "istio-ingress";
/** What every gateway is made of. */
const kinds = [
  "apps/v1:Deployment",
  "autoscaling/v2:HorizontalPodAutoscaler",
  "core/v1:Service",
  "core/v1:ServiceAccount",
  "networking.istio.io/v1:Gateway",
  "rbac.authorization.k8s.io/v1:Role",
  "rbac.authorization.k8s.io/v1:RoleBinding",
];

/** "update core/v1:ConfigMap knative-serving/config-istio": the operation, the type and the object of a step. */
function textOf({ op, urn }: PreviewStep): string {
  const [, , types = "", name = ""] = urn.split("::");
  const type = types
    .split("$")
    .at(-1)
    ?.replace(/^kubernetes:/, "");
  return `${op} ${type} ${name.replace(/^[^/]*\//, "")}`;
}

/** All steps by which a gateway comes or goes, with further objects of it by type and the end of their name. */
function stepsOf(op: "create" | "delete", gateway: string, further: readonly string[] = []): string[] {
  const named = `${namespace}/knative-gateway-${gateway}`;
  const others = further.map((one) => one.split(" ") as [type: string, suffix: string]);
  return [
    ...kinds.map((kind) => `${op} ${kind} ${named}`),
    ...others.map(([type, suffix]) => `${op} ${type} ${named}${suffix}`),
  ];
}

const update = {
  gateways: "update core/v1:ConfigMap knative-serving/config-istio",
  domains: "update core/v1:ConfigMap knative-serving/config-domain",
  service: (name: string) => `update serving.knative.dev/v1:Service default/${name}`,
};
const [secret, budget] = ["core/v1:Secret -tls", "policy/v1:PodDisruptionBudget -pdb"];

const service = (name: string, gateways?: string[]): ServiceArgs => ({
  name,
  image: labImage("v1"),
  gateways,
});
const services = [service("hello"), service("admin", ["private"]), service("api", ["public", "private"])];
/** The services with others in the place of those with the same names. */
const withOthers = (...others: readonly ServiceArgs[]) =>
  services.map((one) => others.find(({ name }) => name === one.name) ?? one);

describe("engine: gateways of Istio", function () {
  this.timeout(istioTimeoutMs);
  let lab: IstioInLab;
  let kubectl: Kubectl;
  let stack: TestStack;
  let found: string[];
  let gateways: readonly GatewayArgs[];

  const platform = (
    deployed: readonly GatewayArgs[] = gateways,
    wanted: readonly ServiceArgs[] = services,
  ): PlatformArgs =>
    labPlatform([...wanted], {
      ingress: "istio",
      domain: "apps.example.com",
      gateways: [...deployed],
    });
  const without = (name: string) => gateways.filter((gateway) => gateway.name !== name);
  const team: GatewayArgs = { name: "team", exposure: "LoadBalancer" };

  before(async function () {
    lab = await needIstio(this);
    kubectl = new Kubectl(lab.env);
    found = await kubectl.inventory();
    const pair = await makeTestPair({ names: ["*.default.private.example.com"] });
    gateways = [
      {
        name: "public",
        default: true,
        exposure: "LoadBalancer",
        annotations: { "example.com/network": "internet" },
        authorization: { hosts: ["*.example.com"] },
      },
      {
        name: "private",
        exposure: "LoadBalancer",
        domain: "private.example.com",
        services: { matchLabels: { team: "operations" } },
        tls: pair,
      },
      { name: "spare", podDisruptionBudget: { maxUnavailable: "1" } },
      { name: "inside", local: true, maxReplicas: 2 },
    ];
    stack = new TestStack(lab.env, platform());
    await stack.init();
  });

  after(async () => {
    await stack?.end();
    await lab?.down();
  });

  async function shown(...config: Parameters<typeof platform>): Promise<string[]> {
    stack.configure(platform(...config));
    return (await stack.changes()).map(textOf).toSorted();
  }

  async function refused(...config: Parameters<typeof platform>): Promise<string> {
    stack.configure(platform(...config));
    const { exitCode, output } = await stack.run("preview");
    expect(exitCode, output).not.to.equal(0);
    return output;
  }

  it("are all admitted, and Istio keeps of its own objects all that they say", async () => {
    await stack.up();
    const outputs = await stack.outputs<Outputs>();
    expect(outputs.gateways.map(({ name, urls }) => [name, urls])).to.deep.equal([
      [
        "public",
        { hello: "http://hello.default.apps.example.com", api: "http://api.default.private.example.com" },
      ],
      [
        "private",
        { admin: "http://admin.default.private.example.com", api: "http://api.default.private.example.com" },
      ],
      ["spare", {}],
    ]);
    const rendered = renderIstioGateways(planIstioGateways(gateways)).filter((manifest) =>
      groupOf(manifest).endsWith("istio.io"),
    );
    expect(rendered.map(({ kind }) => kind).toSorted()).to.deep.equal([
      "AuthorizationPolicy",
      ...Array<string>(4).fill("Gateway"),
    ]);
    for (const manifest of rendered) {
      const type = `${manifest.kind.toLowerCase()}.${groupOf(manifest)}`;
      const { spec } = await kubectl.json<{ spec: object }>(
        ...["get", type, manifest.metadata.name, "-n", namespace],
      );
      expect(spec, `${manifest.kind} ${manifest.metadata.name}`).to.deep.equal(manifest.spec);
    }
  });

  it("have nothing to change afterwards, nor after a refresh", async () => {
    expect(await stack.leftToDo()).to.equal("");
    await stack.must("refresh", "--yes", "--skip-preview");
    expect(await stack.leftToDo()).to.equal("");
  });

  it("show the objects of one that is added, and Knative's list of gateways", async () => {
    expect(await shown([...gateways, team])).to.deep.equal(
      [...stepsOf("create", "team"), update.gateways].toSorted(),
    );
  });

  it("show the objects of one that is removed, and Knative's list of gateways", async () => {
    expect(await shown(without("spare"))).to.deep.equal(
      [...stepsOf("delete", "spare", [budget]), update.gateways].toSorted(),
    );
  });

  it("show a service that moves, and nothing else, in both steps of the way", async () => {
    expect(await shown(gateways, withOthers(service("admin", ["private", "spare"])))).to.deep.equal([
      update.service("admin"),
    ]);
    const labels = (await stack.changes()).flatMap(({ detailedDiff }) =>
      Object.keys(detailedDiff ?? {}).filter((path) => path.startsWith("metadata.labels")),
    );
    expect(labels).to.deep.equal(['metadata.labels["gateways.knative.pulumi.com/use-spare"]']);
    expect(await shown(gateways, withOthers(service("admin", ["spare"])))).to.deep.equal([
      update.service("admin"),
    ]);
  });

  it("are not removed while services ask for them, which are named (KN6061)", async () => {
    const output = await refused(without("private"));
    expect(output).to.contain("KN6061");
    expect(output).to.contain("services[1].gateways[0]").and.contain("the service admin asks for");
    expect(output).to.contain("services[2].gateways[1]").and.contain("the service api asks for");
    expect(output).not.to.contain("services[0]");
  });

  it("get another name as one that comes and one that goes, with the services that move along", async () => {
    const renamed = gateways.map((one) => (one.name === "private" ? { ...one, name: "privately" } : one));
    const output = await refused(renamed);
    expect(output).to.contain("KN6061").and.contain('did you mean "privately"?');
    const moved = [service("admin", ["privately"]), service("api", ["public", "privately"])];
    expect(await shown(renamed, withOthers(...moved))).to.deep.equal(
      [
        ...stepsOf("create", "privately", [secret]),
        ...stepsOf("delete", "private", [secret]),
        update.gateways,
        // The domain of the gateway, which goes by the label of its services.
        update.domains,
        update.service("admin"),
        update.service("api"),
      ].toSorted(),
    );
  });

  it("come, go and take over a service in one update, which leaves nothing to do", async () => {
    const moved = withOthers(service("admin", ["private", "team"]));
    expect(await shown([...without("spare"), team], moved)).to.deep.equal(
      [
        ...stepsOf("create", "team"),
        ...stepsOf("delete", "spare", [budget]),
        update.gateways,
        update.service("admin"),
      ].toSorted(),
    );
    await stack.up();
    expect(await stack.leftToDo()).to.equal("");
    const outputs = await stack.outputs<Outputs>();
    expect(outputs.gateways.map(({ name, urls }) => [name, Object.keys(urls)])).to.deep.equal([
      ["public", ["api", "hello"]],
      ["private", ["admin", "api"]],
      ["team", ["admin"]],
    ]);
  });

  it("leave the cluster as it was found", async () => {
    await stack.destroy();
    await kubectl.untilAsFound(found);
  });
});
