import { expect } from "chai";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  makeCheckpoint,
  markSecrets,
  objectOf,
  parseCheckpoint,
} from "../../../../lab/kubernetes-plugin/checkpoint";
import { absorbManagers, hasCreateEntry, isTheirs } from "../../../../lab/kubernetes-plugin/managedFields";
import {
  deletionPropagation,
  idOf,
  parseId,
  timeoutSeconds,
  uniqueName,
  withAutoname,
  withNamespace,
} from "../../../../lab/kubernetes-plugin/metadata";
import {
  containsPath,
  formatPropertyPath,
  parsePropertyPath,
} from "../../../../lab/kubernetes-plugin/propertyPath";
import { decodeStruct, encodeStruct } from "../../../../lab/kubernetes-plugin/struct";
import {
  hasSecret,
  hasUnknown,
  Secret,
  Unknown,
  type ValueMap,
} from "../../../../lab/kubernetes-plugin/value";
import { applyIgnored } from "../../../../lab/kubernetes-plugin/write";
import { configMap, deployment, secretObject } from "./objects";

describe("The Kubernetes plugin's wire format", () => {
  it("carries secrets and unknowns there and back", () => {
    const properties: ValueMap = {
      text: "a",
      list: [1, true, null, Unknown.instance],
      secret: new Secret({ inner: new Secret("x"), open: Unknown.instance }),
    };
    expect(decodeStruct(encodeStruct(properties))).to.deep.equal(properties);
    expect(hasUnknown(properties)).to.equal(true);
    expect(hasSecret(properties)).to.equal(true);
  });

  it("reads outputs as secrets and unknowns, and refuses assets", () => {
    const sig = "4dabf18193072939515e22adb298388d";
    const output = { [sig]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", secret: true };
    expect(decodeStruct(Struct.fromJavaScript({ a: output }))).to.deep.equal({
      a: new Secret(Unknown.instance),
    });
    const asset = { [sig]: "c44067f5952c0a294b673a41bacd8c17", text: "x" };
    expect(() => decodeStruct(Struct.fromJavaScript({ a: asset }))).to.throw(
      /no place in a Kubernetes object/,
    );
    expect(decodeStruct(undefined)).to.deep.equal({});
  });
});

describe("The Kubernetes plugin's property paths", () => {
  for (const text of ["spec.replicas", "webhooks[0].rules", 'metadata.annotations["a.b/c"]', 'a["q\\"q"]']) {
    it(`reads and writes ${text}`, () => {
      expect(formatPropertyPath(parsePropertyPath(text))).to.equal(text);
    });
  }

  it("matches parents and wildcards", () => {
    const contains = (outer: string, inner: string): boolean =>
      containsPath(parsePropertyPath(outer), parsePropertyPath(inner));
    expect(contains("spec", "spec.replicas")).to.equal(true);
    expect(contains("webhooks[*].rules", "webhooks[2].rules[0]")).to.equal(true);
    expect(contains("spec.replicas", "spec")).to.equal(false);
    expect(contains("a[0]", "a[1]")).to.equal(false);
  });

  it("refuses an open bracket", () => {
    expect(() => parsePropertyPath("a[0")).to.throw('invalid property path "a[0" at "[0"');
  });
});

describe("The Kubernetes plugin's state", () => {
  it("keeps the live object, the inputs, the first API version and the field manager", () => {
    const inputs = configMap({ a: "1" });
    const live = { ...inputs, status: { phase: "x" } };
    const state = makeCheckpoint(inputs, live, inputs, "v1", "manager");
    expect(state["status"]).to.deep.equal({ phase: "x" });
    const parsed = parseCheckpoint(state);
    expect(parsed.inputs).to.deep.equal(inputs);
    expect(parsed.live["status"]).to.deep.equal({ phase: "x" });
    expect(parsed.initialApiVersion).to.equal("v1");
    expect(parsed.fieldManager).to.equal("manager");
  });

  it("spells a CRD's x-kubernetes keys with underscores for programs and with dashes for the API server", () => {
    const schema = { x_kubernetes_preserve_unknown_fields: true, other_key: 1 };
    const sent = objectOf({ schema });
    expect(sent).to.deep.equal({ schema: { "x-kubernetes-preserve-unknown-fields": true, other_key: 1 } });
    expect(makeCheckpoint(sent, sent, {}, "v1", "m")["schema"]).to.deep.equal(schema);
  });

  it("makes secret what was secret in the inputs, and nothing more", () => {
    const inputs = configMap({ open: "1", hidden: new Secret("2") });
    const marked = markSecrets(configMap({ open: "1", hidden: "2" }), inputs);
    expect(marked["data"]).to.deep.equal({ open: "1", hidden: new Secret("2") });
    const list = markSecrets({ args: ["a", "b"] }, { args: ["a", new Secret("b")] });
    expect(list["args"]).to.deep.equal(new Secret(["a", "b"]));
  });

  it("always hides a Secret's data", () => {
    const marked = markSecrets(secretObject({ data: { a: "YQ==" }, stringData: { b: "c" } }), {});
    expect(marked["data"]).to.deep.equal(new Secret({ a: "YQ==" }));
    expect(marked["stringData"]).to.deep.equal(new Secret({ b: "c" }));
  });
});

describe("The Kubernetes plugin's names and annotations", () => {
  it("makes names that a seed fixes", () => {
    const seed = Buffer.from("seed");
    expect(uniqueName("web-", seed)).to.match(/^web-[0-9a-f]{8}$/);
    expect(uniqueName("web-", seed)).to.equal(uniqueName("web-", seed));
    expect(uniqueName("web-", new Uint8Array())).not.to.equal(uniqueName("web-", new Uint8Array()));
  });

  it("marks a chosen name, but leaves unknown metadata alone", () => {
    expect(withAutoname({ kind: "ConfigMap" }, "c-1")["metadata"]).to.deep.equal({
      name: "c-1",
      annotations: { "pulumi.com/autonamed": "true" },
    });
    expect(withAutoname({ metadata: Unknown.instance }, "c-1")).to.deep.equal({ metadata: Unknown.instance });
  });

  it("writes and reads ids", () => {
    expect(idOf(deployment())).to.equal("shop/web");
    expect(idOf(withNamespace(deployment(), ""))).to.equal("web");
    expect(parseId("shop/web")).to.deep.equal({ namespace: "shop", name: "web" });
    expect(parseId("web")).to.deep.equal({ namespace: "", name: "web" });
  });

  it("takes the timeout from the option, then the annotation, then 10 minutes", () => {
    const annotated = deployment({}, { annotations: { "pulumi.com/timeoutSeconds": "7" } });
    expect(timeoutSeconds(5.9, annotated)).to.equal(5);
    expect(timeoutSeconds(0, annotated)).to.equal(7);
    expect(timeoutSeconds(0, deployment())).to.equal(600);
    expect(
      timeoutSeconds(0, deployment({}, { annotations: { "pulumi.com/timeoutSeconds": "soon" } })),
    ).to.equal(600);
  });

  it("deletes dependents first unless told otherwise", () => {
    const policy = (value: string): string =>
      deletionPropagation(deployment({}, { annotations: { "pulumi.com/deletionPropagationPolicy": value } }));
    expect([policy("background"), policy("Orphan"), policy("foreground"), policy("else")]).to.deep.equal([
      "Background",
      "Orphan",
      "Foreground",
      "Foreground",
    ]);
  });
});

describe("The Kubernetes plugin's field managers", () => {
  const entry = (manager: string, operation: string, fieldsV1: ValueMap, more: ValueMap = {}): ValueMap => ({
    manager,
    operation,
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1,
    ...more,
  });
  const managed = (...managedFields: ValueMap[]): ValueMap => ({ metadata: { managedFields } });

  it("take over what the create wrote", () => {
    const live = managed(
      entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {} } }),
      entry("other", "Apply", {}),
    );
    expect(absorbManagers(live, "mine")).to.deep.equal([
      entry("other", "Apply", {}),
      entry("mine", "Apply", { "f:data": { "f:a": {} } }),
    ]);
    expect(hasCreateEntry(live)).to.equal(true);
  });

  it("merge what they take over with their own", () => {
    const live = managed(
      entry("mine", "Apply", { "f:data": { "f:a": {} } }),
      entry("kubectl-edit", "Update", { "f:data": { "f:b": {} } }),
    );
    expect(absorbManagers(live, "mine")).to.deep.equal([
      entry("mine", "Apply", { "f:data": { "f:a": {}, "f:b": {} } }),
    ]);
  });

  it("leave a status and what other tools applied", () => {
    const live = managed(
      entry("kubectl", "Update", { "f:status": {} }, { subresource: "status" }),
      entry("controller", "Update", {}),
      entry("mine", "Apply", {}),
    );
    expect(absorbManagers(live, "mine")).to.equal(undefined);
    expect(hasCreateEntry(live)).to.equal(false);
  });

  it("leave ignored fields to others, and keep the live value of their own", () => {
    const live = {
      ...deployment({ replicas: 5, paused: true }),
      metadata: {
        name: "web",
        managedFields: [
          entry("scaler", "Update", { "f:spec": { "f:replicas": {} } }),
          entry("mine", "Apply", { "f:spec": { "f:paused": {} } }),
        ],
      },
    };
    expect(isTheirs(live, "mine", ["spec", "replicas"])).to.equal(true);
    expect(isTheirs(live, "mine", ["spec", "paused"])).to.equal(false);
    const sent = applyIgnored(deployment({ paused: false }), live, "mine", [
      "spec.replicas",
      "spec.paused",
      "spec.none",
    ]);
    const { spec } = sent as { spec: ValueMap };
    expect(spec).not.to.have.property("replicas");
    expect(spec["paused"]).to.equal(true);
  });
});
