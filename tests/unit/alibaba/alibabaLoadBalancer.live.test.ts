import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { renderPatch, wantedState } from "../../../provider/src/alibaba/alibabaLoadBalancer.adopt";
import type { AlibabaLoadBalancerArgs } from "../../../provider/src/alibaba/alibabaLoadBalancer.args";
import { judge, unlooked, zonesUnasked } from "../../../provider/src/alibaba/alibabaLoadBalancer.gate";
import {
  addressIn,
  balancerId,
  checkLive,
  isServed,
  type LiveService,
  type ServiceReading,
} from "../../../provider/src/alibaba/alibabaLoadBalancer.live";
import { handedOver } from "../../../provider/src/alibaba/alibabaLoadBalancer.settings";
import type { AlibabaSlbArgs } from "../../../provider/src/alibaba/loadBalancer.args";
import { ackGateway, adopted } from "./alibabaLoadBalancers";

const component = "edge";
const problemsOf = (args: AlibabaLoadBalancerArgs, reading: ServiceReading, said = args.settings ?? {}) =>
  checkLive(component, args, reading, wantedState(said));
const codesOf = (args: AlibabaLoadBalancerArgs, live: LiveService, said?: AlibabaSlbArgs) =>
  problemsOf(args, { live }, said).map(({ path, code }) => `${path} ${code}`);
const notices = (args: AlibabaLoadBalancerArgs, live: LiveService) =>
  judge(component, args, { live }, wantedState(args.settings ?? {}));

const fresh: LiveService = {
  metadata: { name: "kourier" },
  spec: { type: "ClusterIP", ports: [{ port: 80 }] },
};

