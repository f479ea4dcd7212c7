import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { hostEntries, isPrivate, urlsUnder } from "../../../provider/src/platform/domains";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { Visibility } from "../../../provider/src/service/visibility";

const image = "registry.example.com/app:1";
const inside = { name: "svc.cluster.local", selector: { audience: "internal" } };
// A cluster that is not known yet: the machine's own kubeconfig has nothing to do with it.
const codes = (args: Parameters<typeof checkPlatform>[0]) =>
  checkPlatform({ cluster: { kubeconfig: pulumi.output("") }, ...args }).map(
    ({ path, code }) => `${code} ${path}`,
  );

describe("platform: domains", () => {
  it("takes a service for private by its own word, by its labels, or because all are", () => {
    const service = { name: "app", image };
    expect(isPrivate(service, {})).to.equal(false);
    expect(isPrivate({ ...service, visibility: Visibility.ClusterLocal }, {})).to.equal(true);
    expect(isPrivate(service, { visibility: Visibility.ClusterLocal })).to.equal(true);
    const domains = [{ name: "example.com" }, inside];
    expect(isPrivate({ ...service, labels: { audience: "internal" } }, { domains })).to.equal(true);
    expect(isPrivate({ ...service, labels: { audience: "public" } }, { domains })).to.equal(false);
  });

  it("refuses a label that may make a service private, and is not known, beside further domains", () => {
    const labels = { audience: pulumi.output("internal"), app: pulumi.output("x") };
    const services = [{ name: "app", image, labels }];
    const domains = [{ name: "example.com" }, inside];
    expect(codes({ services, serving: { domains } })).to.deep.equal([]);
    expect(codes({ services, serving: { domains, additionalDomains: ["new.example.com"] } })).to.deep.equal([
      'KN1009 services[0].labels["audience"]',
    ]);
  });

  it("lists the URLs of external services under further domains", () => {
    const services = [
      { name: "app", image },
      { name: "shop", namespace: "team", image },
      { name: "inner", image, visibility: Visibility.ClusterLocal },
    ];
    expect(urlsUnder(["a.example.com", "b.example.com"], services, {})).to.deep.equal([
      "http://app.default.a.example.com",
      "http://app.default.b.example.com",
      "http://shop.team.a.example.com",
      "http://shop.team.b.example.com",
    ]);
  });

  it("writes a line for a hosts file for each name outside, once", () => {
    const urls = [
      "http://app.default.example.com",
      "https://app.default.example.com",
      "http://inner.default.svc.cluster.local",
      "",
    ];
    expect(hostEntries("10.0.0.7", urls)).to.deep.equal(["10.0.0.7 app.default.example.com"]);
    expect(hostEntries("fd00::7", urls)).to.deep.equal(["fd00::7 app.default.example.com"]);
    expect(hostEntries("lb.example.com", urls)).to.deep.equal([]);
    expect(hostEntries("", urls)).to.deep.equal([]);
  });
});
