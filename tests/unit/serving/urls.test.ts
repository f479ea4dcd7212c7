import { expect } from "chai";
import { externalUrl } from "../../../provider/src/serving/urls";

const hello = { name: "hello", namespace: "team-a", labels: { app: "secure", tier: "web" } };
const selector = (labels: Record<string, string>) => JSON.stringify({ selector: labels });

describe("serving: urls", () => {
  it("writes a service's URL as Knative does", () => {
    expect(externalUrl(hello, { "example.com": "" }, {})).to.equal("http://hello.team-a.example.com");
    expect(externalUrl(hello, { "example.com": "" }, { "default-external-scheme": "https" })).to.equal(
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
    expect(externalUrl(hello, domains, {})).to.equal("http://hello.team-a.a-web.example.com");
    expect(externalUrl({ ...hello, labels: {} }, domains, {})).to.equal(
      "http://hello.team-a.any.example.com",
    );
  });

  it("expects nothing where the URL can't be told beforehand", () => {
    const domains = { "example.com": "" };
    expect(externalUrl(hello, domains, { "domain-template": "{{.Name}}.{{.Domain}}" })).to.equal(undefined);
    expect(externalUrl(hello, domains, { "external-domain-tls": "Enabled" })).to.equal(undefined);
    expect(externalUrl(hello, domains, { "external-domain-tls": "Disabled" })).to.not.equal(undefined);
    expect(externalUrl(hello, { "svc.cluster.local": "" }, {})).to.equal(undefined);
    expect(externalUrl(hello, { "x.example.com": selector({ app: "other" }) }, {})).to.equal(undefined);
  });
});