describe("alibaba: a gateway's Service as the cluster has it", () => {
  it("is named by the nearest of those that there are, where it isn't there", () => {
    const [problem, ...rest] = problemsOf(
      { service: { name: "ingres-gateway" } },
      { others: ["kourier-internal", "ingress-gateway"] },
    );
    expect(rest).to.deep.equal([]);
    expect(problem).to.include({ path: "service.name", code: "KN7050" });
    expect(problem?.reason).to.equal(
      'there is no Service knative-serving/ingres-gateway (did you mean "ingress-gateway"?); there are ingress-gateway, kourier-internal',
    );
    expect(problemsOf({}, { others: [] })[0]?.reason).to.contain("knative-serving has no Services");
  });

  it("may have any settings while it has no load balancer", () => {
    expect(codesOf({ settings: { type: "clb", addressType: "internet" } }, fresh)).to.deep.equal([]);
    expect(isServed(fresh)).to.equal(false);
  });

  it("keeps what its load balancer can't change: ACK's is public", () => {
    expect(codesOf({}, ackGateway)).to.deep.equal(["settings.addressType KN7006"]);
    expect(codesOf({ settings: { addressType: "internet" } }, ackGateway)).to.deep.equal([]);
    const nlb = {
      type: "nlb" as const,
      network: {
        zoneMaps: [
          { zoneId: "a", vswitchId: "vsw-1" },
          { zoneId: "b", vswitchId: "vsw-2" },
        ],
      },
    };
    const [problem] = problemsOf({ settings: nlb }, { live: ackGateway });
    expect(problem).to.include({ path: "settings.type", code: "KN7006" });
    expect(problem?.reason).to.contain("settings.allowReplace: true");
  });

  it("follows its own component's settings, and keeps those of others", () => {
    const live = adopted(component, { "address-type": "intranet", "vswitch-id": "vsw-1" });
    expect(codesOf({ settings: { network: { vswitchId: "vsw-1" } } }, live)).to.deep.equal([]);
    // Its own annotation goes with the setting; another's stays, so that nothing changes.
    expect(codesOf({}, live)).to.deep.equal(["settings.network.vswitchId KN7006"]);
    expect(
      codesOf({}, adopted("other", { "address-type": "intranet", "vswitch-id": "vsw-1" })),
    ).to.deep.equal([]);
  });

  it("gives its load balancer up where that is allowed, and says so", () => {
    const { givesUp, notices: told } = notices({ settings: { allowReplace: true } }, ackGateway);
    expect(givesUp).to.equal(true);
    expect(told.map(({ code }) => code)).to.deep.equal(["KN7062", "KN7064"]);
    expect(told[1]?.reason).to.contain("lb-ack").and.contain("47.96.0.1");
  });

  it("stays a LoadBalancer after a destroy where somebody else says so", () => {
    const settings = { addressType: "internet" as const };
    expect(notices({ settings }, ackGateway).notices.map(({ code }) => code)).to.deep.equal(["KN7062"]);
    const ours = {
      ...ackGateway,
      metadata: {
        ...ackGateway.metadata,
        managedFields: [{ manager: "pulumi-knative-edge", fieldsV1: { "f:spec": { "f:type": {} } } }],
      },
    };
    expect(notices({ settings }, ours)).to.deep.include({ givesUp: false, notices: [] });
  });

  it("isn't moved from the controller's load balancer to another without being allowed", () => {
    const id = { id: "lb-mine", forceOverrideListeners: true };
    expect(codesOf({ settings: id }, ackGateway)).to.deep.equal(["settings.id KN7052"]);
    expect(codesOf({ settings: { ...id, allowReplace: true } }, ackGateway)).to.deep.equal([]);
    expect(notices({ settings: { ...id, allowReplace: true } }, ackGateway).givesUp).to.equal(true);

    const settings = { network: { vswitchId: "vsw-1" } };
    const made = handedOver(settings, output("lb-new"));
    expect(codesOf({ madeBy: "pulumi", settings }, ackGateway, made)).to.deep.equal(["madeBy KN7052"]);
  });

  it("keeps the load balancer that it was handed over, and loses it only where that is allowed", () => {
    const live = {
      ...adopted(component, { id: "lb-ack", "force-override-listeners": "true" }),
      spec: { type: "LoadBalancer" },
    };
    const settings = { network: { vswitchId: "vsw-1" } };
    const made = handedOver(settings, output("lb-ack"));
    expect(codesOf({ madeBy: "pulumi", settings }, live, made)).to.deep.equal([]);
    expect(codesOf({ settings: { addressType: "internet" } }, live)).to.deep.equal(["settings.id KN7052"]);
  });

  it("belongs to another controller by its class", () => {
    const live = { ...ackGateway, spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" } };
    expect(codesOf({ settings: { addressType: "internet" } }, live)).to.deep.equal(["service KN7051"]);
  });

  it("has the ports that listeners are for", () => {
    const settings = {
      addressType: "internet" as const,
      listeners: [{ port: 8080, protocol: "tcp" as const }],
    };
    expect(codesOf({ settings }, ackGateway)).to.deep.equal(["settings.listeners[0].port KN7023"]);
  });

  it("is judged alike whatever of it is not known yet: nothing of that is told", () => {
    const settings = { addressType: "internet" as const, network: {}, name: output("later") };
    expect(codesOf({ settings }, adopted("x", { name: "before" }))).to.deep.equal([]);
  });

  it("never has its own settings refused twice in a row", () => {
    const settings: fc.Arbitrary<AlibabaSlbArgs> = fc.record(
      {
        addressType: fc.constantFrom("internet" as const, "intranet" as const),
        name: fc.constantFrom("one", "two"),
        scheduler: fc.constantFrom("rr" as const, "wrr" as const),
        resourceGroupId: fc.constantFrom("rg-1", "rg-2"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, (said) => {
        const { annotations } = wantedState(said);
        const texts = Object.entries(annotations).map(([name, text]): [string, string] => [
          name.replace("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-", ""),
          text,
        ]);
        expect(codesOf({ settings: said }, adopted(component, Object.fromEntries(texts)))).to.deep.equal([]);
      }),
    );
  });

  it("is told not to be looked at, and zones not to be checked, where nobody can be asked", () => {
    expect(unlooked("no kubeconfig")).to.include({ path: "service", code: "KN7053" });
    expect(zonesUnasked("no credentials")).to.include({ path: "settings.network", code: "KN7054" });
    expect(zonesUnasked("no credentials").reason).to.contain("no credentials; they are not checked");
  });

  it("is told by the address or the name in its status", () => {
    expect(addressIn(ackGateway)).to.equal("47.96.0.1");
    expect(balancerId(ackGateway)).to.equal("lb-ack");
    const named = {
      status: { loadBalancer: { ingress: [{ hostname: "nlb-1.cn-hangzhou.nlb.aliyuncs.com" }] } },
    };
    expect(addressIn(named)).to.equal("nlb-1.cn-hangzhou.nlb.aliyuncs.com");
    expect(addressIn({})).to.equal(undefined);
  });
});

describe("alibaba: what is set of a gateway's Service", () => {
  it("is the load balancer's and nothing else, by a manager of its own", () => {
    expect(renderPatch(component, {}, {})).to.deep.equal({
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        namespace: "knative-serving",
        name: "kourier",
        annotations: {
          "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet",
          "pulumi.com/patchFieldManager": "pulumi-knative-edge",
          "pulumi.com/patchForce": "true",
        },
      },
      spec: { type: "LoadBalancer" },
    });
  });

  it("is what is asked for of the Service itself, too", () => {
    const service = {
      namespace: "gateways",
      name: "ingress-gateway",
      externalTrafficPolicy: "Local",
      sessionAffinity: "ClientIP",
    } as const;
    const { metadata, spec } = renderPatch(component, { service }, { type: "nlb" });
    expect(metadata).to.include({ namespace: "gateways", name: "ingress-gateway" });
    expect(spec).to.deep.equal({
      type: "LoadBalancer",
      loadBalancerClass: "alibabacloud.com/nlb",
      externalTrafficPolicy: "Local",
      sessionAffinity: "ClientIP",
    });
  });
});
