import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { gatewayZoneProblems } from "../../provider/src/alibaba/gateway.zones";
import type { AlibabaNetworkArgs } from "../../provider/src/alibaba/loadBalancer.args";
import type { Exposure, GatewayArgs } from "../../provider/src/gateway/gateway";
import { Serving } from "../../provider/src/serving/serving";
import { record, valueOf, type Registration } from "../support/recorder";
import { needReleases } from "../support/releases";

describe("graph: gateways before which Alibaba's load balancers stand", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  const gatewayService = "knative:Service/kourier-system/kourier";
  async function serviceOf(gateway: GatewayArgs): Promise<Registration> {
    const { registrations } = await record(
      () =>
        new Serving("knative", {
          release: "1.22",
          source: { mirror },
          domain: "apps.example.com",
          gateways: [gateway],
        }),
      { preview: true },
    );
    const found = registrations.find(({ name }) => name === gatewayService);
    expect(found).not.to.equal(undefined);
    return found as Registration;
  }

  it("have a hook that refuses changes which the load balancer wouldn't follow, and no way to replace it", async () => {
    const service = await serviceOf({ exposure: "LoadBalancer", alibaba: {} });
    expect(service.beforeUpdate).to.deep.equal([`${gatewayService}:keepLoadBalancer`]);
    expect(service.replaceOnChanges).to.deep.equal([]);
    expect(service.inputs).to.have.nested.property("metadata.annotations");
    expect(JSON.stringify(service.inputs)).to.contain('loadbalancer-address-type":"intranet"');
  });

  it("are replaced, the old one first, where that is allowed", async () => {
    const service = await serviceOf({ exposure: "LoadBalancer", alibaba: { allowReplace: true } });
    expect(service.beforeUpdate).to.have.length(1);
    expect(service.deleteBeforeReplace).to.equal(true);
    expect(service.replaceOnChanges).to.include(
      'metadata.annotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type"]',
    );
  });

  it("are watched over where annotations are written by hand, too", async () => {
    const service = await serviceOf({
      exposure: "LoadBalancer",
      annotations: { "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-name": "web" },
    });
    expect(service.beforeUpdate).to.have.length(1);
  });

  it("are left alone where no load balancer of Alibaba's is spoken of", async () => {
    for (const gateway of [{}, { exposure: "LoadBalancer" }] as const) {
      const service = await serviceOf(gateway);
      expect([service.beforeUpdate, service.replaceOnChanges]).to.deep.equal([[], []]);
      expect(service.deleteBeforeReplace).to.equal(false);
    }
  });

  const clb = { masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-i" };
  const offered = {
    zones: [{ id: "cn-hangzhou-h", slbSlaveZoneIds: ["cn-hangzhou-i"] }, { id: "cn-hangzhou-k" }],
  };

  /** What is wrong with the zones that gateways name, what was asked of the cloud for it. */
  async function zoneProblems(networks: readonly AlibabaNetworkArgs[], exposure: Exposure = "LoadBalancer") {
    const asked: string[] = [];
    const { result } = await record(
      () =>
        gatewayZoneProblems(
          networks.map((network) => ({ exposure, alibaba: { network } })),
          new pulumi.ComponentResource("test:index:Component", "component"),
        ),
      {
        answer: (token) => {
          asked.push(token);
          return offered;
        },
      },
    );
    const problems = (await valueOf(result)) ?? [];
    return { asked, problems: problems.map(({ path, code, reason }) => `${path}: ${code} ${reason}`) };
  }

  it("name only zones that the region has, as the cloud says (KN7015)", async () => {
    const { asked, problems } = await zoneProblems([
      clb,
      { ...clb, slaveZoneId: "cn-hangzhou-k" },
      { ...clb, masterZoneId: "cn-hangzhou-x" },
    ]);
    expect(asked).to.deep.equal(Array(3).fill("alicloud:slb/getZones:getZones"));
    expect(problems).to.have.length(2);
    expect(problems[0]).to.match(/^gateways\[1\]\.alibaba\.network\.slaveZoneId: KN7015 .*"cn-hangzhou-i"/);
    expect(problems[1]).to.match(/^gateways\[2\]\.alibaba\.network\.masterZoneId: KN7015 .*cn-hangzhou-h/);
  });

  it("ask nothing of the cloud where no zones are named, or no load balancer is made", async () => {
    expect(await zoneProblems([{ vswitchId: "vsw-1" }, {}])).to.deep.equal({ asked: [], problems: [] });
    expect(await zoneProblems([clb], "ClusterIP")).to.deep.equal({ asked: [], problems: [] });
  });

  it("are asked about by Serving", async () => {
    const asked: string[] = [];
    const gateway: GatewayArgs = { exposure: "LoadBalancer", alibaba: { network: clb } };
    await record(() => new Serving("knative", { release: "1.22", source: { mirror }, gateways: [gateway] }), {
      answer: (token) => {
        asked.push(token);
        return offered;
      },
    });
    expect(asked).to.deep.equal(["alicloud:slb/getZones:getZones"]);
  });
});
