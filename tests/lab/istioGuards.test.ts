import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import { Agent, request } from "undici";
import { NETWORKS } from "../../lab/node";
import type { GatewayArgs } from "../../provider/src/gateway/gateway";
import { makeTestPair, type TestPair } from "../support/certificates";
import { labImage, labPlatform } from "../support/lab";
import { ask, tallyText, underLoad } from "../support/requests";
import { TestStack } from "../support/stack";
import { istioTimeoutMs, needIstio, type IstioInLab } from "../support/istio";

const host = "hello.default.guarded.example.com";
const url = `http://${host}`;
// Where requests of this machine come from once the node has passed them on.
const fromHere = [NETWORKS.link, NETWORKS.pods];
const fromElsewhere = ["203.0.113.0/24"];

describe("lab: how a gateway of Istio guards itself", function () {
  this.timeout(istioTimeoutMs);
  let lab: IstioInLab;
  let stack: TestStack;
  let address: string;
  let pair: TestPair;

  const platform = (gateway: GatewayArgs) =>
    labPlatform([{ name: "hello", image: labImage("v1"), scale: { minScale: 1 } }], {
      ingress: "istio",
      gateways: [{ exposure: "LoadBalancer", ...gateway }],
      domain: "guarded.example.com",
    });

  async function change(gateway: GatewayArgs): Promise<void> {
    stack.configure(platform(gateway));
    await stack.up();
  }

  before(async function () {
    lab = await needIstio(this);
    pair = await makeTestPair({ names: [host] });
    stack = new TestStack(lab.env, platform({ replicas: 2 }));
    await stack.init();
    await stack.up();
    const { gateways } = await stack.outputs<{ gateways: { address: string }[] }>();
    address = gateways[0]?.address ?? "";
  });

  after(async () => {
    await stack?.end();
    await lab?.down();
  });

  /** The status that the gateway gives once it is the expected one, or the last within the time that istiod may take. */
  async function statusOnce(expected: number, ask: () => Promise<number>): Promise<number> {
    const end = Date.now() + 30_000;
    for (;;) {
      const status = await ask();
      if (status === expected || Date.now() > end) return status;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  const plain = async () => (await ask(address, url)).status;

  it("loses no request while its pods are replaced", async () => {
    expect(await plain()).to.equal(200);
    const tallies = await underLoad([{ address, url }], () =>
      change({ replicas: 2, podAnnotations: { "example.com/generation": "2" } }),
    );
    console.log(`      ${tallyText("new pods of a gateway", tallies)}`);
    expect(tallies.map(({ lost }) => lost)).to.deep.equal([{}]);
  });

  it("lets in only the sources and hosts that it is told, and Knative's probes", async () => {
    await change({ authorization: { sourceRanges: fromElsewhere } });
    expect(await statusOnce(403, plain)).to.equal(403);
    // A service that is made now becomes ready only if the probes get through.
    expect(await stack.leftToDo()).to.equal("");
    await change({ authorization: { sourceRanges: fromHere, hosts: [host] } });
    expect(await statusOnce(200, plain)).to.equal(200);
    await change({ authorization: { sourceRanges: fromHere, hosts: ["*.other.example.com"] } });
    expect(await statusOnce(403, plain)).to.equal(403);
    await change({});
    expect(await statusOnce(200, plain)).to.equal(200);
  });

  it("shows its own certificate, and sends plain requests there", async () => {
    await change({ tls: { ...pair, redirect: true } });
    const agent = new Agent({
      connect: {
        ca: pair.certificate,
        servername: host,
        // undici verifies names against the host of the URL otherwise.
        checkServerIdentity: (_, peer) =>
          new X509Certificate(peer.raw).checkHost(host) === undefined ? new Error("another's") : undefined,
      },
    });
    const encrypted = async () =>
      (await request(`https://${address}/`, { headers: { host }, dispatcher: agent })).statusCode;
    try {
      expect(await statusOnce(200, () => encrypted().catch(() => 0))).to.equal(200);
      expect(await statusOnce(301, plain)).to.equal(301);
    } finally {
      await agent.close();
    }
    expect(await stack.leftToDo()).to.equal("");
  });
});
