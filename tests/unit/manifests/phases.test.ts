import { expect } from "chai";
import * as fc from "fast-check";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import {
  controllerWritten,
  groupByPhase,
  phaseBehind,
  phaseOf,
  phases,
} from "../../../provider/src/manifests/phases";

function object(
  apiVersion: string,
  kind: string,
  name = "x",
  annotations?: Record<string, string>,
): Manifest {
  return { apiVersion, kind, metadata: { name, ...(annotations ? { annotations } : {}) } };
}

const kinds: readonly (readonly [string, string, string])[] = [
  ["v1", "Namespace", "namespaces"],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition", "definitions"],
  ["v1", "ServiceAccount", "base"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole", "base"],
  ["v1", "ConfigMap", "base"],
  ["v1", "Secret", "base"],
  ["autoscaling/v2", "HorizontalPodAutoscaler", "base"],
  ["policy/v1", "PodDisruptionBudget", "base"],
  ["networking.k8s.io/v1", "NetworkPolicy", "base"],
  ["apps/v1", "Deployment", "workloads"],
  ["apps/v1", "StatefulSet", "workloads"],
  ["v1", "Service", "workloads"],
  ["admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "admission"],
  ["admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "admission"],
  ["batch/v1", "Job", "migration"],
  ["networking.internal.knative.dev/v1alpha1", "Certificate", "certificates"],
  ["cert-manager.io/v1", "Certificate", "customResources"],
  ["caching.internal.knative.dev/v1alpha1", "Image", "customResources"],
  ["gateway.networking.k8s.io/v1", "Gateway", "addresses"],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", "customResources"],
  ["networking.istio.io/v1beta1", "Gateway", "customResources"],
  ["example.com/v1", "Deployment", "customResources"],
  ["serving.knative.dev/v1", "Service", "services"],
  ["serving.knative.dev/v1beta1", "DomainMapping", "services"],
];

describe("phases", () => {
  for (const [apiVersion, kind, name] of kinds) {
    it(`put ${apiVersion} ${kind} into "${name}"`, () => {
      expect(phaseOf(object(apiVersion, kind)).name).to.equal(name);
    });
  }

  it("put a Service that nothing waits for before the programs", () => {
    expect(phaseOf(object("v1", "Service", "x", { "pulumi.com/skipAwait": "true" })).name).to.equal("base");
    expect(phaseOf(object("v1", "Service", "x", { "pulumi.com/skipAwait": "false" })).name).to.equal(
      "workloads",
    );
  });

  it("have reasons and names of their own", () => {
    expect(new Set(phases.map(({ name }) => name)).size).to.equal(phases.length);
    for (const { reason } of phases) {
      expect(reason).to.match(/^[a-zA-Z].{20,}[^.]$/);
    }
  });

  /** Real kinds, and all sorts of others in groups that no API server has by itself. */
  const apiAndKind = fc.oneof(
    fc.constantFrom(...kinds),
    fc.tuple(
      fc.stringMatching(/^[a-z]{1,5}\.example\/v[0-9]$/),
      fc.oneof(fc.constantFrom(...kinds.map(([, kind]) => kind)), fc.stringMatching(/^[A-Z][a-z]{1,6}$/)),
    ),
  );
  const anything = fc
    .tuple(apiAndKind, fc.boolean())
    .map(([[apiVersion, kind], skip]) =>
      object(apiVersion, kind, "x", skip ? { "pulumi.com/skipAwait": "true" } : undefined),
    );

  it("hold every object, and none of them twice", () => {
    fc.assert(
      fc.property(anything, (manifest) => phases.filter(({ holds }) => holds(manifest)).length === 1),
    );
  });

  it("lose no object, and are in their order whatever order they are given", () => {
    fc.assert(
      fc.property(fc.array(anything), (manifests) => {
        const grouped = groupByPhase(manifests);
        expect(grouped.flat()).to.have.members(manifests);
        const positions = grouped.map(([first]) => phases.indexOf(phaseOf(first as Manifest)));
        expect(positions).to.deep.equal(positions.toSorted((a, b) => a - b));
        expect(grouped.every((group) => group.length > 0)).to.equal(true);
      }),
    );
  });

  it("put an awaited Service behind the programs that it waits for", () => {
    const manifests = [
      object("v1", "Service", "gateway"),
      object("apps/v1", "Deployment", "b"),
      object("apps/v1", "Deployment", "a"),
    ];
    expect(groupByPhase(manifests).map((group) => group.map(({ metadata }) => metadata.name))).to.deep.equal([
      ["b", "a", "gateway"],
    ]);
  });

  it("put what waits for an address, and what is made from it, beside the programs", () => {
    const balancer = object("v1", "Service", "gateway", {
      "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}",
    });
    const domains = object("v1", "ConfigMap", "config-domain");
    expect(phaseOf(balancer).name).to.equal("addresses");
    expect(phaseBehind(domains, []).name).to.equal("base");
    expect(phaseBehind(domains, [balancer]).name).to.equal("addresses");
    const webhook = object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration");
    const manifests = [webhook, balancer, domains, object("apps/v1", "Deployment")];
    const phaseFor = (one: Manifest) => phaseBehind(one, one === domains ? [balancer] : []);
    expect(groupByPhase(manifests, phaseFor).map((group) => group.map(({ kind }) => kind))).to.deep.equal([
      ["Deployment", "Service", "ConfigMap"],
      ["ValidatingWebhookConfiguration"],
    ]);
  });

  it("can be decided otherwise for single objects", () => {
    const late = object("v1", "ConfigMap", "late");
    const customResources = phases.find(({ name }) => name === "customResources");
    const grouped = groupByPhase([late, object("apps/v1", "Deployment")], (one) =>
      one === late && customResources ? customResources : phaseOf(one),
    );
    expect(grouped.map((group) => group.map(({ kind }) => kind))).to.deep.equal([
      ["Deployment"],
      ["ConfigMap"],
    ]);
  });
});

describe("properties that controllers write", () => {
  it("are those of webhooks, of empty Secrets and of roles put together from others", () => {
    expect(
      controllerWritten(object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration")),
    ).to.deep.equal(
      controllerWritten(object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration")),
    );
    expect(
      controllerWritten(object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration")),
    ).to.include("webhooks[*].clientConfig.caBundle");
    expect(controllerWritten(object("v1", "Secret"))).to.deep.equal(["data"]);
    expect(controllerWritten({ ...object("v1", "Secret"), stringData: { a: "b" } })).to.deep.equal([]);
    expect(controllerWritten(object("rbac.authorization.k8s.io/v1", "ClusterRole"))).to.deep.equal([]);
    expect(
      controllerWritten({ ...object("rbac.authorization.k8s.io/v1", "ClusterRole"), aggregationRule: {} }),
    ).to.deep.equal(["rules"]);
    expect(controllerWritten(object("apps/v1", "Deployment"))).to.deep.equal([]);
  });
});
