import { expect } from "chai";
import { allFindings, diagnose } from "../../../../provider/src/diagnose/diagnose";
import type { KubeObject } from "../../../../provider/src/diagnose/facts";
import { gatewayPath } from "../../../../provider/src/diagnose/gatewayApi/read";
import { readSnapshot } from "../../../../provider/src/diagnose/read";
import type { Reader } from "../../../../provider/src/diagnose/reader";
import { answersOf } from "../answers";
import { but } from "../healthy";
import { butApi } from "./healthyApi";

/** A cluster that answers with the objects of a snapshot, and remembers what it was asked. */
function clusterOf(snapshot = butApi()): Reader & { readonly asked: string[] } {
  const asked: string[] = [];
  const { installation } = snapshot;
  const of = (list: readonly KubeObject[], namespace: string) => ({
    items: list.filter(({ metadata }) => metadata.namespace === namespace),
  });
  const answers: Record<string, unknown> = {
    ...answersOf(snapshot),
    "/api/v1/nodes": { items: installation.nodes },
    "/api/v1/namespaces/infra/services": of(installation.services, "infra"),
    "/apis/discovery.k8s.io/v1/namespaces/infra/endpointslices": of(installation.endpointSlices, "infra"),
    ...Object.fromEntries(
      (installation.gatewayApi?.gateways ?? []).map((gateway) => {
        const { namespace = "", name } = gateway.metadata;
        return [gatewayPath({ namespace, name }), gateway];
      }),
    ),
  };
  const answer = (path: string) => {
    asked.push(path);
    return answers[path.replace(/\?.*$/, "")];
  };
  return {
    asked,
    denied: [],
    list: async <T extends KubeObject>(path: string) =>
      Promise.resolve((answer(path) as { items?: readonly T[] } | undefined)?.items ?? []),
    get: async <T extends KubeObject>(path: string) => Promise.resolve(answer(path) as T | undefined),
    text: async () => Promise.resolve(""),
    patch: async () => Promise.resolve(),
    remove: async () => Promise.resolve(),
  };
}

describe("diagnose: reading the Gateway API", () => {
  it("reads the Gateways and Services that config-gateway names, and nothing of Kourier or Istio", async () => {
    const cluster = clusterOf();
    const snapshot = await readSnapshot(cluster, { namespaces: ["default"] });
    expect(snapshot.installation.gatewayApi?.gateways.map(({ metadata }) => metadata.name)).to.deep.equal([
      "public",
      "inside",
    ]);
    expect(allFindings(diagnose(snapshot))).to.deep.equal([]);
    expect(cluster.asked.filter((path) => /kourier|istio/.test(path))).to.deep.equal([]);
    expect(new Set(cluster.asked).size, "nothing twice").to.equal(cluster.asked.length);
  });

  it("asks for none of it with another network layer", async () => {
    const cluster = clusterOf(but({}));
    const snapshot = await readSnapshot(cluster, { namespaces: ["default"] });
    expect(snapshot.installation.gatewayApi).to.equal(undefined);
    expect(cluster.asked.filter((path) => path.includes("gateway.networking"))).to.deep.equal([]);
  });
});
