import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { knownIstio } from "../../../provider/src/release/catalog/istio";
import { planIstio, type IstioPlan } from "../../../provider/src/istio/install.plan";
import { istioHub, istioPullSecrets, type IstiodValues } from "../../../provider/src/istio/install.values";
import { AccessLogEncoding, type IstioArgs } from "../../../provider/src/istio/istio.args";
import { getAt, isObject } from "../../../provider/src/manifests/manifest";
import { ImageLayout } from "../../../provider/src/release/images.args";

const plan = (args: IstioArgs, images = {}): IstioPlan => {
  const made = planIstio(args, images);
  expect(made).not.to.equal(undefined);
  return made as IstioPlan;
};
const istiod = (args: IstioArgs, images = {}) => plan(args, images).planes.at(-1)?.values as IstiodValues;
const canary: IstioArgs = {
  version: "1.30.4",
  revision: "1-30",
  install: { revisionTags: ["stable"], previousRevision: "1-29", previousVersion: "1.29.6" },
};
const held: IstioArgs = { ...canary, install: { ...canary.install, tagRevision: "1-29" } };
const before: IstioArgs = { version: "1.29.6", revision: "1-29", install: { revisionTags: ["stable"] } };

describe("istio: values", () => {
  it("are small, drain-friendly, and what Knative needs by default", () => {
    expect(istiod({ install: {} })).to.deep.equal({
      autoscaleEnabled: true,
      autoscaleMin: 1,
      autoscaleMax: 5,
      resources: { requests: { cpu: "100m", memory: "256Mi" } },
      pdb: { maxUnavailable: 1 },
      telemetry: { enabled: true },
      meshConfig: {
        accessLogFile: "/dev/stdout",
        accessLogEncoding: "JSON",
        defaultConfig: { terminationDrainDuration: "20s" },
      },
      global: { istioNamespace: "istio-system", proxy: { clusterDomain: "cluster.local" } },
    });
    expect(plan({ install: {} }).base.values).to.deep.equal({
      defaultRevision: "default",
      global: { istioNamespace: "istio-system" },
    });
  });

  it("hold all that the inputs say", () => {
    const env = { PILOT_ENABLE_STATUS: output("true") };
    const values = istiod({
      namespace: "mesh",
      revision: "blue",
      clusterDomain: "k8s.example.com",
      install: {
        hub: "registry.example.com/istio",
        tag: "1.30.4-distroless",
        imagePullSecrets: ["robot"],
        pilot: {
          replicas: 2,
          targetCpuUtilization: 60,
          resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
          nodeSelector: { pool: "system" },
          tolerations: [{ key: "system" }],
          priorityClassName: "system-cluster-critical",
          env,
        },
        terminationDrainDuration: "45s",
        trustDomain: "example.com",
        discoverySelectors: [{ matchLabels: { mesh: "yes" } }],
        accessLog: { file: "/dev/stderr", encoding: AccessLogEncoding.Text },
        telemetry: false,
      },
    });
    expect(values).to.deep.equal({
      revision: "blue",
      autoscaleEnabled: false,
      replicaCount: 2,
      cpu: { targetAverageUtilization: 60 },
      resources: { requests: { cpu: "1", memory: "256Mi" }, limits: { memory: "1Gi" } },
      nodeSelector: { pool: "system" },
      tolerations: [{ key: "system" }],
      env,
      pdb: { maxUnavailable: 1 },
      telemetry: { enabled: false },
      meshConfig: {
        accessLogFile: "/dev/stderr",
        accessLogEncoding: "TEXT",
        trustDomain: "example.com",
        discoverySelectors: [{ matchLabels: { mesh: "yes" } }],
        defaultConfig: { terminationDrainDuration: "45s" },
      },
      global: {
        istioNamespace: "mesh",
        hub: "registry.example.com/istio",
        tag: "1.30.4-distroless",
        imagePullSecrets: ["robot"],
        priorityClassName: "system-cluster-critical",
        proxy: { clusterDomain: "k8s.example.com" },
      },
    });
  });

  it("have no access log where none is wanted", () => {
    const { meshConfig } = istiod({ install: { accessLog: { enabled: false } } });
    expect(meshConfig).to.deep.equal({ defaultConfig: { terminationDrainDuration: "20s" } });
  });

  it("let the free ones win, maps joined and all else replaced", () => {
    const values = istiod({
      install: {
        pilot: { tolerations: [{ key: "a" }] },
        values: {
          pdb: { maxUnavailable: null, minAvailable: 2 },
          meshConfig: { defaultConfig: { holdApplicationUntilProxyStarts: true } },
          tolerations: [{ key: "b" }],
          global: "none",
        },
      },
    });
    expect(values.pdb).to.deep.equal({ maxUnavailable: null, minAvailable: 2 });
    expect(values.meshConfig.defaultConfig).to.deep.equal({
      terminationDrainDuration: "20s",
      holdApplicationUntilProxyStarts: true,
    });
    expect(values.tolerations).to.deep.equal([{ key: "b" }]);
    expect(values.global).to.equal("none");
  });

  it("take images from the registry that Knative's come from, under its layout", () => {
    const images = (layout?: ImageLayout) => ({ registry: "registry.example.com/copies", layout });
    expect(istioHub({}, images(), "1.29.6")).to.equal("registry.example.com/copies/istio");
    expect(istioHub({}, images(), "1.30.4")).to.equal("registry.example.com/copies/release");
    expect(istioHub({}, images(), "1.99.0")).to.equal("registry.example.com/copies/release");
    expect(istioHub({}, images(ImageLayout.Scoped), "1.29.6")).to.equal(
      "registry.example.com/copies/docker.io/istio",
    );
    expect(istioHub({}, images(ImageLayout.Flat), "1.29.6")).to.equal("registry.example.com/copies");
    expect(istioHub({ hub: "mine.example.com/i" }, images(), "1.29.6")).to.equal("mine.example.com/i");
    expect(istioHub({}, {}, "1.29.6")).to.equal(undefined);
  });

  it("pull with the Secrets that Knative's images are pulled with, unless others are said", () => {
    const images = { pullSecrets: ["a"], credentials: { username: "u", password: "p" } };
    expect(istioPullSecrets({}, images)).to.deep.equal(["a", "knative-registry-credentials"]);
    expect(istioPullSecrets({ imagePullSecrets: ["b"] }, images)).to.deep.equal(["b"]);
    expect(getAt(plan({ install: {} }, images).base.values, ["global", "imagePullSecrets"])).to.deep.equal([
      "a",
      "knative-registry-credentials",
    ]);
  });
});

