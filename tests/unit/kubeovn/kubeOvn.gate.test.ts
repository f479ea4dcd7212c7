import { expect } from "chai";
import type { InstalledKubeOvnArgs, KubeOvnArgs } from "../../../provider/src/kubeovn/kubeOvn.args";
import { checkInstalledKubeOvn, installedKubeOvnNotices } from "../../../provider/src/kubeovn/kubeOvn.gate";
import { probeAddresses, probeKubeOvn } from "../../../provider/src/kubeovn/kubeOvn.probe";

const install = { masterNodes: ["192.0.2.1"] };
const gate = (args: KubeOvnArgs, found?: InstalledKubeOvnArgs, serverVersion?: string) =>
  checkInstalledKubeOvn(args, found, serverVersion).map(({ path, code }) => `${path} ${code}`);

describe("kube-ovn: a cluster that has it, or hasn't", () => {
  const found: InstalledKubeOvnArgs = {
    defined: true,
    multus: true,
    version: "1.15.3",
    release: "kube-system/kube-ovn",
    pods: "10.16.0.0/16",
    services: "10.96.0.0/12",
    join: "100.64.0.0/16",
  };

  it("must have it where it isn't installed (KN8040)", () => {
    expect(gate({}, { defined: false, multus: false })).to.deep.equal(["install KN8040"]);
    expect(
      gate({ install: { ...install, enabled: false } }, { defined: false, multus: false }),
    ).to.deep.equal(["install KN8040"]);
    expect(gate({ install }, { defined: false, multus: false })).to.deep.equal([]);
    expect(gate({}, undefined)).to.deep.equal([]);
    expect(gate({}, found)).to.deep.equal([]);
  });

  it("keeps its networks (KN8043)", () => {
    expect(gate({ ranges: { pods: "10.42.0.0/16" } }, found)).to.deep.equal(["ranges.pods KN8043"]);
    expect(gate({ install }, { ...found, join: "172.30.0.0/16" })).to.deep.equal(["ranges.join KN8043"]);
    expect(gate({}, { ...found, join: "172.30.0.0/16" })).to.deep.equal([]);
  });

  it("isn't installed over what others installed (KN8045), nor over something newer (KN8042)", () => {
    expect(gate({ install }, found)).to.deep.equal([]);
    expect(gate({ install }, { ...found, release: "kube-system/kubeovn-old" })).to.deep.equal([
      "install KN8045",
    ]);
    const { release, ...byHand } = found;
    expect(release).to.equal("kube-system/kube-ovn");
    expect(gate({ install }, byHand)).to.deep.equal(["install KN8045"]);
    expect(gate({ install, version: "1.15" }, { ...found, version: "1.16.2" })).to.deep.equal([
      "version KN8042",
    ]);
  });

  it("runs a Kubernetes that the chart takes (KN8050)", () => {
    expect(gate({ install }, undefined, "1.28.9")).to.deep.equal(["install KN8050"]);
    expect(gate({ install }, undefined, "1.34.0")).to.deep.equal([]);
    expect(gate({}, undefined, "1.28.9")).to.deep.equal([]);
  });

  it("is told of steps that skip (KN8046), and of a missing Multus (KN8044)", () => {
    const notices = installedKubeOvnNotices({ install }, { ...found, version: "1.14.0", multus: false });
    expect(notices[0]).to.contain("[KN8046]");
    expect(notices[1]).to.contain("[KN8044]");
    expect(installedKubeOvnNotices({}, found)).to.deep.equal([]);
  });

  const cluster =
    (answers: Readonly<Record<string, unknown>>) =>
    <T>(path: string) =>
      Promise.resolve(answers[path] as T | undefined);
  const controller = "/apis/apps/v1/namespaces/kube-system/deployments/kube-ovn-controller";

  it("is asked for its definitions, and its controller for its networks", async () => {
    const groups = [{ name: "kubeovn.io" }, { name: "k8s.cni.cncf.io" }];
    const args = [
      "--default-cidr=10.16.0.0/16",
      "--node-switch-cidr=100.64.0.0/16",
      "--service-cluster-ip-range=",
    ];
    const image = "docker.io/kubeovn/kube-ovn:v1.16.2@sha256:0123";
    const annotations = { "meta.helm.sh/release-name": "kube-ovn" };
    const containers = [{ name: "kube-ovn-controller", image, args }];
    const get = cluster({
      "/apis": { groups },
      [controller]: { metadata: { annotations }, spec: { template: { spec: { containers } } } },
    });
    expect(await probeKubeOvn(get)).to.deep.equal({
      defined: true,
      multus: true,
      version: "1.16.2",
      release: "kube-system/kube-ovn",
      pods: "10.16.0.0/16",
      join: "100.64.0.0/16",
    });
    expect(await probeKubeOvn(cluster({ "/apis": { groups: [] } }))).to.deep.equal({
      defined: false,
      multus: false,
    });
    expect(await probeKubeOvn(cluster({}))).to.equal(undefined);
  });

  it("is asked for the addresses that roads lead to", async () => {
    const get = cluster({
      "/api/v1/namespaces/default/services/kubernetes": { spec: { clusterIP: "172.21.0.1" } },
    });
    expect(await probeAddresses(get)).to.deep.equal({ apiServerClusterIp: "172.21.0.1" });
  });
});
