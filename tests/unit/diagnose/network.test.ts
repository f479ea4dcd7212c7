import { expect } from "chai";
import { but, not } from "./healthy";
import { expectFirst, findings } from "./support";

const traffic = (reason: string, message: string, status = "False") => ({
  "/home/routes/0/status/conditions": [
    not("AllTrafficAssigned", reason, message, status),
    not("Ready", reason, message, status),
  ],
  "/home/services/0/status/conditions": [
    not("RoutesReady", reason, message, status),
    not("Ready", reason, message, status),
  ],
});
const domains = (data: Record<string, string>) => ({ "/installation/configMaps/1/data": data });

describe("diagnose: route, ingress, gateway", () => {
  it("P6: finds traffic to a revision that isn't there, and names those that are (KN5020)", () => {
    const message = 'Revision "hello-00000" referenced in traffic not found.';
    const snapshot = but({
      ...traffic("RevisionMissing", message),
      "/home/services/0/spec/traffic": [{ revisionName: "hello-00000", percent: 100 }],
    });
    expectFirst(snapshot, {
      code: "KN5020",
      object: "Route default/hello",
      message,
      cause: "the service's revisions are hello-00001",
      next: "kubectl -n default get revisions -l serving.knative.dev/service=hello",
    });
  });

  it("finds a revision name that is taken (KN5020)", () => {
    const taken = not(
      "RoutesReady",
      "RevisionNameTaken",
      'The revision name "hello-v1" is taken by a conflicting Revision',
    );
    const [first] = findings(
      but({ "/home/services/0/status/conditions": [taken, { ...taken, type: "Ready" }] }),
    );
    expect(first).to.include({ code: "KN5020", message: taken.message });
  });

  it("finds a Configuration of the name that is another's (KN5030)", () => {
    const taken = not(
      "ConfigurationsReady",
      "NotOwned",
      'There is an existing Configuration "hello" that we do not own.',
    );
    const [first] = findings(
      but({ "/home/services/0/status/conditions": [taken, { ...taken, type: "Ready" }] }),
    );
    expect(first).to.include({ code: "KN5030", link: "service" });
    expect(first?.next).to.include("kubectl -n default delete configuration hello");
  });

  it("finds a certificate that isn't issued (KN5029)", () => {
    const pending = not(
      "CertificateProvisioned",
      "CertificateNotReady",
      "Certificate route-1 is not ready: Pending",
      "Unknown",
    );
    const snapshot = but({
      ...traffic("CertificateNotReady", "Certificate route-1 is not ready", "Unknown"),
      "/home/routes/0/status/conditions": [pending, { ...pending, type: "Ready" }],
    });
    expectFirst(snapshot, {
      code: "KN5029",
      object: "Route default/hello",
      message: "CertificateNotReady",
      cause: "cert-manager",
      next: "kubectl -n default get kcert,certificate,order,challenge",
    });
  });

  const notConfigured = not(
    "IngressReady",
    "IngressNotConfigured",
    "Ingress has not yet been reconciled.",
    "Unknown",
  );
  const unserved = {
    "/home/routes/0/status/conditions": [notConfigured, { ...notConfigured, type: "Ready" }],
    "/home/services/0/status/conditions": [
      { ...notConfigured, type: "RoutesReady" },
      { ...notConfigured, type: "Ready" },
    ],
  };

  it("finds an ingress class that no controller serves (KN5021)", () => {
    const className = "istio.ingress.networking.knative.dev";
    const snapshot = but({
      ...unserved,
      "/home/ingresses/0/metadata/annotations": { "networking.knative.dev/ingress-class": className },
      "/home/ingresses/0/status": {},
    });
    expectFirst(snapshot, {
      code: "KN5021",
      object: "Ingress default/hello",
      message: className,
      cause: "the cluster's controllers serve kourier.ingress.networking.knative.dev",
      next: "kubectl -n knative-serving get cm config-network -o jsonpath='{.data.ingress-class}'",
    });
  });

  it("finds it in config-network, where Istio is the class by default (KN5021)", () => {
    expectFirst(but({ "/installation/configMaps/0/data": {} }), {
      code: "KN5021",
      object: "ConfigMap knative-serving/config-network",
      message: "ingress-class: istio.ingress.networking.knative.dev",
      cause: "no controller serves",
      next: "kubectl -n knative-serving get cm config-network -o jsonpath='{.data.ingress-class}'",
    });
  });

  const waiting = not(
    "LoadBalancerReady",
    "Uninitialized",
    "Waiting for load balancer to be ready",
    "Unknown",
  );
  const unprobed = {
    ...unserved,
    "/home/ingresses/0/status/conditions": [waiting, { ...waiting, type: "Ready" }],
  };

  it("suspects the network policies where the gateway's pods can't be probed (KN5022)", () => {
    const policy = { metadata: { namespace: "kourier-system", name: "default-deny" } };
    const snapshot = but({ ...unprobed, "/installation/networkPolicies": [policy] });
    expectFirst(snapshot, {
      code: "KN5022",
      object: "Ingress default/hello",
      message: "Waiting for load balancer to be ready",
      cause: "a network policy may block them (kourier-system/default-deny)",
      next: "kubectl -n knative-serving logs deployment/net-kourier-controller --tail=30",
    });
    expect(findings(but(unprobed))[0]?.cause).to.contain("pod network");
  });

  it("says nothing of an installation on the Gateway API that is well, nor of a gateway that it doesn't know", () => {
    const snapshot = but({
      "/installation/configMaps/0/data/ingress-class": "gateway-api.ingress.networking.knative.dev",
      "/installation/deployments/5": { metadata: { namespace: "infra", name: "other" } },
      "/installation/deployments/4/metadata/name": "net-gateway-api-controller",
      "/installation/services/1/metadata/namespace": "infra",
      "/installation/services/2/metadata/namespace": "infra",
    });
    expect(findings(snapshot)).to.deep.equal([]);
  });

  it("tells where a route of the Gateway API waits, by its own controller and objects (KN5022)", () => {
    const className = "gateway-api.ingress.networking.knative.dev";
    const onApi = {
      ...unserved,
      "/installation/configMaps/0/data/ingress-class": className,
      "/installation/deployments/4/metadata/name": "net-gateway-api-controller",
      "/home/ingresses/0/metadata/annotations": { "networking.knative.dev/ingress-class": className },
    };
    const says = (reason: string, message: string) => {
      const ready = not("Ready", reason, message, "Unknown");
      return but({ ...onApi, "/home/ingresses/0/status/conditions": [ready] });
    };
    expectFirst(says("HTTPRouteNotReady", "Waiting for HTTPRoute becomes Ready."), {
      code: "KN5022",
      object: "Ingress default/hello",
      message: "HTTPRouteNotReady: Waiting for HTTPRoute becomes Ready.",
      cause: "allowedRoutes",
      next: "kubectl -n knative-serving get cm config-gateway -o yaml",
    });
    const [missing] = findings(says("GatewayDoesNotExist", "could not find Gateway a/b"));
    expect(missing?.cause).to.contain("a Gateway that isn't there");
    const [probed] = findings(says("Uninitialized", "Waiting for load balancer to be ready"));
    expect(probed?.cause).to.contain("port 80 of the first address");
    expect(JSON.stringify(probed)).not.to.match(/kourier/i);
  });

  it("blames a gateway that is down for it, not the ingress (KN5023)", () => {
    const snapshot = but({ ...unprobed, "/installation/deployments/5/status": { availableReplicas: 0 } });
    expectFirst(snapshot, {
      code: "KN5023",
      object: "Deployment kourier-system/3scale-kourier-gateway",
      message: "no pod that is available",
      cause: "no request gets in",
      next: "kubectl -n kourier-system describe deployment 3scale-kourier-gateway",
    });
    expect(findings(snapshot)).to.have.length(1);
  });

  it("finds a gateway's Service without pods, or that is gone (KN5023)", () => {
    expect(findings(but({ "/installation/endpointSlices/1/endpoints": [] }))[0]).to.include({
      code: "KN5023",
      message: "Service kourier has no endpoint that is ready",
    });
    expect(findings(but({ "/installation/services/2/metadata/name": "other" }))[0]).to.include({
      code: "KN5023",
      message: "there is no Service kourier-internal",
    });
  });

  it("finds a gateway that waits for a load balancer (KN5024)", () => {
    const snapshot = but({
      "/installation/services/1/status": { loadBalancer: {} },
      ...domains({ "apps.example.io": "" }),
    });
    expectFirst(snapshot, {
      code: "KN5024",
      object: "Service kourier-system/kourier",
      message: "no address",
      cause: "no controller for load balancers",
      next: "kubectl -n kourier-system describe service kourier",
    });
  });
});
