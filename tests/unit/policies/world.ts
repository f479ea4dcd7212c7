import { Exposure, type GatewayArgs } from "../../../provider/src/gateway/gateway";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { istioLayer } from "../../../provider/src/policies/roads.istio";
import type { Layer, Place, Program, Road } from "../../../provider/src/policies/roads";
import type { NetworkPoliciesArgs } from "../../../provider/src/policies/policies.args";
import type { Endpoint } from "../../support/networkPolicies";

/** Settings that leave nobody unnamed: then the table of roads says everything. */
export const closedArgs: NetworkPoliciesArgs = {
  enabled: true,
  egress: true,
  applicationNamespaces: ["apps"],
  apiServerCidrs: ["10.0.0.0/28"],
  gatewaySources: ["192.0.2.0/24", "2001:db8::/32"],
  monitoringNamespace: "monitoring",
};

export const istio = (gateways: GatewayArgs[], args: IstioArgs = {}) =>
  istioLayer(planIstioGateways(gateways, args), args);
export const severalGateways: GatewayArgs[] = [
  { name: "public", default: true, exposure: Exposure.LoadBalancer },
  { name: "private", namespace: "intranet" },
  { name: "inside", local: true, namespace: "inside" },
  { name: "old", namespace: "istio-system" },
];
export const mesh = { injection: true, namespaces: ["meshed"] };

const namespace = (name: string) => ({ name, labels: { "kubernetes.io/metadata.name": name } });
let hosts = 0;
const pod = (home: string, labels: Readonly<Record<string, string>> = {}): Endpoint => ({
  address: `10.244.0.${++hosts}`,
  namespace: namespace(home),
  labels,
});

/** A member of the cluster, or one outside, with the places of the table that it stands for. */
export interface Member {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly places: readonly Place[];
  /** What it is a pod of, where policies are made for it. */
  readonly program?: Program;
}

/** Pods of a program, one for each value that its label can have. */
function podsOf(name: string, program: Program, layer: Layer): Member[] {
  const { namespaces: [home] = ["apps"], label, values = ["some-00001"], places } = program;
  const local = places.includes("localGateway") ? layer.peers?.localGateway?.label : undefined;
  return values.map((value) => ({
    name: `${name} (${value})`,
    endpoint: pod(home ?? "", { [label]: value, ...(local === undefined ? {} : { [local]: value }) }),
    places: [...places, "pods"],
    program,
  }));
}

const outside = (name: string, address: string, ...places: Place[]): Member => ({
  name,
  endpoint: { address },
  places,
});

const stranger = (home: string): Member => ({
  name: `a stranger in ${home}`,
  endpoint: pod(home, { app: "stranger" }),
  places: ["pods"],
});

/** A cluster with one of everything that can call or be called; registries are wherever someone says, so all are. */
export class World {
  readonly members: readonly Member[];
  /** Every port of the table, and some that nobody has business with. */
  readonly ports: readonly number[];

  constructor(readonly layer: Layer) {
    const { programs, roads, closed } = layer;
    this.ports = [
      ...new Set([...roads.flatMap(({ ports: used }) => used), 22, 8008, 8022, 9901, 15000, 15021]),
    ];
    this.members = [
      ...Object.entries(programs).flatMap(([name, program]) => podsOf(name, program, layer)),
      {
        name: "a service elsewhere",
        endpoint: pod("elsewhere", { "serving.knative.dev/revision": "other-00001" }),
        places: ["services", "pods"],
      },
      { name: "another pod of apps", endpoint: pod("apps", { app: "database" }), places: ["pods"] },
      { name: "a pod in the mesh", endpoint: pod("meshed"), places: ["mesh", "pods"] },
      ...closed.map(stranger),
      stranger("istio-system"),
      ...(programs.istiod === undefined
        ? [
            {
              name: "a found istiod",
              endpoint: pod("istio-system", { app: "istiod" }),
              places: ["istiod", "pods"] as const,
            },
          ]
        : []),
      {
        name: "Prometheus",
        endpoint: pod("monitoring", { app: "prometheus" }),
        places: ["prometheus", "pods"],
      },
      { name: "CoreDNS", endpoint: pod("kube-system", { "k8s-app": "kube-dns" }), places: ["dns", "pods"] },
      {
        name: "a solver",
        endpoint: pod("apps", { "acme.cert-manager.io/http01-solver": "true" }),
        places: ["challengeSolvers", "pods"],
      },
      outside("a client", "192.0.2.77", "clients"),
      outside("a client by IPv6", "2001:db8::7", "clients"),
      outside("the world", "203.0.113.9"),
      outside("the API server", "10.0.0.1", "apiServer"),
      outside("the cloud's metadata", "169.254.169.254", "cloudMetadata", "dns"),
      outside("a node's DNS cache", "169.254.20.10", "dns"),
    ];
  }

  member(name: string): Member {
    const found = this.members.find((one) => one.name === name);
    if (found === undefined) {
      throw new Error(`nobody is called ${name}`);
    }
    return found;
  }

  /** Whether the table of roads lets a connection through, told without any policy. */
  onRoad(from: Member, to: Member, port: number, protocol: "TCP" | "UDP"): boolean {
    const { roads } = this.layer;
    const open = (road: Road) => has(road, port, protocol);
    const stands = (member: Member, places: readonly Place[]) =>
      member.program !== undefined && places.some((place) => member.program?.places.includes(place));
    const targets: readonly Place[] = [...to.places, "registries"];
    const isBound = this.inClosed(from) || (isSystem(from) && from.program?.isFreeOut !== true);
    const out =
      !isBound ||
      roads.some(
        (road) => open(road) && stands(from, road.from) && road.to.some((place) => targets.includes(place)),
      );
    const into =
      (to.program === undefined && !this.inClosed(to)) ||
      roads.some(
        (road) => open(road) && stands(to, road.to) && road.from.some((place) => from.places.includes(place)),
      );
    return out && into;
  }

  private inClosed({ endpoint }: Member): boolean {
    return this.layer.closed.includes(endpoint.namespace?.name ?? "");
  }
}

/** A program of the system, in whichever namespace; services are not. */
export const isSystem = ({ program }: Member): boolean => program?.namespaces !== undefined;

const has = (road: Road, port: number, protocol: "TCP" | "UDP") =>
  road.ports.includes(port) && (road.protocols ?? ["TCP"]).includes(protocol);
