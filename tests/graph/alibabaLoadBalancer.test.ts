import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AlibabaLoadBalancer } from "../../provider/src/alibaba/alibabaLoadBalancer";
import type { AlibabaLoadBalancerArgs } from "../../provider/src/alibaba/alibabaLoadBalancer.args";
import { giveUp, awaitServed } from "../../provider/src/alibaba/alibabaLoadBalancer.wait";
import { passService, passZones } from "../../provider/src/alibaba/alibabaLoadBalancer.gate";
import { prepare } from "../../provider/src/alibaba/alibabaLoadBalancer.adopt";
import type { LiveService } from "../../provider/src/alibaba/alibabaLoadBalancer.live";
import { openReader } from "../../provider/src/diagnose/read";
import { ProblemsError } from "../../provider/src/problems";
import { trustingKubeconfig } from "../support/ack";
import { record, valueOf, type RecordOptions, type Registration } from "../support/recorder";
import { ackGateway, fullestClb, nlb, privateKeyPem } from "../unit/alibaba/alibabaLoadBalancers";

const zones = {
  zones: [
    { id: "cn-hangzhou-h", zoneId: "cn-hangzhou-h", slbSlaveZoneIds: ["cn-hangzhou-i"] },
    { id: "cn-hangzhou-i", zoneId: "cn-hangzhou-i", slbSlaveZoneIds: ["cn-hangzhou-h"] },
  ],
  vswitches: [{ id: "vsw-1", vpcId: "vpc-1" }],
};

const respond = (type: string, _: string, inputs: Record<string, unknown>) => {
  if (type === "kubernetes:core/v1:ServicePatch") {
    const metadata = { ...(inputs["metadata"] as object), labels: ackGateway.metadata.labels };
    return { ...inputs, metadata, status: { loadBalancer: { ingress: [{ ip: "10.0.0.9" }] } } };
  }
  return type.endsWith(":EipAddress") ? { ...inputs, ipAddress: "203.0.113.9" } : inputs;
};

const make = (args: AlibabaLoadBalancerArgs, options: RecordOptions = {}) =>
  record(() => new AlibabaLoadBalancer("edge", args), { respond, answer: () => zones, ...options });
const named = (registrations: readonly Registration[], name: string): Registration => {
  const found = registrations.find((made) => made.name === name);
  expect(found, name).not.to.equal(undefined);
  return found as Registration;
};
const patchName = "edge:ServicePatch/knative-serving/kourier";

