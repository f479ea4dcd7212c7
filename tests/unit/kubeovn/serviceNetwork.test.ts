import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import { checkService } from "../../../provider/src/service/service.check";
import { renderService } from "../../../provider/src/service/service.render";
import { valueOf } from "../../support/recorder";

const image = "registry.example.com/app:1";
const codes = (args: Partial<ServiceArgs>) =>
  checkService("app", { image, ...args }).map(({ path, code }) => `${path} ${code}`);
const annotations = (args: Partial<ServiceArgs>) => {
  const { template } = renderService("app", { image, ...args })["spec"] as {
    template: { metadata?: { annotations?: unknown } };
  };
  return template.metadata?.annotations;
};

describe("service: network", () => {
  it("writes nothing where nothing is said", () => {
    expect(annotations({ network: {} })).to.equal(undefined);
    expect(annotations({})).to.equal(undefined);
  });

  it("gives pods a further interface in a VPC, which Knative can live with", () => {
    const network = {
      interfaces: [{ name: "red-apps" }, { name: "lab", namespace: "red", subnet: "lab-1" }],
    };
    expect(codes({ network })).to.deep.equal([]);
    expect(annotations({ network, scale: { minScale: 1 } })).to.deep.equal({
      "autoscaling.knative.dev/min-scale": "1",
      "k8s.v1.cni.cncf.io/networks": "kube-system/red-apps,red/lab",
      "lab.red.ovn.kubernetes.io/logical_switch": "lab-1",
    });
  });

  it("puts pods into a VPC of their own only where the limits are known (KN8060)", () => {
    const network = { vpc: "red", subnet: "red-apps" };
    expect(codes({ network })).to.deep.equal(["network.vpc KN8060"]);
    expect(codes({ network: { ...network, acceptLimits: true } })).to.deep.equal([]);
    expect(codes({ network: { vpc: "red", acceptLimits: true } })).to.deep.equal(["network.subnet KN1005"]);
    expect(codes({ network: { subnet: "services" } })).to.deep.equal([]);
    expect(annotations({ network: { ...network, ingressRateMbps: 5, egressRateMbps: 10 } })).to.deep.equal({
      "ovn.kubernetes.io/logical_switch": "red-apps",
      "ovn.kubernetes.io/ingress_rate": "5",
      "ovn.kubernetes.io/egress_rate": "10",
    });
  });

  it("joins the annotations of a road to the API server, known or yet to come", async () => {
    const podAnnotations = { "k8s.v1.cni.cncf.io/networks": "kube-system/api-ovn-nad", "x/routes": "[]" };
    const interfaces = [{ name: "red-apps" }];
    const expected = {
      team: "a",
      "k8s.v1.cni.cncf.io/networks": "kube-system/red-apps,kube-system/api-ovn-nad",
      "x/routes": "[]",
    };
    const plain = { podAnnotations: { team: "a" }, network: { interfaces, podAnnotations } };
    expect(annotations(plain)).to.deep.equal(expected);
    const later = { ...plain, network: { interfaces, podAnnotations: output(podAnnotations) } };
    expect(await valueOf(output(annotations(later)))).to.deep.equal(expected);
  });

  it("has each interface once (KN1007), and its annotations to itself (KN8061)", () => {
    const network = { interfaces: [{ name: "a" }, { name: "a", namespace: "kube-system" }] };
    expect(codes({ network })).to.deep.equal(["network.interfaces[1] KN1007"]);
    const podAnnotations = { "k8s.v1.cni.cncf.io/networks": "a/b", "ovn.kubernetes.io/ingress_rate": "1" };
    expect(codes({ podAnnotations, network: { ingressRateMbps: 1 } })).to.deep.equal([
      'podAnnotations["k8s.v1.cni.cncf.io/networks"] KN8061',
      'podAnnotations["ovn.kubernetes.io/ingress_rate"] KN8061',
    ]);
    expect(codes({ podAnnotations })).to.deep.equal([]);
  });
});
