import { output, secret } from "@pulumi/pulumi";
import { expect } from "chai";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { checkCertManager } from "../../../provider/src/serving/tls.gate";
import { makeTestPair, type TestPair } from "../../support/certificates";

const problems = (args: unknown) => checkServing(args as ServingArgs);
const check = (args: unknown) => problems(args).map(({ path, code }) => `${path} ${code}`);
const issuers = {
  external: { name: "public" },
  clusterLocal: { name: "ca" },
  systemInternal: { name: "ca" },
};

describe("serving: check of tls", () => {
  let pair: TestPair;
  before(async () => {
    pair = await makeTestPair({ names: ["*.default.example.com"] });
  });
  const ofOne = (more: object = {}, tls: object = {}) => ({
    tls: { certificate: pair, ...tls },
    domain: "example.com",
    ...more,
  });

  it("accepts an installation that uses every property", () => {
    expect(
      check({
        tls: {
          certificate: { secretName: output("gateway"), namespace: "certificates" },
          externalDomain: true,
          clusterLocalDomain: true,
          systemInternal: true,
          issuers: { ...issuers, external: { kind: "Issuer", name: output("public") } },
          wildcardNamespaces: {
            matchLabels: { team: "a" },
            matchExpressions: [
              { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] },
              { key: "public", operator: "Exists" },
            ],
          },
          redirect: true,
          cipherSuites: ["ECDHE-ECDSA-AES128-GCM-SHA256"],
        },
        certManagerInstalled: output(true),
      }),
    ).to.deep.equal([]);
    expect(check(ofOne())).to.deep.equal([]);
    expect(check({ tls: {} })).to.deep.equal([]);
  });

  it("refuses misspelt values", () => {
    expect(
      check({
        tls: {
          externalDomain: "Enabled",
          cipherSuites: ["TLS_AES_128_GCM_SHA256"],
          issuers: { external: { kind: "Clusterissuer", name: "" } },
          wildcardNamespaces: { matchExpressions: [{ key: "a", operator: "Equals" }] },
          minTlsVersion: "1.3",
        },
      }),
    ).to.have.members([
      "tls.externalDomain KN1002",
      "tls.cipherSuites[0] KN1003",
      "tls.issuers.external.kind KN1003",
      "tls.issuers.external.name KN1004",
      "tls.wildcardNamespaces.matchExpressions[0].operator KN1003",
      "tls.minTlsVersion KN1001",
    ]);
  });

  it("wants a Secret's name, or a certificate with its key", () => {
    const source = (certificate: object) => check({ tls: { certificate } });
    expect(source({})).to.deep.equal(["tls.certificate.secretName KN1005"]);
    expect(source({ certificate: pair.certificate })).to.deep.equal(["tls.certificate.privateKey KN1005"]);
    expect(source({ privateKey: pair.privateKey })).to.deep.equal(["tls.certificate.certificate KN1005"]);
    expect(source({ ...pair, secretName: "gateway" })).to.deep.equal([
      "tls.certificate.certificate KN1008",
      "tls.certificate.privateKey KN1008",
    ]);
    expect(source({ ...pair, namespace: "here" })).to.deep.equal(["tls.certificate.namespace KN1008"]);
  });

  it("looks at a certificate that is given as text, and leaves one that isn't known yet", async () => {
    const other = await makeTestPair({ names: ["*.default.example.com"] });
    expect(check(ofOne({}, { certificate: { ...pair, privateKey: other.privateKey } }))).to.deep.equal([
      "tls.certificate.privateKey KN3802",
    ]);
    const hidden = { certificate: pair.certificate, privateKey: secret(other.privateKey) };
    expect(check(ofOne({}, { certificate: hidden }))).to.deep.equal([]);
  });

  it("refuses a certificate for names of one level where services have two, and says both ways out", async () => {
    const flat = { certificate: await makeTestPair({ names: ["*.example.com", "example.com"] }) };
    expect(check(ofOne({}, flat))).to.deep.equal(["tls.certificate.certificate KN3805"]);
    const [problem] = problems(ofOne({}, flat));
    expect(problem?.reason)
      .to.contain("hello.default.example.com, which needs *.default.example.com")
      .and.to.contain("each namespace needs its own")
      .and.to.contain("{{.Name}}-{{.Namespace}}.{{.Domain}}");
    const network = { domainTemplate: "{{.Name}}-{{.Namespace}}.{{.Domain}}" };
    expect(check(ofOne({ network }, flat))).to.deep.equal([]);
    const config = { "config-network": { "domain-template": network.domainTemplate } };
    expect(check(ofOne({ config }, flat))).to.deep.equal([]);
  });

  it("refuses one that a further domain isn't covered by, and leaves domains inside the cluster", () => {
    const domains = [
      { name: "example.com" },
      { name: "example.org", selector: { site: "org" } },
      { name: "svc.cluster.local", selector: { private: "yes" } },
    ];
    const several = { ...ofOne({ domains }), domain: undefined };
    expect(check(several)).to.deep.equal(["tls.certificate.certificate KN3805"]);
    expect(problems(several)[0]?.reason).to.contain("*.default.example.org");
    expect(check({ ...several, domains: [{ name: output("example.org") }] })).to.deep.equal([]);
  });

  it("doesn't ask a certificate for names that nobody is told by https", () => {
    const domain = "example.org";
    expect(check(ofOne({ domain }))).to.deep.equal(["tls.certificate.certificate KN3805"]);
    expect(check(ofOne({ domain, network: { defaultExternalScheme: "http" } }))).to.deep.equal([]);
    expect(
      check(ofOne({ domain }, { externalDomain: true, issuers: { external: { name: "ca" } } })),
    ).to.deep.equal([]);
  });

  it("refuses cipher suites that don't fit the certificate", () => {
    expect(check(ofOne({}, { cipherSuites: ["AES128-GCM-SHA256"] }))).to.deep.equal([
      "tls.cipherSuites KN3808",
    ]);
  });

  it("refuses a redirect to a port that nothing answers", () => {
    expect(check({ tls: { redirect: true } })).to.deep.equal(["tls.redirect KN3806"]);
    expect(check(ofOne({}, { redirect: true }))).to.deep.equal([]);
    expect(
      check({ tls: { redirect: true, externalDomain: true, issuers: { external: issuers.external } } }),
    ).to.deep.equal([]);
  });

  it("wants an issuer for each kind of certificate that is on, and none for others", () => {
    expect(
      check({ tls: { externalDomain: true, clusterLocalDomain: true, systemInternal: true } }),
    ).to.deep.equal([
      "tls.issuers.external KN3809",
      "tls.issuers.clusterLocal KN3809",
      "tls.issuers.systemInternal KN3809",
    ]);
    expect(check({ tls: { issuers } })).to.deep.equal([
      "tls.issuers.external KN1008",
      "tls.issuers.clusterLocal KN1008",
      "tls.issuers.systemInternal KN1008",
    ]);
    const config = { "config-certmanager": { issuerRef: "kind: ClusterIssuer\nname: x\n" } };
    expect(check({ tls: { externalDomain: true }, config })).to.deep.equal([]);
  });

  it("refuses wildcards that nothing would use, and conditions that mean nothing", () => {
    const external = { externalDomain: true, issuers: { external: issuers.external } };
    expect(check({ tls: { wildcardNamespaces: {} } })).to.deep.equal(["tls.wildcardNamespaces KN1008"]);
    expect(check({ tls: { ...external, wildcardNamespaces: {} } })).to.deep.equal([]);
    const matchExpressions = [
      { key: "a", operator: "In" },
      { key: "a", operator: "Exists", values: ["b"] },
    ];
    expect(check({ tls: { ...external, wildcardNamespaces: { matchExpressions } } })).to.deep.equal([
      "tls.wildcardNamespaces.matchExpressions[0].values KN1005",
      "tls.wildcardNamespaces.matchExpressions[1].values KN1008",
    ]);
  });

  it("refuses settings that say otherwise, wherever they stand", () => {
    const redirect = { redirect: true };
    expect(
      check(ofOne({ network: { httpProtocol: "Enabled", defaultExternalScheme: "http" } }, redirect)),
    ).to.deep.equal(["network.httpProtocol KN3302", "network.defaultExternalScheme KN3302"]);
    expect(check(ofOne({ network: { httpProtocol: "Redirected" } }, redirect))).to.deep.equal([]);
    expect(
      check(
        ofOne({
          config: {
            "config-network": { "external-domain-tls": "Enabled", "default-external-scheme": "http" },
            "config-kourier": { "certs-secret-name": "other", "cipher-suites": "AES128-SHA" },
          },
        }),
      ),
    ).to.deep.equal(['config["config-kourier"]["certs-secret-name"] KN3302']);
    const off = { externalDomain: false };
    expect(
      check({ tls: off, config: { "config-network": { "external-domain-tls": "Enabled" } } }),
    ).to.deep.equal(['config["config-network"]["external-domain-tls"] KN3302']);
    expect(
      check({ tls: off, config: { "config-network": { "external-domain-tls": "disabled" } } }),
    ).to.deep.equal([]);
  });
});

describe("serving: check of tls against the cluster", () => {
  const paths = (args: ServingArgs, installed: boolean | undefined) =>
    checkCertManager(args, installed).map(({ path, code }) => `${path} ${code}`);

  it("wants cert-manager to be there before Knative asks it for certificates", () => {
    const tls = { externalDomain: true, clusterLocalDomain: true, systemInternal: true };
    expect(paths({ tls }, false)).to.deep.equal([
      "tls.externalDomain KN3807",
      "tls.clusterLocalDomain KN3807",
      "tls.systemInternal KN3807",
    ]);
    expect(paths({ tls }, true)).to.deep.equal([]);
    expect(paths({ tls }, undefined)).to.deep.equal([]);
    expect(
      paths({ tls: { externalDomain: false, certificate: { secretName: "own" } } }, false),
    ).to.deep.equal([]);
    const config = { "config-network": { "system-internal-tls": "enabled" } };
    expect(paths({ config }, false)).to.deep.equal([
      'config["config-network"]["system-internal-tls"] KN3807',
    ]);
  });
});
