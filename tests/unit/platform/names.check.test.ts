import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src/platform/platform.args";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";
import { makeTestPair, type TestPair } from "../../support/certificates";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "a", cluster: { server: "https://a.example.com" } }],
  contexts: [{ name: "a", context: { cluster: "a" } }],
});
const service = (name: string, more: Partial<ServiceArgs> = {}): ServiceArgs => ({
  name,
  image: "registry.example.com/app:1",
  ...more,
});
const mapped = (name: string, ...domains: readonly string[]) =>
  service(name, { domainMappings: domains.map((domain) => ({ domain })) });
const problems = (serving: ServingArgs, services: readonly ServiceArgs[]) =>
  checkPlatform({ cluster: { kubeconfig }, serving, services: [...services] } satisfies PlatformArgs);
const check = (...args: Parameters<typeof problems>) =>
  problems(...args).map(({ path, code }) => `${path} ${code}`);

describe("platform: names", () => {
  let pair: TestPair;
  before(async () => {
    pair = await makeTestPair({ names: ["*.default.example.com", "shop.example.org"] });
  });

  it("refuses a domain that two services map, whatever their namespaces", () => {
    const services = [
      mapped("a", "shop.example.org", "a.example.org"),
      { ...mapped("b", "b.example.org", "shop.example.org"), namespace: "other" },
    ];
    expect(check({}, services)).to.deep.equal(["services[1].domainMappings[1].domain KN3902"]);
    expect(problems({}, services)[0]?.reason).to.contain("services[0].domainMappings[0]");
    expect(check({}, [mapped("a", "x.org", "x.org")])).to.deep.equal([
      "services[0].domainMappings[1].domain KN3902",
    ]);
  });

  it("refuses a domain that is the name of a service already", () => {
    const serving = { domain: "example.com" };
    expect(check(serving, [service("a"), mapped("b", "a.default.example.com")])).to.deep.equal([
      "services[1].domainMappings[0].domain KN3904",
    ]);
    const hidden = service("a", { visibility: "cluster-local" });
    expect(check(serving, [hidden, mapped("b", "a.default.example.com")])).to.deep.equal([]);
    expect(check({}, [service("a"), mapped("b", "a.default.example.com")])).to.deep.equal([]);
  });

  it("refuses the redirect of a domain for which nothing answers by HTTPS", () => {
    const redirected = (tlsSecretName?: string) =>
      service("a", {
        domainMappings: [{ domain: "shop.example.org", httpProtocol: "Redirected", tlsSecretName }],
      });
    expect(check({}, [redirected()])).to.deep.equal(["services[0].domainMappings[0].httpProtocol KN3905"]);
    expect(check({}, [redirected("shop-tls")])).to.deep.equal([]);
    expect(check({ tls: { certificate: { secretName: "own" } } }, [redirected()])).to.deep.equal([]);
  });

  it("wants the gateway's certificate to cover every name that services are told by", () => {
    const serving = { domain: "example.com", tls: { certificate: pair } };
    expect(check(serving, [service("a"), mapped("b", "shop.example.org")])).to.deep.equal([]);
    const services = [
      service("a"),
      service("a", { namespace: "team-a" }),
      service("b", { namespace: "team-a" }),
      mapped("c", "www.example.org"),
      service("d", { namespace: "team-b", visibility: "cluster-local" }),
      service("e", { domainMappings: [{ domain: "own.example.net", tlsSecretName: "own" }] }),
    ];
    expect(check(serving, services)).to.deep.equal(["serving.tls.certificate.certificate KN3805"]);
    const [problem] = problems(serving, services);
    expect(problem?.reason)
      .to.contain("lacks *.team-a.example.com, www.example.org, which")
      .and.to.contain("each namespace needs its own");
    const external = { externalDomain: true, issuers: { external: { name: "ca" } } };
    expect(check({ ...serving, tls: { ...serving.tls, ...external } }, services)).to.deep.equal([]);
  });

  it("lists a few of many names that are lacking", () => {
    const services = "abcdefg".split("").map((namespace) => service("x", { namespace }));
    const [problem] = problems({ domain: "example.com", tls: { certificate: pair } }, services);
    expect(problem?.reason).to.contain("*.e.example.com and 2 more");
  });

  it("knows the domain that a service's labels choose, and leaves labels that aren't known", () => {
    const domains = [{ name: "example.com" }, { name: "example.net", selector: { site: "net" } }];
    const serving = { domains, tls: { certificate: pair } };
    const net = async () => ({
      certificate: await makeTestPair({ names: ["*.default.example.com", "*.default.example.net"] }),
    });
    return net().then((tls) => {
      expect(
        check({ ...serving, tls }, [service("a"), service("b", { labels: { site: "net" } })]),
      ).to.deep.equal([]);
      expect(
        check({ ...serving, tls }, [service("b", { namespace: "x", labels: { site: output("net") } })]),
      ).to.deep.equal([]);
      expect(
        problems({ ...serving, tls }, [service("b", { namespace: "x", labels: { site: "net" } })])[0]?.reason,
      ).to.contain("*.x.example.net");
    });
  });
});
