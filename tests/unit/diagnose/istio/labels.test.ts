import { expect } from "chai";
import { labelsFound } from "../../../../provider/src/diagnose/istio/selector";
import { findings } from "../support";
import { at, butIstio } from "./healthyIstio";

const publicGateway = "istio-ingress/knative-gateway-public";

describe("diagnose: labels of Istio's gateways", () => {
  it("N1: names the labels that it found, where a gateway's Service has no endpoints or a selector fits no pods", () => {
    const empty = {
      [`${at("services", "knative-gateway-public")}/spec/selector`]: { istio: "ingressgateway" },
      [`${at("endpointSlices", "knative-gateway-public")}/endpoints`]: [],
      [`${at("pods", "knative-gateway-public")}/metadata/labels`]: {
        app: "gateway",
        istio: "ingress",
        "pod-template-hash": "7d4b9",
      },
      "/installation/istio/gateways/0/spec/selector": { istio: "ingress" },
      [`${at("deployments", "knative-gateway-public")}/spec/template/metadata/labels`]: { istio: "ingress" },
    };
    const [first] = findings(butIstio(empty));
    expect(first).to.include({ code: "KN5023", gateway: publicGateway });
    expect(first?.cause)
      .to.contain("its selector (istio=ingressgateway) fits none of the ready pods")
      .and.contain("pods in istio-ingress carry app=gateway,istio=ingress")
      .and.not.contain("pod-template-hash");
    const [unfit] = findings(
      butIstio({ "/installation/istio/gateways/0/spec/selector": { istio: "other" } }),
    );
    expect(unfit?.cause).to.contain("pods in istio-ingress carry gateways.knative.pulumi.com/name=public");
    const [bare] = findings(butIstio({ ...empty, "/installation/pods": [] }));
    expect(bare?.cause).to.contain("there are no pods in istio-ingress");
  });

  it("names each list of labels once, and a handful at most", () => {
    const pods = ["b", "a", "a", "c", "d", "e", "f"].map((app, index) => ({
      metadata: { name: `${app}-${index}`, namespace: "n", labels: { app } },
    }));
    expect(labelsFound(pods, "n")).to.equal("pods in n carry app=a; app=b; app=c; app=d; app=e, and 1 more");
    const leaving = { name: "x", namespace: "n", deletionTimestamp: "2026-01-01T00:00:00Z" };
    expect(labelsFound([{ metadata: leaving }], "n")).to.equal("there are no pods in n");
    expect(labelsFound([{ metadata: { name: "x", namespace: "n" } }], "n")).to.equal(
      "pods in n carry no labels",
    );
  });
});
