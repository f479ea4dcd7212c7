import { expect } from "chai";
import { Exposure } from "../../../provider/src/gateway/gateway";
import { keyOf } from "../../../provider/src/manifests/manifest";
import { phaseOf } from "../../../provider/src/manifests/phases";
import type { NetworkPoliciesArgs } from "../../../provider/src/policies/policies.args";
import { renderNetworkPolicies } from "../../../provider/src/policies/policies.render";
import { kourierLayer } from "../../../provider/src/policies/roads.kourier";
import type { Layer } from "../../../provider/src/policies/roads";
import { allows, networkPolicy, readPolicies } from "../../support/networkPolicies";
import { closedArgs, isSystem, istio, mesh, severalGateways, World } from "./world";

const protocols = ["TCP", "UDP"] as const;
const layers: Readonly<Record<string, Layer>> = {
  Kourier: kourierLayer(Exposure.ClusterIP),
  "one gateway of Istio": istio([{}]),
  "several gateways of Istio": istio(severalGateways),
  "Istio installed here, with a mesh": istio(severalGateways, { install: {}, mesh }),
  "a mesh without gateways": istio([], { mesh }),
};

/** Every connection that two sides see differently. */
function differences(world: World, args: NetworkPoliciesArgs, expected: World["onRoad"]): string[] {
  const policies = readPolicies(renderNetworkPolicies(args, world.layer));
  return world.members.flatMap((from) =>
    world.members.flatMap((to) =>
      world.ports.flatMap((port) =>
        protocols.flatMap((protocol) => {
          const packet = { from: from.endpoint, to: to.endpoint, port, protocol };
          const allowed = allows(policies, packet);
          return allowed === expected(from, to, port, protocol)
            ? []
            : [`${from.name} -> ${to.name} ${port}/${protocol}: ${allowed ? "open" : "closed"}`];
        }),
      ),
    ),
  );
}

for (const [name, layer] of Object.entries(layers)) {
  describe(`network policies: roads of ${name}`, () => {
    const world = new World(layer);
    const { members, ports } = world;
    const onRoad: World["onRoad"] = (...packet) => world.onRoad(...packet);
    const policies = readPolicies(renderNetworkPolicies(closedArgs, layer));

    for (const road of layer.roads) {
      it(`let ${road.from.join(", ")} through to ${road.to.join(", ")} at ${road.ports.join(", ")}`, () => {
        // A program of Knative is let do what its own roads say, not what any pod may.
        const callers = members.filter((member) =>
          road.from.some((place) =>
            isSystem(member)
              ? member.program?.places.includes(place) === true
              : member.places.includes(place),
          ),
        );
        // Whoever answers may be a registry.
        const called = members.filter(
          (member) =>
            road.to.some((place) => member.places.includes(place)) ||
            (road.to.includes("registries") && member.name === "the world"),
        );
        const hasGateways = Object.values(layer.programs).some(({ places }) => places.includes("gateway"));
        const isOfGateways = [...road.from, ...road.to].some((place) => /gateway/i.test(place));
        expect(callers.length * called.length > 0 || (isOfGateways && !hasGateways)).to.equal(true);
        for (const from of callers.filter((one) => !one.name.startsWith("a stranger in"))) {
          for (const to of called) {
            for (const port of road.ports) {
              const packet = { from: from.endpoint, to: to.endpoint, port, protocol: road.protocols?.[0] };
              expect(allows(policies, packet), `${from.name} -> ${to.name} ${port}`).to.equal(true);
            }
          }
        }
      });
    }

    it("are all there is: any other connection from or to a program of Knative is closed", () => {
      expect(differences(world, closedArgs, onRoad)).to.deep.equal([]);
    });

    it("closes far more than it opens", () => {
      const open = members.flatMap((from) =>
        members.filter((to) => ports.some((port) => onRoad(from, to, port, "TCP"))).map(() => from),
      );
      expect(open.length)
        .to.be.greaterThan(0)
        .and.lessThan(members.length ** 2);
      expect(onRoad(world.member("the world"), world.member("webhook (webhook)"), 8443, "TCP")).to.equal(
        false,
      );
    });

    it("are objects that the API server takes whole, each once", () => {
      const rendered = renderNetworkPolicies(closedArgs, layer);
      expect(new Set(rendered.map(keyOf)).size).to.equal(rendered.length);
      for (const policy of rendered) {
        expect(networkPolicy.safeParse(policy).error, keyOf(policy)).to.equal(undefined);
        expect(JSON.stringify(policy), keyOf(policy)).not.to.contain('""');
      }
    });
  });
}

describe("network policies: the comparison", () => {
  it("notices a road that is missing", () => {
    const world = new World(kourierLayer(Exposure.ClusterIP));
    const without: World["onRoad"] = (from, to, port, protocol) =>
      !(from.places.includes("gateway") && port === 18000) && world.onRoad(from, to, port, protocol);
    expect(differences(world, closedArgs, without)).to.deep.equal([
      "gateway (3scale-kourier-gateway) -> net-kourier-controller (net-kourier-controller) 18000/TCP: open",
    ]);
  });
});

