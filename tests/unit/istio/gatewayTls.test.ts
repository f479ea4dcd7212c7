import { output, secret } from "@pulumi/pulumi";
import { expect } from "chai";
import type { GatewayArgs, GatewayTlsArgs, ServingArgs } from "../../../provider/src";
import { checkIstioGateways } from "../../../provider/src/istio/gateways.check";
import { checkGatewayNames } from "../../../provider/src/istio/gatewayTls.gate";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../../provider/src/istio/gateways.render";
import { getAt, keyOf } from "../../../provider/src/manifests/manifest";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { checkCertManager } from "../../../provider/src/serving/tls.gate";
import { makeTestPair, type TestPair } from "../../support/certificates";

const dayMs = 24 * 60 * 60 * 1000;
const problems = (tls: GatewayTlsArgs) => checkIstioGateways([{ tls }]);
const check = (tls: GatewayTlsArgs) => problems(tls).map(({ path, code }) => `${path} ${code}`);
const issuer = { name: "letsencrypt" };
const hosts = ["*.apps.example.com"];
const at = (...ends: string[]) => ends.map((end) => `gateways[0].tls${end}`);

describe("istio: certificates of gateways", () => {
  let pair: TestPair;
  before(async () => {
    pair = await makeTestPair({ names: hosts });
  });

  it("come from one place, and whole", () => {
    expect(check({ secretName: "s" })).to.deep.equal([]);
    expect(check({ issuer, hosts })).to.deep.equal([]);
    expect(check({ ...pair, redirect: true })).to.deep.equal([]);
    expect(check({})).to.deep.equal(at(" KN1005"));
    expect(check({ certificate: pair.certificate })).to.deep.equal(at(".privateKey KN1005"));
    expect(check({ privateKey: pair.privateKey })).to.deep.equal(at(".certificate KN1005"));
    expect(check({ secretName: "s", privateKey: pair.privateKey })).to.deep.equal(at(".secretName KN1008"));
    expect(check({ secretName: "s", issuer, hosts })).to.deep.equal(at(".secretName KN1008"));
    expect(check({ ...pair, issuer, hosts })).to.deep.equal(at(".issuer KN1008"));
  });

  it("are looked at before they are shown", async () => {
    const other = await makeTestPair({ names: hosts });
    const ended = await makeTestPair({ names: hosts, notAfter: new Date(Date.now() - dayMs / 2) });
    expect(check({ certificate: "c", privateKey: "k" })).to.deep.equal(
      at(".certificate KN3801", ".privateKey KN3801"),
    );
    expect(check({ ...pair, privateKey: other.privateKey })).to.deep.equal(at(".privateKey KN3802"));
    expect(check(ended)).to.deep.equal(at(".certificate KN3803"));
    expect(check({ ...pair, privateKey: secret(other.privateKey) })).to.deep.equal([]);
    expect(check({ ...pair, cipherSuites: ["AES128-GCM-SHA256"] })).to.deep.equal(at(".cipherSuites KN3808"));
  });

  it("are asked of an issuer with names, and with times that cert-manager takes", () => {
    expect(check({ issuer })).to.deep.equal(at(".hosts KN1005"));
    expect(check({ issuer, hosts: ["a.example.com", "a.example.com"] })).to.deep.equal(
      at(".hosts[1] KN1007"),
    );
    expect(check({ secretName: "s", hosts, algorithm: "RSA", duration: "24h" })).to.deep.equal(
      at(".hosts KN1008", ".algorithm KN1008", ".duration KN1008"),
    );
    const [late] = problems({ issuer, hosts, renewBefore: "2160h" });
    expect(late).to.include({ path: "gateways[0].tls.renewBefore", code: "KN6008" });
    expect(late?.reason).to.contain("less than duration, 2160h by default").and.to.contain("raise duration");
    expect(check({ issuer, hosts, duration: "2h", renewBefore: "1h30m" })).to.deep.equal([]);
    const shape = { ingress: "istio", gateways: [{ tls: { issuer, hosts: ["*"], duration: "10m" } }] };
    expect(checkServing(shape as ServingArgs).map(({ path, code }) => `${path} ${code}`)).to.deep.equal(
      at(".hosts[0] KN1006", ".duration KN4003"),
    );
  });

  it("come from cert-manager's kinds of issuers, or from others by their group", () => {
    const [wrong] = problems({ issuer: { ...issuer, kind: "Clusterissuer" }, hosts });
    expect(wrong).to.include({ path: "gateways[0].tls.issuer.kind", code: "KN1003" });
    expect(wrong?.reason).to.contain('did you mean "ClusterIssuer"');
    const foreign = { name: "pca", kind: "AWSPCAClusterIssuer", group: "awspca.cert-manager.io" };
    expect(check({ issuer: foreign, hosts })).to.deep.equal([]);
    expect(check({ issuer: { ...foreign, group: output("pca.example.com") }, hosts })).to.deep.equal([]);
  });

  it("need cert-manager in the cluster (KN3807)", () => {
    const args: ServingArgs = {
      ingress: "istio",
      gateways: [{ name: "a" }, { name: "b", tls: { issuer, hosts } }],
    };
    expect(checkCertManager(args, false).map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "gateways[1].tls.issuer KN3807",
    ]);
    expect([checkCertManager(args, true), checkCertManager(args, undefined)]).to.deep.equal([[], []]);
  });

  it("have suites that their keys and versions of TLS can use", () => {
    const suites = ["ECDHE-ECDSA-AES128-GCM-SHA256"] as const;
    expect(check({ issuer, hosts, cipherSuites: [...suites] })).to.deep.equal(at(".cipherSuites KN3808"));
    expect(check({ issuer, hosts, algorithm: "ECDSA", cipherSuites: [...suites] })).to.deep.equal([]);
    expect(check({ ...pair, minProtocolVersion: "TLSV1_3", cipherSuites: [...suites] })).to.deep.equal(
      at(".cipherSuites KN1008"),
    );
  });

  it("cover the gateway's domain where URLs say https (KN3805)", () => {
    const names = (
      tls: GatewayTlsArgs,
      more: Partial<ServingArgs> = {},
      gateway: Partial<GatewayArgs> = {},
    ) =>
      checkGatewayNames({
        ingress: "istio",
        domain: "apps.example.com",
        gateways: [{ tls, ...gateway }],
        ...more,
      }).map(({ path, code }) => `${path} ${code}`);
    const flat = { network: { domainTemplate: "{{.Name}}-{{.Namespace}}.{{.Domain}}" } };
    expect(names({ issuer, hosts })).to.deep.equal(at(".hosts KN3805"));
    expect(names({ issuer, hosts }, flat)).to.deep.equal([]);
    expect(names({ issuer, hosts: ["*.default.apps.example.com"] })).to.deep.equal([]);
    expect(names({ issuer, hosts: [output("x")] })).to.deep.equal([]);
    expect(names(pair)).to.deep.equal(at(".certificate KN3805"));
    expect(names(pair, { network: { defaultExternalScheme: "http" } })).to.deep.equal([]);
    expect(names({ issuer, hosts }, {}, { domain: "red.example.com" })).to.deep.equal(at(".hosts KN3805"));
    const several = { domain: undefined, domains: [{ name: "a.example.com" }, { name: "apps.example.com" }] };
    expect(names({ issuer, hosts }, { ...several, ...flat })).to.deep.equal([]);
  });

  it("are no way round clients' certificates (KN6009)", async () => {
    const authority = (await makeTestPair({ names: [] })).certificate;
    expect(check({ ...pair, clientCa: authority, redirect: true })).to.deep.equal([]);
    const [open] = problems({ ...pair, clientCa: authority });
    expect(open).to.include({ path: "gateways[0].tls.clientCa", code: "KN6009" });
    expect(open?.reason).to.contain("needs redirect: true");
    expect(check({ ...pair, clientCa: "no certificate", redirect: true })).to.deep.equal(
      at(".clientCa KN3801"),
    );
    const old = await makeTestPair({ names: [], notAfter: new Date(Date.now() - dayMs / 2) });
    const both = `${authority}\n${old.certificate}`;
    expect(check({ ...pair, clientCa: both, redirect: true })).to.deep.equal(at(".clientCa KN3803"));
    const args: ServingArgs = {
      ingress: "istio",
      tls: { externalDomain: true, issuers: { external: issuer } },
      gateways: [{ tls: { secretName: "s", clientCa: authority, redirect: true } }],
    };
    expect(checkServing(args).map(({ path, code }) => `${path} ${code}`)).to.deep.equal(
      at(".clientCa KN6009"),
    );
  });
});

