import { expect } from "chai";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { checkIstio } from "../../../provider/src/istio/istio.check";
import {
  authorizationNotices,
  checkAuthorizations,
  checkMeshMode,
  meshNotices,
  meshSettings,
} from "../../../provider/src/istio/mesh.check";
import { meshNamespacePatches, meshSteps, renderMesh } from "../../../provider/src/istio/mesh.render";
import { getAt, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";

const strict: IstioArgs = { mesh: { injection: true, mutualTls: "STRICT", namespaces: ["shop", "blog"] } };
const codes = (args: unknown) => checkIstio(args as IstioArgs).map(({ path, code }) => `${path} ${code}`);
const apply = (args: IstioArgs, manifest: Manifest) =>
  meshSteps(args).reduce((changed, step) => step(changed), manifest);

const webhookPolicy: Manifest = {
  apiVersion: "security.istio.io/v1beta1",
  kind: "PeerAuthentication",
  metadata: { name: "net-istio-webhook", namespace: "knative-serving" },
  spec: {
    selector: { matchLabels: { app: "net-istio-webhook" } },
    portLevelMtls: { "8443": { mode: "PERMISSIVE" } },
  },
};
const servingNamespace: Manifest = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "knative-serving", labels: { a: "b" } },
};

describe("istio: mesh", () => {
  it("makes no object and changes none by default", () => {
    expect(renderMesh({})).to.deep.equal([]);
    expect(renderMesh({ mesh: { injection: true, mutualTls: "PERMISSIVE" } })).to.deep.equal([]);
    expect(meshSteps({})).to.deep.equal([]);
    expect(meshNamespacePatches({})).to.deep.equal([]);
    expect(meshSettings({})).to.deep.equal({});
  });

  it("holds Knative's namespace and those of services to encryption, but for metrics", () => {
    const rendered = renderMesh(strict);
    expect(rendered.map(keyOf)).to.deep.equal([
      "PeerAuthentication/knative-serving/default",
      "PeerAuthentication/shop/default",
      "PeerAuthentication/blog/default",
      "PeerAuthentication/knative-serving/activator-metrics",
      "PeerAuthentication/knative-serving/autoscaler-metrics",
      "PeerAuthentication/knative-serving/autoscaler-hpa-metrics",
      "PeerAuthentication/knative-serving/controller-metrics",
    ]);
    expect(rendered[0]?.spec).to.deep.equal({ mtls: { mode: "STRICT" } });
    // Without a mode of its own the policy leaves all other ports to the namespace's.
    expect(rendered[3]?.spec).to.deep.equal({
      selector: { matchLabels: { app: "activator" } },
      portLevelMtls: { "9090": { mode: "PERMISSIVE" } },
    });
    const closed = renderMesh({ mesh: { ...strict.mesh, plainMetrics: false } });
    expect(closed).to.deep.equal(rendered.slice(0, 3));
  });

  it("keeps upstream's policies for webhooks, and opens their metrics beside", () => {
    const changed = apply(strict, webhookPolicy);
    expect(changed.apiVersion).to.equal(webhookPolicy.apiVersion);
    expect(getAt(changed, ["spec", "portLevelMtls"])).to.deep.equal({
      "8443": { mode: "PERMISSIVE" },
      "9090": { mode: "PERMISSIVE" },
    });
    expect(apply({ mesh: { ...strict.mesh, plainMetrics: false } }, webhookPolicy)).to.equal(webhookPolicy);
    const elsewhere = { ...webhookPolicy, metadata: { ...webhookPolicy.metadata, namespace: "shop" } };
    expect(apply(strict, elsewhere)).to.equal(elsewhere);
  });

  it("labels namespaces for sidecars of the revision or tag", () => {
    expect(apply(strict, servingNamespace).metadata.labels).to.deep.equal({
      a: "b",
      "istio-injection": "enabled",
    });
    const tagged: IstioArgs = { ...strict, revision: "1-30", install: { revisionTags: ["stable"] } };
    expect(apply(tagged, servingNamespace).metadata.labels).to.deep.equal({
      a: "b",
      "istio.io/rev": "stable",
    });
    expect(meshNamespacePatches(tagged)).to.deep.equal(
      ["shop", "blog"].map((name) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { "istio.io/rev": "stable" } },
      })),
    );
    const other = { ...servingNamespace, metadata: { name: "kourier-system" } };
    expect(apply(strict, other)).to.equal(other);
  });

  it("has Knative go by way of Services where pods refuse plain text", () => {
    expect(meshSettings(strict)).to.deep.equal({ "mesh-compatibility-mode": "enabled" });
    expect(checkMeshMode(strict, "Disabled").map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "network.meshCompatibilityMode KN6045",
    ]);
    expect(["auto", "enabled", undefined].flatMap((mode) => checkMeshMode(strict, mode))).to.deep.equal([]);
    expect(checkMeshMode({ mesh: { injection: true } }, "disabled")).to.deep.equal([]);
  });

  it("refuses STRICT without sidecars (KN6038), and what has no effect", () => {
    expect(codes({ mesh: { mutualTls: "STRICT" } })).to.deep.equal(["mesh.mutualTls KN6038"]);
    expect(codes({ mesh: { injection: true, plainMetrics: true } })).to.deep.equal([
      "mesh.plainMetrics KN1008",
    ]);
    expect(codes(strict)).to.deep.equal([]);
  });

  it("refuses system namespaces (KN6047) and repeated ones among those of services", () => {
    const namespaces = ["shop", "knative-serving", "mesh", "shop", "kube-system"];
    expect(codes({ namespace: "mesh", mesh: { namespaces } })).to.deep.equal([
      "mesh.namespaces[1] KN6047",
      "mesh.namespaces[2] KN6047",
      "mesh.namespaces[3] KN1007",
      "mesh.namespaces[4] KN6047",
    ]);
  });

  it("says what an existing Istio must do for STRICT", () => {
    expect(meshNotices(strict)[0]).to.contain("rewriteAppHTTPProbe");
    expect(meshNotices({ ...strict, install: {} })).to.deep.equal([]);
    expect(meshNotices({})).to.deep.equal([]);
  });
});

