import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { parse } from "yaml";
import { getAt, keyOf } from "../../../provider/src/manifests/manifest";
import { auditFiles } from "../../../provider/src/security/audit.render";
import { securityReport } from "../../../provider/src/security/report";
import { falcoRules } from "../../../provider/src/security/runtime.render";
import type { SecurityArgs } from "../../../provider/src/security/security.args";
import { checkSecurity, securityNotices } from "../../../provider/src/security/security.check";
import { planSecurity } from "../../../provider/src/security/security.render";

const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
const codes = (args: object) => checkSecurity(args).map(({ path, code }) => `${path} ${code}`);
const keys = (args: SecurityArgs) => planSecurity(args).objects.map(keyOf);
const find = (args: SecurityArgs, key: string) =>
  planSecurity(args).objects.find((manifest) => keyOf(manifest) === key);

describe("security: what is made", () => {
  it("is nothing unless a layer is given, and is on", () => {
    expect(planSecurity({ mode: "strict" })).to.deep.equal({ objects: [], patches: [] });
    const off: SecurityArgs = {
      networkPolicies: { enabled: false },
      mutualTls: { enabled: false },
      images: { enabled: false, namespaces: ["shop"] },
      audit: { enabled: false, configMapNamespace: "kube-system" },
      runtime: { enabled: false },
      podSecurity: { enabled: false, namespaces: ["shop"] },
    };
    expect(planSecurity(off)).to.deep.equal({ objects: [], patches: [] });
    expect(securityReport(off)).to.deep.equal([]);
  });

  it("are network policies where they refuse; permissive, they are only reported", () => {
    const layer = { networkPolicies: { applicationNamespaces: ["shop"] } };
    expect(keys(layer)).to.include.members([
      "NetworkPolicy/knative-serving/knative-default-deny",
      "NetworkPolicy/shop/knative-services",
    ]);
    const permissive: SecurityArgs = { ...layer, mode: "permissive" };
    expect(keys(permissive)).to.deep.equal([]);
    expect(securityNotices(permissive)).to.have.length(1);
    expect(securityNotices(layer)).to.deep.equal([]);
    expect(securityReport(permissive)[0]?.refuses).to.include(
      "all but the roads of NetworkPolicy/shop/knative-services",
    );
  });

  it("is encryption with the exceptions that Knative needs, or without refusing anything", () => {
    const layer = { mutualTls: { namespaces: ["shop"] } };
    expect(find(layer, "PeerAuthentication/shop/default")).to.deep.include({
      spec: { mtls: { mode: "STRICT" } },
    });
    expect(keys(layer)).to.include("PeerAuthentication/knative-serving/activator-metrics");
    expect(keys({ mutualTls: { namespaces: ["shop"], plainMetrics: false } })).to.deep.equal([
      "PeerAuthentication/knative-serving/default",
      "PeerAuthentication/shop/default",
    ]);
    const permissive: SecurityArgs = {
      mutualTls: { namespaces: ["shop"], mode: "permissive", system: false },
    };
    expect(planSecurity(permissive).objects.map(({ spec, ...rest }) => [keyOf(rest), spec])).to.deep.equal([
      ["PeerAuthentication/shop/default", { mtls: { mode: "PERMISSIVE" } }],
    ]);
  });

  it("are policies of Sigstore, Knative's images among them, and labels of namespaces", () => {
    const args: SecurityArgs = {
      images: {
        namespaces: ["shop", "knative-serving"],
        rules: [
          { name: "ours", images: ["registry.example.com/team/**"], publicKey: pem },
          {
            name: "ci",
            images: ["ghcr.io/acme/*"],
            keyless: {
              issuer: "https://token.actions.githubusercontent.com",
              subjectRegExp: "^https://github.com/acme/.+$",
            },
          },
        ],
        unsigned: ["docker.io/library/busybox:*"],
      },
      podSecurity: { namespaces: ["shop"] },
    };
    expect(codes(args)).to.deep.equal([]);
    expect(find(args, "ClusterImagePolicy/knative-signed-knative")?.["spec"]).to.deep.include({
      mode: "enforce",
      images: [{ glob: "gcr.io/knative-releases/**" }],
    });
    expect(
      getAt(find(args, "ClusterImagePolicy/knative-signed-knative"), [
        "spec",
        "authorities",
        0,
        "keyless",
        "identities",
      ]),
    ).to.deep.equal([
      { issuer: "https://accounts.google.com", subject: "signer@knative-releases.iam.gserviceaccount.com" },
    ]);
    expect(
      getAt(find(args, "ClusterImagePolicy/knative-signed-ours"), ["spec", "authorities", 0]),
    ).to.deep.equal({
      name: "ours",
      key: { data: pem },
    });
    expect(
      getAt(find(args, "ClusterImagePolicy/knative-unsigned"), ["spec", "authorities", 0, "static"]),
    ).to.deep.equal({
      action: "pass",
    });
    expect(planSecurity(args).patches.map(({ metadata }) => [metadata.name, metadata.labels])).to.deep.equal([
      [
        "shop",
        {
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
          "pod-security.kubernetes.io/enforce": "restricted",
          "policy.sigstore.dev/include": "true",
        },
      ],
      ["knative-serving", { "policy.sigstore.dev/include": "true" }],
    ]);
    const permissive = { ...args, mode: "permissive" } as const;
    expect(find(permissive, "ClusterImagePolicy/knative-signed-ours")?.["spec"]).to.have.property(
      "mode",
      "warn",
    );
    expect(planSecurity(permissive).patches[0]?.metadata.labels).not.to.have.property(
      "pod-security.kubernetes.io/enforce",
    );
  });

  it("are policies of Kyverno, which change nothing where they only report", () => {
    const layer = (mode: "strict" | "permissive"): SecurityArgs => ({
      images: { engine: "kyverno", mode, namespaces: ["shop"] },
    });
    const key = "ClusterPolicy/knative-signed-knative";
    const path = ["spec", "rules", 0, "verifyImages", 0] as const;
    expect(getAt(find(layer("strict"), key), path)).to.deep.include({
      imageReferences: ["gcr.io/knative-releases/*"],
      failureAction: "Enforce",
      mutateDigest: true,
    });
    expect(getAt(find(layer("permissive"), key), path)).to.deep.include({
      failureAction: "Audit",
      mutateDigest: false,
      verifyDigest: false,
    });
    expect(planSecurity(layer("strict")).patches).to.deep.equal([]);
  });

  it("is an audit policy that never holds what is secret, and flags that name it", () => {
    interface Rule {
      readonly level: string;
      readonly resources?: readonly { readonly resources?: readonly string[] }[];
    }
    const { policy, webhook, flags } = auditFiles({ webhookUrl: "https://audit.example.com/k8s" }, true);
    const { rules } = parse(policy) as { readonly rules: readonly Rule[] };
    const secrets = rules.findIndex(({ resources }) =>
      resources?.some((one) => one.resources?.includes("secrets")),
    );
    expect(rules[secrets]?.level).to.equal("Metadata");
    expect(rules.findIndex(({ level }) => level === "RequestResponse")).to.be.greaterThan(secrets);
    expect(rules.at(-1)).to.deep.equal({ level: "Metadata" });
    expect(flags).to.include("--audit-webhook-config-file=/etc/kubernetes/audit/webhook.yaml");
    expect(getAt(parse(webhook ?? "") as object, ["clusters", 0, "cluster", "server"])).to.equal(
      "https://audit.example.com/k8s",
    );
    const permissive = auditFiles({}, false);
    expect(permissive.policy).not.to.contain("RequestResponse");
    expect(permissive.webhook).to.equal(undefined);
    const key = "ConfigMap/kube-system/knative-audit-policy";
    expect(find({ audit: { configMapNamespace: "kube-system" } }, key)?.["data"]).to.deep.equal({
      "policy.yaml": auditFiles({}, true).policy,
    });
  });

  it("are rules of Falco for services and for Knative's namespaces", () => {
    const rules = falcoRules({ namespaces: ["shop"], allowedPrograms: ["/opt/agent"] }, true);
    const condition = (name: string) => rules.find((one) => Object.values(one).includes(name));
    expect(condition("knative_service")).to.have.property("condition").that.contains("k8s.ns.name in (shop)");
    expect(condition("Unknown program in Knative's namespaces")).to.deep.include({ priority: "CRITICAL" });
    expect(JSON.stringify(rules)).to.contain("proc.exepath startswith /opt/agent");
    expect(JSON.stringify(falcoRules({}, false)))
      .to.contain('"NOTICE"')
      .and.not.to.contain("k8s.ns.name in ()");
    const map = find({ runtime: { falcoNamespace: "watch" } }, "ConfigMap/watch/knative-falco-rules");
    expect(parse(getAt(map, ["data", "knative_rules.yaml"]) as string)).to.deep.equal([
      ...falcoRules({}, true),
    ]);
  });

  it("is told of layer by layer, with the mode of each", () => {
    const report = securityReport({
      mode: "permissive",
      images: { namespaces: ["shop"], mode: "strict" },
      audit: {},
      podSecurity: { namespaces: ["shop"], level: "baseline" },
    });
    expect(report.map(({ layer, mode }) => `${layer} ${mode}`)).to.deep.equal([
      "images strict",
      "audit permissive",
      "podSecurity permissive",
    ]);
    expect(report[1]?.refuses).to.deep.equal([]);
    expect(report[2]?.refuses).to.deep.equal(["pods in shop beyond the level baseline"]);
  });
});
