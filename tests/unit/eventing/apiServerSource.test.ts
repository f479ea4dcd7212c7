import { expect } from "chai";
import type { ApiServerSourceArgs } from "../../../provider/src/eventing/apiServerSource.args";
import { checkApiServerSource, pluralOf } from "../../../provider/src/eventing/apiServerSource.check";
import { renderApiServerSource } from "../../../provider/src/eventing/apiServerSource.render";
import type { Problem } from "../../../provider/src/problems";
import { eventingReleases } from "../../../provider/src/release/catalog";
import { loadProduct } from "../../../provider/src/release/loadProduct";
import { definitionsIn, misfits } from "../../support/crds";
import { needReleases } from "../../support/releases";

const lines = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const sink = { broker: "main" };
const broker = (namespace: string) => ({
  ref: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: "main", namespace },
});

const apiServer: ApiServerSourceArgs = {
  namespace: "shop",
  resources: [
    { apiVersion: "v1", kind: "Event" },
    { apiVersion: "apps/v1", kind: "Deployment", selector: { matchLabels: { team: "a" } } },
    { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  ],
  mode: "Resource",
  owner: { apiVersion: "apps/v1", kind: "ReplicaSet" },
  filters: [{ exact: { type: "a" } }],
  sink,
  extensions: { tenant: "a" },
};
describe("eventing: sources of the API server", () => {
  const objectsOf = (args: ApiServerSourceArgs) => renderApiServerSource("watch", args);
  const kinds = (args: ApiServerSourceArgs) =>
    objectsOf(args).map(({ kind, metadata: { name, namespace } }) => `${kind}/${namespace ?? ""}/${name}`);
  const rulesOf = (args: ApiServerSourceArgs, kind: string) =>
    objectsOf(args).find((object) => object.kind === kind)?.["rules"];
  const verbs = ["get", "list", "watch"];

  it("watch in their namespace with no more rights than they need", () => {
    expect(kinds(apiServer)).to.deep.equal([
      "ServiceAccount/shop/apiserversource-watch",
      "Role/shop/apiserversource-watch",
      "RoleBinding/shop/apiserversource-watch",
      "ApiServerSource/shop/watch",
    ]);
    expect(rulesOf(apiServer, "Role")).to.deep.equal([
      { apiGroups: [""], resources: ["events"], verbs },
      { apiGroups: ["apps"], resources: ["deployments"], verbs },
      { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs },
    ]);
    const bound = objectsOf(apiServer).find(({ kind }) => kind === "RoleBinding");
    expect(bound?.["roleRef"]).to.deep.include({ kind: "Role", name: "apiserversource-watch" });
    expect(bound?.["subjects"]).to.deep.equal([
      { kind: "ServiceAccount", name: "apiserversource-watch", namespace: "shop" },
    ]);
  });

  it("have rights in the whole cluster only for what is of it, or of many namespaces", () => {
    const resources = [
      { apiVersion: "v1", kind: "Pod" },
      { apiVersion: "v1", kind: "Node" },
      { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
      { apiVersion: "kubeovn.io/v1", kind: "Vpc", clusterScoped: true },
      { apiVersion: "v1", kind: "Namespace", clusterScoped: false },
    ];
    const mixed: ApiServerSourceArgs = { name: "own", resources, sink };
    expect(kinds(mixed).slice(1)).to.deep.equal([
      "Role/default/apiserversource-own",
      "RoleBinding/default/apiserversource-own",
      "ClusterRole//apiserversource:default:own",
      "ClusterRoleBinding//apiserversource:default:own",
      "ApiServerSource/default/own",
    ]);
    expect(rulesOf(mixed, "Role")).to.deep.equal([
      { apiGroups: [""], resources: ["pods", "namespaces"], verbs },
    ]);
    expect(rulesOf(mixed, "ClusterRole")).to.deep.equal([
      { apiGroups: [""], resources: ["nodes"], verbs },
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs },
      { apiGroups: ["kubeovn.io"], resources: ["vpcs"], verbs },
    ]);
    const wide: ApiServerSourceArgs = { resources: resources.slice(0, 1), namespaceSelector: {}, sink };
    expect(kinds(wide)).to.deep.equal([
      "ServiceAccount/default/apiserversource-watch",
      "ClusterRole//apiserversource:default:watch",
      "ClusterRoleBinding//apiserversource:default:watch",
      "ApiServerSource/default/watch",
    ]);
  });

  it("take an account with rights of somebody else's making", () => {
    const [source, ...others] = objectsOf({ ...apiServer, serviceAccountName: "mine" });
    expect(others).to.deep.equal([]);
    expect(source?.["spec"]).to.deep.equal({
      serviceAccountName: "mine",
      mode: "Resource",
      resources: [
        { apiVersion: "v1", kind: "Event" },
        { apiVersion: "apps/v1", kind: "Deployment", selector: { matchLabels: { team: "a" } } },
        { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
      ],
      owner: { apiVersion: "apps/v1", kind: "ReplicaSet" },
      filters: [{ exact: { type: "a" } }],
      sink: broker("shop"),
      ceOverrides: { extensions: { tenant: "a" } },
    });
  });

  it("send references, if nothing else is said", () => {
    const source = objectsOf({ resources: [{ apiVersion: "v1", kind: "Event" }], sink }).at(-1);
    expect(source?.["spec"]).to.deep.include({ mode: "Reference", sink: broker("default") });
  });

  it("make plurals as Knative does", () => {
    expect(["Endpoints", "Ingress", "NetworkPolicy", "Pod", "Gateway"].map(pluralOf)).to.deep.equal([
      "endpoints",
      "ingresses",
      "networkpolicies",
      "pods",
      "gatewaies",
    ]);
  });

  it("refuse what Knative refuses or would never see (KN9015, KN9014, KN9004, KN9010)", () => {
    expect(checkApiServerSource(apiServer)).to.deep.equal([]);
    const problems = (args: Partial<ApiServerSourceArgs>) =>
      lines(checkApiServerSource({ ...apiServer, ...args }));
    expect(problems({ resources: [] })).to.deep.equal(["resources KN1004"]);
    expect(
      problems({ resources: [{ apiVersion: "networking.istio.io/v1", kind: "Gateway" }] }),
    ).to.deep.equal(["resources[0].kind KN9015"]);
    expect(problems({ resources: [{ apiVersion: "apps", kind: "deployments" }] })).to.deep.equal([
      "resources[0].apiVersion KN1006",
      "resources[0].kind KN1006",
    ]);
    expect(
      problems({
        namespaceSelector: {
          matchLabels: { team: "a b" },
          matchExpressions: [
            { key: "team", operator: "In" },
            { key: "-", operator: "Exists", values: ["a"] },
          ],
        },
        filters: [{}],
        sink: {},
        extensions: { "a-b": "c" },
      }),
    ).to.deep.equal([
      "namespaceSelector.matchLabels.team KN1012",
      "namespaceSelector.matchExpressions[0].values KN9014",
      "namespaceSelector.matchExpressions[1].key KN1012",
      "namespaceSelector.matchExpressions[1].values KN9014",
      "filters[0] KN9004",
      "sink KN1005",
      'extensions["a-b"] KN9010',
    ]);
    expect(problems({ mode: "Ref" as "Reference" })).to.deep.equal(["mode KN1003"]);
  });

  for (const { minor, files } of eventingReleases()) {
    it(`fit the definitions of ${minor}`, function () {
      const { manifests } = loadProduct([files.crds], { mirror: needReleases(this) });
      const source = objectsOf({ ...apiServer, namespaceSelector: { matchLabels: { team: "a" } } }).at(-1);
      expect(source?.kind).to.equal("ApiServerSource");
      expect(source && misfits(definitionsIn(manifests), source)).to.deep.equal([]);
    });
  }
});
