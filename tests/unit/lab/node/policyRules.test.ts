import type { V1Namespace, V1NetworkPolicy, V1Pod } from "@kubernetes/client-node";
import { expect } from "chai";
import ipaddr from "ipaddr.js";
import { policyRules } from "../../../../lab/node/policyRules";
import type { Manifest } from "../../../../provider/src/manifests/manifest";
import { renderNetworkPolicies } from "../../../../provider/src/policies/policies.render";
import { allows, readPolicies, type Endpoint } from "../../../support/networkPolicies";
import { kourierLayer } from "../../../../provider/src/policies/roads.kourier";
import { closedArgs, World } from "../../policies/world";

const layer = kourierLayer("ClusterIP");
const { members, ports } = new World(layer);

/** What the client library makes of a policy that it has listed; one that it has watched comes as the API says it. */
const asRead = (manifest: Manifest): V1NetworkPolicy => {
  const spec = manifest.spec as { ingress?: readonly { from?: unknown }[] };
  const ingress = spec.ingress?.map(({ from, ...rest }) => ({ ...rest, _from: from }));
  return { ...manifest, spec: { ...spec, ingress } } as unknown as V1NetworkPolicy;
};
const asPod = ({ address, namespace, labels, ports: named = {} }: Endpoint): V1Pod => ({
  metadata: { namespace: namespace?.name, labels: { ...labels } },
  spec: {
    containers: [
      { name: "c", ports: Object.entries(named).map(([name, containerPort]) => ({ name, containerPort })) },
    ],
  },
  status: { podIP: address, phase: "Running" },
});
const namespaces: V1Namespace[] = [
  "apps",
  "elsewhere",
  "knative-serving",
  "kourier-system",
  "kube-system",
  "monitoring",
].map((name) => ({ metadata: { name, labels: { "kubernetes.io/metadata.name": name } } }));

interface Packet {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: string;
}

interface Line {
  readonly matches: (packet: Packet, mark: number) => boolean;
  readonly drops: boolean;
  readonly set: number;
  readonly mask: number;
}

/** What the kernel does with new connections under the rules: the few matches that they use. */
function kernel(rules: string): (packet: Packet) => boolean {
  const lines = rules
    .split("\n")
    .filter((line) => line.startsWith("-A") && !line.includes("conntrack"))
    .map(readLine);
  return (packet) => {
    let mark = 0;
    for (const { matches, drops, set, mask } of lines) {
      if (!matches(packet, mark)) continue;
      if (drops) return false;
      mark = (mark & ~mask) | set;
    }
    return true;
  };
}

function readLine(line: string): Line {
  const value = (flag: string) => new RegExp(` ${flag} (\\S+)`).exec(line)?.[1];
  const range = (flag: string) => {
    const cidr = value(flag);
    const parsed = cidr === undefined ? undefined : ipaddr.IPv4.parseCIDR(cidr);
    return (address: string) => parsed === undefined || ipaddr.IPv4.parse(address).match(parsed);
  };
  const [source, destination, protocol] = [range("-s"), range("-d"), value("-p")];
  const [first = "0", last = value("--dport") === undefined ? "65535" : first] =
    value("--dport")?.split(":") ?? [];
  const unmarked = value("--mark")?.split("/")[0];
  const [set = "0", mask = "0"] = value("--set-xmark")?.split("/") ?? [];
  return {
    drops: line.endsWith("-j DROP"),
    set: Number(set),
    mask: Number(mask),
    matches: (packet, mark) =>
      packet.port >= Number(first) &&
      packet.port <= Number(last) &&
      (protocol ?? packet.protocol) === packet.protocol &&
      (unmarked === undefined || (mark & Number(unmarked)) === 0) &&
      destination(packet.to) &&
      source(packet.from),
  };
}

describe("the lab's network policies", () => {
  const manifests = renderNetworkPolicies({ ...closedArgs, gatewaySources: ["192.0.2.0/24"] }, layer);
  const pods = members.map(({ endpoint }) => endpoint).filter(({ namespace }) => namespace !== undefined);
  const rules = policyRules(manifests.map(asRead), pods.map(asPod), namespaces);

  it("let through what the policies let through, and nothing else", () => {
    const policies = readPolicies(manifests);
    const reachable = members.filter(({ endpoint }) => ipaddr.IPv4.isValid(endpoint.address));
    const passes = kernel(rules);
    const different = reachable.flatMap((from) =>
      reachable.flatMap((to) =>
        ports.flatMap((port) =>
          (["TCP", "UDP"] as const)
            .filter((protocol) => {
              const packet = { from: from.endpoint, to: to.endpoint, port, protocol };
              const sent = { from: from.endpoint.address, to: to.endpoint.address, port };
              return allows(policies, packet) !== passes({ ...sent, protocol: protocol.toLowerCase() });
            })
            .map((protocol) => `${from.name} -> ${to.name} ${port}/${protocol}`),
        ),
      ),
    );
    expect(different).to.deep.equal([]);
  }).timeout(20_000);

  it("are the same for policies that were listed and for those that came by a watch", () => {
    const watched = manifests.map((manifest) => manifest as unknown as V1NetworkPolicy);
    expect(policyRules(watched, pods.map(asPod), namespaces)).to.equal(rules);
  });

  it("are two lines without policies", () => {
    const lines = policyRules([], pods.map(asPod), namespaces).split("\n");
    expect(lines.filter((line) => line.startsWith("-A")).length).to.equal(2);
    expect(lines.at(-1)).to.equal("");
  });

  it("take ranges of ports and ports by name, and pods that run on the pods' network", () => {
    const server = {
      ...members[0]?.endpoint,
      address: "10.0.0.9",
      labels: { a: "b" },
      ports: { http: 8080 },
    };
    const policy = asRead({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "p", namespace: "knative-serving" },
      spec: {
        podSelector: { matchLabels: { a: "b" } },
        policyTypes: ["Ingress"],
        ingress: [
          { ports: [{ port: "http" }, { port: "gone" }, { protocol: "UDP", port: 5000, endPort: 5010 }] },
        ],
      },
    });
    const pod = asPod(server);
    const text = policyRules([policy], [pod], namespaces);
    expect(text.match(/-p .* -j MARK/g)).to.deep.equal([
      "-p tcp --dport 8080 -j MARK",
      "-p udp --dport 5000:5010 -j MARK",
    ]);
    const host: V1Pod = { ...pod, spec: { containers: [], hostNetwork: true } };
    const ended: V1Pod = { ...pod, status: { ...pod.status, phase: "Succeeded" } };
    expect(policyRules([policy], [host, ended], namespaces)).not.to.contain("10.0.0.9");
  });

  it("refuse what they can't enforce rather than leave it open", () => {
    const policy = asRead({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "p", namespace: "apps" },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }] }],
      },
    });
    expect(() => policyRules([policy], pods.map(asPod), namespaces)).to.throw("except");
  });
});
