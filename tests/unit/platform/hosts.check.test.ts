import { expect } from "chai";
import { checkHosts } from "../../../provider/src/platform/hosts.check";
import type { ServiceArgs } from "../../../provider/src/service/service.args";
import type { ServingArgs } from "../../../provider/src/serving/serving.args";

const service = (name: string, namespace: string, more: Partial<ServiceArgs> = {}): ServiceArgs => ({
  name,
  namespace,
  image: "registry.example.com/app:1",
  ...more,
});
const check = (network: ServingArgs["network"], ...services: readonly ServiceArgs[]) =>
  checkHosts({ domain: "example.com", network }, services).map(({ path, code }) => `${path} ${code}`);
const flat = { domainTemplate: "{{.Name}}-{{.Namespace}}.{{.Domain}}" };

describe("P13: hosts by the installation's templates", () => {
  it("have labels of at most 63 characters", () => {
    expect(check(flat, service("n".repeat(40), "m".repeat(30)))).to.deep.equal(["services[0].name KN4025"]);
    expect(check(flat, service("n".repeat(32), "m".repeat(30)))).to.deep.equal([]);
    expect(check({}, service("n".repeat(40), "m".repeat(30)))).to.deep.equal([]);
  });

  it("have them with tags, too, whose names have a template of their own", () => {
    const traffic = [{ latestRevision: true, percent: 100, tag: "candidate" }];
    const tagged = service("n".repeat(27), "m".repeat(30), { traffic });
    expect(check(flat, tagged)).to.deep.equal(["services[0].traffic[0].tag KN4025"]);
    expect(check({ ...flat, tagTemplate: "{{.Tag}}" }, tagged)).to.deep.equal([]);
  });

  it("are each service's own", () => {
    const both = [service("hello", "a"), service("hello", "b")];
    expect(check({ domainTemplate: "{{.Name}}.{{.Domain}}" }, ...both)).to.deep.equal([
      "services[1].name KN4025",
    ]);
    expect(check({}, ...both)).to.deep.equal([]);
    expect(
      check(
        { domainTemplate: "{{.Name}}.{{.Domain}}" },
        both[0] as ServiceArgs,
        service("hello", "b", { visibility: "cluster-local" }),
      ),
    ).to.deep.equal([]);
  });

  it("aren't judged where a template is more than names, or domains differ by labels", () => {
    const clever = { domainTemplate: '{{index .Annotations "host"}}.{{.Domain}}' };
    expect(check(clever, service("hello", "a"), service("hello", "b"))).to.deep.equal([]);
    const domains = [{ name: "a.example.com", selector: { team: "a" } }, { name: "b.example.com" }];
    const found = checkHosts({ domains, network: { domainTemplate: "{{.Name}}.{{.Domain}}" } }, [
      service("hello", "a", { labels: { team: "a" } }),
      service("hello", "b"),
    ]);
    expect(found).to.deep.equal([]);
  });
});
