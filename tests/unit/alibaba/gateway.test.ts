import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { gatewayLoadBalancer } from "../../../provider/src/alibaba/gateway.service";
import { checkGateways } from "../../../provider/src/gateway/gateway.check";
import type { GatewayArgs } from "../../../provider/src/gateway/gateway";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../../provider/src/istio/gateways.render";
import { kourierGatewaySteps } from "../../../provider/src/kourier/gateway.render";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { annotations, named, nlb } from "./samples";

const exposed = (gateway: GatewayArgs): GatewayArgs => ({ exposure: "LoadBalancer", ...gateway });
const wrong = (gateway: GatewayArgs): string[] =>
  checkGateways([exposed(gateway)]).map(({ path, code }) => `${path.replace("gateways[0].", "")} ${code}`);

const kourier: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "kourier", namespace: "kourier-system", annotations: { upstream: "yes" } },
  spec: {
    ports: [
      { name: "http2", port: 80, targetPort: 8080 },
      { name: "https", port: 443, targetPort: 8443 },
    ],
  },
};

/** The Service of a gateway as each ingress layer makes it, without what is none of the load balancer's. */
function services(gateway: GatewayArgs): Manifest[] {
  const args = exposed(gateway);
  const istio = renderIstioGateways(planIstioGateways([args])).find(
    ({ kind, metadata }) => kind === "Service" && metadata.name === "knative-gateway-default",
  );
  return [kourierGatewaySteps(args).reduce((manifest, step) => step(manifest), kourier), istio as Manifest];
}

const terminated: GatewayArgs = {
  alibaba: { listeners: [{ port: 443, protocol: "https" }], tls: { certId: "cert-1" } },
};

describe("Alibaba's load balancers before gateways", () => {
  it("N4: have zone maps without empty parts or blanks, of two zones at least", () => {
    const maps = (text: string) =>
      wrong({
        loadBalancerClass: "alibabacloud.com/nlb",
        annotations: annotations({ "zone-maps": text, "address-type": "intranet" }),
      });
    const path = 'annotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps"]';
    expect(maps("cn-hangzhou-a:vsw-1,cn-hangzhou-b:vsw-2")).to.deep.equal([]);
    for (const text of [
      "cn-hangzhou-a:vsw-1,cn-hangzhou-b:vsw-2:",
      "cn-hangzhou-a:vsw-1, cn-hangzhou-b:vsw-2",
      "cn-hangzhou-a:vsw-1",
    ]) {
      expect(
        maps(text).filter((found) => found.startsWith(path)),
        text,
      ).not.to.deep.equal([]);
    }
  });

  it("reach the Services of both ingress layers, beside the annotations that are there", () => {
    for (const service of services({
      alibaba: { name: "web" },
      annotations: { "example.com/team": "web" },
    })) {
      expect(service.metadata.annotations).to.include({
        ...annotations({ "address-type": "intranet", name: "web" }),
        "example.com/team": "web",
      });
      expect(service.spec).to.include({ type: "LoadBalancer" });
      expect(service.spec).not.to.have.property("loadBalancerClass");
    }
  });

  it("are NLB by the Service's class", () => {
    for (const service of services({ alibaba: nlb })) {
      expect(service.spec).to.include({ loadBalancerClass: "alibabacloud.com/nlb" });
    }
  });

  it("hand plain requests to the plain port where TLS ends at them, and leave the port alone elsewhere", () => {
    const targets = (gateway: GatewayArgs) =>
      services(gateway).map(({ spec }) =>
        (spec as { ports: { targetPort: number }[] }).ports.map(({ targetPort }) => targetPort),
      );
    expect(targets(terminated)).to.deep.equal([
      [8080, 8080],
      [8080, 8080],
    ]);
    expect(targets({ alibaba: {} })).to.deep.equal([
      [8080, 8443],
      [8080, 8443],
    ]);
  });

  it("show in a preview what is known, and wait for what isn't", async () => {
    const later = pulumi.output("vsw-1");
    const { annotations: written } = gatewayLoadBalancer(
      exposed({
        alibaba: {
          type: "nlb",
          network: {
            zoneMaps: [
              { zoneId: "a", vswitchId: later },
              { zoneId: "b", vswitchId: "vsw-2" },
            ],
          },
        },
      }),
    );
    expect(written[named("address-type")]).to.equal("intranet");
    const zones = written[named("zone-maps")];
    expect(pulumi.Output.isInstance(zones)).to.equal(true);
    expect(await new Promise((resolve) => pulumi.output(zones).apply(resolve))).to.equal("a:vsw-1,b:vsw-2");
  });

  it("pass on annotations that this package doesn't know", () => {
    const newer = named("newer");
    expect(gatewayLoadBalancer({ alibaba: { furtherAnnotations: { [newer]: "1" } } }).annotations).to.include(
      {
        [newer]: "1",
      },
    );
    expect(wrong({ alibaba: { furtherAnnotations: { [newer]: "1" } } })).to.deep.equal([]);
  });

  it("are for exposure LoadBalancer", () => {
    expect(wrong({ exposure: "NodePort", alibaba: {} })).to.deep.equal(["alibaba KN1008"]);
    expect(wrong({ alibaba: {} })).to.deep.equal([]);
  });

  it("are checked at the gateway, against the ports that it has", () => {
    expect(wrong({ alibaba: { listeners: [{ port: 8080, protocol: "http" }] } })).to.deep.equal([
      "alibaba.listeners[0].port KN7023",
    ]);
    expect(
      checkServing({ gateways: [exposed({ alibaba: { adressType: "internet" } as object })] }).map(
        ({ path, code }) => [path, code],
      ),
    ).to.deep.equal([["gateways[0].alibaba.adressType", "KN1001"]]);
  });

  it("decide over the class, and read neither the wished address nor, for CLB, source ranges", () => {
    expect(
      wrong({
        alibaba: {},
        loadBalancerClass: "x",
        loadBalancerIP: "10.0.0.1",
        loadBalancerSourceRanges: ["10.0.0.0/8"],
      }),
    ).to.deep.equal(["loadBalancerClass KN7005", "loadBalancerIP KN7005", "loadBalancerSourceRanges KN7005"]);
  });

  it("end TLS once: not at a gateway with a certificate of its own, too", () => {
    expect(wrong({ ...terminated, tls: { secretName: "cert" } })).to.deep.equal([
      "alibaba.listeners[0].protocol KN7044",
    ]);
    expect(wrong(terminated)).to.deep.equal([]);
  });

  it("that report a name need a domain, which is said before anything is made", () => {
    const codes = (gateway: GatewayArgs, domain?: string) =>
      checkServing({ gateways: [exposed(gateway)], ...(domain === undefined ? {} : { domain }) }).map(
        ({ path, code }) => `${path} ${code}`,
      );
    expect(codes({ alibaba: nlb })).to.deep.equal(["gateways[0].alibaba.type KN3403"]);
    expect(codes({ alibaba: { hostname: "lb.example.com" } })).to.deep.equal([
      "gateways[0].alibaba.hostname KN3403",
    ]);
    expect(codes({ alibaba: nlb }, "apps.example.com")).to.deep.equal([]);
    expect(codes({ alibaba: nlb, address: "203.0.113.7" })).to.deep.equal([]);
    expect(codes({ alibaba: {} })).to.deep.equal([]);
  });
});

