import { expect } from "chai";
import type { Response } from "node-fetch";
import type { Ask } from "../../../provider/src/cluster/connect";
import { readOnlyNote } from "../../../provider/src/cluster/writeAccess";

interface Review {
  readonly spec: {
    readonly resourceAttributes: Readonly<Record<"verb" | "group" | "resource" | "namespace", string>>;
  };
}

describe("P14: a preview with credentials that can't write", () => {
  const asking =
    (allowed: readonly string[], ok = true): Ask =>
    (path, change) => {
      expect(path).to.equal("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
      const { resourceAttributes } = (change as { create: Review }).create.spec;
      expect(resourceAttributes).to.include({
        group: "apps",
        resource: "deployments",
        namespace: "knative-serving",
      });
      const status = { allowed: allowed.includes(resourceAttributes.verb) };
      return Promise.resolve({ ok, json: () => Promise.resolve({ status }) } as Response);
    };

  it("says which verbs lack, and what isn't seen without them", async () => {
    expect(await readOnlyNote(asking([]), "knative-serving")).to.match(
      /may not create or patch deployments in knative-serving.*compares inputs alone.*webhooks/,
    );
    expect(await readOnlyNote(asking(["create"]), "knative-serving")).to.match(/may not patch deployments/);
  });

  it("has nothing to say where both are there, or where nobody may be asked", async () => {
    expect(await readOnlyNote(asking(["create", "patch"]), "knative-serving")).to.equal(undefined);
    expect(await readOnlyNote(asking([], false), "knative-serving")).to.equal(undefined);
  });
});