describe("network policies: settings", () => {
  const kourier = new World(kourierLayer(Exposure.ClusterIP));
  const allowed = (args: NetworkPoliciesArgs, exposure: Exposure, from: string, to: string, port: number) =>
    allows(readPolicies(renderNetworkPolicies({ enabled: true, ...args }, kourierLayer(exposure))), {
      from: kourier.member(from).endpoint,
      to: kourier.member(to).endpoint,
      port,
    });
  const gateway = "gateway (3scale-kourier-gateway)";
  const webhook = "webhook (webhook)";

  it("are none unless enabled", () => {
    expect(renderNetworkPolicies(undefined, kourier.layer)).to.deep.equal([]);
    expect(renderNetworkPolicies({ applicationNamespaces: ["apps"] }, kourier.layer)).to.deep.equal([]);
  });

  it("open the gateway as far as its exposure says", () => {
    expect(allowed({}, Exposure.ClusterIP, "another pod of apps", gateway, 8080)).to.equal(true);
    expect(allowed({}, Exposure.ClusterIP, "the world", gateway, 8080)).to.equal(false);
    for (const exposure of [Exposure.LoadBalancer, Exposure.NodePort]) {
      expect(allowed({}, exposure, "the world", gateway, 8443)).to.equal(true);
      expect(allowed({}, exposure, "the world", gateway, 8081)).to.equal(false);
      expect(allowed({ gatewaySources: ["192.0.2.0/24"] }, exposure, "the world", gateway, 8443)).to.equal(
        false,
      );
      expect(allowed({ gatewaySources: ["192.0.2.0/24"] }, exposure, "a client", gateway, 8443)).to.equal(
        true,
      );
    }
  });

  it("open the webhook to anyone at its one port, or to the API server alone", () => {
    expect(allowed({}, Exposure.ClusterIP, "the world", webhook, 8443)).to.equal(true);
    expect(allowed({}, Exposure.ClusterIP, "the world", webhook, 9090)).to.equal(false);
    const apiServerCidrs = ["10.0.0.0/28"];
    expect(allowed({ apiServerCidrs }, Exposure.ClusterIP, "the world", webhook, 8443)).to.equal(false);
    expect(allowed({ apiServerCidrs }, Exposure.ClusterIP, "the API server", webhook, 8443)).to.equal(true);
  });

  it("close metrics to all but the namespaces that are named", () => {
    const activator = "activator (activator)";
    expect(allowed({}, Exposure.ClusterIP, "Prometheus", activator, 9090)).to.equal(false);
    const labels = { "kubernetes.io/metadata.name": "monitoring" };
    expect(
      allowed({ monitoringNamespaceLabels: labels }, Exposure.ClusterIP, "Prometheus", activator, 9090),
    ).to.equal(true);
    expect(
      allowed(
        { monitoringNamespaceLabels: labels },
        Exposure.ClusterIP,
        "another pod of apps",
        activator,
        9090,
      ),
    ).to.equal(false);
  });

  it("leave what Knative's programs open alone unless egress is asked for", () => {
    const activator = "activator (activator)";
    expect(allowed({}, Exposure.ClusterIP, activator, "the world", 443)).to.equal(true);
    expect(allowed({ egress: true }, Exposure.ClusterIP, activator, "the world", 4317)).to.equal(false);
    const egressCidrs = ["203.0.113.0/24"];
    expect(allowed({ egress: true, egressCidrs }, Exposure.ClusterIP, activator, "the world", 4317)).to.equal(
      true,
    );
  });

  it("take other ports of the API server and the registries, and another namespace for DNS", () => {
    const args = {
      egress: true,
      apiServerPorts: [8443],
      registryPorts: [8080],
      dnsNamespaceLabels: { "kubernetes.io/metadata.name": "monitoring" },
    };
    const controller = "controller (controller)";
    expect(allowed(args, Exposure.ClusterIP, controller, "the API server", 8443)).to.equal(true);
    expect(allowed(args, Exposure.ClusterIP, controller, "the API server", 6443)).to.equal(false);
    expect(allowed(args, Exposure.ClusterIP, controller, "the world", 8080)).to.equal(true);
    expect(allowed(args, Exposure.ClusterIP, controller, "the world", 5000)).to.equal(false);
    expect(allowed(args, Exposure.ClusterIP, controller, "Prometheus", 53)).to.equal(true);
    expect(allowed(args, Exposure.ClusterIP, controller, "CoreDNS", 53)).to.equal(false);
  });

  it("leave pods beside the services and services of other namespaces alone", () => {
    for (const to of ["another pod of apps", "a service elsewhere"]) {
      expect(
        allowed({ applicationNamespaces: ["apps"] }, Exposure.ClusterIP, "the world", to, 5432),
        to,
      ).to.equal(true);
    }
    const service = "services (some-00001)";
    expect(
      allowed({ applicationNamespaces: ["apps"] }, Exposure.ClusterIP, "another pod of apps", service, 8012),
    ).to.equal(false);
  });

  it("are objects that the API server takes whole, each once, and that are there before the pods", () => {
    const policies = renderNetworkPolicies(closedArgs, kourierLayer(Exposure.LoadBalancer));
    const keys = policies.map(keyOf);
    expect(new Set(keys).size).to.equal(keys.length);
    expect(keys).to.include.members([
      "NetworkPolicy/knative-serving/knative-default-deny",
      "NetworkPolicy/kourier-system/knative-default-deny",
      "NetworkPolicy/kourier-system/knative-gateway",
      "NetworkPolicy/apps/knative-services",
    ]);
    for (const policy of policies) {
      expect(networkPolicy.safeParse(policy).error, keyOf(policy)).to.equal(undefined);
      expect(phaseOf(policy).name).to.equal("base");
    }
  });
});
