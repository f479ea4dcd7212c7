import { expect } from "chai";
import type { GatewayArgs } from "../../../provider/src/gateway/gateway";
import { keyOf } from "../../../provider/src/manifests/manifest";
import type { NetworkPoliciesArgs } from "../../../provider/src/policies/policies.args";
import { renderNetworkPolicies } from "../../../provider/src/policies/policies.render";
import type { Layer } from "../../../provider/src/policies/roads";
import { checkServing } from "../../../provider/src/serving/serving.check";
import { allows, readPolicies } from "../../support/networkPolicies";
import { istio, mesh, severalGateways, World } from "./world";

describe("network policies: Istio", () => {
  const world = new World(istio(severalGateways, { install: {}, mesh }));
  const allowed = (args: NetworkPoliciesArgs, from: string, to: string, port: number) =>
    allows(readPolicies(renderNetworkPolicies({ enabled: true, ...args }, world.layer)), {
      from: world.member(from).endpoint,
      to: world.member(to).endpoint,
      port,
    });

  it("open each gateway as far as its own exposure says", () => {
    expect(allowed({}, "the world", "gateway-public (public)", 8443)).to.equal(true);
    expect(allowed({}, "the world", "gateway-private (private)", 8443)).to.equal(false);
    expect(allowed({}, "another pod of apps", "gateway-private (private)", 8443)).to.equal(true);
    expect(
      allowed({ gatewaySources: ["192.0.2.0/24"] }, "the world", "gateway-public (public)", 8080),
    ).to.equal(false);
  });

  it("open the ports for the inside where gateways serve it, and those for the outside nowhere else", () => {
    expect(allowed({}, "another pod of apps", "gateway-inside (inside)", 8081)).to.equal(true);
    expect(allowed({}, "another pod of apps", "gateway-inside (inside)", 8080)).to.equal(false);
    expect(allowed({}, "another pod of apps", "gateway-public (public)", 8081)).to.equal(false);
  });

  it("let every gateway, and nobody else, reach the pods of services", () => {
    const service = "services (some-00001)";
    const to = { applicationNamespaces: ["apps"] };
    for (const from of ["public (public)", "private (private)", "inside (inside)", "old (old)"]) {
      expect(allowed(to, `gateway-${from}`, service, 8012), from).to.equal(true);
    }
    expect(allowed(to, "a stranger in intranet", service, 8012)).to.equal(false);
    const plain = new World(istio(severalGateways));
    const policies = readPolicies(renderNetworkPolicies({ enabled: true, ...to }, plain.layer));
    const meshed = { from: plain.member("a pod in the mesh").endpoint, to: plain.member(service).endpoint };
    expect(allows(policies, { ...meshed, port: 8012 })).to.equal(false);
    expect(allowed(to, "a pod in the mesh", service, 8012)).to.equal(true);
  });

  it("close nothing in Istio's namespace but istiod's pods, and those only where Istio is installed here", () => {
    expect(allowed({}, "the world", "a stranger in istio-system", 22)).to.equal(true);
    expect(allowed({}, "the world", "istiod (istiod)", 15012)).to.equal(false);
    expect(allowed({ egress: true }, "istiod (istiod)", "the world", 443)).to.equal(true);
    const keys = (layer: Layer) => renderNetworkPolicies({ enabled: true }, layer).map(keyOf);
    expect(keys(world.layer)).to.include("NetworkPolicy/istio-system/knative-istiod");
    expect(keys(istio([{}])).filter((key) => key.includes("istio-system"))).to.deep.equal([]);
  });

  it("leave the policies of others as they are when a gateway of the same namespace is added", () => {
    const of = (gateways: GatewayArgs[]) =>
      new Map(
        renderNetworkPolicies({ enabled: true }, istio(gateways)).map((policy) => [keyOf(policy), policy]),
      );
    const [before, after] = [of(severalGateways), of([...severalGateways, { name: "more" }])];
    expect([...after.keys()].filter((key) => !before.has(key))).to.deep.equal([
      "NetworkPolicy/istio-ingress/knative-gateway-more",
    ]);
    for (const [key, policy] of before) {
      expect(after.get(key), key).to.deep.equal(policy);
    }
  });

  it("keep applications out of the namespaces of gateways and of Istio", () => {
    const problems = checkServing({
      ingress: "istio",
      gateways: severalGateways,
      networkPolicies: {
        enabled: true,
        applicationNamespaces: ["apps", "intranet", "istio-system", "knative-serving", "kourier-system"],
      },
    });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      "networkPolicies.applicationNamespaces[1] KN3601",
      "networkPolicies.applicationNamespaces[2] KN3601",
      "networkPolicies.applicationNamespaces[3] KN3601",
    ]);
  });
});
