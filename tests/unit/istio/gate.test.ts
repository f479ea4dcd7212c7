import { expect } from "chai";
import { checkInstalledIstio, installedIstioNotices } from "../../../provider/src/istio/istio.gate";
import type { IstioArgs, IstioInstallation } from "../../../provider/src/istio/istio.args";
import { probeIstio } from "../../../provider/src/istio/istio.probe";

const plane = (revision: string, version = "1.29.6", release?: string, namespace = "istio-system") => ({
  revision,
  namespace,
  version,
  ...(release === undefined ? {} : { release: `${namespace}/${release}` }),
});
const cluster = (...controlPlanes: IstioInstallation["controlPlanes"]): IstioInstallation => ({
  apiVersions: ["v1", "v1beta1", "v1alpha3"],
  controlPlanes,
  injectors: controlPlanes.map(({ revision }) => revision),
});
const problems = (args: IstioArgs, found: IstioInstallation | undefined) => checkInstalledIstio(args, found);
const codes = (args: IstioArgs, found: IstioInstallation | undefined) =>
  problems(args, found).map(({ path, code }) => `${path} ${code}`);

describe("istio: gate of an existing one", () => {
  it("lets through what fits, and what nothing is known of", () => {
    expect(codes({}, cluster(plane("default")))).to.deep.equal([]);
    expect(codes({ revision: "1-29" }, cluster(plane("default"), plane("1-29")))).to.deep.equal([]);
    expect(codes({ revision: "x" }, undefined)).to.deep.equal([]);
    const tagged = { ...cluster(plane("1-29")), injectors: ["1-29", "stable"] };
    expect(codes({ revision: "stable" }, tagged)).to.deep.equal([]);
  });

  it("refuses a cluster without Istio, with the ways out (KN6050)", () => {
    const [problem] = problems({}, { apiVersions: [], controlPlanes: [], injectors: [] });
    expect(problem?.code).to.equal("KN6050");
    expect(problem?.reason).to.contain("set install").and.to.contain("leave installedIstio out");
  });

  it("refuses one too old to serve v1 (KN6031)", () => {
    const old = { ...cluster(plane("default", "1.21.0")), apiVersions: ["v1beta1", "v1alpha3"] };
    expect(codes({}, old)).to.deep.equal(["istio KN6031"]);
    expect(codes({}, cluster(plane("default", "1.20.0")))).to.deep.equal(["istio KN6031"]);
    const [problem] = problems({}, { ...old, controlPlanes: [] });
    expect(problem?.reason).to.contain("v1beta1, v1alpha3");
  });

  it("refuses a revision that nobody injects for, and a namespace without a control plane (KN6051)", () => {
    const [problem] = problems({ revision: "1-30" }, cluster(plane("1-29"), plane("default")));
    expect(problem).to.deep.include({ path: "istio.revision", code: "KN6051" });
    expect(problem?.reason).to.contain('did you mean "1-29"?').and.to.contain('"default" (none)');
    expect(codes({}, cluster())).to.deep.equal(["istio.revision KN6051"]);
    expect(codes({ namespace: "mesh" }, cluster(plane("default")))).to.deep.equal(["istio.namespace KN6051"]);
  });

  it("warns of the version that runs, not of one that is to be installed", () => {
    const found = cluster(plane("default", "1.28.1"));
    expect(installedIstioNotices({}, found, "1.23", "1.34.0")[0]).to.contain("[KN6032]");
    expect(installedIstioNotices({ revision: "stable" }, found, "1.23")).to.have.length(1);
    expect(installedIstioNotices({ install: {} }, found, "1.23")).to.deep.equal([]);
    expect(installedIstioNotices({}, cluster(plane("default")), "1.23", "1.34.0")).to.deep.equal([]);
    expect(installedIstioNotices({}, undefined, "1.23")).to.deep.equal([]);
  });
});