describe("graph: a load balancer before an existing gateway", () => {
  it("is annotations of the Service, where the controller makes it", async () => {
    const { result, registrations } = await make({ hosts: ["hello.shop.cn", "*.shop.cn"] });
    expect(registrations.map(({ name }) => name)).to.deep.equal(["edge", patchName]);
    const patch = named(registrations, patchName);
    expect(patch).to.include({ parent: "edge", deleteBeforeReplace: true });
    expect(patch.beforeUpdate).to.have.length(1);
    expect(patch.replaceOnChanges).to.deep.equal([]);
    expect(await valueOf(result.address)).to.equal("10.0.0.9");
    expect(await valueOf(result.loadBalancerId)).to.equal("lb-ack");
    expect(await valueOf(result.eip)).to.equal(undefined);
    expect(await valueOf(result.hosts)).to.deep.equal(["10.0.0.9 hello.shop.cn"]);
    expect(await valueOf(result.dnsRecords)).to.deep.equal([]);
  });

  it("is replaced where that is allowed", async () => {
    const { registrations } = await make({ settings: { allowReplace: true } });
    expect(named(registrations, patchName).replaceOnChanges).to.include("spec.loadBalancerClass");
  });

  it("is made here and handed over by its id, with certificate, EIP and records in order", async () => {
    const { result, registrations } = await make(fullestClb);
    expect(registrations.map(({ name }) => name)).to.have.members([
      "edge",
      "edge:certificate/web",
      "edge:loadBalancer",
      patchName,
      "edge:eip",
      "edge:eipAssociation",
      "edge:record/hello.shop.cn",
      "edge:record/*.apps.shop.cn",
    ]);
    const patch = named(registrations, patchName);
    expect(patch.dependencies).to.include.members(["edge:loadBalancer", "edge:certificate/web"]);
    expect((patch.inputs["metadata"] as LiveService["metadata"]).annotations).to.deep.include({
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id": "edge:loadBalancer-id",
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-force-override-listeners": "true",
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port": "https:443",
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id": "edge:certificate/web-id",
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler": "wrr",
    });
    const association = named(registrations, "edge:eipAssociation");
    expect(association.dependencies).to.include.members([patchName, "edge:eip"]);
    expect(association.inputs).to.include({ allocationId: "edge:eip-id", instanceId: "lb-ack" });
    const host = named(registrations, "edge:record/hello.shop.cn");
    expect(host.dependencies).to.include("edge:eipAssociation");
    expect(host.inputs).to.include({ rr: "hello", value: "203.0.113.9" });
    expect(await valueOf(result.loadBalancerId)).to.equal("edge:loadBalancer-id");
    expect(await valueOf(result.address)).to.equal("203.0.113.9");
    expect(await valueOf(result.eip)).to.equal("203.0.113.9");
    expect(await valueOf(result.dnsRecords)).to.deep.equal([
      { host: "hello.shop.cn", type: "A", value: "203.0.113.9" },
      { host: "*.apps.shop.cn", type: "A", value: "203.0.113.9" },
    ]);
    expect(await valueOf(result.costDrivers)).to.have.length(3);
    expect(await valueOf(result.ramPolicy)).to.contain("vpc:AssociateEipAddress");
    expect(named(registrations, "edge:certificate/web").secretOutputs).to.include("privateKey");
    expect(JSON.stringify(named(registrations, "edge").inputs)).not.to.contain(privateKeyPem.slice(30, 60));
  });

  it("stands in the VPC of its vSwitches, in a region of its own", async () => {
    const { registrations } = await make({ ...nlb, region: "cn-hangzhou" });
    const provider = named(registrations, "edge");
    expect(provider.type).to.equal("knative:index:AlibabaLoadBalancer");
    const regional = registrations.find(({ type }) => type === "pulumi:providers:alicloud");
    expect(regional?.inputs).to.include({ region: "cn-hangzhou" });
    const balancer = named(registrations, "edge:loadBalancer");
    expect(balancer.inputs).to.include({ vpcId: "vpc-1" });
    expect(balancer.provider).to.contain("pulumi:providers:alicloud");
    const patch = named(registrations, patchName);
    expect(patch.inputs["spec"]).to.deep.equal({
      type: "LoadBalancer",
      loadBalancerClass: "alibabacloud.com/nlb",
    });
  });

  it("previews before there is anything, without ids", async () => {
    const { result, registrations } = await make(fullestClb, { preview: true, isNew: true });
    expect(registrations).to.have.length(8);
    expect(await valueOf(result.loadBalancerId)).to.equal(undefined);
    expect(await valueOf(result.ramPolicy)).to.contain("slb:CreateLoadBalancer");
  });

  it("tells all that is wrong at once", () => {
    expect(
      () =>
        new AlibabaLoadBalancer("edge", {
          settings: { addressType: "internet" },
          eip: {},
          dns: { zone: "shop.cn" },
        }),
    ).to.throw(ProblemsError, /KN7056[^]*KN7061/);
  });

  it("has one region only", async () => {
    const program = () => {
      class Given extends pulumi.ProviderResource {}
      const provider = new Given("alicloud", "given", {});
      return new AlibabaLoadBalancer("edge", { region: "cn-hangzhou" }, { providers: [provider] });
    };
    const failure = await record(program).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain("KN7063");
  });
});

