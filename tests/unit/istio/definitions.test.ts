import { expect } from "chai";
import type { GatewayArgs } from "../../../provider/src";
import { planIstioGateways } from "../../../provider/src/istio/gateways.plan";
import { renderIstioGateways } from "../../../provider/src/istio/gateways.render";
import type { IstioArgs } from "../../../provider/src/istio/istio.args";
import { renderMesh } from "../../../provider/src/istio/mesh.render";
import { groupOf, type Manifest } from "../../../provider/src/manifests/manifest";
import { misfits, needIstioDefinitions, type Definitions } from "../../support/crds";

const istio: IstioArgs = { mesh: { injection: true, mutualTls: "STRICT", namespaces: ["shop"] } };
const gateways: readonly GatewayArgs[] = [
  {
    name: "public",
    default: true,
    tls: {
      secretName: "shown",
      redirect: true,
      clientCa: "PEM",
      minProtocolVersion: "TLSV1_2",
      cipherSuites: ["ECDHE-RSA-AES128-GCM-SHA256"],
    },
    authorization: { sourceRanges: ["192.0.2.0/24"], forwardedSource: true, hosts: ["*.example.com"] },
  },
  { name: "shop", authorization: { sourceRanges: ["198.51.100.0/24"], namespaces: ["shop"] } },
  { name: "inside", local: true },
];

describe("istio: objects of Istio's own kinds", () => {
  let definitions: Definitions;
  let all: readonly Manifest[];

  before(function () {
    definitions = needIstioDefinitions(this);
    all = [...renderIstioGateways(planIstioGateways(gateways, istio)), ...renderMesh(istio)].filter(
      (manifest) => groupOf(manifest).endsWith(".istio.io"),
    );
  });

  it("fit the definitions of Istio 1.29, field by field", () => {
    expect([...new Set(all.map(({ kind }) => kind))].toSorted()).to.deep.equal([
      "AuthorizationPolicy",
      "Gateway",
      "PeerAuthentication",
    ]);
    expect(all.map((manifest) => [manifest.metadata.name, misfits(definitions, manifest)])).to.deep.equal(
      all.map(({ metadata }) => [metadata.name, []]),
    );
  });

  it("would be told of a field that the API server drops, or refuses", () => {
    const gateway = all.find(({ kind }) => kind === "Gateway");
    const servers = [
      { hosts: ["*"], port: { number: "80", name: "http", protocol: "HTTP" }, credential: "" },
    ];
    expect(misfits(definitions, { ...(gateway as Manifest), spec: { servers } })).to.deep.equal([
      "spec.servers[0].port.number: string instead of integer",
      "spec.servers[0].credential: unknown",
    ]);
  });
});
