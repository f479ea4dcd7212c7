import { expect } from "chai";
import type { Manifest } from "../../../../provider/src/manifests/manifest";
import {
  awaitCrd,
  awaitSignIn,
  dropControllerOwned,
  dropState,
  eachManifest,
  fixGeneratedNames,
  setServiceExposure,
  settleJobs,
  skipAwaitServices,
  transformManifests,
} from "../../../../provider/src/manifests/transforms";

const service: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "kourier", namespace: "kourier-system", annotations: { own: "1" } },
  spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
};

describe("how a Service is reached", () => {
  it("is decided by what is given, and the rest stays", () => {
    const changed = setServiceExposure("kourier-system/kourier", {
      type: "NodePort",
      annotations: { more: "2" },
      externalTrafficPolicy: "Local",
      loadBalancerIP: undefined,
    })(service);
    expect(changed.spec).to.deep.equal({
      type: "NodePort",
      ports: [{ port: 80 }],
      externalTrafficPolicy: "Local",
    });
    expect(changed.metadata.annotations).to.deep.equal({ own: "1", more: "2" });
  });

  it("is a matter of that Service alone", () => {
    const set = setServiceExposure("kourier-system/kourier", { type: "ClusterIP" });
    const others = [
      { ...service, metadata: { ...service.metadata, namespace: "other" } },
      { ...service, apiVersion: "serving.knative.dev/v1" },
    ];
    expect(others.map(set)).to.deep.equal(others);
  });

  it("is waited for only where it is needed", () => {
    const other = { ...service, metadata: { name: "webhook", namespace: "knative-serving" } };
    const [kept, skipped] = [service, other].map(skipAwaitServices(["kourier-system/kourier"]));
    expect(kept).to.equal(service);
    expect(skipped?.metadata.annotations).to.deep.equal({ "pulumi.com/skipAwait": "true" });
  });

  it("is not the business of Knative Services", () => {
    const knative = { ...service, apiVersion: "serving.knative.dev/v1" };
    expect(skipAwaitServices()(knative)).to.equal(knative);
  });
});

describe("definitions", () => {
  it("are waited for until they are established", () => {
    const definition: Manifest = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "x" },
    };
    expect(awaitCrd(definition).metadata.annotations).to.deep.equal({
      "pulumi.com/waitFor": "condition=Established",
    });
    expect(awaitCrd(service)).to.equal(service);
  });
});

describe("what controllers write", () => {
  it("is left out of webhooks, and the rest stays", () => {
    const webhook: Manifest = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "w" },
      webhooks: [
        {
          name: "w",
          rules: [{ apiGroups: ["*"] }],
          clientConfig: {
            caBundle: "x",
            service: { name: "webhook", namespace: "n", path: "/p", port: 443 },
          },
          timeoutSeconds: 10,
        },
      ],
    };
    expect(dropControllerOwned(webhook).webhooks).to.deep.equal([
      { name: "w", clientConfig: { service: { name: "webhook", namespace: "n" } }, timeoutSeconds: 10 },
    ]);
  });

  it("is left out of Secrets that are empty and of roles put together from others", () => {
    const secret: Manifest = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data: {} };
    expect(dropControllerOwned(secret)).to.not.have.property("data");
    expect(dropControllerOwned({ ...secret, data: { a: "b" } })).to.have.property("data");
    const role: Manifest = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "r" },
      rules: [],
    };
    expect(dropControllerOwned({ ...role, aggregationRule: {} })).to.not.have.property("rules");
    expect(dropControllerOwned(role)).to.equal(role);
  });

  it("is state, too", () => {
    const definition: Manifest = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "x", creationTimestamp: null },
      spec: { template: { metadata: { creationTimestamp: null, labels: {} } } },
      status: { conditions: [] },
    };
    expect(dropState(definition)).to.deep.equal({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "x" },
      spec: { template: { metadata: { labels: {} } } },
    });
    expect(dropState(service)).to.equal(service);
  });
});

describe("generated names", () => {
  const job: Manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "cleanup-serving", generateName: "cleanup-serving-", namespace: "n" },
    spec: { ttlSecondsAfterFinished: 600 },
  };

  it("become fixed ones that say the release", () => {
    expect(fixGeneratedNames("9.8.7")(job).metadata).to.deep.equal({
      name: "cleanup-serving-9-8-7",
      namespace: "n",
    });
    expect(fixGeneratedNames("9.8.7")(service)).to.equal(service);
  });

  it("are those of Jobs, which then stay until another version comes, and are made anew where they failed", () => {
    const settled = settleJobs("9.8.7")(job);
    expect(settled.metadata).to.deep.equal({
      name: "cleanup-serving-9-8-7",
      namespace: "n",
      annotations: { "pulumi.com/replaceUnready": "true" },
    });
    expect(settled.spec).to.deep.equal({});
    expect(settleJobs("9.8.7")(service)).to.equal(service);
  });
});

describe("steps", () => {
  it("are applied one after the other", () => {
    const rename =
      (suffix: string) =>
      (one: Manifest): Manifest => ({ ...one, metadata: { name: `${one.metadata.name}${suffix}` } });
    const [changed] = transformManifests([service], eachManifest(rename("1"), rename("2")), (all) =>
      all.map(rename("3")),
    );
    expect(changed?.metadata.name).to.equal("kourier123");
  });

  it("waits for the programs of webhooks to sign in, and for nothing else of their group", () => {
    const of = (kind: string) =>
      awaitSignIn({ apiVersion: "admissionregistration.k8s.io/v1", kind, metadata: { name: "a" } }).metadata;
    const waitFor = "jsonpath={.webhooks[*].clientConfig.caBundle}";
    for (const kind of ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]) {
      expect(of(kind).annotations).to.deep.equal({ "pulumi.com/waitFor": waitFor });
    }
    expect(of("ValidatingAdmissionPolicy").annotations).to.equal(undefined);
    expect(awaitSignIn(service)).to.equal(service);
  });
});
