import { expect } from "chai";
import type { ConfigData } from "../../../provider/src/serving/settings.render";
import { expectedUrl, type ServiceIdentity } from "../../../provider/src/serving/urls";

const hello = { name: "hello", namespace: "team-a", labels: { app: "secure", tier: "web" } };
const urlOf = (service: ServiceIdentity, domains: ConfigData, network: ConfigData = {}) =>
  expectedUrl(service, { domains, network });
const selector = (labels: Record<string, string>) => JSON.stringify({ selector: labels });

describe("serving: urls", () => {
  it("writes a service's URL as Knative does", () => {
    expect(urlOf(hello, { "example.com": "" })).to.equal("http://hello.team-a.example.com");
    expect(urlOf(hello, { "example.com": "" }, { "default-external-scheme": "https" })).to.equal(
      "https://hello.team-a.example.com",
    );
  });

  it("takes the domain with the longest selector that matches, the first by name among equals", () => {
    const domains = {
      "any.example.com": "",
      "other.example.com": selector({ app: "open", tier: "web", zone: "a" }),
      "secure.example.com": selector({ app: "secure" }),
      "secure-web.example.com": selector({ app: "secure", tier: "web" }),
      "a-web.example.com": selector({ tier: "web", app: "secure" }),
    };
    expect(urlOf(hello, domains)).to.equal("http://hello.team-a.a-web.example.com");
    expect(urlOf({ ...hello, labels: {} }, domains)).to.equal("http://hello.team-a.any.example.com");
  });

  it("tells https where each service has its own certificate and nobody stays with http", () => {
    const domains = { "example.com": "" };
    const certificates = { "external-domain-tls": "Enabled" };
    expect(urlOf(hello, domains, { ...certificates, "http-protocol": "Redirected" })).to.equal(
      "https://hello.team-a.example.com",
    );
    expect(urlOf(hello, domains, { ...certificates, "http-protocol": "Enabled" })).to.equal(undefined);
    expect(urlOf(hello, domains, { "auto-tls": "enabled", "http-protocol": "redirected" })).to.equal(
      "https://hello.team-a.example.com",
    );
  });

  it("puts names into a domain template", () => {
    const template = { "domain-template": "{{.Name}}-{{.Namespace}}.{{.Domain}}" };
    expect(urlOf(hello, { "example.com": "" }, template)).to.equal("http://hello-team-a.example.com");
  });

  it("tells the URL inside the cluster where a domain says so, whatever the template", () => {
    const domains = { "example.com": "", "svc.cluster.local": selector({ tier: "web" }) };
    const inside = "http://hello.team-a.svc.cluster.local";
    expect(urlOf(hello, domains)).to.equal(inside);
    const network = { "default-external-scheme": "https", "domain-template": "{{.Name}}.{{.Domain}}" };
    expect(urlOf(hello, domains, network)).to.equal(inside);
    expect(urlOf(hello, domains, { "cluster-local-domain-tls": "Enabled" })).to.equal(undefined);
  });

  it("tells http for a service without a certificate of its own", () => {
    const network = { "external-domain-tls": "Enabled", "http-protocol": "Redirected" };
    const plain = { ...hello, disableExternalDomainTls: true };
    expect(urlOf(plain, { "example.com": "" }, network)).to.equal("http://hello.team-a.example.com");
  });

  it("expects nothing where the URL can't be told beforehand", () => {
    const domains = { "example.com": "" };
    expect(
      urlOf(hello, domains, { "domain-template": '{{.Name}}.{{index .Labels "app"}}.{{.Domain}}' }),
    ).to.equal(undefined);
    expect(urlOf(hello, domains, { "external-domain-tls": "Enabled" })).to.equal(undefined);
    expect(urlOf(hello, domains, { "external-domain-tls": "Disabled" })).to.not.equal(undefined);
    expect(urlOf(hello, { "svc.other.domain": "" })).to.equal(undefined);
    expect(urlOf(hello, { "x.example.com": selector({ app: "other" }) })).to.equal(undefined);
  });
});
