import { expect } from "chai";
import type { PlatformArgs } from "../../../provider/src/platform/platform.args";
import { checkPlatform } from "../../../provider/src/platform/platform.check";
import { problemLine, ProblemsError, under } from "../../../provider/src/problems";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "a", cluster: { server: "https://a.example.com" } }],
  contexts: [{ name: "a", context: { cluster: "a" } }],
});
const check = (args: unknown) =>
  checkPlatform({ cluster: { kubeconfig }, ...(args as PlatformArgs) }).map(
    ({ path, code }) => `${path} ${code}`,
  );
const image = "registry.example.com/app:1";

describe("platform: check", () => {
  it("accepts a platform of defaults", () => {
    expect(check({})).to.deep.equal([]);
    expect(check({ serving: {}, services: [{ name: "a", image }] })).to.deep.equal([]);
  });

  it("reports the problems of all parts at once, by their paths", () => {
    expect(
      check({
        cluster: { kubeconfig, context: "b", minimumKubernetesVersion: "new", timeoutSeconds: 0 },
        serving: { release: "0.1", gateways: [{ exposure: "Public" }] },
        services: [
          { name: "a", image, traffic: [{ percent: 99 }] },
          { image },
          { name: "a", image },
          { name: "B", image },
        ],
        service: [],
      }),
    ).to.have.members([
      "service KN1001",
      "cluster.minimumKubernetesVersion KN1006",
      "cluster.timeoutSeconds KN1004",
      "serving.release KN3001",
      "serving.gateways[0].exposure KN1003",
      "services[0].traffic KN4004",
      "services[1].name KN1005",
      "services[2].name KN1007",
      "services[3].name KN4001",
    ]);
  });

  it("tells services of two namespaces apart", () => {
    expect(
      check({
        services: [
          { name: "a", image },
          { name: "a", namespace: "b", image },
        ],
      }),
    ).to.deep.equal([]);
  });

  it("uses the installation's list of registries whose tags are not resolved", () => {
    const services = [{ name: "a", image: "my.registry:5000/app" }];
    expect(check({ services })).to.deep.equal([]);
    expect(
      check({ services, serving: { deployment: { registriesSkippingTagResolving: ["my.registry:5000"] } } }),
    ).to.deep.equal(["services[0].image KN4010"]);
  });

  it("holds services against the installation's own settings, unless those are wrong", () => {
    const services = [{ name: "a", image, timeoutSeconds: 601 }];
    expect(check({ services })).to.deep.equal(["services[0].timeoutSeconds KN4022"]);
    expect(check({ services, serving: { replicas: 0 } })).to.deep.equal(["serving.replicas KN1004"]);
  });

  it("says what services do to each other where it is the cluster that is wrong", () => {
    const services = ["a", "b"].map((name) => ({
      name,
      image,
      domainMappings: [{ domain: "a.example.org" }],
    }));
    expect(check({ cluster: { kubeconfig, timeoutSeconds: "soon" }, services })).to.have.members([
      "cluster.timeoutSeconds KN1002",
      "services[1].domainMappings[0].domain KN3902",
    ]);
  });

  it("says nothing between parts of which one can't be read", () => {
    const services = ["a", "b"].map((name) => ({
      name,
      image,
      domainMappings: [{ domain: "a.example.org" }],
    }));
    expect(check({ services, serving: { replicas: "two" } })).to.deep.equal(["serving.replicas KN1002"]);
  });

  it("tells services[1] from services[10]", () => {
    const fine = Array.from({ length: 11 }, (_, index) => ({ name: `s${index}`, image }));
    const services = fine.map((service, index) => ({
      ...service,
      ...(index === 10 ? { port: 0 } : index === 1 ? { timeoutSeconds: 601 } : {}),
    }));
    expect(check({ services })).to.have.members([
      "services[10].port KN1004",
      "services[1].timeoutSeconds KN4022",
    ]);
  });

  it("survives parts that are no maps or lists", () => {
    expect(check({ serving: "x", services: { a: 1 } })).to.have.members([
      "serving KN1002",
      "services KN1002",
    ]);
  });
});

describe("problems: the error", () => {
  const problems = under("serving", [
    { path: "release", code: "KN3001", reason: "is unknown" },
    { path: "", code: "KN1002", reason: "must be a map" },
  ] as const);

  it("lists every problem with its path and code, and no stack", () => {
    const error = new ProblemsError("Platform", problems);
    expect(error.message).to.equal(
      "Platform has 2 problems with its inputs:\n  - serving.release: is unknown [KN3001]\n  - serving: must be a map [KN1002]",
    );
    expect(error.stack).to.equal(error.message);
    expect(error.errors).to.deep.include({ propertyPath: "serving.release", reason: "is unknown [KN3001]" });
  });

  it("writes stack file paths with the project's prefix", () => {
    const [problem] = under("pulumi-knative:", problems);
    expect(problemLine(problem ?? problems[0]!)).to.equal(
      "pulumi-knative:serving.release: is unknown [KN3001]",
    );
  });
});
