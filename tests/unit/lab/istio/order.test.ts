import { expect } from "chai";

import { objectsOf, stagesOf } from "../../../../lab/istio/order";
import { baseValues, istiodValues } from "../../../../lab/istio/values";

describe("the objects of a rendered chart", () => {
  it("are read from all its documents but those of comments alone", () => {
    const text = "---\n# nothing\n---\nkind: A\n---\n\n---\nkind: B\n";
    expect(objectsOf(text)).to.deep.equal([{ kind: "A" }, { kind: "B" }]);
  });

  it("are refused when they are no YAML", () => {
    expect(() => objectsOf('kind: "A\n')).to.throw("no YAML");
  });

  it("are applied definitions first and webhooks last, each once", () => {
    const kinds = ["ValidatingWebhookConfiguration", "Deployment", "CustomResourceDefinition", "ConfigMap"];
    const { definitions, others, webhooks } = stagesOf(kinds.map((kind) => ({ kind })));
    expect([definitions, others, webhooks]).to.deep.equal([
      [{ kind: "CustomResourceDefinition" }],
      [{ kind: "Deployment" }, { kind: "ConfigMap" }],
      [{ kind: "ValidatingWebhookConfiguration" }],
    ]);
  });
});

describe("the values of the lab's Istio", () => {
  it("leave out each filter that only Istio's own build of Envoy has", () => {
    expect(istiodValues({}, "1.31-abc")).to.deep.include({
      telemetry: { enabled: false },
      env: { PILOT_ENABLE_METADATA_EXCHANGE: "false", PILOT_ENABLE_ALPN_FILTER: "false" },
    });
  });

  it("take images from the lab's registry with Istio's version", () => {
    expect(istiodValues({}, "1.31-abc").global).to.deep.include({
      hub: "10.211.0.1:5000/release",
      tag: "1.31-abc",
    });
  });

  it("hold a revision and a namespace of the caller's", () => {
    const options = { revision: "canary", namespace: "istio-canary" };
    expect(istiodValues(options, "1")).to.include({ revision: "canary" });
    for (const { global } of [istiodValues(options, "1"), baseValues(options)])
      expect(global).to.deep.include({ istioNamespace: "istio-canary" });
  });
});
