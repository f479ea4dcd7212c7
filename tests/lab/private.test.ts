import { expect } from "chai";
import { ADDRESSES } from "../../lab/node";
import type { PlatformArgs } from "../../provider/src";
import type { GatewayArgs } from "../../provider/src/gateway/gateway";
import { askInside } from "../support/caller";
import { Kubectl } from "../support/kubectl";
import { labImage, labPlatform, needLab } from "../support/lab";
import { ask, tallyText, underLoad } from "../support/requests";
import { TestStack } from "../support/stack";

interface Outputs {
  readonly gateways: readonly { readonly address: string; readonly httpPort: number }[];
  readonly urls: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
}

const image = labImage("v1");
// The node's address: what NodePort gateways are reached by.
const nodeAddress = ADDRESSES.node;
const services = [
  { name: "hello", image, scale: { minScale: 1 } },
  { name: "secret", image, labels: { audience: "internal" } },
];

describe("lab: private mode", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let kubectl: Kubectl;
  let outputs: Outputs;
  let clusterIp: string;

  const platform = (gateway: GatewayArgs, serving: PlatformArgs["serving"] = {}) =>
    labPlatform(services, { gateways: [gateway], offlineDns: {}, ...serving });
  const gatewaySpec = async () =>
    (
      await kubectl.json<{
        spec: { type: string; clusterIP: string; ports: { port: number; nodePort?: number }[] };
      }>("get", "service", "kourier", "-n", "kourier-system")
    ).spec;

  async function change(gateway: GatewayArgs, serving?: PlatformArgs["serving"]): Promise<void> {
    stack.configure(platform(gateway, serving));
    await stack.up();
    outputs = await stack.outputs<Outputs>();
  }

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    stack = new TestStack(env, platform({}));
    await stack.init();
    await stack.up();
    outputs = await stack.outputs<Outputs>();
    clusterIp = outputs.gateways[0]?.address ?? "";
  });

  after(async () => {
    await stack?.end();
  });

  it("has a gateway with neither load balancer nor node port, and services under its address", async () => {
    const { type, ports, clusterIP } = await gatewaySpec();
    expect(type).to.equal("ClusterIP");
    expect(ports.filter(({ nodePort }) => nodePort !== undefined)).to.deep.equal([]);
    expect(clusterIp).to.equal(clusterIP);
    expect(outputs.urls.hello).to.equal(`http://hello.default.${clusterIP}.sslip.io`);
    expect((await ask(clusterIp, outputs.urls.hello ?? "")).body).to.contain("Hello");
    expect(outputs.hosts).to.include(`${clusterIP} hello.default.${clusterIP}.sslip.io`);
  });

  it("is resolved inside the cluster although no name server outside can be asked", async () => {
    await kubectl.until(
      "the cluster's name service knows the services",
      async () => ((await askInside(kubectl, outputs.urls.hello ?? "")).includes("Hello") ? true : undefined),
      180,
    );
  });

  it("changes nothing the second time", async () => {
    expect(await stack.leftToDo()).to.equal("");
  });

  it("changes its exposure in place, under one domain, without a failed request", async () => {
    const domain = { domain: "apps.example.com", additionalDomains: [`${clusterIp}.sslip.io`] };
    const old = outputs.urls.hello ?? "";
    const kept = { additionalDomains: ["apps.example.com"] };
    const targets = [
      { address: clusterIp, url: old },
      { address: clusterIp, url: "http://hello.default.apps.example.com" },
    ];
    await change({}, kept);
    const tallies = await underLoad(targets, async () => {
      await change({ exposure: "NodePort", address: nodeAddress }, domain);
      const { address, httpPort } = outputs.gateways[0] ?? { address: "", httpPort: 0 };
      expect((await ask(`${address}:${httpPort}`, outputs.urls.hello ?? "")).status).to.equal(200);
      await change({ exposure: "LoadBalancer" }, domain);
      expect((await ask(outputs.gateways[0]?.address ?? "", outputs.urls.hello ?? "")).status).to.equal(200);
      await change({ exposure: "ClusterIP" }, domain);
    });
    console.log(`      ${tallyText("change of exposure", tallies)}`);
    expect(tallies.every(({ sent }) => sent > 50)).to.equal(true);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}, {}]);
    expect((await gatewaySpec()).clusterIP).to.equal(clusterIp);
  });

  it("rotates domains without a failed request, and retires the old one for good", async () => {
    const [before, after] = ["apps.example.com", "new.example.com"] as const;
    const urlUnder = (domain: string) => `http://hello.default.${domain}`;
    await change({}, { domain: before, additionalDomains: [after] });
    expect(outputs.urls.hello).to.equal(urlUnder(before));
    const targets = [before, after].map((domain) => ({ address: clusterIp, url: urlUnder(domain) }));
    const tallies = await underLoad(targets, async () => {
      await change({}, { domain: after, additionalDomains: [before] });
      expect(outputs.urls.hello).to.equal(urlUnder(after));
      expect(outputs.hosts).to.include.members([before, after].map((d) => `${clusterIp} hello.default.${d}`));
    });
    console.log(`      ${tallyText("rotation of domains", tallies)}`);
    expect(tallies.every(({ sent }) => sent > 50)).to.equal(true);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}, {}]);
    const [, last] = await underLoad(
      targets.toReversed(),
      async () => void (await change({}, { domain: after })),
    );
    expect(Object.keys(last?.lost ?? {}), "the old domain, once it is retired").to.deep.equal(["404"]);
    expect((await ask(clusterIp, urlUnder(after))).status).to.equal(200);
    expect((await ask(clusterIp, urlUnder(before))).status).to.equal(404);
  });

  it("keeps services inside that a domain's selector names, and all of them on request", async () => {
    const domains = [
      { name: "new.example.com" },
      { name: "svc.cluster.local", selector: { audience: "internal" } },
    ];
    await change({}, { domains, additionalDomains: ["more.example.com"] });
    expect(outputs.urls).to.deep.equal({
      hello: "http://hello.default.new.example.com",
      secret: "http://secret.default.svc.cluster.local",
    });
    for (const domain of ["new.example.com", "more.example.com"]) {
      expect((await ask(clusterIp, `http://hello.default.${domain}`)).status, domain).to.equal(200);
      expect((await ask(clusterIp, `http://secret.default.${domain}`)).status, domain).to.equal(404);
    }
    await change({}, { visibility: "cluster-local" });
    expect(outputs.urls.hello).to.equal("http://hello.default.svc.cluster.local");
    expect(outputs.hosts).to.deep.equal([]);
    expect((await ask(clusterIp, outputs.urls.hello ?? "")).status).to.equal(404);
    expect(await askInside(kubectl, outputs.urls.hello ?? "")).to.contain("Hello");
  });
});
