import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { GatewayArgs, ServiceArgs, ServingArgs } from "../../../provider/src";
import { certifiedNames, sharedCertificateNotices } from "../../../provider/src/istio/certificates.check";
import { checkOwnGatewaysOf } from "../../../provider/src/istio/services.check";
import { makeTestPair } from "../../support/certificates";

const issuer = { name: "ca" };

describe("istio: domains with a certificate of their own", () => {
  const gateways: GatewayArgs[] = [
    { name: "public", default: true, tls: { issuer, hosts: ["*.apps.example.com", "shop.example.com"] } },
    { name: "private", tls: { secretName: "somebodys" } },
  ];
  const serving: ServingArgs = { ingress: "istio", gateways };
  const mapped = (domain: string, more: Partial<ServiceArgs> = {}): ServiceArgs => ({
    name: "shop",
    image: "registry.example.com/app:v1",
    domainMappings: [{ domain: "other.example.org" }, { domain, tlsSecretName: "own" }],
    ...more,
  });
  const check = (service: ServiceArgs, isPrivate = false) => checkOwnGatewaysOf(serving)(service, isPrivate);

  it("are refused where the gateway's certificate is for them, too (KN6016)", () => {
    for (const domain of ["shop.example.com", "shop.apps.example.com"]) {
      const [problem, ...others] = check(mapped(domain));
      expect(others).to.deep.equal([]);
      expect(problem).to.include({ path: "domainMappings[1].tlsSecretName", code: "KN6016" });
      expect(problem?.reason)
        .to.contain('the gateway "public"')
        .and.contain(`browsers ask for ${domain}`)
        .and.contain("leave this out");
    }
  });

  it("are fine elsewhere: under other names, at gateways whose names aren't known, and without the certificate", () => {
    const fine = [
      mapped("a.shop.apps.example.com"),
      mapped("apps.example.com"),
      mapped("shop.example.com", { gateways: ["private"] }),
      mapped("shop.example.com", { domainMappings: [{ domain: "shop.example.com" }] }),
    ];
    expect(fine.map((service) => check(service))).to.deep.equal(fine.map(() => []));
    expect(check(mapped("shop.example.com"), true)).to.deep.equal([]);
  });

  it("are compared with the names in a certificate's text, where it is known", async () => {
    const pair = await makeTestPair({ names: ["*.example.com", "Example.com"] });
    expect(certifiedNames({ tls: pair })).to.deep.equal(["*.example.com", "example.com"]);
    expect(certifiedNames({ tls: { ...pair, certificate: output(pair.certificate) } })).to.deep.equal([]);
    expect(certifiedNames({ tls: { issuer, hosts: [output("a"), "b"] } })).to.deep.equal(["b"]);
    expect(certifiedNames({})).to.deep.equal([]);
    const own: ServingArgs = { ingress: "istio", gateways: [{ tls: pair }] };
    expect(checkOwnGatewaysOf(own)(mapped("shop.example.com"), false).map(({ code }) => code)).to.deep.equal([
      "KN6016",
    ]);
  });
});

describe("istio: gateways that share a certificate", () => {
  const address = "203.0.113.9";
  const secret: GatewayArgs = { name: "a", default: true, address, tls: { secretName: "shared" } };
  const notices = (...gateways: GatewayArgs[]) => sharedCertificateNotices(gateways);

  it("are told of where both are at one address and port (KN6017)", () => {
    const [notice, ...others] = notices(secret, { ...secret, name: "b", default: false });
    expect(others).to.deep.equal([]);
    expect(notice)
      .to.match(/^gateways\[1\]\.tls: the Secret istio-ingress\/shared is shown by gateways\[0\] as well/)
      .and.contain("unless what stands before them ends TLS itself")
      .and.contain("[KN6017]");
  });

  it("are told of by hosts that their certificates have in common", () => {
    const issued = (hosts: string[]): GatewayArgs => ({ address, tls: { issuer, hosts } });
    const [notice] = notices(issued(["*.a.example.com"]), issued(["b.example.com", "x.a.example.com"]));
    expect(notice).to.contain("a certificate for *.a.example.com is shown by gateways[0]");
    expect(
      notices(issued(["*.a.example.com"]), issued(["*.b.example.com", "x.y.a.example.com"])),
    ).to.deep.equal([]);
  });

  it("are fine at addresses, ports or namespaces of their own, and where nothing is known", () => {
    const others: GatewayArgs[] = [
      { ...secret, address: "203.0.113.10" },
      { ...secret, address: output(address) },
      { ...secret, address: undefined },
      { ...secret, ports: { https: 8443 } },
      { ...secret, addressPorts: { https: 8443 } },
      { ...secret, namespace: "elsewhere" },
      { ...secret, tls: undefined },
      { ...secret, tls: { secretName: "own" } },
    ];
    expect(others.map((other) => notices(secret, other))).to.deep.equal(others.map(() => []));
    const node: GatewayArgs = { ...secret, exposure: "NodePort" };
    expect(notices(node, node)).to.deep.equal([]);
    const fixed: GatewayArgs = { ...node, httpsNodePort: 30443 };
    expect(notices(fixed, { ...secret, addressPorts: { https: 30443 } })).to.have.length(1);
  });
});
