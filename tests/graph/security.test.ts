import { expect } from "chai";
import { Security } from "../../provider/src/security/security";
import { record, valueOf } from "../support/recorder";

describe("graph: security", () => {
  it("makes objects of its own, and patches namespaces that belong to others", async () => {
    const { registrations, result } = await record(
      () =>
        new Security("guard", {
          images: { namespaces: ["shop"] },
          audit: {},
          podSecurity: { namespaces: ["shop"] },
        }),
    );
    expect(registrations.slice(1).map(({ name, type, parent }) => [name, type, parent])).to.deep.equal([
      [
        "guard:ClusterImagePolicy/knative-signed-knative",
        "kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy",
        "guard",
      ],
      ["guard:NamespacePatch/shop", "kubernetes:core/v1:NamespacePatch", "guard"],
    ]);
    expect(registrations.at(-1)?.dependencies).to.deep.equal([
      "guard:ClusterImagePolicy/knative-signed-knative",
    ]);
    expect((await valueOf(result.report))?.map(({ layer }) => layer)).to.deep.equal([
      "images",
      "audit",
      "podSecurity",
    ]);
    expect(await valueOf(result.auditPolicy)).to.contain("kind: Policy");
    expect(await valueOf(result.auditWebhook)).to.equal(undefined);
  });

  it("makes nothing of wrong inputs", () => {
    expect(() => new Security("guard", { podSecurity: { namespaces: ["kube-system"] } })).to.throw(
      /podSecurity\.namespaces\[0\]: .*\[KN9904\]/,
    );
  });
});
