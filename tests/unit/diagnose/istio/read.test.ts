import { expect } from "chai";
import { allFindings, diagnose } from "../../../../provider/src/diagnose/diagnose";
import type { KubeObject, Snapshot } from "../../../../provider/src/diagnose/facts";
import { readSnapshot } from "../../../../provider/src/diagnose/read";
import type { Reader } from "../../../../provider/src/diagnose/reader";
import { but } from "../healthy";
import { butIstio, healthyIstio, unconfirmed } from "./healthyIstio";

/** A cluster that answers with the objects of a snapshot, and remembers what it was asked. */
function clusterOf({ installation, namespaces, logs }: Snapshot): Reader & { readonly asked: string[] } {
  const asked: string[] = [];
  const home = namespaces.get("default");
  const { istio, ...lists } = installation;
  const system: Record<string, unknown> = { ...lists, gateways: istio?.gateways ?? [] };
  const find = (path: string): readonly KubeObject[] => {
    const [, namespace = "", kind = ""] = /namespaces\/([^/]+)\/(\w+)/.exec(path) ?? [];
    const key = Object.keys({ ...home, ...system }).find((name) => name.toLowerCase() === kind);
    if (path.includes("app%3Distiod")) {
      return istio?.controlPlanes ?? [];
    }
    if (path.includes("sidecar-injector")) {
      return istio?.injectors ?? [];
    }
    if (key === undefined) {
      return [];
    }
    const list: unknown = namespace === "default" ? home?.[key as keyof typeof home] : system[key];
    return ((list ?? []) as readonly KubeObject[]).filter(({ metadata }) => metadata.namespace === namespace);
  };
  return {
    asked,
    denied: [],
    list: async <T extends KubeObject>(path: string) => {
      asked.push(path);
      return Promise.resolve(find(path) as readonly T[]);
    },
    get: async <T extends KubeObject>() => Promise.resolve(home?.namespace as T | undefined),
    text: async (path) => {
      asked.push(path);
      return Promise.resolve([...logs.values()].join("\n"));
    },
    patch: async () => Promise.resolve(),
    remove: async () => Promise.resolve(),
  };
}

const controllerLog = "knative-serving/net-istio-controller-7d4b9-x9/controller";

describe("diagnose: reading Istio", () => {
  it("lists the namespaces of gateways and control planes, and nothing for each service", async () => {
    const cluster = clusterOf(healthyIstio());
    const snapshot = await readSnapshot(cluster, { namespaces: ["default"] });
    expect(allFindings(diagnose(snapshot))).to.deep.equal([]);
    const gateways = cluster.asked.filter((path) => path.endsWith("/gateways"));
    expect(gateways.toSorted()).to.deep.equal(
      ["intranet", "istio-ingress"].map((name) => `/apis/networking.istio.io/v1/namespaces/${name}/gateways`),
    );
    for (const name of ["knative-serving", "istio-ingress", "intranet", "istio-system"]) {
      expect(cluster.asked, name).to.include(`/apis/apps/v1/namespaces/${name}/deployments`);
    }
    expect(new Set(cluster.asked).size, "nothing twice").to.equal(cluster.asked.length);
    expect(cluster.asked.filter((path) => path.includes("/log?") || path.includes("kourier"))).to.deep.equal(
      [],
    );
  });

  it("asks nothing of Istio where its controller isn't there, and judges Kourier as ever", async () => {
    const kourier = clusterOf(but({ "/installation/configMaps/0/data": {} }));
    const snapshot = await readSnapshot(kourier, { namespaces: ["default"] });
    expect(kourier.asked.filter((path) => path.includes("istio"))).to.deep.equal([]);
    expect(allFindings(diagnose(snapshot)).map(({ code }) => code)).to.deep.equal(["KN5021"]);
    const unseen = clusterOf(but({ "/installation/configMaps": [], "/installation/deployments": [] }));
    await readSnapshot(unseen, { namespaces: ["default"] });
    expect(unseen.asked).to.include("/apis/apps/v1/namespaces/kourier-system/deployments");
  });

  it("reads the prober's words where an ingress waits, from which the gateway is named", async () => {
    const line =
      "Probing of http://hello.default.apps.example.io:80 failed, IP: 10.244.1.0:8080, ready: false, error: want 200, got 404 (depth: 0)";
    const cluster = clusterOf(butIstio(unconfirmed, { [controllerLog]: line }));
    const snapshot = await readSnapshot(cluster, { namespaces: ["default"] });
    expect(snapshot.logs.get(controllerLog)).to.equal(line);
    const [first] = allFindings(diagnose(snapshot, { namespace: "default", name: "hello" }));
    expect(first).to.include({ code: "KN5022", gateway: "istio-ingress/knative-gateway-public" });
  });
});
