import { expect } from "chai";
import { diagnose } from "../../../../provider/src/diagnose/diagnose";
import { hindrance } from "../../../../provider/src/diagnose/settle";
import { Exposure } from "../../../../provider/src/gateway/gateway";
import { not } from "../healthy";
import { expectFirst, findings } from "../support";
import { at, butIstio, healthyIstio, unconfirmed } from "./healthyIstio";

const down = {
  availableReplicas: 0,
  conditions: [not("Available", "MinimumReplicasUnavailable", "no minimum availability")],
};
const hello = { namespace: "default", name: "hello" };
const publicGateway = "istio-ingress/knative-gateway-public";
const privateGateway = "intranet/knative-gateway-private";
const config = (data: Record<string, string>) => ({ "/installation/configMaps/2/data": data });

describe("diagnose: Istio and its gateways", () => {
  it("finds nothing wrong with the gateways that this package makes", () => {
    expect(findings(healthyIstio())).to.deep.equal([]);
    expect(findings(healthyIstio([{}]))).to.deep.equal([]);
    const local = { name: "inside", local: true };
    const own = { name: "default", exposure: Exposure.NodePort };
    expect(findings(healthyIstio([own, local]))).to.deep.equal([]);
  });

  it("finds net-istio's controller down (KN5003) and its webhook (KN5004)", () => {
    expectFirst(butIstio({ [`${at("deployments", "net-istio-controller")}/status`]: down }), {
      code: "KN5003",
      object: "Deployment knative-serving/net-istio-controller",
      message: "no minimum availability",
      cause: "the gateway learns of no change",
      next: "kubectl -n knative-serving describe deployment net-istio-controller",
    });
    expectFirst(butIstio({ [`${at("deployments", "net-istio-webhook")}/status`]: down }), {
      code: "KN5004",
      object: "Deployment knative-serving/net-istio-webhook",
      message: "no minimum availability",
      cause: "no Deployment of a revision can be made",
      next: "kubectl -n knative-serving describe deployment net-istio-webhook",
    });
    const [first] = findings(butIstio({ [`${at("endpointSlices", "net-istio-webhook")}/endpoints`]: [] }));
    expect(first).to.include({
      code: "KN5004",
      message: "Service net-istio-webhook has no endpoint that is ready",
    });
  });

  it("names net-istio's webhook where the API server doesn't reach that one (KN5004)", () => {
    const call =
      'failed calling webhook "webhook.istio.networking.internal.knative.dev": failed to call webhook: Post "https://net-istio-webhook.knative-serving.svc:443/defaulting": ';
    const failing = (reason: string) => ({
      "/home/configurations/0/status/conditions": [not("Ready", "RevisionFailed", `${call}${reason}`)],
    });
    const [slow] = findings(butIstio(failing("context deadline exceeded")));
    expect(slow).to.deep.include({
      code: "KN5004",
      object: { kind: "Service", namespace: "knative-serving", name: "net-istio-webhook" },
    });
    const [distrusted] = findings(butIstio(failing("x509: certificate signed by unknown authority")));
    expect(distrusted?.next).to.include("kubectl -n knative-serving delete secret net-istio-webhook-certs");
  });

  it("finds a control plane that is down, missing, or of another revision (KN6070)", () => {
    expectFirst(butIstio({ "/installation/istio/controlPlanes/0/status": down }), {
      code: "KN6070",
      object: "Deployment istio-system/istiod",
      message: "no minimum availability",
      cause: "gateways learn of no change",
      next: "kubectl -n istio-system describe deployment istiod",
    });
    expectFirst(butIstio({ "/installation/istio/controlPlanes": [] }), {
      code: "KN6070",
      object: "Deployment istiod",
      message: 'no istiod of revision or tag "default"; there is none',
      cause: "Istio isn't installed",
      next: "kubectl get deployments -A -l app=istiod -L istio.io/rev",
    });
    const labels = { "/installation/istio/controlPlanes/0/metadata/labels/istio.io~1rev": "1-30" };
    expect(findings(butIstio(labels))[0]?.message).to.contain("there is 1-30 in istio-system");
  });

  it("finds the control plane of a tag", () => {
    const tagged = {
      [`${at("deployments", "knative-gateway-public")}/spec/template/metadata/labels/istio.io~1rev`]:
        "stable",
      [`${at("deployments", "knative-gateway-private")}/spec/template/metadata/labels/istio.io~1rev`]:
        "stable",
      "/installation/istio/controlPlanes/0/metadata/labels/istio.io~1rev": "1-30",
    };
    expect(findings(butIstio(tagged))[0]?.code).to.equal("KN6070");
    const injector = {
      metadata: { name: "stable", labels: { "istio.io/tag": "stable", "istio.io/rev": "1-30" } },
    };
    expect(findings(butIstio({ ...tagged, "/installation/istio/injectors": [injector] }))).to.deep.equal([]);
  });

  it("finds lists of gateways that net-istio would refuse (KN6071)", () => {
    const lists = [
      "external-gateways: {",
      "- name: a",
      "- { name: a, namespace: b, service: a.b.svc, labelSelector: { matchLabels: { a: b } } }",
    ];
    for (const text of lists) {
      const found = findings(butIstio(config({ "external-gateways": text, "local-gateways": "[]" })));
      expect(found.find(({ code }) => code === "KN6071")?.message, text).to.match(/^external-gateways/);
    }
    const mixed = { "external-gateways": "[]", "gateway.knative-serving.a": "a.b.svc.cluster.local" };
    expect(findings(butIstio(config(mixed))).some(({ message }) => message.includes("before 1.14"))).to.equal(
      true,
    );
  });

  it("reads the form of before 1.14, and upstream's defaults where nothing is said", () => {
    const legacy = { "gateway.other.mine": "mine.other.svc.cluster.local", "local-gateways": "[]" };
    const [mine] = diagnose(butIstio(config(legacy))).installation;
    expect(mine).to.include({ code: "KN6072", gateway: "other/mine" });
    expect(findings(butIstio(config({}))).map(({ gateway }) => gateway)).to.include.members([
      "knative-serving/knative-ingress-gateway",
      "knative-serving/knative-local-gateway",
    ]);
  });

  it("finds a Gateway that config-istio names and that isn't there (KN6072)", () => {
    const found = expectFirst(butIstio({ "/installation/istio/gateways/0/metadata/name": "other" }), {
      code: "KN6072",
      object: `Gateway ${publicGateway}`,
      message: `config-istio names Gateway ${publicGateway}`,
      cause: "stay Unknown",
      next: "kubectl get gateways.networking.istio.io -A",
    });
    expect(found.gateway).to.equal(publicGateway);
  });

  it("finds a selector that fits no pods (KN6073)", () => {
    expectFirst(butIstio({ "/installation/istio/gateways/0/spec/selector": { istio: "other" } }), {
      code: "KN6073",
      object: `Gateway ${publicGateway}`,
      message: "selector istio=other fits no pod",
      cause: "changed apart",
      next: "kubectl get pods -A -l istio=other",
    });
  });

  it("warns of a gateway that Knative's prober doesn't find, or takes for another (KN6073)", () => {
    const service = at("services", "knative-gateway-public");
    const unlabelled = findings(butIstio({ [`${service}/metadata/labels`]: {} }));
    expect(unlabelled).to.have.length(1);
    expect(unlabelled[0]).to.include({ code: "KN6073", severity: "warning", gateway: publicGateway });
    expect(unlabelled[0]?.message).to.contain("gateways.knative.pulumi.com/name=public");
    const portless = findings(butIstio({ [`${service}/spec/ports`]: [{ port: 8080 }] }));
    expect(portless[0]?.message).to.equal(
      `Service ${publicGateway} has no port 80, which servers of the Gateway open`,
    );
    const { services } = healthyIstio().installation;
    const twinsOf = services.flatMap((one) =>
      one.metadata.name === "knative-gateway-public"
        ? [one, { ...one, metadata: { ...one.metadata, name: "twin" } }]
        : [one],
    );
    const twins = findings(butIstio({ "/installation/services": twinsOf }));
    expect(twins[0]?.message).to.contain("istio-ingress/twin");
  });

  it("finds pods that nobody injected, and for which revision (KN6074)", () => {
    const bare = {
      [`${at("deployments", "knative-gateway-public")}/status`]: down,
      [`${at("pods", "knative-gateway-public")}/spec/containers/0/image`]: "auto",
      "/installation/istio/injectors": [{ metadata: { name: "a", labels: { "istio.io/rev": "1-30" } } }],
    };
    expectFirst(butIstio(bare), {
      code: "KN6074",
      object: "Pod istio-ingress/knative-gateway-public-7d4b9-x0",
      message: "image is still auto",
      cause: "nobody injects proxies for pods without a revision; there is 1-30",
      next: "kubectl get mutatingwebhookconfigurations -l app=sidecar-injector -L istio.io/rev,istio.io/tag",
    });
    const [first] = findings(
      butIstio({ ...bare, "/installation/istio/injectors": [{ metadata: { name: "a" } }] }),
    );
    expect(first?.cause).to.contain("istiod gave no answer");
    expect(first?.next).to.include(
      "kubectl -n istio-ingress rollout restart deployment knative-gateway-public",
    );
    const rolling = butIstio({
      ...bare,
      [`${at("deployments", "knative-gateway-public")}/status`]: { availableReplicas: 1 },
    });
    expect(findings(rolling)[0]).to.include({ code: "KN6074", severity: "warning" });
  });

  it("finds a gateway that is down, without its Service or without endpoints (KN5023)", () => {
    expectFirst(butIstio({ [`${at("deployments", "knative-gateway-public")}/status`]: down }), {
      code: "KN5023",
      object: "Deployment istio-ingress/knative-gateway-public",
      message: "no minimum availability",
      cause: "requests to this gateway fail",
      next: "kubectl -n istio-ingress describe deployment knative-gateway-public",
    });
    const gone = findings(
      butIstio({ [`${at("services", "knative-gateway-public")}/metadata/name`]: "other" }),
    );
    expect(gone[0]).to.include({ code: "KN5023", message: "there is no Service knative-gateway-public" });
    const empty = findings(butIstio({ [`${at("endpointSlices", "knative-local-gateway")}/endpoints`]: [] }));
    expect(empty[0]).to.include({ code: "KN5023", gateway: "istio-ingress/knative-local-gateway" });
  });

  it("finds a gateway that waits for its load balancer (KN5024)", () => {
    const [first] = findings(butIstio({ [`${at("services", "knative-gateway-public")}/status`]: {} }));
    expect(first).to.deep.include({
      code: "KN5024",
      gateway: publicGateway,
      object: { kind: "Service", namespace: "istio-ingress", name: "knative-gateway-public" },
    });
  });

  it("takes a gateway for no hindrance to services that it doesn't serve", () => {
    const snapshot = butIstio({ [`${at("deployments", "knative-gateway-private")}/status`]: down });
    const [all] = diagnose(snapshot).installation;
    expect(all).to.include({ code: "KN5023", severity: "error", gateway: privateGateway });
    const one = diagnose(snapshot, hello);
    expect(one.installation[0]).to.include({ severity: "warning", gateway: privateGateway });
    expect(one.services[0]?.gateways).to.deep.equal([publicGateway, "istio-ingress/knative-local-gateway"]);
    expect(hindrance(one)).to.equal(undefined);
  });

  it("says nothing of gateways that may not be seen", () => {
    const snapshot = butIstio({ "/installation/istio/gateways": [] });
    const denied = ["istio-ingress", "intranet"].map(
      (name) => `/apis/networking.istio.io/v1/namespaces/${name}/gateways`,
    );
    expect(findings({ ...snapshot, denied })).to.deep.equal([]);
  });

  it("judges the address in a name by all gateways", () => {
    const domain = { "/installation/configMaps/1/data": { "203.0.113.99.sslip.io": "" } };
    expect(findings(butIstio(domain))[0]?.code).to.equal("KN5026");
  });

  it("needs no gateways in a mesh without them", () => {
    const mesh = healthyIstio([]);
    expect(mesh.installation.istio?.gateways).to.deep.equal([]);
    expect(findings(mesh)).to.deep.equal([]);
    expect(diagnose(mesh, hello).services[0]?.gateways).to.deep.equal([]);
  });

  it("names the gateway that a service waits for, beside the cause itself (KN5022)", () => {
    const missing = { ...unconfirmed, "/installation/istio/gateways/0/metadata/name": "other" };
    const [cause, service] = findings(butIstio(missing));
    expect(cause).to.include({ code: "KN6072", gateway: publicGateway });
    expect(service).to.include({ code: "KN5022", link: "gateway", gateway: publicGateway });
    expect(service?.cause).to.equal(
      `gateway ${publicGateway} of the service fails: config-istio names Gateway ${publicGateway}, and there is none`,
    );
  });
});
