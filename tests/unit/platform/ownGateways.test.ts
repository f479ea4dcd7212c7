import { expect } from "chai";
import type { ServiceArgs, ServingArgs } from "../../../provider/src";
import { checkServicesOfLayer } from "../../../provider/src/platform/gateways";

const image = "registry.example.com/app:v1";
const serving: ServingArgs = {
  ingress: "istio",
  gateways: [
    { name: "public", default: true },
    { name: "partners", ports: { http: 8080, https: 8443 } },
    { name: "machines", tls: { secretName: "s", clientCa: "authorities", redirect: true } },
  ],
};
const mapped = (name: string, gateways?: string[]): ServiceArgs => ({
  name,
  image,
  gateways,
  domainMappings: [{ domain: `${name}.example.com`, tlsSecretName: "own" }],
});
const check = (services: ServiceArgs[], args = serving) =>
  checkServicesOfLayer(services, args).map(({ path, code }) => `${path} ${code}`);

describe("platform: Gateways that Knative writes for one service", () => {
  it("are for 80 and 443 (KN6011), and ask nobody for a certificate (KN6009)", () => {
    const services = [mapped("a"), mapped("b", ["partners"]), mapped("c", ["public", "machines"])];
    expect(check(services)).to.deep.equal([
      "services[1].domainMappings[0].tlsSecretName KN6011",
      "services[2].domainMappings[0].tlsSecretName KN6009",
    ]);
    const [ports] = checkServicesOfLayer([mapped("b", ["partners"])], serving);
    expect(ports?.reason)
      .to.contain('the gateway "partners" has 8080 and 8443')
      .and.contain("another gateway");
    expect(check([{ ...mapped("b", ["partners"]), visibility: "cluster-local" }])).to.deep.equal([]);
    expect(check(services, { gateways: [{ ports: { http: 8080 } }] })).to.deep.equal([]);
  });

  it("take a service that redirects off the gateways' certificates (KN6012)", () => {
    const redirected: ServiceArgs = { name: "a", image, httpProtocol: "Redirected" };
    expect(check([redirected])).to.deep.equal(["services[0].httpProtocol KN6012"]);
    const certified: ServingArgs = {
      ingress: "istio",
      tls: { externalDomain: true, issuers: { external: { name: "ca" } } },
    };
    expect(check([redirected], certified)).to.deep.equal([]);
    expect(check([redirected], {})).to.deep.equal([]);
  });
});
