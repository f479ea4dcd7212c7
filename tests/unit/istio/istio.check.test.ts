import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { checkIstio, istioNotices } from "../../../provider/src/istio/istio.check";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { injectionLabels, proxyRevision, proxyStamp } from "../../../provider/src/istio/istio.names";

const found = (args: unknown) => checkIstio(args as IstioArgs).map(({ path, code }) => `${path} ${code}`);
const install = (args: unknown, more: unknown = {}) => found({ install: args, ...(more as object) });

describe("istio: check", () => {
  it("takes nothing, an existing one, and everything that an installation may say", () => {
    expect(found(undefined)).to.deep.equal([]);
    expect(found({ namespace: "mesh", revision: "stable", version: "1.29.2" })).to.deep.equal([]);
    expect(
      found({
        version: "1.30.4",
        revision: "1-30",
        clusterDomain: "k8s.example.com",
        install: {
          charts: "oci://registry.example.com/istio/charts",
          hub: "registry.example.com:5000/istio",
          tag: "1.30.4-distroless",
          imagePullSecrets: ["robot"],
          pilot: { minReplicas: 2, maxReplicas: 3, env: { A: output("b") }, tolerations: [{ key: "x" }] },
          terminationDrainDuration: "30s",
          trustDomain: "example.com",
          discoverySelectors: [
            { matchLabels: { istio: "yes" } },
            { matchExpressions: [{ key: "team", operator: "Exists" }] },
          ],
          revisionTags: ["stable"],
          tagRevision: "1-29",
          previousRevision: "1-29",
          previousVersion: "1.29",
          accessLog: { encoding: "TEXT" },
          telemetry: false,
          values: { global: { logAsJson: true } },
        },
        mesh: { injection: true, mutualTls: "STRICT", namespaces: ["shop"], plainMetrics: false },
      }),
    ).to.deep.equal([]);
  });

  it("refuses a version that the catalogue can't make out, with what is near (KN6030), and one too old (KN6031)", () => {
    expect(found({ version: "1.27" })).to.deep.equal(["version KN6030"]);
    const [problem] = checkIstio({ version: "1.3O" });
    expect(problem?.code).to.equal("KN6030");
    expect(problem?.reason).to.contain('did you mean "1.30"?').and.to.contain("1.29.6");
    expect(found({ version: "1.21.0", install: {} })).to.deep.equal(["version KN6031"]);
    expect(
      install({ previousRevision: "old", previousVersion: "1.20.1" }, { revision: "new" }),
    ).to.deep.equal(["install.previousVersion KN6031"]);
  });

  it("tells of the version beside a mistyped property, too", () => {
    expect(found({ version: "newest", instal: {} })).to.deep.equal(["instal KN1001", "version KN6030"]);
  });

  it("refuses revisions that are no part of a name, and the name of the one without (KN6034)", () => {
    expect(found({ revision: "1.30" })).to.deep.equal(["revision KN6034"]);
    expect(found({ revision: "a".repeat(57) })).to.deep.equal(["revision KN6034"]);
    expect(found({ revision: "default", install: {} })).to.deep.equal(["revision KN6034"]);
    expect(found({ revision: "default" })).to.deep.equal([]);
    expect(found({ revision: "default", install: { enabled: false } })).to.deep.equal([]);
  });

  it("refuses tags without a revision, twice, under a revision's name, or pointing nowhere (KN6035)", () => {
    expect(install({ revisionTags: ["stable"] })).to.deep.equal(["install.revisionTags KN6035"]);
    expect(install({ revisionTags: ["a", "a", "x"] }, { revision: "x" })).to.deep.equal([
      "install.revisionTags[1] KN6035",
      "install.revisionTags[2] KN6035",
    ]);
    expect(install({ tagRevision: "x" }, { revision: "x" })).to.deep.equal(["install.tagRevision KN6035"]);
    const astray = {
      revisionTags: ["stable"],
      tagRevision: "1-31",
      previousRevision: "1-29",
      previousVersion: "1.29",
    };
    const [problem] = checkIstio({ revision: "1-30", install: astray });
    expect(problem?.code).to.equal("KN6035");
    expect(problem?.reason).to.contain('"1-30" or "1-29"').and.to.contain("did you mean");
  });

  it("refuses a canary that is the same as before, or of unknown version (KN6036)", () => {
    const same = { previousRevision: "1-30", previousVersion: "1.29" };
    expect(install(same, { revision: "1-30" })).to.deep.equal(["install.previousRevision KN6036"]);
    const [problem] = checkIstio({ version: "1.30.4", install: { ...same, previousRevision: "default" } });
    expect(problem?.code).to.equal("KN6036");
    expect(problem?.reason).to.contain('such as "1-30"');
    expect(install({ previousRevision: "1-29" }, { revision: "1-30" })).to.deep.equal([
      "install.previousVersion KN6036",
    ]);
    expect(install({ previousVersion: "1.29", previousTag: "1.29.6" })).to.deep.equal([
      "install.previousVersion KN6036",
      "install.previousTag KN6036",
    ]);
  });

  it("refuses trust domains with a scheme or capitals (KN6037), and sources that hold no charts (KN6040)", () => {
    expect(install({ trustDomain: "spiffe://example.com" })).to.deep.equal(["install.trustDomain KN6037"]);
    expect(install({ trustDomain: "Example.com" })).to.deep.equal(["install.trustDomain KN6037"]);
    for (const charts of [
      "ftp://example.com",
      "https://",
      "oci://example.com/charts/istiod",
      "",
      "git@host:charts",
    ]) {
      expect(install({ charts }), charts).to.deep.equal(["install.charts KN6040"]);
    }
    for (const charts of [
      "https://example.com/charts/",
      "oci://example.com/charts",
      "./charts",
      "/srv/charts",
    ]) {
      expect(install({ charts }), charts).to.deep.equal([]);
    }
  });

  it("refuses values that the chart passes over, or that others must agree on (KN6042)", () => {
    const values = {
      pilot: { env: {} },
      revision: "x",
      gateways: {},
      global: { istioNamespace: "x", proxy: { clusterDomain: "y", logLevel: "info" } },
      meshConfig: { trustDomain: "z" },
    };
    expect(install({ values })).to.deep.equal([
      "install.values.pilot KN6042",
      "install.values.revision KN6042",
      "install.values.gateways KN6042",
      "install.values.global.istioNamespace KN6042",
      "install.values.global.proxy.clusterDomain KN6042",
      "install.values.meshConfig.trustDomain KN6042",
    ]);
    expect(install({ values: "a: b" })).to.deep.equal(["install.values KN1002"]);
    expect(install({ values: { global: null, meshConfig: 3 } })).to.deep.equal([]);
  });

  it("refuses numbers of pods that contradict each other, and selectors that select nothing", () => {
    expect(install({ pilot: { replicas: 2, minReplicas: 2 } })).to.deep.equal([
      "install.pilot.replicas KN1008",
    ]);
    expect(install({ pilot: { minReplicas: 6 } })).to.deep.equal(["install.pilot.maxReplicas KN3501"]);
    expect(install({ pilot: { tolerations: [{ operator: "Exists", value: "x" }] } })).to.deep.equal([
      "install.pilot.tolerations[0].value KN1008",
    ]);
    expect(
      install({ discoverySelectors: [{ matchExpressions: [{ key: "a", operator: "In" }] }] }),
    ).to.deep.equal(["install.discoverySelectors[0].matchExpressions[0] KN1008"]);
    expect(install({ terminationDrainDuration: "soon", tag: "a/b", hub: "https://x" })).to.deep.equal([
      "install.hub KN4009",
      "install.tag KN4009",
      "install.terminationDrainDuration KN4003",
    ]);
  });

  it("warns of an untested version only where one is known", () => {
    const [notice, ...more] = istioNotices({ version: "1.31", install: {} }, "1.22", "1.34.1");
    expect(notice).to.contain("istio.version: ").and.to.contain("[KN6032]");
    expect(more).to.deep.equal([]);
    expect(istioNotices({ version: "1.28" }, "1.23")).to.have.length(1);
    expect(istioNotices({}, "1.22", "1.30.0")).to.deep.equal([]);
    expect(istioNotices({ install: {} }, "1.22", "1.34.0")).to.deep.equal([]);
  });
});

