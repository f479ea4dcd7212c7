import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import { checkMultiCluster } from "../../../provider/src/multiCluster/multiCluster.check";

const image = "registry.example.com/shop:1";
const kubeconfig = JSON.stringify({
  clusters: [{ name: "a", cluster: { server: "https://a.example.com" } }],
  contexts: ["a", "b", "c"].map((name) => ({ name, context: { cluster: "a" } })),
});
const place = (context: string) => ({ name: context, cluster: { kubeconfig, context } });
const two = [place("a"), place("b")];
const outside = { domain: "example.com", gateways: [{ exposure: "LoadBalancer" as const }] };
const services = [{ name: "shop", image }];

const problems = (args: object) => checkMultiCluster({ clusters: two, ...args });
const codes = (args: object) => problems(args).map(({ path, code }) => `${path} ${code}`);

describe("multi-cluster: check", () => {
  it("takes clusters of defaults, and what the documentation shows", () => {
    expect(codes({})).to.deep.equal([]);
    expect(codes({ serving: outside, services, front: { hub: "a" } })).to.deep.equal([]);
    expect(
      codes({
        clusters: [
          { ...place("a"), weight: 10 },
          { ...place("b"), weight: 10, overrides: { services: [{ name: "shop", scale: { minScale: 2 } }] } },
          { ...place("c"), drained: true, services: [{ name: "reports", image }] },
        ],
        serving: outside,
        services,
        hosts: ["shop.default.example.com", "*.default.example.com"],
        alibabaDns: { zone: "example.com" },
      }),
    ).to.deep.equal([]);
  });

  it("tells what all have and is wrong once, by its own path", () => {
    expect(codes({ services: [{ name: "Shop", image }], serving: { release: "0.1" } })).to.have.members([
      "services[0].name KN4001",
      "serving.release KN3001",
    ]);
    expect(problems({ serving: { release: "0.1" } })[0]?.reason).not.to.contain("(in ");
  });

  it("tells what one cluster has of its own by the path of its override, service and cluster", () => {
    const clusters = [
      place("a"),
      {
        name: "b",
        cluster: { kubeconfig, context: "no" },
        overrides: { serving: { release: "0.1" }, services: [{ name: "shop", gateways: ["none"] }] },
        services: [{ name: "Reports", image }],
      },
    ];
    expect(codes({ clusters, services })).to.have.members([
      "clusters[1].cluster.context KN2002",
      "clusters[1].overrides.serving.release KN3001",
      "clusters[1].services[0].name KN4001",
    ]);
    const [, override] = [clusters[0], { ...clusters[1], cluster: place("b").cluster, services: [] }];
    const gateways = [{ ...override, overrides: { services: [{ name: "shop", gateways: ["none"] }] } }];
    expect(codes({ clusters: [place("a"), ...gateways], services })).to.deep.equal([
      "clusters[1].overrides.services[0].gateways[0] KN6061",
    ]);
  });

  it("names the clusters where what all have doesn't fit", () => {
    const clusters = [place("a"), { ...place("b"), overrides: { serving: { ingress: "istio" } } }];
    const found = problems({ clusters, serving: { kourier: 1 } });
    expect(found.map(({ path }) => path)).to.deep.equal(["serving.kourier"]);
    const tag = { services: [{ name: "shop", image, containerConcurrency: 2000 }] };
    const higher = { serving: { revisionDefaults: { containerConcurrencyMaxLimit: 3000 } } };
    const [problem, ...others] = problems({
      clusters: [place("a"), { ...place("b"), overrides: higher }],
      ...tag,
    });
    expect(others).to.deep.equal([]);
    expect(problem?.path).to.equal("services[0].containerConcurrency");
    expect(problem?.reason).to.match(/\(in a\)$/);
  });

  it("refuses shapes at once, with the nearest known name", () => {
    expect(codes({ clusters: [] })).to.deep.equal(["clusters KN1004"]);
    expect(codes({ clusters: [{ ...place("a"), wieght: 1 }] })).to.deep.equal(["clusters[0].wieght KN1001"]);
    expect(problems({ clusters: [{ ...place("a"), wieght: 1 }] })[0]?.reason).to.contain('"weight"');
    expect(codes({ clusters: [{ ...place("a"), weight: 101 }] })).to.deep.equal([
      "clusters[0].weight KN1004",
    ]);
    expect(codes({ clusters: [{ ...place("a"), name: "a".repeat(41) }] })).to.deep.equal([
      "clusters[0].name KN4001",
    ]);
    expect(codes({ hosts: ["https://shop.example.com"] })).to.deep.equal(["hosts[0] KN1006"]);
    const overrides = { services: [{ name: "shop", scale: { minScale: "two" } }], gateway: "x" };
    expect(codes({ clusters: [{ ...place("a"), overrides }], services })).to.have.members([
      "clusters[0].overrides.services[0].scale.minScale KN1002",
      "clusters[0].overrides.gateway KN1001",
    ]);
    expect(codes({ services: "shop", healthTimeoutSeconds: 3601 })).to.have.members([
      "services KN1002",
      "healthTimeoutSeconds KN1004",
    ]);
  });

  it("wants clusters that are not each other, and one that takes requests", () => {
    expect(codes({ clusters: [place("a"), { ...place("b"), name: "a" }] })).to.deep.equal([
      "clusters[1].name KN1007",
    ]);
    expect(codes({ clusters: [place("a"), { ...place("a"), name: "b" }] })).to.deep.equal([
      "clusters[1].cluster KN9501",
    ]);
    const unknown = { kubeconfig: output(kubeconfig) };
    expect(
      codes({
        clusters: [
          { name: "a", cluster: unknown },
          { name: "b", cluster: unknown },
        ],
      }),
    ).to.deep.equal([]);
    expect(
      codes({
        clusters: [
          { ...place("a"), drained: true },
          { ...place("b"), weight: 0 },
        ],
      }),
    ).to.deep.equal(["clusters KN9502"]);
  });

  it("overrides services that all have, each once", () => {
    const own = (...names: string[]) => ({
      clusters: [{ ...place("a"), overrides: { services: names.map((name) => ({ name })) } }],
      services,
    });
    expect(codes(own("shpo"))).to.deep.equal(["clusters[0].overrides.services[0].name KN9503"]);
    expect(problems(own("shpo"))[0]?.reason).to.contain('did you mean "shop"');
    expect(codes(own("shop", "shop"))).to.deep.equal(["clusters[0].overrides.services[1].name KN1007"]);
  });

  it("joins clusters only under names to which all answer", () => {
    const alibabaDns = { zone: "example.com" };
    const gateways = outside.gateways;
    expect(codes({ serving: { gateways }, services, alibabaDns })).to.deep.equal(["hosts KN9504"]);
    expect(
      codes({ serving: { ...outside, domain: output("example.com") }, services, alibabaDns }),
    ).to.deep.equal(["hosts KN9504"]);
    const other = { ...place("b"), overrides: { serving: { domain: "b.example.com" } } };
    const [unlike] = problems({ clusters: [place("a"), other], serving: outside, services, alibabaDns });
    expect(unlike?.code).to.equal("KN9504");
    expect(unlike?.reason)
      .to.contain("shop.default.example.com")
      .and.to.contain("shop.default.b.example.com");
    const hosts = ["shop.example.com", "shop.example.com", "shop.example.org"];
    expect(codes({ serving: outside, services, alibabaDns, hosts })).to.have.members([
      "hosts[1] KN1007",
      "hosts[2] KN7061",
    ]);
  });

  it("joins clusters only by gateways that are there and reached", () => {
    const front = { hub: "a" };
    expect(codes({ serving: outside, services, gateway: "defualt" })).to.deep.equal([
      "gateway KN9505",
      "gateway KN9505",
    ]);
    const inside = [{ ...place("b"), overrides: { serving: { gateways: [{}] } } }];
    const both = { clusters: [place("a"), ...inside], serving: outside, services, front };
    expect(codes(both)).to.deep.equal(["clusters[1] KN9506"]);
    expect(codes({ ...both, clusters: [place("a"), { ...inside[0], drained: true }] })).to.deep.equal([]);
    const nodes = { domain: "example.com", gateways: [{ exposure: "NodePort", address: "192.0.2.1" }] };
    expect(codes({ serving: nodes, services, front })).to.deep.equal([]);
    expect(codes({ serving: nodes, services, alibabaDns: { zone: "example.com" } })).to.deep.equal([
      "clusters[0] KN9506",
      "clusters[1] KN9506",
    ]);
  });

  it("knows what a record of Alibaba Cloud and a front can't do", () => {
    const given = { serving: outside, services };
    const alibabaDns = { zone: "example.com" };
    const weighted = [place("a"), { ...place("b"), weight: 10 }];
    expect(codes({ ...given, alibabaDns, clusters: weighted })).to.deep.equal(["alibabaDns KN9507"]);
    expect(codes({ ...given, alibabaDns, front: { hub: "a" } })).to.deep.equal(["front KN1008"]);
    expect(codes({ ...given, front: { hub: "c" } })).to.deep.equal(["front.hub KN9508"]);
    const selector = { "gateways.knative.pulumi.com/name": "public" };
    expect(codes({ ...given, front: { hub: "a", selector } })).to.deep.equal(["front.selector KN9509"]);
  });
});