describe("annotations of Alibaba's load balancers at gateways", () => {
  it("are checked like settings, by their own names", () => {
    expect(
      wrong({ annotations: annotations({ bandwidth: "5", "slave-zoneid": "b", "adress-type": "intranet" }) }),
    ).to.have.members([
      `annotations["${named("adress-type")}"] KN7000`,
      `annotations["${named("bandwidth")}"] KN7012`,
      `annotations["${named("master-zoneid")}"] KN7014`,
    ]);
    expect(wrong({ annotations: annotations({ "address-type": "intranet" }) })).to.deep.equal([]);
  });

  it("are not given beside the setting that says the same", () => {
    expect(
      wrong({
        alibaba: { name: "web" },
        annotations: annotations({ name: "shop", "delete-protection": "off" }),
      }),
    ).to.deep.equal([`annotations["${named("name")}"] KN7001`]);
    const newer = named("newer");
    expect(
      wrong({ alibaba: { furtherAnnotations: { [newer]: "1" } }, annotations: { [newer]: "2" } }),
    ).to.include(`annotations["${newer}"] KN7001`);
  });

  it("are judged together with the settings beside them", () => {
    const paid = { addressType: "internet", billing: { chargeType: "paybybandwidth" } } as const;
    expect(wrong({ alibaba: paid, annotations: annotations({ bandwidth: "5" }) })).to.deep.equal([]);
    expect(wrong({ alibaba: paid })).to.deep.equal(["alibaba.billing.bandwidth KN7012"]);
    expect(wrong({ alibaba: {}, annotations: annotations({ bandwidth: "5" }) })).to.deep.equal([
      `annotations["${named("bandwidth")}"] KN7011`,
    ]);
  });

  it("win over what settings have by default", () => {
    const { annotations: written } = gatewayLoadBalancer(
      exposed({ alibaba: {}, annotations: annotations({ "address-type": "internet" }) }),
    );
    expect(written).to.deep.equal(annotations({ "address-type": "internet" }));
  });

  it("may be Outputs; then their names alone are judged", () => {
    const later = pulumi.output("x");
    expect(
      wrong({ annotations: { [named("bandwidth")]: later, [named("adress-type")]: later } }),
    ).to.deep.equal([`annotations["${named("adress-type")}"] KN7000`]);
    expect(
      wrong({ alibaba: { network: { masterZoneId: "a" } }, annotations: { [named("name")]: later } }),
    ).to.deep.equal(["alibaba.network.slaveZoneId KN7014"]);
  });

  it("of other clouds are nobody's business here", () => {
    expect(
      wrong({
        annotations: {
          "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
          "service.beta.kubernetes.io/class": "x",
        },
      }),
    ).to.deep.equal([]);
  });
});
