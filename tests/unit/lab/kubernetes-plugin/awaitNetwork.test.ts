import { expect } from "chai";
import { judgeIngress } from "../../../../lab/kubernetes-plugin/await/ingress";
import { isServiceFine, judgeService } from "../../../../lab/kubernetes-plugin/await/service";
import { judgeClaim } from "../../../../lab/kubernetes-plugin/await/simple";
import { awaitSpecFor, maySkipDeleteWait } from "../../../../lab/kubernetes-plugin/await/specs";
import type { ValueMap } from "../../../../lab/kubernetes-plugin/value";
import { object, view } from "./objects";

describe("The Kubernetes plugin's wait for a Service", () => {
  const service = (spec: ValueMap, status: ValueMap = {}): ValueMap => ({
    ...object("v1", "Service", spec),
    status,
  });
  const selecting = service({ selector: { app: "web" } });
  const endpoints = (subset: ValueMap, name = "thing"): ValueMap => ({
    metadata: { name },
    subsets: [subset],
  });
  const ready = endpoints({ addresses: [{ ip: "10.0.0.1" }] });
  const pending = endpoints({ notReadyAddresses: [{ ip: "10.0.0.1" }] });

  it("is over when the endpoints settled with none unready", () => {
    expect(judgeService(view(selecting, { Endpoints: [ready] })).ready).to.equal(false);
    expect(judgeService(view(selecting, { Endpoints: [ready] }, { settled: true })).ready).to.equal(true);
    expect(judgeService(view(selecting, { Endpoints: [pending] }, { settled: true })).ready).to.equal(false);
  });

  it("takes unsettled endpoints for good once the time is up", () => {
    expect(isServiceFine(view(selecting, { Endpoints: [ready] }))).to.equal(true);
    expect(isServiceFine(view(selecting, { Endpoints: [pending] }))).to.equal(false);
  });

  it("does not wait for endpoints that nobody makes", () => {
    const specs: ValueMap[] = [
      {},
      { clusterIP: "None", selector: { a: "b" } },
      { type: "ExternalName", selector: { a: "b" } },
    ];
    for (const spec of specs) {
      expect(judgeService(view(service(spec))).ready).to.equal(true);
    }
  });

  it("waits for a load balancer's address", () => {
    const waiting = service({ type: "LoadBalancer", selector: { app: "web" } });
    const verdict = judgeService(view(waiting, { Endpoints: [ready] }, { settled: true }));
    expect(verdict.ready).to.equal(false);
    expect(verdict.reasons).to.deep.equal([
      "Service was not allocated an IP address; does your cloud provider support this?",
    ]);
    const given = { ...waiting, status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } };
    expect(judgeService(view(given, { Endpoints: [ready] }, { settled: true })).ready).to.equal(true);
  });

  it("tells that no pod is selected", () => {
    const [reason] = judgeService(view(selecting, { Endpoints: [endpoints({}, "other")] })).reasons;
    expect(reason).to.match(/^Service does not target any Pods/);
  });
});

describe("The Kubernetes plugin's wait for an Ingress", () => {
  const paths = [{ path: "/", backend: { service: { name: "web" } } }];
  const ingress = (address: ValueMap[]): ValueMap => ({
    ...object("networking.k8s.io/v1", "Ingress", { rules: [{ host: "a.example.com", http: { paths } }] }),
    status: { loadBalancer: { ingress: address } },
  });
  const address = [{ ip: "192.0.2.1" }];

  it("is over when it has an address and its Services have endpoints", () => {
    expect(
      judgeIngress(view(ingress(address), { Endpoints: [{ metadata: { name: "web" } }] })).ready,
    ).to.equal(true);
    expect(judgeIngress(view(ingress(address), {})).ready).to.equal(false);
    expect(judgeIngress(view(ingress([]), { Endpoints: [{ metadata: { name: "web" } }] })).ready).to.equal(
      false,
    );
  });

  it("needs no endpoints of outside hosts, nor those that never come", () => {
    const outside = { metadata: { name: "web" }, spec: { type: "ExternalName" } };
    expect(judgeIngress(view(ingress(address), { Service: [outside] })).ready).to.equal(true);
    const late = judgeIngress(view(ingress(address), {}, { settled: true }));
    expect(late.ready).to.equal(true);
    expect(late.status[0]?.text).to.equal(
      'No matching service found for ingress rule: "a.example.com/" -> "web"',
    );
  });
});

describe("The Kubernetes plugin's wait for a claim", () => {
  const claim = (phase: string): ValueMap => ({
    ...object("v1", "PersistentVolumeClaim", { storageClassName: "local" }),
    status: { phase },
  });
  const late = { StorageClass: [{ metadata: { name: "local" }, volumeBindingMode: "WaitForFirstConsumer" }] };

  it("is over when the claim is bound, or pending for its first pod", () => {
    expect(judgeClaim(view(claim("Bound"))).ready).to.equal(true);
    expect(judgeClaim(view(claim("Pending"))).ready).to.equal(false);
    expect(judgeClaim(view(claim("Pending"), late)).ready).to.equal(true);
    expect(judgeClaim(view(claim("Bound"), late, { before: claim("Bound") })).ready).to.equal(true);
  });
});

describe("The Kubernetes plugin's choice of waits", () => {
  it("waits for workloads and Services only, of whatever version", () => {
    for (const [apiVersion, kind] of [
      ["apps/v1", "Deployment"],
      ["v1", "Service"],
      ["batch/v1", "Job"],
      ["v1", "Pod"],
    ] as const) {
      expect(awaitSpecFor({ apiVersion, kind }), kind).not.to.equal(undefined);
    }
    for (const [apiVersion, kind] of [
      ["v1", "ConfigMap"],
      ["serving.knative.dev/v1", "Service"],
      ["v1", "Namespace"],
    ] as const) {
      expect(awaitSpecFor({ apiVersion, kind }), kind).to.equal(undefined);
    }
  });

  it("waits for a service account's token, not for other Secrets", () => {
    const secret = { apiVersion: "v1", kind: "Secret" };
    expect(awaitSpecFor(secret)).to.equal(undefined);
    expect(awaitSpecFor({ ...secret, type: "kubernetes.io/service-account-token" })).not.to.equal(undefined);
  });

  it("lets skipAwait skip the wait for a deletion only for workloads and Namespaces", () => {
    expect(maySkipDeleteWait({ apiVersion: "v1", kind: "Namespace" })).to.equal(true);
    expect(maySkipDeleteWait({ apiVersion: "v1", kind: "Service" })).to.equal(false);
  });
});
