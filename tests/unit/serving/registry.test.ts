import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { releases } from "../../../provider/src/release/catalog";
import { relocateImage, type ImageSettings } from "../../../provider/src/manifests/images";
import { getAt, isKind, isObject, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { podSpecPath } from "../../../provider/src/manifests/pods";
import { registryObjects } from "../../../provider/src/serving/registry";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import type { Adapted } from "../../../provider/src/release/adapt";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { valueOf } from "../../support/recorder";
import { needReleases } from "../../support/releases";

const digest = `sha256:${"0".repeat(64)}`;
const queue = `gcr.io/knative-releases/knative.dev/serving/cmd/queue@${digest}`;
const envoy = "docker.io/envoyproxy/envoy:v1-latest";
const registry = "registry.example.com:5000/kn";

describe("a registry's layout", () => {
  const moved = (image: string, layout?: ImageSettings["layout"]) =>
    relocateImage(image, { registry, layout });

  it("keeps the path, host and path, or the last part, and the version always", () => {
    expect(moved(queue)).to.equal(`${registry}/knative-releases/knative.dev/serving/cmd/queue@${digest}`);
    expect(moved(queue, "path")).to.equal(moved(queue));
    expect(moved(queue, "scoped")).to.equal(`${registry}/${queue}`);
    expect(moved(queue, "flat")).to.equal(`${registry}/queue@${digest}`);
    expect(moved(envoy, "flat")).to.equal(`${registry}/envoy:v1-latest`);
  });

  it("is that of the default registry where a reference names none", () => {
    expect(moved("envoyproxy/envoy:v1", "scoped")).to.equal(`${registry}/docker.io/envoyproxy/envoy:v1`);
  });

  it("changes nothing when it is applied again, and yields to overrides", () => {
    for (const layout of ["path", "scoped", "flat"] as const) {
      expect(moved(moved(queue, layout), layout)).to.equal(moved(queue, layout));
      const overrides = { queue: "other.example.com/queue:1" };
      expect(relocateImage(queue, { registry, layout, overrides })).to.equal("other.example.com/queue:1");
    }
  });
});

describe("the objects of a private registry", () => {
  it("are none where nothing asks for them", () => {
    expect(registryObjects()).to.deep.equal([]);
    expect(registryObjects({ registry, ca: { secretName: "trust" } })).to.deep.equal([]);
  });

  it("are a Secret by which container runtimes log in, in each of the namespaces", async () => {
    const credentials = { username: "robot", password: pulumi.output("pa:ss") };
    const objects = registryObjects({ registry, credentials }, ["knative-serving", "kourier-system"]);
    expect(objects.map(keyOf)).to.deep.equal([
      "Secret/knative-serving/knative-registry-credentials",
      "Secret/kourier-system/knative-registry-credentials",
    ]);
    const value = getAt(objects[0], ["data", ".dockerconfigjson"]) as pulumi.Output<string>;
    expect(await pulumi.isSecret(value)).to.equal(true);
    const text = Buffer.from((await valueOf(value)) ?? "", "base64").toString("utf8");
    expect(JSON.parse(text)).to.deep.equal({
      auths: {
        "registry.example.com:5000": {
          username: "robot",
          password: "pa:ss",
          auth: Buffer.from("robot:pa:ss").toString("base64"),
        },
      },
    });
  });

  it("are a ConfigMap of the authority's certificates", () => {
    const [object, ...others] = registryObjects({ registry, ca: { pem: "PEM" } });
    expect(others).to.deep.equal([]);
    expect(object).to.deep.include({ kind: "ConfigMap", data: { "ca.crt": "PEM" } });
  });
});

for (const { minor, version, envoyImage } of releases()) {
  describe(`serving: images of ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(images: ServingArgs["images"], rest: ServingArgs = {}): Adapted {
      const args = { release: minor, source: { mirror }, hpaAutoscaler: true, images, ...rest };
      const plan = planServing(args);
      const upstream = loadServing(plan);
      expect(upstream.problems).to.deep.equal([]);
      const rendered = renderServing(plan, upstream.manifests);
      expect(rendered.problems).to.deep.equal([]);
      return rendered;
    }

    const digests = (images: readonly string[]) =>
      images.flatMap((image) => image.match(/@sha256:[0-9a-f]{64}$/) ?? []).toSorted();
    const controller = ({ manifests }: Adapted) =>
      manifests.find((manifest) => keyOf(manifest) === "Deployment/knative-serving/controller") as Manifest;
    const variables = (rendered: Adapted) => {
      const env = getAt(controller(rendered), ["spec", "template", "spec", "containers", 0, "env"]);
      const entries = (env as { name: string; value: unknown }[]).map(({ name, value }) => [name, value]);
      return Object.fromEntries(entries) as Record<string, unknown>;
    };

    it("lists every image, those of the Jobs and of the gateway's proxy too", () => {
      const names = render({}).images.map((image) =>
        image
          .replace(/[@:][^/]*$/, "")
          .split("/")
          .at(-1),
      );
      expect(names.toSorted()).to.deep.equal([
        "activator",
        "autoscaler",
        "autoscaler-hpa",
        "cleanup",
        "controller",
        "envoy",
        "kourier",
        "migrate",
        "queue",
        "webhook",
      ]);
      expect(render({}).images).to.include(envoyImage);
    });

    for (const layout of ["path", "scoped", "flat"] as const) {
      it(`leaves no upstream registry anywhere and keeps all digests, with the layout "${layout}"`, () => {
        const upstream = render({});
        const rendered = render({ registry, layout });
        const places =
          /(^|[^/\w.])(gcr\.io|docker\.io|ghcr\.io|quay\.io|registry\.k8s\.io|index\.docker\.io|envoyproxy)\//;
        expect(JSON.stringify(upstream.manifests)).to.match(places);
        expect(JSON.stringify(rendered.manifests)).not.to.match(places);
        expect(rendered.images.filter((image) => !image.startsWith(`${registry}/`))).to.deep.equal([]);
        expect(digests(rendered.images)).to.deep.equal(digests(upstream.images));
        expect(digests(rendered.images)).to.have.length(rendered.images.length - 1);
      });
    }

    it("rewrites the proxy beside services in the ConfigMap and in the cache hint alike", () => {
      const { manifests } = render({ registry });
      const setting = manifests.find(({ metadata }) => metadata.name === "config-deployment");
      const hint = manifests.find(({ kind }) => kind === "Image");
      const image = getAt(setting, ["data", "queue-sidecar-image"]);
      expect(image).to.match(/^registry\.example\.com:5000\/kn\/.*\/queue@sha256:/);
      expect(getAt(hint, ["spec", "image"])).to.equal(image);
    });

    it("gives the pull secrets to every pod, service account and cache hint", () => {
      const { manifests } = render({
        registry,
        pullSecrets: ["mine"],
        credentials: { username: "a", password: "b" },
      });
      const wanted = [{ name: "mine" }, { name: "knative-registry-credentials" }];
      const accounts = manifests.filter((manifest) => isKind(manifest, "ServiceAccount"));
      const pods = manifests.filter((manifest) => podSpecPath(manifest) !== undefined);
      const hints = manifests.filter(({ kind }) => kind === "Image");
      expect(accounts.map(({ metadata }) => metadata.name)).to.include.members([
        "activator",
        "controller",
        "net-kourier",
      ]);
      expect(pods.map(({ kind }) => kind)).to.include.members(["Deployment", "Job"]);
      expect(hints).to.have.length(1);
      for (const account of accounts) {
        expect(account.imagePullSecrets, keyOf(account)).to.deep.equal(wanted);
      }
      for (const pod of pods) {
        expect(getAt(pod, [...(podSpecPath(pod) ?? []), "imagePullSecrets"]), keyOf(pod)).to.deep.equal(
          wanted,
        );
      }
      expect(getAt(hints[0], ["spec", "imagePullSecrets"])).to.deep.equal(wanted);
    });

    it("lets the controller alone trust an authority that a ConfigMap or Secret holds", () => {
      const volume = (images: ServingArgs["images"]) => {
        const rendered = render(images);
        const spec = getAt(controller(rendered), ["spec", "template", "spec"]);
        expect(getAt(spec, ["containers", 0, "volumeMounts"])).to.deep.include({
          name: "registry-ca",
          mountPath: "/etc/knative-registry-ca",
          readOnly: true,
        });
        expect(variables(rendered)).to.include({ SSL_CERT_DIR: "/etc/knative-registry-ca" });
        const others = rendered.manifests.filter((manifest) => manifest !== controller(rendered));
        expect(JSON.stringify(others)).not.to.contain("registry-ca");
        return (getAt(spec, ["volumes"]) as { name: string }[]).find(({ name }) => name === "registry-ca");
      };
      expect(volume({ ca: { configMapName: "trust" } })).to.deep.equal({
        name: "registry-ca",
        configMap: { name: "trust" },
      });
      expect(volume({ ca: { secretName: "trust" } })).to.deep.equal({
        name: "registry-ca",
        secret: { secretName: "trust" },
      });
      expect(volume({ ca: { pem: "PEM" } })).to.deep.equal({
        name: "registry-ca",
        configMap: { name: "knative-registry-ca" },
      });
    });

    it("starts the controller anew when the authority's certificates change", async () => {
      const mark = (pem: pulumi.Input<string>) => {
        const { metadata } = getAt(controller(render({ ca: { pem } })), ["spec", "template"]) as {
          metadata: { annotations: Record<string, pulumi.Input<string>> };
        };
        return metadata.annotations["pulumi-knative.dev/registry-ca"];
      };
      expect(mark("one")).to.match(/^[0-9a-f]{64}$/);
      expect(mark("one")).not.to.equal(mark("two"));
      expect(await valueOf(pulumi.output(mark(pulumi.output("one"))))).to.equal(mark("one"));
    });

    it("gives the controller a proxy, with the cluster's own names kept off it", () => {
      const httpsProxy = pulumi.output("http://proxy.example.com:3128");
      const env = variables(render({ proxy: { httpsProxy, noProxy: [".example.com", "10.0.0.0/8"] } }));
      expect(env.HTTPS_PROXY).to.equal(httpsProxy);
      expect(env).not.to.have.property("HTTP_PROXY");
      expect(env.NO_PROXY).to.equal(
        "$(KUBERNETES_SERVICE_HOST),localhost,127.0.0.1,.svc,.cluster.local,.example.com,10.0.0.0/8",
      );
    });

    it("has Jobs with the version in their names that stay until the next version, or none", () => {
      const jobs = (rest?: ServingArgs) =>
        render({}, rest).manifests.filter((manifest) => isKind(manifest, "Job"));
      const suffix = version.replaceAll(".", "-");
      expect(jobs().map(({ metadata }) => metadata.name)).to.deep.equal([
        `storage-version-migration-serving-${suffix}`,
        `cleanup-serving-${suffix}`,
      ]);
      for (const { metadata, spec } of jobs()) {
        expect(metadata).not.to.have.property("generateName");
        expect(metadata.annotations).to.include({ "pulumi.com/replaceUnready": "true" });
        expect(isObject(spec) && Object.keys(spec)).not.to.include("ttlSecondsAfterFinished");
      }
      expect(jobs({ migrationJobs: false })).to.deep.equal([]);
    });
  });
}
