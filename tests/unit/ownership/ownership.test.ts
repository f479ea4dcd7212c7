import { expect } from "chai";
import type { KnativeInstallation } from "../../../provider/src/ownership/installation.args";
import { otherIdentity } from "../../../provider/src/ownership/identity";
import { installerOf } from "../../../provider/src/ownership/installation.probe";
import { markNamespaces, markOf, type Owner } from "../../../provider/src/ownership/mark";
import { isClear, ownershipProblems, type Consent } from "../../../provider/src/ownership/ownership.check";
import { formerNames } from "../../../provider/src/ownership/ownership.gate";
import { stateOf, type OwnState } from "../../../provider/src/ownership/ownState";

const own: Owner = { project: "shop", stack: "prod", component: "platform", formerly: [] };
const here = "uid-of-this-cluster";

/** What a cluster has where somebody has installed Knative. */
const found = (owner?: string, more: Partial<KnativeInstallation> = {}): KnativeInstallation => ({
  clusterUid: here,
  namespaces: ["knative-serving", "kourier-system"].map((name) => ({
    name,
    uid: `uid-of-${name}`,
    owner,
    markedCluster: owner === undefined ? undefined : here,
  })),
  installer: "kubectl",
  ...more,
});
const holding = (
  component = "platform",
  markedCluster: string | undefined = here,
  owner?: string,
): OwnState => ({
  providers: [],
  namespaces: ["knative-serving", "kourier-system"].map((name) => ({
    uid: `uid-of-${name}`,
    component,
    markedCluster,
    owner,
  })),
});
const nothing: OwnState = { namespaces: [], providers: [] };

const codes = (installation: KnativeInstallation, state = nothing, consent: Consent = {}, owner = own) =>
  ownershipProblems(owner, installation, state, consent).map(({ code }) => code);
const reason = (installation: KnativeInstallation, state = nothing) =>
  ownershipProblems(own, installation, state, {})[0]?.reason ?? "";

describe("whose an installation is", () => {
  it("is clear by its mark alone, and then the state isn't asked", () => {
    expect(isClear(own, found(markOf(own)))).to.equal(true);
    expect(isClear(own, found("shop/test/platform"))).to.equal(false);
    expect(isClear(own, found())).to.equal(false);
    expect(isClear(own, { clusterUid: here, namespaces: [] }), "a cluster without").to.equal(false);
    expect(isClear(own, { ...found(markOf(own)), clusterUid: "another" }), "a restored backup").to.equal(
      false,
    );
  });

  it("is nobody's where there is none, or only a namespace that somebody has prepared", () => {
    expect(codes({ clusterUid: here, namespaces: [] })).to.deep.equal([]);
    expect(codes(found(undefined, { installer: undefined }))).to.deep.equal([]);
  });

  it("is ours by the mark after an update that was killed, when the state knows of nothing", () => {
    expect(codes(found(markOf(own)))).to.deep.equal([]);
  });

  it("is ours by the state after the stack or the project was renamed", () => {
    for (const before of ["shop/old/platform", "old/prod/platform"]) {
      expect(codes(found(before), holding("platform", here, before)), before).to.deep.equal([]);
    }
  });

  it("is ours by the state where a version without marks has made it", () => {
    expect(codes(found(), holding("platform", undefined))).to.deep.equal([]);
  });

  it("is another stack's by its mark, and told by its name (KN3006)", () => {
    expect(codes(found("shop/test/platform"))).to.deep.equal(["KN3006"]);
    expect(reason(found("shop/test/platform"))).to.contain(
      'component "platform" of stack "test" in project "shop"',
    );
  });

  it("is another stack's once that has taken it over, though the state still holds it (KN3006)", () => {
    const state = holding("platform", here, markOf(own));
    expect(codes(found("shop/test/platform"), state)).to.deep.equal(["KN3006"]);
  });

  it("is another tool's where it has no mark (KN3006)", () => {
    expect(codes(found())).to.deep.equal(["KN3006"]);
    expect(reason(found())).to.contain("installed by kubectl");
  });

  it("may be taken over by those who say so", () => {
    expect(codes(found(), nothing, { adopt: true })).to.deep.equal([]);
    expect(codes(found("shop/test/platform"), nothing, { adopt: true })).to.deep.equal([]);
  });

  it("is not a renamed component's without an alias, adopted or not (KN3005)", () => {
    const installation = found("shop/prod/before");
    expect(codes(installation, holding("before"), { adopt: true })).to.deep.equal(["KN3005"]);
    expect(reason(installation, holding("before"))).to.contain('aliases: [{ name: "before" }]');
    const aliased = { ...own, formerly: ["before"] };
    expect(codes(installation, holding("before", here, "shop/prod/before"), {}, aliased)).to.deep.equal([]);
  });

  it("stays in its cluster unless the one to leave is named (KN3007)", () => {
    const elsewhere = holding("platform", "uid-of-another");
    const empty = { clusterUid: here, namespaces: [] };
    expect(codes(empty, elsewhere)).to.deep.equal(["KN3007"]);
    expect(reason(empty, elsewhere)).to.match(
      /in the cluster uid-of-another, .* leads to uid-of-this-cluster/,
    );
    expect(codes(empty, elsewhere, { movedFrom: "uid-of-another" })).to.deep.equal([]);
    expect(codes(empty, elsewhere, { movedFrom: "a-third" })).to.deep.equal(["KN3007"]);
    expect(codes({ namespaces: [] }, elsewhere), "an identity that may not be read").to.deep.equal([]);
  });
});

