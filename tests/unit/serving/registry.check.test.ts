import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const registry = "registry.example.com/knative";
const found = (images: unknown) =>
  checkServing({ images: images as ServingArgs["images"] }).map(({ path, code }) => `${path} ${code}`);

describe("serving: check of images", () => {
  it("takes everything that a private registry needs", () => {
    expect(
      found({
        registry,
        layout: "scoped",
        overrides: { envoy: "registry.example.com/envoy:v1" },
        pullSecrets: ["mine"],
        credentials: { username: "robot", password: output("secret") },
        ca: { pem },
        proxy: {
          httpProxy: "http://user:pass@proxy.example.com:3128",
          httpsProxy: output("http://proxy.example.com:3128"),
          noProxy: [
            ".example.com",
            "10.0.0.0/8",
            "registry.example.com:5000",
            "192.0.2.1",
            "*.corp",
            "fd00::1",
          ],
        },
      }),
    ).to.deep.equal([]);
    expect(found({ ca: { configMapName: "trust" } })).to.deep.equal([]);
    expect(found({ ca: { secretName: "trust" } })).to.deep.equal([]);
  });

  it("refuses what says something of a registry that isn't named (KN3106)", () => {
    expect(found({ layout: "flat", credentials: { username: "a", password: "b" } })).to.deep.equal([
      "images.credentials KN3106",
      "images.layout KN3106",
    ]);
  });

  it("refuses an unknown layout, a registry that is none and names that Kubernetes wouldn't take", () => {
    expect(found({ registry, layout: "nested" })).to.deep.equal(["images.layout KN1003"]);
    expect(found({ registry: "https://registry.example.com" })).to.deep.equal(["images.registry KN4009"]);
    expect(found({ pullSecrets: ["Mine"], ca: { secretName: "A B" } })).to.deep.equal([
      "images.pullSecrets[0] KN4001",
      "images.ca.secretName KN4001",
    ]);
  });

  it("refuses an authority that is given twice, not at all, or is no certificate (KN3107)", () => {
    expect(found({ ca: {} })).to.deep.equal(["images.ca KN3107"]);
    expect(found({ ca: { pem, secretName: "trust" } })).to.deep.equal(["images.ca KN3107"]);
    expect(found({ ca: { pem: "MIIB" } })).to.deep.equal(["images.ca.pem KN3107"]);
    const key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    const [problem] = checkServing({ images: { ca: { pem: pem + key } } });
    expect(problem?.code).to.equal("KN3107");
  });

  it("refuses a proxy that is none, without repeating its password (KN3108)", () => {
    expect(found({ proxy: {} })).to.deep.equal(["images.proxy KN3108"]);
    expect(found({ proxy: { noProxy: [".example.com"] } })).to.deep.equal(["images.proxy KN3108"]);
    const [problem] = checkServing({ images: { proxy: { httpProxy: "socks5://me:hidden@proxy" } } });
    expect(problem?.path).to.equal("images.proxy.httpProxy");
    expect(problem?.code).to.equal("KN3108");
    expect(problem?.reason).not.to.contain("hidden");
    expect(
      found({
        proxy: { httpProxy: "http://proxy:1", noProxy: ["a.example.com,b.example.com", "10.0.0.0/99"] },
      }),
    ).to.deep.equal(["images.proxy.noProxy[0] KN3108", "images.proxy.noProxy[1] KN3108"]);
  });
});