describe("istio: names", () => {
  const canary: IstioArgs = {
    version: "1.30.4",
    revision: "1-30",
    install: {
      tag: "1.30.4-x",
      revisionTags: ["stable", "next"],
      previousRevision: "1-29",
      previousVersion: "1.29.6",
    },
  };

  it("has pods and namespaces name the first tag, else the revision, else nothing", () => {
    expect(proxyRevision(canary)).to.equal("stable");
    expect(proxyRevision({ ...canary, install: { ...canary.install, enabled: false } })).to.equal("1-30");
    expect(injectionLabels(canary)).to.deep.equal({ "istio.io/rev": "stable" });
    expect(injectionLabels({})).to.deep.equal({ "istio-injection": "enabled" });
  });

  it("stamps proxies anew when what injects them changes, and not before", () => {
    const held = { ...canary, install: { ...canary.install, tagRevision: "1-29" } };
    const before: IstioArgs = { version: "1.29.6", revision: "1-29", install: { revisionTags: ["stable"] } };
    expect(proxyStamp(held)).to.equal(proxyStamp(before)).and.to.equal("1.29.6/1-29");
    expect(proxyStamp(canary)).to.equal("1.30.4/1-30/1.30.4-x");
    expect(proxyStamp({ install: {} })).to.match(/^1\.\d+\.\d+\/default$/);
    expect(proxyStamp({ version: "1.30.4" })).to.equal(undefined);
  });
});
