import { expect } from "chai";
import { Serving } from "../../provider/src/serving/serving";
import type { ServingArgs } from "../../provider/src/serving/serving.args";
import { neededBy, record, valueOf, type Recording, type Respond } from "../support/recorder";
import { needReleases } from "../support/releases";

/** A cluster whose gateways have an address. */
const respond: Respond = (type, _, inputs) =>
  type === "kubernetes:gateway.networking.k8s.io/v1:Gateway"
    ? { ...inputs, status: { addresses: [{ type: "IPAddress", value: "203.0.113.7" }] } }
    : inputs;

describe("graph: gateway api", () => {
  let mirror: string;

  before(function () {
    mirror = needReleases(this);
  });

  const gateways: NonNullable<ServingArgs["gateways"]> = [
    { name: "public" },
    { name: "inside", local: true },
  ];
  const install = (args: ServingArgs = {}, preview = false): Promise<Recording<Serving>> =>
    record(
      () =>
        new Serving("knative", {
          source: { mirror },
          ingress: "gateway-api",
          gatewayApi: { className: "istio" },
          gateways,
          ...args,
        }),
      preview ? { preview, isNew: true } : { respond },
    );
  const named = ({ registrations }: Recording<unknown>, name: string) => {
    const found = registrations.find((one) => one.name === name);
    expect(found, name).not.to.equal(undefined);
    return found as NonNullable<typeof found>;
  };
  const config = "knative:ConfigMap/knative-serving/config-domain";

  it("makes the domain of the address that the Gateway tells", async () => {
    const recording = await install();
    expect(named(recording, config).inputs.data).to.deep.equal({ "203.0.113.7.sslip.io": "" });
    expect(await valueOf(recording.result.domain)).to.equal("203.0.113.7.sslip.io");
    expect(await valueOf(recording.result.gateways)).to.deep.equal([
      {
        name: "public",
        address: "203.0.113.7",
        httpPort: 80,
        httpsPort: 443,
        domain: "203.0.113.7.sslip.io",
      },
    ]);
    expect(await valueOf(recording.result.ingressClass)).to.equal(
      "gateway-api.ingress.networking.knative.dev",
    );
  });

  it("makes the gateways after their namespace, and before the one program that reads their domain", async () => {
    const recording = await install();
    const gateway = named(recording, "knative:Gateway/knative-gateways/knative-gateway-public");
    expect(gateway.parent).to.equal("knative");
    const before = neededBy(recording, gateway.name);
    expect(before).to.include("knative:Namespace/knative-gateways");
    expect([...before].filter((name) => name.includes(":Deployment/"))).to.deep.equal([]);
    expect(gateway.deletedWith).to.equal("knative:Namespace/knative-gateways");
    expect(neededBy(recording, "knative:Deployment/knative-serving/controller")).to.include(gateway.name);
    expect(neededBy(recording, "knative:Deployment/knative-serving/activator")).not.to.include(gateway.name);
  });

  it("leaves the address open in a preview, and shows every object", async () => {
    const recording = await install({}, true);
    expect(await valueOf(recording.result.domain)).to.equal(undefined);
    named(recording, "knative:Gateway/knative-gateways/knative-gateway-inside");
    named(recording, config);
  });

  it("reads the address of a Gateway that is there, and registers none", async () => {
    const [, inner = {}] = gateways;
    const recording = await install({
      gateways: [{ name: "public", namespace: "infra", gatewayApi: { existing: "shared" } }, inner],
    });
    const gatewaysMade = recording.registrations
      .map(({ name }) => name)
      .filter((name) => name.includes("Gateway/"));
    expect(gatewaysMade).to.deep.equal(["knative:Gateway/knative-gateways/knative-gateway-inside"]);
    expect(await valueOf(recording.result.domain)).to.equal("203.0.113.7.sslip.io");
    expect(named(recording, config).inputs.data).to.deep.equal({ "203.0.113.7.sslip.io": "" });
  });

  it("reports the address that clients use instead, with the domain that is given", async () => {
    const [outer = {}, inner = {}] = gateways;
    const recording = await install({
      domain: "apps.example.com",
      gateways: [{ ...outer, address: "gw.example.com" }, inner],
    });
    expect((await valueOf(recording.result.gateways))?.[0]).to.include({
      address: "gw.example.com",
      domain: "apps.example.com",
    });
  });
});
