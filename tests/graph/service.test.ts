import { expect } from "chai";
import { output, unknown } from "@pulumi/pulumi";
import { Service } from "../../provider/src/service/service";
import type { ServiceArgs } from "../../provider/src/service/service.args";
import { record, valueOf, type Recording, type Respond } from "../support/recorder";

const image = "registry.example.com/app:1";
const respond: Respond = (type, _, inputs) =>
  type === "kubernetes:serving.knative.dev/v1:Service"
    ? {
        ...inputs,
        status: {
          url: "http://hello.default.example.com",
          latestReadyRevisionName: "hello-00001",
          traffic: [{ tag: "candidate", url: "http://candidate-hello.default.example.com" }],
        },
      }
    : inputs;
const make = (args: Partial<ServiceArgs>) =>
  record(() => new Service("hello", { image, ...args }), { respond });

describe("graph: service", () => {
  it("takes maps that are made by other resources as a whole", async () => {
    const { registrations } = await make({
      env: output({ TARGET: "world", BASE: "$(TARGET)" }),
      sidecars: [{ name: "beside", image, env: output({ LEVEL: "debug" }) }],
      annotations: output({ "example.com/owner": "team-a" }),
      podLabels: output({ team: "a" }),
      podAnnotations: output({ "example.com/lane": "fast" }),
      scale: { minScale: 1 },
      network: { interfaces: [{ name: "green" }] },
    });
    const { metadata, spec } = registrations.find(({ type }) =>
      type.endsWith("serving.knative.dev/v1:Service"),
    )?.inputs as {
      readonly metadata: { readonly annotations: object };
      readonly spec: {
        readonly template: {
          readonly metadata: { readonly annotations: object };
          readonly spec: { readonly containers: readonly { readonly env: unknown }[] };
        };
      };
    };
    expect(metadata.annotations).to.include({ "example.com/owner": "team-a" });
    expect(metadata.annotations).to.include.keys("pulumi.com/waitFor");
    expect(spec.template.metadata).to.deep.equal({
      labels: { team: "a" },
      annotations: {
        "example.com/lane": "fast",
        "autoscaling.knative.dev/min-scale": "1",
        "k8s.v1.cni.cncf.io/networks": "kube-system/green",
      },
    });
    expect(spec.template.spec.containers.map(({ env }) => env)).to.deep.equal([
      [
        { name: "TARGET", value: "world" },
        { name: "BASE", value: "$(TARGET)" },
      ],
      [{ name: "LEVEL", value: "debug" }],
    ]);
  });

  it("shows in a preview a service of which such a map is still to come", async () => {
    const env = output(unknown as unknown as Record<string, string>);
    const { registrations } = await record(() => new Service("hello", { image, env }), {
      preview: true,
      respond,
    });
    expect(registrations.map(({ name }) => name)).to.include("hello:Service/default/hello");
  });

  it("tells the newest revision that is ready", async () => {
    const { result } = await make({ rollout: {} });
    expect(await valueOf(result.latestReadyRevision)).to.equal("hello-00001");
  });

  it("tells the URL of each tag", async () => {
    const { result } = await make({ rollout: { current: "hello-a" } });
    expect(await valueOf(result.tagUrls)).to.deep.equal({
      candidate: "http://candidate-hello.default.example.com",
    });
  });

  it("tells in a preview the URL that it will have, where that is known", async () => {
    const expectedUrl = "http://hello.default.new.example.com";
    const preview = async (args: Partial<ServiceArgs>) => {
      const { result } = await record(() => new Service("hello", { image, ...args }), {
        respond,
        preview: true,
      });
      return valueOf(result.url);
    };
    expect(await preview({ expectedUrl })).to.equal(expectedUrl);
    expect(await preview({ expectedUrl: output(expectedUrl) })).to.equal(expectedUrl);
    expect(await preview({ expectedUrl: output(undefined) })).to.equal("http://hello.default.example.com");
    expect(await preview({ expectedUrl, readyTimeoutSeconds: 0 })).to.equal(
      "http://hello.default.example.com",
    );
    expect(await valueOf((await make({ expectedUrl })).result.url)).to.equal(
      "http://hello.default.example.com",
    );
  });

  it("hands options down to its objects, and to those alone that have the property", async () => {
    const { registrations } = await record(
      () =>
        new Service(
          "hello",
          { image, additionalDomains: ["example.com"] },
          {
            customTimeouts: { create: "20m" },
            retainOnDelete: true,
            ignoreChanges: ["spec.template.spec.containers[0].image", "spec.replicas"],
            replaceOnChanges: ['metadata.annotations["pulumi.com/waitFor"]'],
          },
        ),
      { respond },
    );
    const told = registrations.map(
      ({ type, createTimeout, retainOnDelete, ignoreChanges, replaceOnChanges }) => [
        type.split(":").at(-1),
        createTimeout,
        retainOnDelete,
        ignoreChanges,
        replaceOnChanges,
      ],
    );
    const image0 = "spec.template.spec.containers[0].image";
    const waitFor = 'metadata.annotations["pulumi.com/waitFor"]';
    expect(told[1]).to.deep.equal(["Service", "20m", true, [image0], [waitFor]]);
    expect(told[2]?.slice(0, 4)).to.deep.equal(["Ingress", "20m", true, []]);
  });

  const namesOf = ({ registrations }: Recording<unknown>) => registrations.map(({ name }) => name);

  it("is one object without further domains", async () => {
    expect(namesOf(await make({}))).to.deep.equal(["hello", "hello:Service/default/hello"]);
  });

  it("has an ingress for further domains that comes after the service, and so goes before it", async () => {
    const recording = await make({ additionalDomains: ["example.com"] });
    const ingress = recording.registrations.find(({ name }) => name.includes("Ingress/"));
    expect(ingress?.name).to.equal("hello:Ingress/default/hello.additional-domains");
    expect(ingress?.type).to.equal("kubernetes:networking.internal.knative.dev/v1alpha1:Ingress");
    expect(ingress?.parent).to.equal("hello");
    expect(ingress?.dependencies).to.deep.equal(["hello:Service/default/hello"]);
  });

  it("has its images kept on nodes beside it, and nothing waits for that", async () => {
    const { registrations } = await make({ namespace: "shop", coldStart: { prefetch: true } });
    const keeper = registrations.find(({ name }) => name === "hello:DaemonSet/shop/hello-images");
    expect(keeper).to.deep.include({ type: "kubernetes:apps/v1:DaemonSet", parent: "hello" });
    expect(keeper?.inputs.metadata)
      .to.have.property("annotations")
      .that.includes({ "pulumi.com/skipAwait": "true" });
    expect(registrations.flatMap(({ dependencies }) => dependencies)).not.to.include(keeper?.name);
    const plain = await make({});
    expect(plain.registrations.some(({ type }) => type.endsWith(":DaemonSet"))).to.equal(false);
  });
});
