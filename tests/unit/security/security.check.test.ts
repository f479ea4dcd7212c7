import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { checkSecurity } from "../../../provider/src/security/security.check";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
const codes = (args: object) => checkSecurity(args).map(({ path, code }) => `${path} ${code}`);

describe("security: check", () => {
  const image = (rule: object, rest: object = {}) => ({
    images: {
      namespaces: ["shop"],
      ...rest,
      rules: [{ name: "ours", images: ["registry.example.com/**"], ...rule }],
    },
  });

  it("tells keys from what is none, and patterns that match nothing", () => {
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    expect(codes(image({ publicKey: secret }))).to.deep.equal(["images.rules[0].publicKey KN9901"]);
    expect(codes(image({ publicKey: "-----BEGIN PUBLIC KEY-----" }))).to.deep.equal([
      "images.rules[0].publicKey KN9901",
    ]);
    expect(codes(image({ publicKey: pem, images: ["team/**", "** "] }))).to.deep.equal([
      "images.rules[0].images[1] KN9902",
    ]);
  });

  it("wants one who signs for each rule, by name", () => {
    const issuer = "https://accounts.google.com";
    expect(codes(image({}))).to.deep.equal(["images.rules[0] KN1005"]);
    expect(codes(image({ publicKey: pem, keyless: { issuer, subject: "me" } }))).to.deep.equal([
      "images.rules[0].keyless KN1008",
    ]);
    expect(codes(image({ keyless: { issuer } }))).to.deep.equal(["images.rules[0].keyless KN1005"]);
    expect(codes(image({ keyless: { issuer, subject: "me", subjectRegExp: "me" } }))).to.deep.equal([
      "images.rules[0].keyless.subjectRegExp KN1008",
    ]);
    expect(codes(image({ keyless: { issuer, subjectRegExp: "(" } }))).to.deep.equal([
      "images.rules[0].keyless.subjectRegExp KN1006",
    ]);
    expect(codes(image({ publicKey: pem, name: "knative" }))).to.deep.equal(["images.rules[0].name KN1007"]);
  });

  it("doesn't let signatures refuse Knative itself", () => {
    const namespaces = ["knative-serving", "kourier-system"];
    const rules = [{ name: "ours", images: ["registry.example.com/**"], publicKey: pem }];
    expect(codes({ images: { namespaces, knative: false, rules } })).to.deep.equal([
      "images.namespaces[0] KN9903",
      "images.namespaces[1] KN9903",
    ]);
    expect(codes({ images: { namespaces } })).to.deep.equal(["images.namespaces[1] KN9903"]);
    expect(codes({ images: { namespaces, unsigned: ["docker.io/envoyproxy/envoy:*"] } })).to.deep.equal([]);
    expect(codes({ images: { namespaces, unsigned: ["docker.io/**"] } })).to.deep.equal([]);
    expect(codes({ images: { namespaces, mode: "permissive" } })).to.deep.equal([]);
    expect(codes({ images: { namespaces, engine: "kyverno" } })).to.deep.equal([]);
  });

  it("tells what has no effect, or nothing to do", () => {
    expect(
      codes({ images: { namespaces: ["shop"], engine: "kyverno", unsigned: ["docker.io/**"] } }),
    ).to.deep.equal(["images.unsigned KN1008"]);
    expect(
      codes({ images: { namespaces: ["shop"], knative: false, knativeImages: ["a.b/**"] } }),
    ).to.deep.equal(["images.knativeImages KN1008", "images.rules KN1005"]);
    expect(codes({ networkPolicies: { registryPorts: [443] } })).to.deep.equal([
      "networkPolicies.registryPorts KN1008",
    ]);
  });

  it("keeps each layer off namespaces that it isn't for", () => {
    expect(
      codes({
        mutualTls: { namespaces: ["knative-serving", "shop", "shop"] },
        runtime: { namespaces: ["knative-eventing"] },
        podSecurity: { namespaces: ["kube-system"] },
      }),
    ).to.deep.equal([
      "mutualTls.namespaces[0] KN9904",
      "mutualTls.namespaces[2] KN1007",
      "runtime.namespaces[0] KN9904",
      "podSecurity.namespaces[0] KN9904",
    ]);
    expect(
      codes({ audit: { webhookUrl: "http://audit", maxAgeDays: 0, directory: "here" } }),
    ).to.have.members(["audit.webhookUrl KN1006", "audit.maxAgeDays KN1004", "audit.directory KN1006"]);
  });
});