/** An API server with one Service, and a controller that follows its type at once. */
class OneService {
  live: LiveService | undefined;
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        if (request.method === "PATCH") {
          const { spec } = JSON.parse(body) as Pick<LiveService, "spec">;
          this.live = { metadata: { name: "kourier" }, spec: { ports: [{ port: 80 }], type: spec?.type } };
        }
        const isList = request.url?.endsWith("/services") === true;
        const answer = isList ? { items: [{ metadata: { name: "kourier-internal" } }] } : this.live;
        response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(answer ?? {}));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
  }
}

describe("graph: the Service of an existing gateway, looked at", () => {
  const service = new OneService();
  let kubeconfig = "";
  const known = () => ({ kubeconfig, context: "admin" });
  const reader = () => openReader(kubeconfig, "admin", { timeoutSeconds: 5 });
  const refused = async (promise: Promise<unknown>) =>
    promise.then(
      () => "nothing",
      (error: unknown) => String((error as Error).message),
    );

  before(async () => {
    kubeconfig = trustingKubeconfig(await service.start());
  });
  after(() => service.stop());

  const wanted = {
    annotations: {
      "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet",
    },
    opaque: [],
  };
  const inPreview = async <T>(preview: boolean, run: (component: pulumi.Resource) => Promise<T>) => {
    let outcome: Promise<T> | undefined;
    await record(
      () => {
        const component = new pulumi.ComponentResource("test:index:Nothing", "nothing");
        outcome = run(component);
        outcome.catch(() => undefined);
      },
      { preview },
    );
    return outcome as Promise<T>;
  };
  const look = (args: AlibabaLoadBalancerArgs, preview = false) =>
    inPreview(preview, (component) => passService({ component, name: "edge" }, args, known(), wanted));

  it("is refused where it isn't there, and where its load balancer would have to change", async () => {
    service.live = undefined;
    expect(await refused(look({ service: { name: "kourier-intern" } }))).to.contain('"kourier-internal"');
    service.live = ackGateway;
    expect(await refused(look({}))).to.contain("KN7006");
    expect(await look({ settings: { allowReplace: true } })).to.include({ givesUp: true });
  });

  it("is left to the update where nobody says how to ask, with a warning", async () => {
    const unasked = await inPreview(true, (component) =>
      passService({ component, name: "edge" }, {}, undefined, wanted),
    );
    expect(unasked).to.deep.equal({ live: undefined, givesUp: false });
  });

  it("has its load balancer given up before it is to have another", async () => {
    service.live = ackGateway;
    const inputs = { metadata: wanted, spec: { type: "LoadBalancer" } };
    const asked = {
      adoption: Promise.resolve({ live: undefined, givesUp: false }),
      cluster: Promise.resolve(known()),
    };
    expect(await refused(prepare("edge", {}, inputs, asked))).to.contain("KN7006");
    await prepare("edge", { settings: { allowReplace: true } }, inputs, asked);
    expect(service.live).to.deep.include({ metadata: { name: "kourier" } });
    expect(service.live.spec?.type).to.equal("ClusterIP");
  });

  it("is waited for as long as is said, and then told", async () => {
    service.live = { metadata: { name: "kourier" }, spec: { type: "LoadBalancer" } };
    const text = await refused(awaitServed({ readyTimeoutSeconds: 0 }, await reader()));
    expect(text).to.contain("KN7065").and.contain("describe service kourier");
    service.live = ackGateway;
    expect(await awaitServed({}, await reader())).to.deep.equal({ id: "lb-ack", address: "47.96.0.1" });
    await giveUp({}, await reader());
    expect(service.live.spec?.type).to.equal("ClusterIP");
  });

  it("goes on without the cloud's zones where it can't be asked", async () => {
    const facts = await inPreview(true, (component) =>
      passZones(component, fullestClb, { maps: [] }, () => Promise.reject(new Error("no credentials"))),
    );
    expect(facts).to.deep.equal({});
    const wrong = inPreview(true, (component) =>
      passZones(component, fullestClb, { maps: [], master: "x" }, () => Promise.resolve(zones)),
    );
    expect(await refused(wrong)).to.contain("KN7015");
  });
});
