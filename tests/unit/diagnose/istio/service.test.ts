import { expect } from "chai";
import { diagnose } from "../../../../provider/src/diagnose/diagnose";
import { logsWanted } from "../../../../provider/src/diagnose/read";
import { probeLogsWanted } from "../../../../provider/src/diagnose/istio/read";
import { renderJson, renderText } from "../../../../provider/src/diagnose/render";
import { gatewayLabel } from "../../../../provider/src/gateway/choice";
import { expectFirst, findings } from "../support";
import { at, butIstio, healthyIstio, unconfirmed } from "./healthyIstio";

const publicGateway = "istio-ingress/knative-gateway-public";
const privateGateway = "intranet/knative-gateway-private";
const localGateway = "istio-ingress/knative-local-gateway";
const hello = { namespace: "default", name: "hello" };
const labelled = (labels: Record<string, string>) => ({
  "/home/services/0/metadata/labels": labels,
  "/home/ingresses/0/metadata/labels": labels,
});
const logs = (...lines: string[]) => ({
  "knative-serving/net-istio-controller-7d4b9-x9/controller": lines.join("\n"),
});
const outside = "hello.default.apps.example.io";
const probe = (error: string, address = "10.244.1.0:8080", host = outside) =>
  `{"severity":"ERROR","message":"Probing of http://${host}:80 failed, IP: ${address}, ready: false, error: ${error} (depth: 0)"}`;

