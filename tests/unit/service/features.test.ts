import { expect } from "chai";
import { featuresNeeded } from "../../../provider/src/service/features";
import type { ServiceArgs } from "../../../provider/src/service/service.args";

const image = "registry.example.com/app:1";
const needed = (args: Partial<ServiceArgs>) => featuresNeeded({ image, ...args });
const keys = (args: Partial<ServiceArgs>) => needed(args).map(({ key }) => key);

describe("service: features needed", () => {
  it("are none of a plain service", () => {
    expect(needed({ tolerations: [], hostNetwork: false, podLabels: { a: "b" } })).to.deep.equal([]);
  });

  it("are those of what it uses, each once, with the property that needs them", () => {
    const volume = { claimName: "d" };
    expect(
      needed({
        nodeSelector: { a: "b" },
        volumes: [
          { name: "d", persistentVolumeClaim: volume },
          { name: "e", persistentVolumeClaim: { ...volume, readOnly: true } },
        ],
        sidecars: [{ name: "x", image, startupProbe: { exec: ["x"] } }],
        securityContext: { addCapabilities: ["NET_ADMIN"] },
      }).map(({ key, value, path }) => `${path} ${key} ${value}`),
    ).to.deep.equal([
      "securityContext.addCapabilities kubernetes.containerspec-addcapabilities Enabled",
      "nodeSelector kubernetes.podspec-nodeselector Enabled",
      "volumes[0].persistentVolumeClaim kubernetes.podspec-persistent-volume-claim Enabled",
      "volumes[0].persistentVolumeClaim.readOnly kubernetes.podspec-persistent-volume-write Enabled",
      "sidecars multi-container Enabled",
      "sidecars[0].startupProbe multi-container-probing Enabled",
    ]);
  });

  const cases: readonly (readonly [string, Partial<ServiceArgs>])[] = [
    ["kubernetes.podspec-securitycontext", { podSecurityContext: { fsGroup: 1 } }],
    ["kubernetes.podspec-tolerations", { tolerations: [{ operator: "Exists" }] }],
    ["kubernetes.podspec-affinity", { affinity: {} }],
    [
      "kubernetes.podspec-topologyspreadconstraints",
      { topologySpreadConstraints: [{ topologyKey: "zone" }] },
    ],
    ["kubernetes.podspec-priorityclassname", { priorityClassName: "high" }],
    ["kubernetes.podspec-runtimeclassname", { runtimeClassName: "gvisor" }],
    ["kubernetes.podspec-schedulername", { schedulerName: "own" }],
    ["kubernetes.podspec-dnspolicy", { dnsPolicy: "Default" }],
    ["kubernetes.podspec-dnsconfig", { dnsConfig: { searches: ["x"] } }],
    ["kubernetes.podspec-hostaliases", { hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }] }],
    ["kubernetes.podspec-shareprocessnamespace", { shareProcessNamespace: true }],
    ["kubernetes.podspec-hostnetwork", { hostNetwork: true }],
    ["kubernetes.podspec-hostpid", { hostPid: true }],
    ["kubernetes.podspec-hostipc", { hostIpc: true }],
    ["kubernetes.podspec-init-containers", { initContainers: [{ name: "init", image }] }],
    ["kubernetes.podspec-volumes-emptydir", { volumes: [{ name: "v", emptyDir: {} }] }],
    ["kubernetes.podspec-volumes-csi", { volumes: [{ name: "v", csi: { driver: "d" } }] }],
    ["kubernetes.podspec-volumes-hostpath", { volumes: [{ name: "v", hostPath: { path: "/a" } }] }],
    ["kubernetes.podspec-volumes-image", { volumes: [{ name: "v", image: { reference: image } }] }],
    ["kubernetes.podspec-volumes-ephemeral", { volumes: [{ name: "v", ephemeral: { storage: "1Gi" } }] }],
    [
      "kubernetes.podspec-volumes-mount-propagation",
      { volumeMounts: [{ name: "v", mountPath: "/v", mountPropagation: "HostToContainer" }] },
    ],
    ["kubernetes.podspec-fieldref", { envValueFrom: { A: { podField: "metadata.name" } } }],
    ["kubernetes.podspec-fieldref", { envValueFrom: { A: { resource: "limits.cpu" } } }],
    ["multi-container-probing", { livenessProbe: { port: 9000 } }],
    ["multi-container-probing", { port: 80, livenessProbe: { port: 8080, tcp: true } }],
  ];
  for (const [key, args] of cases) {
    it(`are ${key} of ${JSON.stringify(args)}`, () => {
      expect(keys(args)).to.deep.equal([key]);
    });
  }

  it("are none for a liveness probe of the service's own port, or of gRPC, whose port Knative leaves alone", () => {
    expect(keys({ port: 80, livenessProbe: { port: 80 } })).to.deep.equal([]);
    expect(keys({ livenessProbe: { port: 9000, grpc: true } })).to.deep.equal([]);
  });

  it("are only allowed, not given to every service, where a service asks by an annotation", () => {
    expect(needed({ queueProxyPodInfo: true })).to.deep.equal([
      { key: "queueproxy.mount-podinfo", value: "Allowed", path: "queueProxyPodInfo" },
    ]);
  });
});
