import type {
  KubernetesObject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1Deployment,
  V1Service,
} from "@kubernetes/client-node";
import { expect } from "chai";

import { accessManifests } from "../../../../lab/node/addons/access";
import { corednsManifests } from "../../../../lab/node/addons/coredns";
import { ADDRESSES } from "../../../../lab/node/layout";
import { CERTIFICATES } from "../../../../lab/node/pki";
import { describeNode, hasProbed } from "../../../../lab/node/readiness";

const IMAGE = "registry/coredns:v1";

function only<T extends KubernetesObject>(manifests: readonly KubernetesObject[], kind: string): T[] {
  return manifests.filter((manifest) => manifest.kind === kind) as T[];
}

describe("lab addons", () => {
  it("gives the load balancer's certificate the Services and nothing else", () => {
    const [role] = only<V1ClusterRole>(accessManifests(), "ClusterRole");
    expect(role?.rules).to.deep.equal([
      { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
      { apiGroups: [""], resources: ["services/status"], verbs: ["patch"] },
    ]);
  });

  it("binds roles to the names that the certificates bear, and nobody to cluster-admin", () => {
    const bindings = only<V1ClusterRoleBinding>(accessManifests(), "ClusterRoleBinding");
    const names = Object.values(CERTIFICATES).map(({ commonName }) => commonName);
    expect(
      bindings
        .flatMap(({ subjects = [] }) => subjects.map(({ name }) => name))
        .every((name) => names.includes(name)),
    ).to.equal(true);
    expect(bindings.map(({ roleRef }) => roleRef.name)).to.not.include("cluster-admin");
    expect(bindings).to.have.length(3);
  });

  it("puts cluster DNS at the address that the kubelet tells pods", () => {
    const [service] = only<V1Service>(corednsManifests(IMAGE), "Service");
    expect(service?.spec?.clusterIP).to.equal(ADDRESSES.dnsService);
    expect(service?.spec?.ports?.map(({ port, protocol }) => `${port}/${protocol}`)).to.include.members([
      "53/UDP",
      "53/TCP",
    ]);
  });

  it("runs CoreDNS from the given image, not as root, and selects its own pods", () => {
    const manifests = corednsManifests(IMAGE);
    const [deployment] = only<V1Deployment>(manifests, "Deployment");
    const pod = deployment?.spec?.template;
    expect(pod?.spec?.containers.map(({ image }) => image)).to.deep.equal([IMAGE]);
    expect(pod?.spec?.containers[0]?.securityContext).to.include({
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
    });
    expect(pod?.metadata?.labels).to.deep.equal(only<V1Service>(manifests, "Service")[0]?.spec?.selector);
  });

  it("sees from a kubelet's metrics whether it found CoreDNS ready", () => {
    const line = (type: string, result: string, container = "coredns") =>
      `prober_probe_total{container="${container}",namespace="kube-system",pod="p",probe_type="${type}",result="${result}"} 3`;
    const seen = (...lines: string[]) =>
      hasProbed(["# HELP x", ...lines].join("\n"), "kube-system", "coredns");
    expect(seen(line("Liveness", "successful"), line("Readiness", "successful"))).to.equal(true);
    expect(seen(line("Readiness", "failed"), line("Liveness", "successful"))).to.equal(false);
    expect(seen(line("Readiness", "successful", "other"))).to.equal(false);
    expect(seen()).to.equal(false);
  });

  it("believes a node's Ready only as long as its kubelet is heard of", () => {
    const now = new Date("2030-01-01T00:01:00Z");
    const node = (status: string, seconds: number, message?: string) => ({
      status: {
        conditions: [
          { type: "Ready", status, message, lastHeartbeatTime: new Date(now.getTime() - seconds * 1000) },
        ],
      },
    });
    expect(describeNode(node("True", 3), now)).to.equal(undefined);
    expect(describeNode(node("True", 60), now)).to.equal("the node was last heard of 60 s ago");
    expect(describeNode(node("False", 3, "cni plugin not initialized"), now)).to.equal(
      "cni plugin not initialized",
    );
    expect(describeNode({}, now)).to.equal("the node tells no condition yet");
  });
});
