import { expect } from "chai";
import type * as pulumi from "@pulumi/pulumi";
import { renderAdditionalDomains } from "../../../provider/src/service/additionalDomains";
import { checkService } from "../../../provider/src/service/service.check";
import { Visibility, type ServiceArgs } from "../../../provider/src/service/service.args";

const image = "registry.example.com/app:1";
const codes = (args: Partial<ServiceArgs>) =>
  checkService("app", { image, ...args }).map(({ path, code }) => `${code} ${path}`);

interface Rule {
  readonly hosts: pulumi.Output<string[]>;
  readonly http: { readonly paths: readonly [{ readonly rewriteHost: string; readonly splits: unknown }] };
}

async function rulesOf(args: Partial<ServiceArgs>) {
  const { rules } = renderAdditionalDomains("app", { image, ...args })?.spec as { rules: readonly Rule[] };
  const promised = rules.map(
    ({ hosts }) => new Promise<string[]>((resolve) => hosts.apply((known) => resolve(known))),
  );
  const hosts = await Promise.all(promised);
  return rules.map(({ http }, index) => ({ hosts: hosts[index], ...http.paths[0] }));
}

describe("service: additional domains", () => {
  it("needs no ingress of its own without further domains", () => {
    expect(renderAdditionalDomains("app", { image })).to.equal(undefined);
    expect(renderAdditionalDomains("app", { image, additionalDomains: [] })).to.equal(undefined);
  });

  it("is an ingress beside the service's own, of the same class, and waited for", () => {
    const args = {
      image,
      namespace: "team",
      ingressClass: "other.class",
      additionalDomains: ["example.com"],
    };
    expect(renderAdditionalDomains("app", args)?.metadata).to.deep.equal({
      name: "app.additional-domains",
      namespace: "team",
      annotations: {
        "networking.knative.dev/ingress.class": "other.class",
        "pulumi.com/waitFor": "condition=Ready",
      },
    });
  });

  it("leaves the last letter of each name open, so that it never stands against an exact one", async () => {
    expect(await rulesOf({ additionalDomains: ["old.example.com", "10.0.0.7.sslip.io"] })).to.deep.equal([
      {
        hosts: ["app.default.10.0.0.7.sslip.i*", "app.default.old.example.co*"],
        rewriteHost: "app.default.svc.cluster.local",
        splits: [{ serviceName: "app", serviceNamespace: "default", servicePort: 80, percent: 100 }],
      },
    ]);
  });

  it("is the same whichever of two domains comes first, and names each once", async () => {
    const one = await rulesOf({ additionalDomains: ["a.example.com", "b.example.com"] });
    const other = await rulesOf({ additionalDomains: ["b.example.com", "a.example.com", "b.example.com"] });
    expect(other).to.deep.equal(one);
  });

  it("serves tags, too", async () => {
    const traffic = [{ percent: 100, tag: "current" }, { revisionName: "app-1" }];
    const [, tagged] = await rulesOf({ traffic, additionalDomains: ["example.com"] });
    expect(tagged).to.deep.equal({
      hosts: ["current-app.default.example.co*"],
      rewriteHost: "current-app.default.svc.cluster.local",
      splits: [{ serviceName: "current-app", serviceNamespace: "default", servicePort: 80, percent: 100 }],
    });
  });

  it("serves the tags of a rollout", async () => {
    const rules = await rulesOf({ rollout: { current: "app-00001" }, additionalDomains: ["example.com"] });
    expect(rules.flatMap(({ hosts }) => hosts)).to.deep.equal([
      "app.default.example.co*",
      "current-app.default.example.co*",
      "candidate-app.default.example.co*",
    ]);
  });

  it("refuses what would make a private service public, names that are none outside, and doubles", () => {
    expect(codes({ additionalDomains: ["example.com"] })).to.deep.equal([]);
    expect(codes({ additionalDomains: ["example.com"], visibility: Visibility.ClusterLocal })).to.deep.equal([
      "KN4040 additionalDomains",
    ]);
    expect(codes({ additionalDomains: ["svc.cluster.local", "localdomain", "a.b", "a.b"] })).to.deep.equal([
      "KN3410 additionalDomains[0]",
      "KN3410 additionalDomains[1]",
      "KN1007 additionalDomains[3]",
    ]);
    expect(codes({ additionalDomains: ["not a name"] })).to.deep.equal(["KN1006 additionalDomains[0]"]);
  });
});
