import { readFileSync, writeFileSync } from "node:fs";
import { commonRoads, type Place, type Road } from "../../provider/src/policies/roads";
import { istioRoads } from "../../provider/src/policies/roads.istio";
import { kourierRoads } from "../../provider/src/policies/roads.kourier";
import { pageFile } from "./reference";

const names: Partial<Record<Place, string>> = {
  ingressControllers: "the ingress layer's controllers",
  jobs: "Jobs of an upgrade",
  gateway: "gateways",
  externalGateway: "gateways for the outside",
  localGateway: "gateways for the inside",
  mesh: "pods of the mesh",
  services: "pods of services",
  clients: "clients",
  pods: "all pods",
  apiServer: "API server",
  prometheus: "Prometheus",
  registries: "registries",
  cloudMetadata: "the cloud's metadata",
  challengeSolvers: "cert-manager's solvers",
  dns: "DNS",
};
const listed = (places: readonly Place[]): string => places.map((place) => names[place] ?? place).join(", ");

/** The tables of roads in docs/network-policies.md: of both layers, then of each. */
export function roadsTables(): string {
  const layers: readonly (readonly [heading: string, roads: readonly Road[]])[] = [
    ["With any ingress layer", commonRoads],
    ["With Kourier", kourierRoads],
    ["With Istio", istioRoads],
  ];
  return layers.map(([heading, roads]) => `### ${heading}\n\n${table(roads)}`).join("\n\n");
}

function table(roads: readonly Road[]): string {
  const rows = roads.map(({ from, to, ports, protocols = ["TCP"], why, source }) => {
    const protocol = protocols.length === 1 && protocols[0] === "TCP" ? "" : ` (${protocols.join(", ")})`;
    return `| ${listed(from)} | ${listed(to)} | ${ports.join(", ")}${protocol} | ${why} | ${source} |`;
  });
  return ["| from | to | ports | why | source |", "|---|---|---|---|---|", ...rows].join("\n");
}

const markers = /(<!-- roads: npm run docs -->\n)[^]*?(<!-- end of roads -->)/;
const file = pageFile("network-policies");

/** The page as it is committed. */
export const committedRoadsPage = (): string => readFileSync(file, "utf8");

/** A page with its table written anew. */
export function withRoads(page: string): string {
  return page.replace(markers, (_, start: string, end: string) => `${start}\n${roadsTables()}\n\n${end}`);
}

if (require.main === module) {
  writeFileSync(file, withRoads(committedRoadsPage()));
}
