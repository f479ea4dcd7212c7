import { isSecret, output, secret, type Output } from "@pulumi/pulumi";
import { expect } from "chai";
import { parse } from "yaml";
import { releases } from "../../../provider/src/release/catalog";
import { getAt, isKind, keyOf, type Manifest } from "../../../provider/src/manifests/manifest";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { loadServing } from "../../../provider/src/serving/serving.load";
import { planServing } from "../../../provider/src/serving/serving.plan";
import { renderServing } from "../../../provider/src/serving/serving.render";
import { tlsConfig } from "../../../provider/src/serving/tls.render";
import { valueOf } from "../../support/recorder";
import { needReleases } from "../../support/releases";

const issuers = { external: { name: "public" }, systemInternal: { kind: "Issuer", name: "inner" } } as const;
const own = { certificate: "a certificate", privateKey: "a key" };

describe("serving: settings of tls", () => {
  it("are none without it", () => {
    expect(tlsConfig()).to.deep.equal({
      "config-network": {},
      "config-kourier": {},
      "config-certmanager": {},
    });
  });

  it("are upstream's keys", () => {
    const config = tlsConfig({
      certificate: { secretName: "gateway" },
      externalDomain: true,
      clusterLocalDomain: false,
      systemInternal: true,
      issuers,
      redirect: true,
      wildcardNamespaces: { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
      cipherSuites: ["AES128-SHA", "AES256-SHA"],
    });
    const selector = config["config-network"]?.["namespace-wildcard-cert-selector"];
    expect(parse(selector as string)).to.deep.equal({
      matchExpressions: [{ key: "team", operator: "In", values: ["a"] }],
    });
    expect(config).to.deep.equal({
      "config-network": {
        "external-domain-tls": "Enabled",
        "cluster-local-domain-tls": "Disabled",
        "system-internal-tls": "Enabled",
        "namespace-wildcard-cert-selector": selector,
        "http-protocol": "Redirected",
        "default-external-scheme": "https",
      },
      "config-kourier": {
        "certs-secret-name": "gateway",
        "certs-secret-namespace": "kourier-system",
        "cipher-suites": "AES128-SHA,AES256-SHA",
      },
      "config-certmanager": {
        issuerRef: "kind: ClusterIssuer\nname: public\n",
        systemInternalIssuerRef: "kind: Issuer\nname: inner\n",
      },
    });
  });

  it("may be known later: names of Secrets and issuers", async () => {
    const config = tlsConfig({
      certificate: { secretName: output("later"), namespace: "certificates" },
      issuers: { external: { name: output("soon") } },
    });
    expect(await valueOf(config["config-kourier"]?.["certs-secret-name"] as Output<string>)).to.equal(
      "later",
    );
    expect(await valueOf(config["config-certmanager"]?.["issuerRef"] as Output<string>)).to.equal(
      "kind: ClusterIssuer\nname: soon\n",
    );
  });
});

for (const { minor } of releases()) {
  describe(`serving: tls in ${minor}`, () => {
    let mirror: string;

    before(function () {
      mirror = needReleases(this);
    });

    function render(args: ServingArgs): readonly Manifest[] {
      const plan = planServing({ release: minor, source: { mirror }, ...args });
      const rendered = renderServing(plan, loadServing(plan).manifests);
      expect(rendered.problems).to.deep.equal([]);
      return rendered.manifests;
    }
    const find = (manifests: readonly Manifest[], key: string): Manifest => {
      const found = manifests.find((manifest) => keyOf(manifest) === key);
      expect(found, key).not.to.equal(undefined);
      return found as Manifest;
    };
    const podAnnotations = (manifests: readonly Manifest[], name: string) =>
      (getAt(find(manifests, `Deployment/knative-serving/${name}`), [
        "spec",
        "template",
        "metadata",
        "annotations",
      ]) ?? {}) as Readonly<Record<string, unknown>>;

    it("puts the settings where Knative and Kourier read them, and lets typed settings and config win", () => {
      const manifests = render({
        tls: {
          certificate: { secretName: "own" },
          externalDomain: true,
          issuers: { external: { name: "x" } },
        },
        network: { defaultExternalScheme: "http" },
        config: { "config-kourier": { "cipher-suites": "AES128-SHA" } },
      });
      expect(find(manifests, "ConfigMap/knative-serving/config-network").data).to.include({
        "external-domain-tls": "Enabled",
        "default-external-scheme": "http",
        "ingress-class": "kourier.ingress.networking.knative.dev",
      });
      expect(find(manifests, "ConfigMap/knative-serving/config-kourier").data).to.include({
        "certs-secret-name": "own",
        "certs-secret-namespace": "kourier-system",
        "cipher-suites": "AES128-SHA",
      });
      expect(find(manifests, "ConfigMap/knative-serving/config-certmanager").data).to.deep.equal({
        issuerRef: "kind: ClusterIssuer\nname: x\n",
      });
      expect(
        manifests.some((manifest) => isKind(manifest, "Secret", "knative-gateway-certificate")),
      ).to.equal(false);
    });

    it("makes the gateway's Secret of a certificate, with a key that stays secret", async () => {
      const manifests = render({ tls: { certificate: own } });
      const made = find(manifests, "Secret/kourier-system/knative-gateway-certificate");
      const data = made.data as { "tls.crt": string; "tls.key": Output<string> };
      expect(made.type).to.equal("kubernetes.io/tls");
      expect(data["tls.crt"]).to.equal(Buffer.from("a certificate").toString("base64"));
      expect(await valueOf(data["tls.key"])).to.equal(Buffer.from("a key").toString("base64"));
      expect(await isSecret(data["tls.key"])).to.equal(true);
      expect(find(manifests, "ConfigMap/knative-serving/config-kourier").data).to.include({
        "certs-secret-name": "knative-gateway-certificate",
        "certs-secret-namespace": "kourier-system",
      });
    });

    it("starts Kourier's controller anew with a new certificate, and nothing else", async () => {
      const key = "pulumi-knative/gateway-certificate";
      const marks = [own, { ...own, certificate: "renewed" }, { ...own, privateKey: "other" }].map(
        (certificate) => podAnnotations(render({ tls: { certificate } }), "net-kourier-controller")[key],
      );
      expect(marks[0]).to.match(/^[0-9a-f]{16}$/);
      expect(marks[1]).not.to.equal(marks[0]);
      expect(marks[2]).to.equal(marks[0]);
      const hidden = { ...own, certificate: secret(own.certificate) };
      const later = podAnnotations(render({ tls: { certificate: hidden } }), "net-kourier-controller")[key];
      expect(await valueOf(later as Output<string>)).to.equal(marks[0]);
      expect(await isSecret(later as Output<string>)).to.equal(false);
      expect(podAnnotations(render({ tls: { certificate: own } }), "controller")).not.to.have.property(key);
    });

    it("starts programs anew when what they read at their start is switched, by whichever property", () => {
      const key = "pulumi-knative/tls";
      const marks = (args: ServingArgs) => {
        const manifests = render(args);
        return ["controller", "activator", "webhook"].map((name) => podAnnotations(manifests, name)[key]);
      };
      expect(marks({})).to.deep.equal([undefined, undefined, undefined]);
      expect(marks({ tls: { certificate: own, redirect: true } })).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
      expect(marks({ tls: { externalDomain: true } })).to.deep.equal([
        "external-domain-tls",
        undefined,
        undefined,
      ]);
      expect(
        marks({ tls: { externalDomain: true, systemInternal: true, wildcardNamespaces: {} } }),
      ).to.deep.equal([
        "external-domain-tls,namespace-wildcard-cert-selector,system-internal-tls",
        "system-internal-tls",
        undefined,
      ]);
      const config = { "config-network": { "system-internal-tls": "enabled" } };
      expect(marks({ config })).to.deep.equal(["system-internal-tls", "system-internal-tls", undefined]);
      expect(marks({ tls: { systemInternal: false } })).to.deep.equal([undefined, undefined, undefined]);
    });
  });
}
