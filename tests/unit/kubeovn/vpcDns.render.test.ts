import { expect } from "chai";
import type { KubeOvnArgs } from "../../../provider/src/kubeovn/kubeOvn.args";
import { checkKubeOvn } from "../../../provider/src/kubeovn/kubeOvn.check";
import { renderVpcDnsSetup } from "../../../provider/src/kubeovn/vpcDns.render";
import { misfits, needDefinitions } from "../../support/crds";

const named = (args: KubeOvnArgs, wanted: string) =>
  renderVpcDnsSetup(args)
    .flat()
    .find(({ metadata: { name } }) => name === wanted);
const config = (args: KubeOvnArgs) => named(args, "vpc-dns-config")?.["data"];

describe("vpc dns: what name servers of VPCs need", () => {
  it("is nothing where none are wanted", () => {
    expect(renderVpcDnsSetup({})).to.deep.equal([]);
  });

  it("has its definition where Kube-OVN looks for it, and the configuration last", function () {
    const steps = renderVpcDnsSetup({ vpcDns: {} });
    expect(
      steps.map((step) =>
        step.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`),
      ),
    ).to.deep.equal([
      [
        "NetworkAttachmentDefinition default/ovn-nad",
        "ServiceAccount kube-system/vpc-dns",
        "ClusterRole undefined/system:vpc-dns",
        "ClusterRoleBinding undefined/system:vpc-dns",
        "ConfigMap kube-system/vpc-dns-corefile",
      ],
      ["ConfigMap kube-system/vpc-dns-config"],
    ]);
    const definitions = needDefinitions(this);
    expect(
      steps
        .flat()
        .slice(0, 1)
        .flatMap((manifest) => misfits(definitions, manifest)),
    ).to.deep.equal([]);
  });

  it("leaves the image to Kube-OVN, which takes that of the cluster's own name servers", () => {
    expect(config({ vpcDns: {} })).to.deep.equal({
      "enable-vpc-dns": "true",
      "coredns-vip": "10.96.0.3",
      "nad-name": "ovn-nad",
      "nad-provider": "ovn-nad.default.ovn",
    });
  });

  it("has an image of a private registry", () => {
    const image = "registry.example.com/coredns/coredns:v1.12.0";
    expect(config({ vpcDns: { image } })).to.deep.include({ "coredns-image": image });
    const wrong = checkKubeOvn({ vpcDns: { image: "https://registry.example.com/coredns" } });
    expect(wrong.map(({ path, code }) => `${path} ${code}`)).to.deep.equal(["vpcDns.image KN4009"]);
  });

  it("follows the Services' range, the attachment's name and the cluster's domain", () => {
    const args: KubeOvnArgs = {
      ranges: { services: "172.21.0.0/20" },
      vpcDns: { attachment: "dns-nad", clusterDomain: "example.internal" },
    };
    expect(config(args)).to.deep.include({
      "coredns-vip": "172.21.0.3",
      "nad-name": "dns-nad",
      "nad-provider": "dns-nad.default.ovn",
    });
    expect(config({ vpcDns: { vip: "10.96.0.53" } })).to.deep.include({ "coredns-vip": "10.96.0.53" });
    const { Corefile } = named(args, "vpc-dns-corefile")?.["data"] as { Corefile: string };
    expect(Corefile).to.contain("kubernetes example.internal in-addr.arpa ip6.arpa {");
    expect(Corefile.split("{").length).to.equal(Corefile.split("}").length);
  });
});