describe("diagnose: a service on Istio's gateways", () => {
  it("finds a gateway that is asked for and isn't there (KN6075)", () => {
    const label = gatewayLabel("privte");
    expectFirst(butIstio(labelled({ [label]: "true" })), {
      code: "KN6075",
      object: "Service default/hello",
      message: `label ${label} asks for a gateway that isn't there; there is public, private`,
      cause: `did you mean "private"? As it is, ${publicGateway} serves the service`,
      next: "kubectl -n knative-serving get cm config-istio -o yaml",
    });
    const isPrivate = { [label]: "true", "networking.knative.dev/visibility": "cluster-local" };
    const inside = butIstio({
      ...labelled(isPrivate),
      "/home/ingresses/0/spec/rules": [{ visibility: "ClusterLocal" }],
    });
    expect(findings(inside)).to.deep.equal([]);
  });

  it("takes the name of the only gateway, which has no label of its own", () => {
    const label = { [gatewayLabel("default")]: "true" };
    const codes = findings(butIstio(labelled(label), {}, [{}])).map(({ code }) => code);
    expect(codes).not.to.include("KN6075");
  });

  it("warns of a domain mapping without the labels of its service (KN6076)", () => {
    const label = gatewayLabel("private");
    const mapping = {
      metadata: { namespace: "default", name: "shop.example.io" },
      spec: { ref: { name: "hello" } },
      status: { conditions: [] },
    };
    const snapshot = butIstio({
      ...labelled({ [label]: "true" }),
      "/home/virtualServices/0/spec/gateways": [privateGateway, localGateway],
      "/home/domainMappings": [mapping],
    });
    const [first] = findings(snapshot);
    expect(first).to.deep.include({
      code: "KN6076",
      severity: "warning",
      link: "domain",
      message: `is served by ${publicGateway}, and its service by ${privateGateway}`,
      next: [`kubectl -n default label domainmapping shop.example.io ${label}=true`],
    });
    const same = { ...mapping, metadata: { ...mapping.metadata, labels: { [label]: "true" } } };
    const fine = butIstio({
      ...labelled({ [label]: "true" }),
      "/home/virtualServices/0/spec/gateways": [privateGateway, localGateway],
      "/home/domainMappings": [same],
    });
    expect(findings(fine)).to.deep.equal([]);
  });

  it("finds a VirtualService that is missing, or lacks a gateway (KN6077)", () => {
    expectFirst(butIstio({ "/home/virtualServices": [] }), {
      code: "KN6077",
      object: "VirtualService default/hello-ingress",
      message: "there is no VirtualService hello-ingress, hello-mesh",
      cause: "gateways don't know the service",
      next: "kubectl -n default get virtualservices.networking.istio.io -l networking.internal.knative.dev/ingress=hello",
    });
    const moved = labelled({ [gatewayLabel("public")]: "true", [gatewayLabel("private")]: "true" });
    expect(findings(butIstio(moved))[0]).to.include({
      code: "KN6077",
      message: `its gateways lack ${privateGateway}`,
    });
    const redirected = { ...moved, "/home/ingresses/0/spec/httpOption": "Redirected" };
    expect(findings(butIstio(redirected))).to.deep.equal([]);
    expect(findings(butIstio({ "/home/virtualServices": undefined }))).to.deep.equal([]);
  });

  const answers = [
    ["unexpected status code: want 200, got 404", "answers 404: it hasn't the route"],
    ["unexpected status code: want 200, got 503", "neither activator nor pods of the service answer"],
    ['unexpected hash: want \\"a\\", got \\"b\\"', "answers with an older route"],
    [
      "error roundtripping http://x: dial tcp 10.244.1.0:8080: connect: connection refused",
      "nothing opens port 8080",
    ],
    ["error roundtripping http://x: context deadline exceeded", "gives no answer"],
    ["EOF", "fails: EOF"],
  ] as const;
  for (const [error, meaning] of answers) {
    it(`names the gateway whose pod fails the prober's question with "${error}" (KN5022)`, () => {
      const found = expectFirst(butIstio(unconfirmed, logs("{}", probe(error))), {
        code: "KN5022",
        object: "Ingress default/hello",
        message: "Waiting for load balancer to be ready",
        cause: meaning,
        next: "kubectl -n istio-ingress logs knative-gateway-public-7d4b9-x0 --tail=30",
      });
      expect(found.gateway).to.equal(publicGateway);
      expect(found.cause).to.contain(
        `gateway ${publicGateway}, pod istio-ingress/knative-gateway-public-7d4b9-x0`,
      );
    });
  }

  it("tells the inside from the outside of the same pods by the port", () => {
    const line = probe("x got 404", "10.244.1.0:8081", "hello.default.svc.cluster.local");
    expect(findings(butIstio(unconfirmed, logs(line)))[0]?.gateway).to.equal(localGateway);
  });

  it("passes over probes of other services, and of pods that are gone names the address", () => {
    const other = probe("x got 404", "10.244.1.0:8080", "other.default.example.io");
    const [first] = findings(butIstio(unconfirmed, logs(other)));
    expect(first?.gateway).to.equal(undefined);
    expect(first?.cause).to.contain(`asks the ready pods of ${publicGateway}, ${localGateway}`);
    const [gone] = findings(butIstio(unconfirmed, logs(probe("x got 404", "10.244.7.7:8080"))));
    expect(gone?.next[0]).to.equal("kubectl get pods -A -o wide --field-selector status.podIP=10.244.7.7");
  });

  it("suspects network policies where a pod gives no answer", () => {
    const policy = { metadata: { namespace: "istio-ingress", name: "default-deny" } };
    const snapshot = butIstio(
      { ...unconfirmed, "/installation/networkPolicies": [policy] },
      logs(probe("i/o timeout")),
    );
    expect(findings(snapshot)[0]?.cause).to.contain("istio-ingress/default-deny");
  });

  it("tells what the controller itself couldn't do", () => {
    const event = {
      metadata: { name: "e" },
      involvedObject: { kind: "Ingress", name: "hello" },
      message: "failed to probe Ingress default/hello: failed to get Endpoints",
    };
    expect(findings(butIstio({ ...unconfirmed, "/home/events": [event] }))[0]?.cause).to.contain(
      event.message,
    );
  });

  it("reads the controller's log only while an ingress waits", () => {
    const wanted = (snapshot: ReturnType<typeof healthyIstio>) =>
      probeLogsWanted(snapshot.installation, snapshot.namespaces.get("default")?.ingresses ?? []);
    expect(wanted(healthyIstio())).to.deep.equal([]);
    expect(wanted(butIstio(unconfirmed)).map(({ key }) => key)).to.deep.equal(Object.keys(logs()));
    expect(logsWanted(healthyIstio().installation.pods)).to.deep.equal([]);
  });

  it("lists a service's gateways, for people and for programs", () => {
    const snapshot = butIstio({ [`${at("services", "knative-gateway-public")}/status`]: {} });
    const diagnosis = diagnose(snapshot, hello);
    expect(renderText(diagnosis, false)).to.contain(
      `Gateways of default/hello: ${publicGateway}, ${localGateway}`,
    );
    const json = JSON.parse(renderJson(diagnosis)) as { first: object; services: { gateways: string[] }[] };
    expect(json.first).to.include({ code: "KN5024", gateway: publicGateway });
    expect(json.services[0]?.gateways).to.deep.equal([publicGateway, localGateway]);
  });
});
