import { expect } from "chai";

import { forInstance } from "../../../../lab/stack";
import { freeRange, instanceName, instancesAmong, networksOf, suffixOf } from "../../../../lab/node/instance";
import { remaining } from "../../../../lab/node/kernel";
import { layoutOf } from "../../../../lab/node/layout";
import { overlaps } from "../../../../lab/node/networks";

const ALL = Array.from({ length: 161 }, (_, range) => range);

describe("unit: instances of the lab", () => {
  it("are named by LAB_INSTANCE, and are the default one without it", () => {
    expect(instanceName({})).to.equal("pulumi-knative-lab");
    expect(instanceName({ LAB_INSTANCE: "" })).to.equal("pulumi-knative-lab");
    expect(instanceName({ LAB_INSTANCE: "test-1a" })).to.equal("pulumi-knative-lab-test-1a");
    expect(suffixOf("pulumi-knative-lab-test-1a")).to.equal("test-1a");
    expect(suffixOf("pulumi-knative-lab")).to.equal("");
  });

  it("have no name that would not do for a host, a directory or a control group", () => {
    for (const name of ["Mine", "a/b", "../x", "-a", "a-", "a".repeat(25), "a.b", " "]) {
      expect(() => instanceName({ LAB_INSTANCE: name }), name).to.throw(/up to 24 lower-case letters/);
    }
  });

  it("are found among the directories of a machine", () => {
    const entries = [
      "pulumi-knative-lab-b",
      "pulumi-knative-lab",
      "pulumi-knative-lab.machine",
      "pulumi-knative-lab-b.deleted",
      "dpkg",
      "pulumi-knative-lab-b",
    ];
    expect(instancesAmong(entries)).to.deep.equal(["pulumi-knative-lab", "pulumi-knative-lab-b"]);
  });

  it("have ranges of which no two share an address", () => {
    const cidrs = ALL.flatMap((range) => Object.values(networksOf(range)));
    for (const [i, cidr] of cidrs.entries()) {
      expect(
        cidrs.filter((other, j) => j > i && overlaps(cidr, other)),
        cidr,
      ).to.deep.equal([]);
    }
  });

  it("share no name, path or address, and have interfaces that the kernel takes", () => {
    const texts = (value: unknown): string[] =>
      typeof value === "string" ? [value] : Object.values(value as object).flatMap(texts);
    const [one, other] = [layoutOf("pulumi-knative-lab-a", 17), layoutOf("pulumi-knative-lab-b", 160)];
    expect(texts(one).filter((text) => texts(other).includes(text))).to.deep.equal([]);
    for (const range of ALL) {
      for (const name of Object.values(layoutOf("x", range).interfaces)) {
        expect(name.length).to.be.at.most(15);
      }
    }
  });

  it("are laid out as ever by default", () => {
    const { networks, addresses, interfaces, paths } = layoutOf("pulumi-knative-lab", 0);
    expect(networks.services).to.equal("10.212.0.0/16");
    expect(addresses).to.deep.equal({
      host: "10.210.0.1",
      node: "10.210.0.2",
      bridge: "10.211.0.1",
      kubernetesService: "10.212.0.1",
      dnsService: "10.212.0.10",
    });
    expect(interfaces).to.deep.equal({ host: "pkl-host", node: "pkl-node", bridge: "pkl-br0" });
    expect(paths.kubeconfig).to.equal("/var/lib/pulumi-knative-lab/kubeconfig");
  });

  describe("choose a range", () => {
    const name = "pulumi-knative-lab-test";
    const first = freeRange(name, [], []);

    it("by their name", () => {
      expect(freeRange(name, [], [])).to.equal(first);
      expect(freeRange("pulumi-knative-lab-other", [], [])).not.to.equal(first);
      expect(freeRange("pulumi-knative-lab", [0], [])).to.equal(0);
    });

    it("that no other has and nothing on the host overlaps", () => {
      const second = freeRange(name, [first], []);
      expect(second).not.to.equal(first);
      const claims = [{ cidr: networksOf(second).pods, owner: "a VPN" }];
      expect(freeRange(name, [first], claims)).not.to.be.oneOf([first, second]);
    });

    it("and say so when there is none", () => {
      const everything = [{ cidr: "10.0.0.0/8", owner: "a VPN" }];
      expect(() => freeRange(name, [], everything)).to.throw(/no address range is free for another lab/);
      expect(() => freeRange(name, ALL, [])).to.throw(/npm run lab -- status/);
    });
  });

  it("leave the kernel's settings to those that are still there", () => {
    const saved = { boot: "b", values: {}, instances: ["a", "b", "gone"] };
    expect(remaining(saved, (name) => name !== "gone", "a")).to.deep.equal(["b"]);
    expect(remaining(undefined, () => true, "a")).to.deep.equal([]);
  });

  it("find their own addresses in the lab's stack file", () => {
    const text = "registry: 10.211.0.1:5000\nimage: 10.211.0.1:5000/hello\n";
    expect(forInstance(text, { "10.211.0.1:5000": "10.220.65.1:5000" })).to.equal(
      "registry: 10.220.65.1:5000\nimage: 10.220.65.1:5000/hello\n",
    );
  });
});
