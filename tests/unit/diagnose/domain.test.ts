import { expect } from "chai";
import { but, not } from "./healthy";
import { expectFirst, findings } from "./support";

const domains = (data: Record<string, string>) => ({ "/installation/configMaps/1/data": data });
const configDomain = "ConfigMap knative-serving/config-domain";
const showDomains = "kubectl -n knative-serving get cm config-domain -o yaml";

describe("diagnose: domains", () => {
  it("finds a domain that leads to another address than the gateway's (KN5026)", () => {
    expectFirst(but(domains({ "203.0.113.99.sslip.io": "" })), {
      code: "KN5026",
      object: configDomain,
      message: "203.0.113.99.sslip.io",
      cause: "leads to 203.0.113.99, and the gateway is at 10.96.0.7, 203.0.113.10",
      next: showDomains,
    });
  });

  it("takes every address of the gateway's, in each way that it is written", () => {
    const fine = [
      "203.0.113.10.nip.io",
      "203-0-113-10.sslip.io",
      "apps.203.0.113.10.sslip.io",
      "10.96.0.7.sslip.io",
      "apps.company.io",
    ];
    for (const domain of fine) {
      expect(findings(but(domains({ [domain]: "" }))), domain).to.deep.equal([]);
    }
    const node = { "/installation/services/1/spec": { type: "NodePort", clusterIP: "10.96.0.7" } };
    expect(findings(but({ ...node, ...domains({ "192.0.2.4.nip.io": "" }) }))).to.deep.equal([]);
  });

  it("says nothing of addresses behind a host name", () => {
    const balancer = {
      "/installation/services/1/status/loadBalancer/ingress": [{ hostname: "lb.example.net" }],
    };
    expect(findings(but({ ...balancer, ...domains({ "198.51.100.1.sslip.io": "" }) }))).to.deep.equal([]);
  });

  it("finds a domain that is missing, an example, or dead (KN5025)", () => {
    expectFirst(but(domains({ _example: "x" })), {
      code: "KN5025",
      object: configDomain,
      message: "has no domain",
      cause: "cluster-local",
      next: showDomains,
    });
    expect(findings(but(domains({ "example.com": "" })))[0]).to.include({
      code: "KN5025",
      message: "example.com",
    });
    expect(findings(but(domains({ "203.0.113.10.xip.io": "" })))[0]?.cause).to.contain("xip.io is no more");
  });

  it("finds that no domain is for the service's labels, unless it is cluster-local (KN5025)", () => {
    const selected = domains({ "apps.company.io": "selector:\n  app: other\n" });
    expect(findings(but(selected))[0]).to.include({ code: "KN5025" });
    const label = (labels: Record<string, string>) => ({
      ...selected,
      "/home/services/0/metadata/labels": labels,
    });
    expect(findings(but(label({ app: "other" })))).to.deep.equal([]);
    expect(findings(but(label({ "networking.knative.dev/visibility": "cluster-local" })))).to.deep.equal([]);
  });

  const mapping = (condition: object) => ({
    "/home/domainMappings": [
      {
        metadata: { namespace: "default", name: "www.company.io" },
        spec: { ref: { kind: "Service", name: "hello" } },
        status: { conditions: [condition] },
      },
    ],
  });

  it("finds a domain mapping without a claim, or with another's (KN5028)", () => {
    const claim = not(
      "DomainClaimed",
      "DomainAlreadyClaimed",
      "The domain name is already in use by another DomainMapping",
    );
    expectFirst(but(mapping(claim)), {
      code: "KN5028",
      object: "DomainMapping default/www.company.io",
      message: "already in use",
      cause: "nobody has claimed the domain",
      next: "kubectl get clusterdomainclaim www.company.io -o yaml",
    });
    const claimed = { "/installation/domainClaims": [{ metadata: { name: "www.company.io" } }] };
    expect(findings(but({ ...mapping(claim), ...claimed }))[0]?.cause).to.contain("another namespace");
  });

  it("finds a domain mapping to nothing (KN5028), or whose certificate isn't there (KN5029)", () => {
    expect(
      findings(but(mapping(not("ReferenceResolved", "ResolveFailed", "services hello not found"))))[0]?.code,
    ).to.equal("KN5028");
    const pending = not(
      "CertificateProvisioned",
      "CertificateNotReady",
      "Certificate www is not ready.",
      "Unknown",
    );
    expect(findings(but(mapping(pending)))[0]?.code).to.equal("KN5029");
  });
});
