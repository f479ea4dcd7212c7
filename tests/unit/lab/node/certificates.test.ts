import { X509Certificate, createPrivateKey, sign, verify } from "node:crypto";

import { expect } from "chai";

import {
  isStale,
  makeAuthority,
  makeCertificate,
  makeSigningKey,
  type CertificateSpec,
  type KeyPair,
} from "../../../../lab/node/certificates";
import { CERTIFICATES } from "../../../../lab/node/pki";

const NOW = new Date("2030-06-01T12:00:00Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const SERVER: CertificateSpec = {
  commonName: "server",
  usage: "server",
  dnsNames: ["kubernetes", "localhost"],
  ipAddresses: ["10.212.0.1"],
};

describe("lab certificates", () => {
  let authority: KeyPair;
  let server: KeyPair;

  before(async () => {
    authority = await makeAuthority("test authority", NOW);
    server = await makeCertificate(SERVER, authority, NOW);
  });

  it("makes an authority that signed itself and may sign others", () => {
    const certificate = new X509Certificate(authority.certificate);
    expect(certificate.ca).to.equal(true);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
  });

  it("makes certificates that the authority signed, that fit their key and may sign nothing", () => {
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).to.equal(true);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).to.equal(true);
    expect(certificate.checkPrivateKey(createPrivateKey(server.key))).to.equal(true);
    expect(certificate.ca).to.equal(false);
  });

  it("names every host name and address of a server, and one use", () => {
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.subjectAltName).to.equal("DNS:kubernetes, DNS:localhost, IP Address:10.212.0.1");
    expect(certificate.keyUsage).to.deep.equal(["1.3.6.1.5.5.7.3.1"]);
  });

  it("puts a client's groups and name where Kubernetes reads them, and lets it serve nothing", async () => {
    const spec = {
      commonName: "kubernetes-admin",
      organizations: ["system:masters"],
      usage: "client",
    } as const;
    const certificate = new X509Certificate((await makeCertificate(spec, authority, NOW)).certificate);
    expect(certificate.subject).to.equal("O=system:masters\nCN=kubernetes-admin");
    expect(certificate.keyUsage).to.deep.equal(["1.3.6.1.5.5.7.3.2"]);
    expect(certificate.subjectAltName).to.equal(undefined);
  });

  it("starts in the past, for clocks that run behind, and lasts a year", () => {
    const { validFrom, validTo } = new X509Certificate(server.certificate);
    expect(new Date(validFrom).getTime()).to.be.lessThan(NOW.getTime());
    expect(new Date(validTo)).to.deep.equal(inDays(365));
  });

  it("takes a certificate that is as it should be for good until 30 days before its end", async () => {
    expect(await isStale(server, SERVER, authority, inDays(334))).to.equal(false);
    expect(await isStale(server, SERVER, authority, inDays(336))).to.equal(true);
    expect(await isStale(server, SERVER, authority, inDays(400))).to.equal(true);
  });

  it("wants a new certificate where there is none or where anything of what it should be changed", async () => {
    const client = { ...SERVER, usage: "client" } as const;
    const changes: CertificateSpec[] = [
      { ...SERVER, commonName: "other" },
      { ...SERVER, organizations: ["group"] },
      { ...SERVER, dnsNames: ["kubernetes"] },
      { ...SERVER, ipAddresses: ["10.212.0.2"] },
      client,
    ];
    const stale = await Promise.all(changes.map((spec) => isStale(server, spec, authority, NOW)));
    expect(stale).to.deep.equal(changes.map(() => true));
    expect(await isStale(undefined, SERVER, authority, NOW)).to.equal(true);
  });

  it("wants a new certificate after the authority was made anew under the same name", async () => {
    const another = await makeAuthority("test authority", NOW);
    expect(await isStale(server, SERVER, another, NOW)).to.equal(true);
    expect(
      await isStale(authority, { commonName: "test authority", usage: "authority" }, undefined, NOW),
    ).to.equal(false);
  });

  it("can make every certificate of the lab, each with a name of its own kind", async () => {
    for (const [name, spec] of Object.entries(CERTIFICATES)) {
      const made = await makeCertificate(spec, authority, NOW);
      expect(await isStale(made, spec, authority, NOW), name).to.equal(false);
    }
  });

  it("gives only the administrator all rights by group", () => {
    const masters = Object.entries<CertificateSpec>(CERTIFICATES).filter(([, { organizations = [] }]) =>
      organizations.includes("system:masters"),
    );
    expect(masters.map(([name]) => name)).to.deep.equal(["admin"]);
  });

  it("makes a signing key whose two halves fit", async () => {
    const { key, publicKey } = await makeSigningKey();
    const data = Buffer.from("token");
    expect(verify("sha256", data, publicKey, sign("sha256", data, key))).to.equal(true);
  });
});