describe("what has installed Knative", () => {
  const managedBy = (...managers: string[]) => ({ managedFields: managers.map((manager) => ({ manager })) });

  it("is told by owners, annotations, labels and field managers", () => {
    const operator = { ownerReferences: [{ kind: "KnativeServing", name: "ks" }] };
    expect(installerOf({ ...operator, ...managedBy("manifestival") })).to.contain('KnativeServing "ks"');
    expect(installerOf({ annotations: { "meta.helm.sh/release-name": "kn" } })).to.equal(
      'Helm (release "kn")',
    );
    expect(installerOf({ labels: { "app.kubernetes.io/managed-by": "Helm" } })).to.equal("Helm");
    expect(installerOf(managedBy("kubectl-client-side-apply"))).to.equal("kubectl");
    expect(installerOf(managedBy("pulumi-kubernetes-1a2b"))).to.equal("another Pulumi program");
    expect(installerOf(managedBy("argocd-controller"))).to.equal("argocd-controller");
    expect(installerOf({})).to.equal("somebody");
  });

  it("isn't told by who wrote the status", () => {
    expect(installerOf({ managedFields: [{ manager: "kubectl", subresource: "scale" }] })).to.equal(
      "somebody",
    );
  });
});

describe("a mark", () => {
  it("goes on every namespace beside what it has, and on nothing else", () => {
    const manifests = [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "knative-serving", labels: { a: "b" }, annotations: { c: "d" } },
      },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "e", namespace: "knative-serving" } },
    ];
    const marks = markNamespaces(manifests, own, here);
    expect(Object.keys(marks)).to.deep.equal(["Namespace/knative-serving"]);
    expect(marks["Namespace/knative-serving"]?.derive([])).to.deep.equal({
      metadata: {
        name: "knative-serving",
        labels: { a: "b" },
        annotations: {
          c: "d",
          "knative.pulumi.com/owner": "shop/prod/platform",
          "knative.pulumi.com/cluster": here,
        },
      },
    });
  });
});

describe("a stack's own state", () => {
  it("tells the namespaces of installations, by component", () => {
    const marks = { "knative.pulumi.com/cluster": here, "knative.pulumi.com/owner": "shop/prod/platform" };
    const resources = {
      "urn:pulumi:prod::shop::knative:index:Platform$knative:index:Cluster$pulumi:providers:kubernetes::platform":
        {
          type: "pulumi:providers:kubernetes",
          outputs: { clusterIdentifier: "lab" },
        },
      "urn:pulumi:prod::shop::knative:index:Platform$knative:index:Serving$kubernetes:core/v1:Namespace::platform:Namespace/knative-serving":
        {
          type: "kubernetes:core/v1:Namespace",
          outputs: { metadata: { uid: "a", annotations: marks } },
        },
      "urn:pulumi:prod::shop::kubernetes:core/v1:Namespace::mine": {
        type: "kubernetes:core/v1:Namespace",
        outputs: { metadata: { uid: "b" } },
      },
      "urn:pulumi:prod::shop::kubernetes:core/v1:Service::platform:Service/a/b": {
        type: "kubernetes:core/v1:Service",
        outputs: { metadata: { uid: "c" } },
      },
    };
    expect(stateOf(resources)).to.deep.equal({
      namespaces: [{ uid: "a", component: "platform", owner: "shop/prod/platform", markedCluster: here }],
      providers: [{ name: "platform", identifier: "lab" }],
    });
    expect(stateOf({})).to.deep.equal(nothing);
  });
});

describe("former names", () => {
  it("are those of aliases, as names or as URNs", () => {
    const urn = "urn:pulumi:prod::shop::knative:index:Platform::old";
    expect(formerNames([{ name: "older" }, urn, { type: "x" }])).to.deep.equal(["older", "old"]);
    expect(formerNames(undefined)).to.deep.equal([]);
  });
});

describe("what a cluster is known by", () => {
  const knownBy = (identifier: string, name = "platform"): OwnState => ({
    ...holding(),
    providers: [{ name, identifier }],
  });
  const elsewhere = { clusterUid: here, namespaces: [] };
  const other = "0a1b2c3d-0000-4000-8000-0123456789ab";

  it("stays what the stack knows it by, for another identity deletes what it has just made (KN2007)", () => {
    const [problem] = otherIdentity(own, here, found(markOf(own)), knownBy("lab"));
    expect(problem).to.include({ path: "identifier", code: "KN2007" });
    expect(problem?.reason).to.contain('set it to "lab"');
    expect(otherIdentity(own, "new", found(), knownBy("old")).length, "a changed name").to.equal(1);
    expect(otherIdentity(own, "new", found(), knownBy(other)).length, "a name for a UID").to.equal(1);
    const renamed = { ...own, formerly: ["lab"] };
    expect(otherIdentity(renamed, here, found(), knownBy("lab", "lab")).length).to.equal(1);
    expect(otherIdentity(own, here, elsewhere, knownBy("lab")).length, "without Knative").to.equal(1);
  });

  it("is its UID for new stacks, and for those that know it by that", () => {
    expect(otherIdentity(own, here, found(), nothing)).to.deep.equal([]);
    expect(otherIdentity(own, other, found(), knownBy(other))).to.deep.equal([]);
    expect(otherIdentity(own, here, found(), knownBy("my-cluster", "eks")), "another's").to.deep.equal([]);
  });

  it("changes with the cluster itself", () => {
    expect(otherIdentity(own, here, elsewhere, knownBy(other))).to.deep.equal([]);
  });
});
