import { expect } from "chai";
import { accessAnnotations } from "../../provider/src/kubeovn/apiServerAccess.render";
import { checkServerVersion } from "../../provider/src/kubeovn/apiServerAccess.check";
import { annotating, renderNamespacePolicy } from "../../provider/src/kubeovn/attach.render";
import { KubeApi, type ApiObject } from "../support/kubeApi";
import { Kubectl } from "../support/kubectl";
import { labImage, needLab } from "../support/lab";
import { skip } from "../support/skip";

const inside = "policy-inside";
const outside = "policy-outside";
const attachment = { name: "api-ovn-nad", namespace: "kube-system" };
const { annotations } = accessAnnotations({ dns: true }, ["10.96.0.1", "10.96.0.10"]);
const group = "/apis/admissionregistration.k8s.io/v1beta1";
const plurals = {
  MutatingAdmissionPolicy: "mutatingadmissionpolicies",
  MutatingAdmissionPolicyBinding: "mutatingadmissionpolicybindings",
} as const;
// The lab's Kubernetes has these types as v1beta1, with the same fields.
const policy = renderNamespacePolicy(attachment, [inside], annotating(annotations))
  .flat()
  .map((manifest) => ({ ...manifest, apiVersion: "admissionregistration.k8s.io/v1beta1" }));

describe("engine: namespaces whose pods get the road by a policy", function () {
  this.timeout(120_000);
  let kubectl: Kubectl;
  let api: KubeApi;

  before(async function () {
    const env = await needLab(this);
    kubectl = new Kubectl(env);
    api = new KubeApi(env["KUBECONFIG"] ?? "");
    if ((await api.get(`${group}/mutatingadmissionpolicies`)) === undefined) {
      skip(this, "the API server has no MutatingAdmissionPolicies");
    }
    for (const namespace of [inside, outside]) {
      await kubectl.run("create", "namespace", namespace);
      const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
      await kubectl.until(`an account in ${namespace}`, () => api.get(account), 30);
    }
    for (const manifest of policy) {
      const path = `${group}/${plurals[manifest.kind as keyof typeof plurals]}`;
      expect(await api.write({ method: "POST", path, body: manifest })).to.equal(true);
    }
    await kubectl.until(
      "a policy that holds",
      async () => Object.keys(await admitted(inside, {})).length > 0 || undefined,
      60,
    );
  });

  after(async () => {
    const [first] = policy;
    for (const plural of Object.values(plurals)) {
      await api?.write({ method: "DELETE", path: `${group}/${plural}/${first?.metadata.name}` });
    }
    await kubectl?.run("delete", "namespace", inside, outside, "--ignore-not-found");
    await api?.close();
  });

  /** The annotations with which the API server would take a pod. */
  async function admitted(
    namespace: string,
    own: Readonly<Record<string, string>>,
    spec: object = {},
  ): Promise<Readonly<Record<string, string>>> {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "asked", namespace, ...(Object.keys(own).length > 0 && { annotations: own }) },
      spec: { containers: [{ name: "app", image: labImage("v1") }], ...spec },
    };
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
    const { metadata } = await api.create<ApiObject>(path, pod);
    return metadata.annotations ?? {};
  }

  it("annotates a new pod of theirs, and keeps what the pod says itself", async () => {
    expect(await admitted(inside, {})).to.deep.equal(annotations);
    expect(await admitted(inside, { "example.com/own": "kept" })).to.deep.equal({
      "example.com/own": "kept",
      ...annotations,
    });
  });

  it("leaves alone pods that name networks, those on the node's network, and other namespaces", async () => {
    const own = { "k8s.v1.cni.cncf.io/networks": "red/own" };
    expect(await admitted(inside, own)).to.deep.equal(own);
    expect(await admitted(inside, {}, { hostNetwork: true })).to.deep.equal({});
    expect(await admitted(inside, { a: "b" }, { hostNetwork: false })).to.include(annotations);
    expect(await admitted(outside, {})).to.deep.equal({});
  });

  it("is refused before, where the API server is older than the types in v1 (KN8020)", async () => {
    const { gitVersion = "" } = (await api.get<{ gitVersion: string }>("/version")) ?? {};
    const problems = checkServerVersion({ namespaces: [inside] }, gitVersion);
    expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal(
      /^v1\.(\d\d\d|[4-9]\d|3[6-9])\./.test(gitVersion) ? [] : ["namespaces KN8020"],
    );
  });
});
