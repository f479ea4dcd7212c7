import { expect } from "chai";
import * as fc from "fast-check";
import { imagesOf, relocateImage, setImages, unusedOverrides } from "../../../provider/src/manifests/images";
import type { Manifest } from "../../../provider/src/manifests/manifest";
import { parseImage, versionOf } from "../../../provider/src/problems";
import { digest, image, host, path } from "../problems/imageReferences";

const registry = fc
  .tuple(host, fc.option(path))
  .map(([name, folder]) => (folder === null ? name : `${name}/${folder}`));

describe("another registry", () => {
  it("holds the images under their own paths", () => {
    const settings = { registry: "registry.example.com/kn/" };
    expect(relocateImage(`gcr.io/x/y@${digest}`, settings)).to.equal(`registry.example.com/kn/x/y@${digest}`);
    expect(relocateImage("docker.io/envoyproxy/envoy:v1", settings)).to.equal(
      "registry.example.com/kn/envoyproxy/envoy:v1",
    );
    expect(relocateImage("envoyproxy/envoy:v1", settings)).to.equal(
      "registry.example.com/kn/envoyproxy/envoy:v1",
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(image, registry, (reference, home) => {
        const once = relocateImage(reference, { registry: home });
        expect(relocateImage(once, { registry: home })).to.equal(once);
      }),
    );
  });

  it("keeps path, tag and digest", () => {
    fc.assert(
      fc.property(image, registry, (reference, home) => {
        const parts = parseImage(reference);
        expect(relocateImage(reference, { registry: home })).to.satisfy((moved: string) =>
          moved.endsWith(`${parts.path}${versionOf(parts)}`),
        );
      }),
    );
  });
});

describe("overrides of images", () => {
  const queue = `gcr.io/knative-releases/knative.dev/serving/cmd/queue@${digest}`;

  for (const key of ["queue", "knative-releases/knative.dev/serving/cmd/queue"]) {
    it(`win over the registry by "${key}", and stay the second time`, () => {
      const settings = { registry: "r.example.com", overrides: { [key]: "other.example.com/q:1" } };
      const once = relocateImage(queue, settings);
      expect(once).to.equal("other.example.com/q:1");
      expect(relocateImage(once, settings)).to.equal(once);
    });
  }

  it("prefer the whole path to its last part", () => {
    expect(relocateImage("gcr.io/a/queue", { overrides: { queue: "x", "a/queue": "y" } })).to.equal("y");
  });

  it("leave the others alone", () => {
    expect(relocateImage(queue, { overrides: { queu: "x", toString: "y" } })).to.equal(queue);
  });
});

const container = (name: string, more: object = {}): object => ({
  name,
  image: `gcr.io/x/${name}@${digest}`,
  ...more,
});

const manifests: readonly Manifest[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    spec: {
      template: {
        spec: {
          initContainers: [container("init")],
          containers: [
            container("main", {
              env: [
                { name: "DISPATCHER_IMAGE", value: "gcr.io/x/dispatcher:v1" },
                { name: "ANY", value: `gcr.io/x/by-digest@${digest}` },
                { name: "METRICS_DOMAIN", value: "knative.dev/samples" },
                { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
              ],
            }),
          ],
        },
      },
    },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "c" },
    spec: { jobTemplate: { spec: { template: { spec: { containers: [container("cron")] } } } } },
  },
  { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [container("pod")] } },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config-deployment" },
    data: {
      "queue-sidecar-image": "gcr.io/x/queue:v1",
      "registries-skipping-tag-resolving": "kind.local,ko.local,dev.local/x",
    },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "eventing-integrations-images" },
    data: { source: "gcr.io/x/source:v1" },
  },
  {
    apiVersion: "caching.internal.knative.dev/v1alpha1",
    kind: "Image",
    metadata: { name: "i" },
    spec: { image: "gcr.io/x/cached:v1" },
  },
  {
    apiVersion: "example.com/v1",
    kind: "Deployment",
    metadata: { name: "no" },
    spec: { template: { spec: { containers: [container("foreign")] } } },
  },
];

describe("images in manifests", () => {
  it("are found wherever they hide, and nothing else is", () => {
    expect(imagesOf(manifests)).to.deep.equal(
      [
        `by-digest@${digest}`,
        "cached:v1",
        `cron@${digest}`,
        "dispatcher:v1",
        `init@${digest}`,
        `main@${digest}`,
        `pod@${digest}`,
        "queue:v1",
        "source:v1",
      ].map((name) => `gcr.io/x/${name}`),
    );
  });

  it("are all moved, and nothing else is", () => {
    const moved = manifests.map(setImages({ registry: "r.example.com" }));
    expect(imagesOf(moved)).to.deep.equal(
      imagesOf(manifests).map((one) => one.replace("gcr.io", "r.example.com")),
    );
    expect(JSON.stringify(moved).replaceAll("r.example.com/x/", "gcr.io/x/")).to.equal(
      JSON.stringify(manifests),
    );
  });

  it("stay where no settings are made", () => {
    expect(manifests.map(setImages({}))).to.deep.equal(manifests);
  });

  it("tell which overrides fit none of them", () => {
    expect(unusedOverrides(manifests, { queue: "a", "x/queue": "b", kueue: "c" })).to.deep.equal(["kueue"]);
  });
});