describe("istio: gate of an installation", () => {
  it("lets through an empty cluster, and what it made before", () => {
    expect(codes({ install: {} }, { apiVersions: [], controlPlanes: [], injectors: [] })).to.deep.equal([]);
    expect(
      codes({ version: "1.30.4", install: {} }, cluster(plane("default", "1.29.6", "istiod"))),
    ).to.deep.equal([]);
    const canary: IstioArgs = {
      revision: "1-30",
      version: "1.30.4",
      install: { previousRevision: "1-28", previousVersion: "1.28.10" },
    };
    expect(codes(canary, cluster(plane("1-28", "1.28.10", "istiod-1-28")))).to.deep.equal([]);
  });

  it("refuses to install over one of others (KN6052)", () => {
    const [problem] = problems({ install: {} }, cluster(plane("default")));
    expect(problem).to.deep.include({ path: "istio.install", code: "KN6052" });
    expect(problem?.reason).to.contain("by other means than Helm").and.to.contain("leave install out");
    expect(codes({ install: {} }, cluster(plane("default", "1.29.6", "mine")))).to.deep.equal([
      "istio.install KN6052",
    ]);
    expect(codes({ install: {} }, cluster(plane("default", "1.29.6", "istiod", "mesh")))).to.deep.equal([
      "istio.install KN6052",
    ]);
    expect(codes({ revision: "own", install: {} }, cluster(plane("default")))).to.deep.equal([]);
  });

  it("refuses to skip a minor version in place, and names the way (KN6053)", () => {
    const [problem] = problems(
      { version: "1.30.4", install: {} },
      cluster(plane("default", "1.28.10", "istiod")),
    );
    expect(problem).to.deep.include({ path: "istio.version", code: "KN6053" });
    expect(problem?.reason).to.contain("go by way of 1.29.6");
    expect(
      codes({ version: "1.29.6", install: {} }, cluster(plane("default", "1.31.0", "istiod"))),
    ).to.deep.equal([]);
  });
});

describe("istio: probe", () => {
  const ask = (answers: Readonly<Record<string, unknown>>) =>
    probeIstio(<T>(path: string) => Promise.resolve(answers[path] as T | undefined));
  const group = { name: "networking.istio.io", versions: [{ version: "v1" }, { version: "v1beta1" }] };
  const groups = { "/apis": { groups: [{ name: "apps", versions: [] }, group] } };
  const deployments = "/apis/apps/v1/deployments?labelSelector=app%3Distiod";
  const webhooks =
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector";
  const none = { items: [] };

  it("finds control planes by their labels or images, and injectors by revision and tag", async () => {
    const found = await ask({
      ...groups,
      [deployments]: {
        items: [
          {
            metadata: {
              name: "istiod-1-29",
              namespace: "istio-system",
              labels: { "istio.io/rev": "1-29", "app.kubernetes.io/version": "1.29.6" },
              annotations: {
                "meta.helm.sh/release-name": "istiod-1-29",
                "meta.helm.sh/release-namespace": "istio-system",
              },
            },
          },
          {
            metadata: { name: "istiod", namespace: "mesh" },
            spec: {
              template: {
                spec: {
                  containers: [{ image: "r.example.com:5000/istio/pilot:1.30.1-distroless@sha256:ab" }],
                },
              },
            },
          },
          { metadata: { name: "istiod-x", namespace: "mesh", labels: { "istio.io/rev": "x" } } },
        ],
      },
      [webhooks]: {
        items: [
          { metadata: { name: "a", labels: { "istio.io/rev": "1-29" } } },
          { metadata: { name: "b", labels: { "istio.io/rev": "1-29", "istio.io/tag": "stable" } } },
          { metadata: { name: "c" } },
        ],
      },
    });
    expect(found).to.deep.equal({
      apiVersions: ["v1", "v1beta1"],
      controlPlanes: [
        {
          revision: "1-29",
          namespace: "istio-system",
          version: "1.29.6",
          release: "istio-system/istiod-1-29",
        },
        { revision: "default", namespace: "mesh", version: "1.30.1" },
        { revision: "x", namespace: "mesh" },
      ],
      injectors: ["1-29", "stable", "default"],
    });
  });

  it("tells a cluster without Istio from one that may not be asked", async () => {
    const empty = { apiVersions: [], controlPlanes: [], injectors: [] };
    expect(await ask({ "/apis": { groups: [] } })).to.deep.equal(empty);
    expect(await ask({})).to.equal(undefined);
    expect(await ask({ ...groups, [deployments]: none })).to.equal(undefined);
    expect(await ask({ ...groups, [webhooks]: none })).to.equal(undefined);
    expect(await ask({ ...groups, [deployments]: none, [webhooks]: none })).to.deep.equal({
      ...empty,
      apiVersions: ["v1", "v1beta1"],
    });
  });
});
