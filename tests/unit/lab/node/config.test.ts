import { expect } from "chai";
import ipaddr from "ipaddr.js";
import { parse } from "yaml";

import {
  renderCni,
  renderContainerd,
  renderRegistry,
  renderRegistryHosts,
} from "../../../../lab/node/config/containerd";
import {
  apiserverFlags,
  controllerManagerFlags,
  etcdFlags,
  schedulerFlags,
  toArguments,
} from "../../../../lab/node/config/controlPlane";
import { renderKubelet, renderKubeProxy } from "../../../../lab/node/config/kubelet";
import { renderKubeconfig } from "../../../../lab/node/kubeconfig";
import { ADDRESSES, NETWORKS } from "../../../../lab/node/layout";

const SETTINGS = {
  runc: "/cache/bin/runc",
  cniDir: "/cache/cni",
  sandboxImage: "10.211.0.1:5000/pause:3.10",
  registriesDir: "/state/registries",
  cniConfigDir: "/state/cni",
};

interface KubeletFile {
  readonly authentication: { readonly anonymous: { readonly enabled: boolean } };
  readonly authorization: { readonly mode: string };
  readonly cgroupRoot: string;
  readonly containerRuntimeEndpoint: string;
  readonly healthzPort: number;
}

describe("lab configuration", () => {
  it("writes flags as arguments, truth values included", () => {
    expect(toArguments({ port: 1, on: true, off: false, name: "a b" })).to.deep.equal([
      "--port=1",
      "--on=true",
      "--off=false",
      "--name=a b",
    ]);
  });

  it("lets nobody reach etcd without a certificate of its own authority", () => {
    expect(etcdFlags()).to.include({ "client-cert-auth": true, "peer-client-cert-auth": true });
    const urls = Object.entries(etcdFlags()).filter(([name]) => name.endsWith("-urls"));
    expect(urls).to.have.length(4);
    for (const [name, url] of urls) expect(String(url), name).to.match(/^https:/);
    expect(apiserverFlags()["etcd-cafile"]).to.equal(etcdFlags()["trusted-ca-file"]);
  });

  it("has an API server that knows its callers, asks RBAC, and proves the kubelet", () => {
    const flags = apiserverFlags();
    expect(flags).to.include({ "anonymous-auth": false, "authorization-mode": "Node,RBAC" });
    expect(flags["kubelet-certificate-authority"]).to.equal(flags["client-ca-file"]);
    expect(flags["requestheader-client-ca-file"]).to.not.equal(flags["client-ca-file"]);
  });

  it("turns no verification off anywhere", () => {
    const all = [
      ...[etcdFlags(), apiserverFlags(), controllerManagerFlags("k"), schedulerFlags("k")].flatMap(
        toArguments,
      ),
      renderKubelet("/resolv.conf"),
      renderKubeProxy("k", NETWORKS.pods),
      renderKubeconfig("admin", "ca", { certificate: "c", key: "k" }),
    ];
    expect(all.filter((text) => /insecure|skip-tls|AlwaysAllow/i.test(text))).to.deep.equal([]);
  });

  it("has the addresses of Services and of the bridge inside their networks", () => {
    const inside = (address: string, cidr: string) =>
      ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr));
    expect(inside(ADDRESSES.kubernetesService, NETWORKS.services)).to.equal(true);
    expect(inside(ADDRESSES.dnsService, NETWORKS.services)).to.equal(true);
    expect(inside(ADDRESSES.bridge, NETWORKS.pods)).to.equal(true);
    expect(inside(ADDRESSES.host, NETWORKS.link)).to.equal(true);
    expect(inside(ADDRESSES.node, NETWORKS.link)).to.equal(true);
  });

  it("has a kubelet that answers only known callers, in the lab's own cgroup and containerd", () => {
    const kubelet = parse(renderKubelet("/resolv.conf")) as KubeletFile;
    expect(kubelet.authentication.anonymous.enabled).to.equal(false);
    expect(kubelet.authorization.mode).to.equal("Webhook");
    expect(kubelet.cgroupRoot).to.equal("/pulumi-knative-lab");
    expect(kubelet.containerRuntimeEndpoint).to.equal("unix:///run/pulumi-knative-lab/containerd.sock");
    expect(kubelet.healthzPort).to.equal(0);
  });

  it("points kube-proxy at the pods' network, so that everybody else is masqueraded", () => {
    expect(parse(renderKubeProxy("/k", "10.1.0.0/24"))).to.deep.include({
      mode: "iptables",
      clusterCIDR: "10.1.0.0/24",
    });
  });

  it("quotes paths in containerd's configuration and keeps oom_score_adj from being lowered", () => {
    const text = renderContainerd({ ...SETTINGS, runc: '/a "b"/runc' });
    expect(text).to.include(String.raw`BinaryName = "/a \"b\"/runc"`);
    expect(text).to.include("restrict_oom_score_adj = true");
    expect(text).to.include('config_path = "/state/registries"');
    expect(text).to.include('sandbox_image = "10.211.0.1:5000/pause:3.10"');
  });

  it("speaks plain HTTP to the lab's registry only by a hosts.toml for it", () => {
    expect(renderRegistryHosts()).to.equal(
      'server = "http://10.211.0.1:5000"\n\n[host."http://10.211.0.1:5000"]\ncapabilities = ["pull", "resolve"]\n',
    );
    expect(parse(renderRegistry())).to.deep.include({ http: { addr: "10.211.0.1:5000" } });
  });

  it("hands out pod addresses from the pods' network, the bridge's own excepted", () => {
    const { plugins } = JSON.parse(renderCni()) as { plugins: { type: string; ipam?: unknown }[] };
    expect(plugins.map(({ type }) => type)).to.deep.equal(["bridge", "portmap"]);
    expect(plugins[0]?.ipam).to.deep.include({
      ranges: [[{ subnet: NETWORKS.pods, gateway: ADDRESSES.bridge }]],
    });
  });

  it("writes a kubeconfig that needs no other file", () => {
    const config = parse(renderKubeconfig("admin", "CA", { certificate: "CERT", key: "KEY" })) as {
      clusters: { cluster: Record<string, string> }[];
      users: { user: Record<string, string> }[];
    };
    const decoded = (text: string | undefined) => Buffer.from(text ?? "", "base64").toString();
    expect(config.clusters[0]?.cluster.server).to.equal("https://10.210.0.2:6443");
    expect(decoded(config.clusters[0]?.cluster["certificate-authority-data"])).to.equal("CA");
    expect(decoded(config.users[0]?.user["client-certificate-data"])).to.equal("CERT");
    expect(decoded(config.users[0]?.user["client-key-data"])).to.equal("KEY");
  });
});