describe("istio: objects of gateways' certificates", () => {
  const render = (tls: GatewayTlsArgs) => renderIstioGateways(planIstioGateways([{ name: "public", tls }]));
  const find = (tls: GatewayTlsArgs, key: string) => {
    const found = render(tls).find((manifest) => keyOf(manifest) === key);
    expect(found, key).not.to.equal(undefined);
    return found;
  };
  const shown = (tls: GatewayTlsArgs) =>
    getAt(find(tls, "Gateway/istio-ingress/knative-gateway-public"), ["spec", "servers", 1, "tls"]);

  it("are a request to cert-manager that is waited for, with nothing said that wasn't asked", () => {
    const key = "Certificate/istio-ingress/knative-gateway-public-issued";
    const plain = find({ issuer, hosts }, key);
    expect(plain).to.deep.include({ apiVersion: "cert-manager.io/v1", kind: "Certificate" });
    expect(plain?.metadata.annotations).to.deep.equal({ "pulumi.com/waitFor": "condition=Ready" });
    expect(plain?.spec).to.deep.equal({
      secretName: "knative-gateway-public-issued",
      dnsNames: hosts,
      issuerRef: { name: "letsencrypt", kind: "ClusterIssuer" },
    });
    const all: GatewayTlsArgs = {
      issuer: { name: "ca", kind: "Issuer", group: "cert-manager.io" },
      hosts,
      algorithm: "ECDSA",
      duration: "720h",
      renewBefore: "240h",
    };
    expect(find(all, key)?.spec).to.deep.equal({
      secretName: "knative-gateway-public-issued",
      dnsNames: hosts,
      issuerRef: { name: "ca", kind: "Issuer", group: "cert-manager.io" },
      privateKey: { algorithm: "ECDSA" },
      duration: "720h0m0s",
      renewBefore: "240h0m0s",
    });
    const short = { issuer, hosts, duration: "90m", renewBefore: "1805s" };
    expect(find(short, key)?.spec).to.include({ duration: "1h30m0s", renewBefore: "30m5s" });
  });

  it("are a Secret of each way's own, so that a change of the way never takes away what came", () => {
    expect(shown({ issuer, hosts })).to.deep.equal({
      mode: "SIMPLE",
      credentialName: "knative-gateway-public-issued",
    });
    expect(shown({ certificate: "c", privateKey: "k" })).to.deep.equal({
      mode: "SIMPLE",
      credentialName: "knative-gateway-public-tls",
    });
    expect(shown({ secretName: "mine" })).to.deep.equal({ mode: "SIMPLE", credentialName: "mine" });
    const secrets = (tls: GatewayTlsArgs) =>
      render(tls)
        .filter(({ kind }) => kind === "Secret" || kind === "Certificate")
        .map(keyOf);
    expect(secrets({ secretName: "mine" })).to.deep.equal([]);
    expect(secrets({ certificate: "c", privateKey: "k" })).to.deep.equal([
      "Secret/istio-ingress/knative-gateway-public-tls",
    ]);
  });

  it("say versions and suites in Istio's words, and hold clients to their authorities", () => {
    const tls: GatewayTlsArgs = {
      issuer,
      hosts,
      minProtocolVersion: "TLSV1_2",
      cipherSuites: ["ECDHE-RSA-AES256-GCM-SHA384"],
      clientCa: "authorities",
      redirect: true,
    };
    expect(shown(tls)).to.deep.equal({
      mode: "MUTUAL",
      credentialName: "knative-gateway-public-issued",
      minProtocolVersion: "TLSV1_2",
      cipherSuites: ["ECDHE-RSA-AES256-GCM-SHA384"],
    });
    const authorities = find(tls, "Secret/istio-ingress/knative-gateway-public-issued-cacert");
    expect(authorities?.data).to.deep.equal({ cacert: Buffer.from("authorities").toString("base64") });
  });
});