describe("istio: check of authorization", () => {
  const found = (authorization: object, istio: IstioArgs = strict) =>
    checkAuthorizations([{}, { authorization }], istio).map(({ path, code }) => `${path} ${code}`);
  const at = "gateways[1].authorization";

  it("takes what says something", () => {
    expect(found({ sourceRanges: ["10.0.0.0/8"], forwardedSource: true })).to.deep.equal([]);
    expect(found({ hosts: ["a.example.com"] }, {})).to.deep.equal([]);
    expect(found({ namespaces: ["shop"] })).to.deep.equal([]);
  });

  it("refuses a policy without rules (KN6039)", () => {
    expect(found({})).to.deep.equal([`${at} KN6039`]);
    expect(found({ forwardedSource: true })).to.deep.equal([`${at} KN6039`, `${at}.forwardedSource KN1008`]);
  });

  it("refuses isolation without sidecars on both sides (KN6044)", () => {
    expect(found({ namespaces: ["shop"] }, {})).to.deep.equal([
      `${at}.namespaces KN6044`,
      `${at}.namespaces[0] KN6044`,
    ]);
    const [problem] = checkAuthorizations([{ authorization: { namespaces: ["shopp"] } }], strict);
    expect(problem?.reason).to.contain('did you mean "shop"?');
    expect(found({ namespaces: ["shop"] }, { mesh: { ...strict.mesh, injection: false } })).to.deep.equal([
      `${at}.namespaces KN6044`,
    ]);
  });

  it("warns where a gateway sees nodes instead of clients (KN6043)", () => {
    const authorization = { sourceRanges: ["192.0.2.0/24"] };
    const balanced = { authorization, exposure: "LoadBalancer" } as const;
    const [notice, ...more] = authorizationNotices([{}, balanced]);
    expect(notice).to.contain("gateways[1].authorization.sourceRanges").and.to.contain("KN6043");
    expect(more).to.deep.equal([]);
    expect(
      authorizationNotices([
        { authorization },
        { ...balanced, externalTrafficPolicy: "Local" },
        { ...balanced, authorization: { ...authorization, forwardedSource: true } },
        { ...balanced, authorization: { hosts: ["a.example.com"] } },
      ]),
    ).to.deep.equal([]);
  });
});
