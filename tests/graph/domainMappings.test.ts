import { expect } from "chai";
import { Service } from "../../provider/src/service/service";
import type { ServiceArgs } from "../../provider/src/service/service.args";
import { record, valueOf, type Recording, type Respond } from "../support/recorder";

const image = "registry.example.com/app:1";

/** A cluster that tells a mapping's URL. */
const respond: Respond = (type, name, inputs) =>
  type.endsWith(":DomainMapping")
    ? { ...inputs, status: { url: `https://${name.split("/").at(-1)}` } }
    : inputs;

const run = (...services: readonly (readonly [string, Partial<ServiceArgs>])[]) =>
  record(() => services.map(([name, args]) => new Service(name, { image, ...args })), { respond });
const objects = ({ registrations }: Recording<unknown>) =>
  registrations.filter(({ type }) => type.startsWith("kubernetes:"));

describe("graph: domain mappings", () => {
  const domainMappings = [{ domain: "shop.example.com" }, { domain: "www.example.com", claim: false }];

  it("come after the service and their claims, and so go before them", async () => {
    const recording = await run(["shop", { namespace: "team-a", domainMappings }]);
    expect(
      objects(recording).map(({ name, parent, dependencies }) => [name, parent, dependencies]),
    ).to.have.deep.members([
      ["shop:Service/team-a/shop", "shop", []],
      ["ClusterDomainClaim/shop.example.com", "shop", ["shop:Service/team-a/shop"]],
      [
        "DomainMapping/team-a/shop.example.com",
        "shop",
        ["shop:Service/team-a/shop", "ClusterDomainClaim/shop.example.com"],
      ],
      ["DomainMapping/team-a/www.example.com", "shop", ["shop:Service/team-a/shop"]],
    ]);
    expect(objects(recording).map(({ type }) => type)).to.include(
      "kubernetes:serving.knative.dev/v1beta1:DomainMapping",
    );
  });

  it("are told by their URLs, in their order", async () => {
    const { result } = await run(["shop", { domainMappings }], ["bare", {}]);
    const [shop, bare] = result;
    expect(shop && (await valueOf(shop.domainUrls))).to.deep.equal([
      "https://shop.example.com",
      "https://www.example.com",
    ]);
    expect(bare && (await valueOf(bare.domainUrls))).to.deep.equal([]);
  });

  it("stay the same resources when they move to another service, so that the domain is never missing", async () => {
    const urns = async (owner: "old" | "new") => {
      const args = (name: string) => [name, name === owner ? { domainMappings } : {}] as const;
      return objects(await run(args("old"), args("new")))
        .filter(({ name }) => name.includes("example.com"))
        .map(({ urn }) => urn);
    };
    expect(await urns("new")).to.deep.equal(await urns("old"));
  });

  it("take the ingress class of their service", async () => {
    const recording = await run(["shop", { domainMappings, ingressClass: "x.example.com" }]);
    const [mapping] = objects(recording).filter(({ type }) => type.endsWith(":DomainMapping"));
    expect(mapping?.inputs.metadata).to.have.nested.property(
      "annotations.networking\\.knative\\.dev/ingress-class",
      "x.example.com",
    );
  });
});
