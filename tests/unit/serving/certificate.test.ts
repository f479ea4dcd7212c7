import { createPrivateKey } from "node:crypto";
import { expect } from "chai";
import type { Problem } from "../../../provider/src/problems";
import {
  checkPair,
  checkSuites,
  covers,
  endNotice,
  namesOf,
  readCertificate,
} from "../../../provider/src/serving/certificate";
import { makeTestPair, type TestCertificate, type TestPair } from "../../support/certificates";

const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const told = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const check = (pair: TestPair) => told(checkPair(pair, now));
const leafOf = async (wanted: TestCertificate) => {
  const { leaf } = readCertificate((await makeTestPair(wanted)).certificate);
  expect(leaf).not.to.equal(undefined);
  return leaf as NonNullable<typeof leaf>;
};

describe("serving: certificate", () => {
  let pair: TestPair;
  before(async () => {
    pair = await makeTestPair({ names: ["*.default.example.com"] });
  });

  it("accepts a certificate with its key, intermediate authorities behind it", async () => {
    const other = await makeTestPair({ names: ["ca.example.com"] });
    expect(check(pair)).to.deep.equal([]);
    expect(check({ ...pair, certificate: `${pair.certificate}\n${other.certificate}\n` })).to.deep.equal([]);
    for (const key of ["P-521", "RSA-2048"] as const) {
      expect(check(await makeTestPair({ names: ["a.example.com"], key })), key).to.deep.equal([]);
    }
  });

  it("refuses texts that are none, and never repeats a key", () => {
    expect(check({ ...pair, certificate: "/etc/tls/tls.crt" })).to.deep.equal(["certificate KN3801"]);
    expect(check({ ...pair, privateKey: "s3cret-key" })).to.deep.equal(["privateKey KN3801"]);
    expect(check({ certificate: "", privateKey: "" })).to.deep.equal([
      "certificate KN3801",
      "privateKey KN3801",
    ]);
    expect(JSON.stringify(checkPair({ ...pair, privateKey: "s3cret-key" }, now))).not.to.contain("s3cret");
  });

  it("refuses a key with a passphrase, and says how to take it off", () => {
    const locked = createPrivateKey(pair.privateKey).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "x",
    });
    const problems = checkPair({ ...pair, privateKey: String(locked) }, now);
    expect(told(problems)).to.deep.equal(["privateKey KN3801"]);
    expect(problems[0]?.reason).to.contain("passphrase").and.to.contain("openssl pkey");
  });

  it("refuses the key of another certificate, as where the chain begins with the authority's", async () => {
    const other = await makeTestPair({ names: ["other.example.com"] });
    expect(check({ ...pair, privateKey: other.privateKey })).to.deep.equal(["privateKey KN3802"]);
    const turned = { ...pair, certificate: `${other.certificate}\n${pair.certificate}` };
    expect(check(turned)).to.deep.equal(["privateKey KN3802"]);
    expect(checkPair(turned, now)[0]?.reason).to.contain("other.example.com");
  });

  it("refuses one that has ended or has yet to begin", async () => {
    const names = ["a.example.com"];
    const ended = await makeTestPair({ names, notBefore: inDays(-9), notAfter: inDays(-1) });
    const early = await makeTestPair({ names, notBefore: inDays(1), notAfter: inDays(9) });
    expect(check(ended)).to.deep.equal(["certificate KN3803"]);
    expect(checkPair(ended, now)[0]?.reason).to.contain("ended");
    expect(check(early)).to.deep.equal(["certificate KN3803"]);
    expect(checkPair(early, now)[0]?.reason).to.contain("begins only");
  });

  it("refuses keys that Envoy doesn't take", async () => {
    for (const key of ["Ed25519", "RSA-1024"] as const) {
      expect(check(await makeTestPair({ names: ["a.example.com"], key })), key).to.deep.equal([
        "certificate KN3804",
      ]);
    }
  });

  it("asks for a cipher suite that fits the key", async () => {
    const [ecdsa, rsa] = [await leafOf({ names: [] }), await leafOf({ names: [], key: "RSA-2048" })];
    const ecdsaSuite = ["ECDHE-ECDSA-AES128-GCM-SHA256"] as const;
    const rsaSuite = ["ECDHE-RSA-AES128-GCM-SHA256", "AES128-GCM-SHA256"] as const;
    expect(told(checkSuites(ecdsa, rsaSuite))).to.deep.equal(["cipherSuites KN3808"]);
    expect(told(checkSuites(rsa, ecdsaSuite))).to.deep.equal(["cipherSuites KN3808"]);
    expect(checkSuites(ecdsa, [...ecdsaSuite, ...rsaSuite])).to.deep.equal([]);
    expect(checkSuites(rsa, [])).to.deep.equal([]);
  });

  it("knows the names it is for, as clients do: a wildcard is one level, and the common name counts for nothing", async () => {
    const leaf = await leafOf({ names: ["*.default.example.com", "Shop.example.com"] });
    expect(namesOf(leaf)).to.deep.equal(["*.default.example.com", "shop.example.com"]);
    expect(covers(leaf, "hello.default.example.com")).to.equal(true);
    expect(covers(leaf, "shop.example.com")).to.equal(true);
    expect(covers(leaf, "a.b.default.example.com")).to.equal(false);
    const nameless = await leafOf({ names: [] });
    expect(namesOf(nameless)).to.deep.equal([]);
    expect(covers(nameless, "test.example")).to.equal(false);
  });

  it("gives notice two weeks before its end", async () => {
    const soon = await leafOf({ names: ["a.example.com"], notAfter: inDays(3.5) });
    expect(endNotice(soon, now)).to.contain("ends in 3 days").and.to.contain("a.example.com");
    expect(endNotice(soon, inDays(2))).to.contain("ends in a day");
    expect(endNotice(await leafOf({ names: [] }), now)).to.equal(undefined);
  });
});
