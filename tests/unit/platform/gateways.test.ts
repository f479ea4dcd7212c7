import { expect } from "chai";
import {
  checkServicesGateways,
  gatewayNames,
  withGatewayNames,
  withPorts,
  withUrls,
} from "../../../provider/src/platform/gateways";
import type { ServiceArgs, ServingArgs } from "../../../provider/src";

const image = "registry.example.com/app:v1";
const serving: ServingArgs = {
  ingress: "istio",
  gateways: [{ name: "public", default: true }, { name: "private" }, { name: "inside", local: true }],
};
const service = (name: string, more: Partial<ServiceArgs> = {}): ServiceArgs => ({ name, image, ...more });
const addressed = (name: string, address: string) => ({
  name,
  address,
  httpPort: 80,
  httpsPort: 443,
  domain: `${address}.sslip.io`,
});

describe("platform: gateways of services", () => {
  it("are those for the outside", () => {
    expect(gatewayNames(serving)).to.deep.equal(["public", "private"]);
    expect(gatewayNames()).to.deep.equal(["default"]);
  });

  it("are all that there are where a service asks for all", () => {
    const all = withGatewayNames(service("a", { gateways: ["*"] }), serving);
    expect(all.gateways).to.deep.equal(["public", "private"]);
    const none = service("a", { gateways: [] });
    expect(withGatewayNames(none, serving)).to.equal(none);
    expect(withGatewayNames(service("a", { gateways: ["default"] })).gateways).to.equal(undefined);
  });

  it("must be there, so that one that is still used can't be removed", () => {
    const services = [service("a", { gateways: ["private"] }), service("b", { gateways: ["pivate", "*"] })];
    expect(checkServicesGateways(services, serving).map(({ path, code }) => `${path} ${code}`)).to.deep.equal(
      ["services[1].gateways[0] KN6061"],
    );
    const removed = checkServicesGateways(
      [service("a", { gateways: ["private"] }), service("api", { namespace: "team", gateways: ["private"] })],
      { ingress: "istio", gateways: [{ name: "public", default: true }, { name: "privat2" }] },
    );
    expect(removed.map(({ path }) => path)).to.deep.equal([
      "services[0].gateways[0]",
      "services[1].gateways[0]",
    ]);
    expect(removed[0]?.reason).to.contain("the service a asks").and.contain('did you mean "privat2"?');
    expect(removed[1]?.reason).to.contain("the service team/api asks");
  });

  it("give their ports to the URLs of what they serve, and to no other", () => {
    const services = [
      service("open"),
      service("team", { gateways: ["private"] }),
      service("named", { labels: { app: "a" } }),
      service("hidden", { visibility: "cluster-local" }),
    ];
    const url = (name: string) => `http://${name}.example.com`;
    const urls = Object.fromEntries(["open", "team", "named", "hidden"].map((name) => [name, url(name)]));
    const gateways = [
      { ...addressed("public", "203.0.113.1"), httpPort: 30080 },
      addressed("private", "10.0.0.1"),
    ];
    expect(withPorts(urls, gateways, services, serving)).to.deep.equal({
      open: `${url("open")}:30080`,
      team: url("team"),
      named: `${url("named")}:30080`,
      hidden: url("hidden"),
    });
    expect(withUrls(gateways, urls, services, serving)[0]?.urls.open).to.equal(`${url("open")}:30080`);
  });

  it("are chosen by the name of a service, too, which Knative writes on its route", () => {
    const own: ServingArgs = {
      ingress: "istio",
      gateways: [
        { name: "public", default: true },
        { name: "own", services: { matchLabels: { "serving.knative.dev/service": "a" } } },
      ],
    };
    const gateways = [addressed("public", "203.0.113.1"), addressed("own", "203.0.113.2")];
    const services = [service("a"), service("b")];
    expect(withUrls(gateways, { a: "u1", b: "u2" }, services, own).map(({ urls }) => urls)).to.deep.equal([
      { b: "u2" },
      { a: "u1" },
    ]);
  });

  it("tell the URLs that they serve", () => {
    const services = [
      service("open"),
      service("both", { gateways: ["public", "private"] }),
      service("team", { namespace: "apps", gateways: ["private"] }),
      service("hidden", { visibility: "cluster-local" }),
      service("none", { gateways: [] }),
    ];
    const urls = { open: "u1", both: "u2", "apps/team": "u3", hidden: "u4", none: "u5" };
    const gateways = [addressed("public", "203.0.113.1"), addressed("private", "10.0.0.1")];
    expect(
      withUrls(gateways, urls, services, serving).map(({ name, urls: own }) => [name, own]),
    ).to.deep.equal([
      ["public", { open: "u1", both: "u2" }],
      ["private", { both: "u2", "apps/team": "u3" }],
    ]);
  });
});
