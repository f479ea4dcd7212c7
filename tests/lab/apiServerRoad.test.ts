import { readFileSync } from "node:fs";
import { expect } from "chai";
import { parse } from "yaml";
import { LAB_NAME } from "../../lab/node/layout";
import { parseAddress, parseRange, rangeText } from "../../provider/src/addresses/cidr";
import { ApiServerAccess } from "../../provider/src/kubeovn/apiServerAccess";
import { Kubectl } from "../support/kubectl";
import { labRanges, needLab } from "../support/lab";
import { Namespaces } from "../support/namespaces";
import { record, valueOf } from "../support/recorder";

/** The pod, and the router of its VPC, in which nobody knows of Services. The node is the lab's own. */
const pod = `${LAB_NAME}.road-pod`;
const router = `${LAB_NAME}.road-vpc`;
const [eth0, net1] = ["eth0", "net1"];
const vpcGateway = "10.20.0.1";
const outside = "198.51.100.7";
const routesKey = "api-ovn-nad.kube-system.ovn.kubernetes.io/routes";
const ranges = labRanges;

interface Road {
  readonly annotations: Readonly<Record<string, string>>;
  readonly gateway: string;
  readonly prefix: number;
}

interface Credentials {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A request to the API server's ClusterIP; prints the status and the version, or why there was none. */
const askApiServer = `
  const { host, ca, cert, key } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const pem = (text) => Buffer.from(text, "base64");
  const request = require("node:https").get(
    { host, port: 443, path: "/version", ca: pem(ca), cert: pem(cert), key: pem(key), timeout: 5000 },
    (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => console.log(response.statusCode, JSON.parse(text).gitVersion));
    },
  );
  request.on("timeout", () => request.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
  request.on("error", ({ code }) => console.log(code));
`;

/** A name, asked of one name server; prints the addresses, or why there were none. */
const askNames = `
  const { server, name } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const resolver = new (require("node:dns").promises.Resolver)({ timeout: 2000, tries: 1 });
  resolver.setServers([server]);
  resolver.resolve4(name).then((found) => console.log(found.join()), ({ code }) => console.log(code));
`;

/** A connection to an address; prints how it failed. */
const connect = `
  const { host, port } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const socket = require("node:net").connect({ host, port, timeout: 5000 });
  socket.on("error", ({ code }) => console.log(code, socket.localAddress ?? ""));
`;

describe("lab: the road to the API server, with packets", function () {
  this.timeout(120_000);
  let namespaces: Namespaces;
  let kubectl: Kubectl;
  let credentials: Credentials;
  let apiServerIp: string;
  let dnsIp: string;

  before(async function () {
    const env = await needLab(this);
    namespaces = await Namespaces.open(this);
    kubectl = new Kubectl(env);
    credentials = credentialsIn(env["KUBECONFIG"] ?? "");
    const clusterIp = (namespace: string, name: string) =>
      kubectl.run("get", "service", name, "-n", namespace, "-o", "jsonpath={.spec.clusterIP}");
    apiServerIp = await clusterIp("default", "kubernetes");
    dnsIp = await clusterIp("kube-system", "kube-dns");
  });

  beforeEach(async () => {
    await namespaces.add(pod);
    await namespaces.add(router);
    await namespaces.wire(
      { namespace: pod, name: eth0, address: "10.20.0.5/16" },
      { namespace: router, name: "kn-road-vpc", address: `${vpcGateway}/16` },
    );
    await namespaces.set(router, "net/ipv4/ip_forward", "1");
    await namespaces.inside(router, "address", "add", `${outside}/32`, "dev", "lo");
    await namespaces.inside(pod, "route", "add", "default", "via", vpcGateway, "dev", eth0);
  });

  afterEach(async () => {
    await namespaces?.remove();
  });

  /** What the component says, given what the lab has. */
  async function roadOf(dns: boolean): Promise<Road> {
    const { result, registrations } = await record(
      () => new ApiServerAccess("api", { ranges, dns, vpcCidrs: ["10.20.0.0/16"] }),
    );
    const subnet = registrations.find(({ type }) => type.endsWith(":Subnet"))?.inputs["spec"] as {
      gateway: string;
      cidrBlock: string;
    };
    const { prefix = 0 } = parseRange(subnet.cidrBlock) ?? {};
    return { annotations: (await valueOf(result.podAnnotations)) ?? {}, gateway: subnet.gateway, prefix };
  }

  /** Gives the pod its second interface, as Kube-OVN would: an address of the subnet, whose gateway is at the node. */
  async function attach({ gateway, prefix }: Road): Promise<void> {
    const address = gateway.replace(/\.\d+$/, ".7");
    await namespaces.wire(
      { namespace: pod, name: net1, address: `${address}/${prefix}` },
      { namespace: LAB_NAME, name: "kn-road-node", address: `${gateway}/${prefix}` },
    );
  }

  /**
   * Sets the routes of the annotation on the second interface as Kube-OVN's daemon does (kube-ovn 1.16
   * pkg/daemon/ovs_linux.go): a destination is a range or the default, a gateway an address, else the route is left out.
   */
  async function follow({ annotations }: Road): Promise<void> {
    const said = JSON.parse(annotations[routesKey] ?? "") as readonly { dst?: string; gw?: string }[];
    for (const { dst, gw = "" } of said) {
      const range = dst === undefined ? undefined : parseRange(dst);
      if ((dst === undefined || range !== undefined) && parseAddress(gw) !== undefined) {
        const to = range === undefined ? "default" : rangeText(range);
        await namespaces.inside(pod, "route", "replace", to, "via", gw, "dev", net1);
      }
    }
  }

  const askApi = () =>
    namespaces.script(pod, askApiServer, JSON.stringify({ host: apiServerIp, ...credentials }));
  const askName = () =>
    namespaces.script(
      pod,
      askNames,
      JSON.stringify({ server: dnsIp, name: "kubernetes.default.svc.cluster.local" }),
    );

  it("fails with the first interface alone, and with the second but no route", async () => {
    expect(await askApi()).to.match(/^E(NETUNREACH|HOSTUNREACH|TIMEDOUT)$/);
    const road = await roadOf(false);
    await attach(road);
    expect(await askApi()).to.match(/^E(NETUNREACH|HOSTUNREACH|TIMEDOUT)$/);
  });

  it("leads to the API server's ClusterIP by the second interface", async () => {
    const road = await roadOf(false);
    await attach(road);
    await follow(road);
    const [first, second] = [await namespaces.sent(pod, eth0), await namespaces.sent(pod, net1)];
    expect(await askApi()).to.match(/^200 v1\.\d+\.\d+/);
    expect(await namespaces.sent(pod, net1)).to.be.greaterThan(second + 3);
    expect(await namespaces.sent(pod, eth0)).to.equal(first);
    const [way] = await namespaces.routes(pod, "get", apiServerIp);
    expect(way).to.deep.include({ dst: apiServerIp, gateway: road.gateway, dev: net1 });
  });

  it("leaves the default route, and all that goes by it, to the VPC", async () => {
    const before = await namespaces.routes(pod, "show", "default");
    expect(before.map(({ gateway, dev }) => [gateway, dev])).to.deep.equal([[vpcGateway, eth0]]);
    const road = await roadOf(true);
    await attach(road);
    await follow(road);
    expect(await namespaces.routes(pod, "show", "default")).to.deep.equal(before);
    const second = await namespaces.sent(pod, net1);
    // Refused by the router itself: the packets came there.
    expect(await namespaces.script(pod, connect, JSON.stringify({ host: outside, port: 9 }))).to.match(
      /^ECONNREFUSED/,
    );
    expect(await namespaces.sent(pod, net1)).to.equal(second);
  });

  it("leads to the cluster's name servers where that is asked for, and only there", async () => {
    const narrow = await roadOf(false);
    await attach(narrow);
    await follow(narrow);
    expect(await askName()).not.to.equal(apiServerIp);
    await follow(await roadOf(true));
    expect(await askName()).to.equal(apiServerIp);
    expect(await askApi()).to.match(/^200 /);
  });

  it("leaves nothing behind", async () => {
    await attach(await roadOf(false));
    await namespaces.remove();
    expect(await namespaces.list()).not.to.include.members([pod, router]);
    expect(await namespaces.inside(LAB_NAME, "-brief", "link", "show")).not.to.contain("kn-road-");
  });
});

function credentialsIn(kubeconfig: string): Credentials {
  const { clusters, users } = parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: [{ cluster: Record<string, string> }];
    users: [{ user: Record<string, string> }];
  };
  return {
    ca: clusters[0].cluster["certificate-authority-data"] ?? "",
    cert: users[0].user["client-certificate-data"] ?? "",
    key: users[0].user["client-key-data"] ?? "",
  };
}
