import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";

const codes = (args: ServingArgs) => checkServing(args).map(({ path, code }) => `${code} ${path}`);
const network = { httpProtocol: "Redirected" } as const;

describe("P8: redirects of the whole installation", () => {
  it("are refused where no gateway answers HTTPS, with the way out for TLS that ends before it", () => {
    expect(codes({ network })).to.deep.equal(["KN3806 network.httpProtocol"]);
    expect(checkServing({ network })[0]?.reason).to.contain('network.defaultExternalScheme: "https"');
    expect(codes({ config: { "config-network": { "http-protocol": "redirected" } } })).to.deep.equal([
      'KN3806 config["config-network"]["http-protocol"]',
    ]);
  });

  it("pass with certificates, however they come", () => {
    const kourier = { certsSecretName: "wildcard", certsSecretNamespace: "kourier-system" };
    const ways: readonly ServingArgs[] = [
      { kourier },
      { config: { "config-kourier": { "certs-secret-name": "w", "certs-secret-namespace": "n" } } },
      { network: { ...network, externalDomainTls: "Enabled" } },
      { config: { "config-network": { "external-domain-tls": "enabled" } } },
      { ingress: "istio", gateways: [{ tls: { secretName: "wildcard" } }] },
    ];
    for (const args of ways) {
      expect(
        codes({ network, ...args }).filter((found) => found.includes("KN3806")),
        JSON.stringify(args),
      ).to.deep.equal([]);
    }
  });
});