describe("istio: plan", () => {
  const places = ({ base, planes }: IstioPlan) => [base, ...planes].map(({ name, place }) => [name, place]);

  it("makes nothing where Istio is found", () => {
    expect(planIstio({})).to.equal(undefined);
    expect(planIstio({ version: "1.30.4", install: { enabled: false } })).to.equal(undefined);
    expect(planIstio(undefined)).to.equal(undefined);
  });

  it("takes charts from a repository, a registry or a directory", () => {
    const from = (charts?: string) => places(plan({ version: "1.29", install: { charts } }));
    const repo = "https://istio-release.storage.googleapis.com/charts";
    expect(from()).to.deep.equal([
      ["istio-base", { chart: "base", version: "1.29.6", repositoryOpts: { repo } }],
      ["istiod", { chart: "istiod", version: "1.29.6", repositoryOpts: { repo } }],
    ]);
    expect(from("https://charts.example.com/istio/")[0]).to.deep.equal([
      "istio-base",
      { chart: "base", version: "1.29.6", repositoryOpts: { repo: "https://charts.example.com/istio" } },
    ]);
    expect(from("oci://registry.example.com/charts/")[1]).to.deep.equal([
      "istiod",
      { chart: "oci://registry.example.com/charts/istiod", version: "1.29.6" },
    ]);
    expect(from("./charts/")).to.deep.equal([
      ["istio-base", { chart: "./charts/base-1.29.6.tgz" }],
      ["istiod", { chart: "./charts/istiod-1.29.6.tgz" }],
    ]);
  });

  it("runs two control planes beside each other in a canary, on the newer's definitions, and leaves the old one as it was", () => {
    const [old] = plan(before).planes;
    const { base, planes } = plan(held);
    expect(planes.map(({ name }) => name)).to.deep.equal(["istiod-1-29", "istiod-1-30"]);
    expect(planes[0]).to.deep.equal(old);
    expect(base.version).to.equal("1.30.4");
    expect(base.values).to.deep.include({ defaultRevision: "1-29" });
    expect(plan(canary).base.values).to.deep.include({ defaultRevision: "1-30" });
    const back: IstioArgs = {
      version: "1.29.6",
      revision: "1-29",
      install: { previousRevision: "1-30", previousVersion: "1.30.4" },
    };
    expect(plan(back).base.version).to.equal("1.30.4");
    expect(plan(back).planes.at(-1)).to.deep.equal(old);
  });

  it("gives the previous revision the images that it had", () => {
    const args = { ...canary, install: { ...canary.install, tag: "1.30.4-x", previousTag: "1.29.6-x" } };
    const tags = plan(args).planes.map(({ values }) => getAt(values, ["global", "tag"]));
    expect(tags).to.deep.equal(["1.29.6-x", "1.30.4-x"]);
  });

  it("goes from a control plane without a revision to one with", () => {
    const args: IstioArgs = {
      revision: "1-30",
      install: {
        previousRevision: "default",
        previousVersion: "1.29.6",
        revisionTags: ["stable"],
        tagRevision: "default",
      },
    };
    const { planes, tags, base } = plan(args);
    expect(planes.map(({ name }) => name)).to.deep.equal(["istiod", "istiod-1-30"]);
    expect(planes[0]?.values).not.to.have.property("revision");
    expect(base.values).to.deep.include({ defaultRevision: "default" });
    expect(getAt(tags[0], ["spec", "selector"])).to.deep.equal({ app: "istiod", istio: "pilot" });
  });
});

describe("istio: values of all known versions", () => {
  it("are the same but for the hub, so that a patch of the catalogue changes no installation by itself", () => {
    const all = knownIstio().map(({ version }) => istiod({ version, install: {} }));
    expect(new Set(all.map((values) => JSON.stringify(values))).size).to.equal(1);
    expect(isObject(all[0])).to.equal(true);
  });
});
