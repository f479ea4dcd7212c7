/* eslint max-lines: off -- one list, an entry for each rule */
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { gatewayPorts } from "../../../provider/src/alibaba/check.support";
import type { AlibabaSlbArgs } from "../../../provider/src/alibaba/loadBalancer.args";
import { checkSlb } from "../../../provider/src/alibaba/loadBalancer.check";
import { nlb } from "./samples";

/** What is wrong, as `path code`. */
const wrong = (args: AlibabaSlbArgs, sourceRanges?: readonly string[]): string[] =>
  checkSlb(args, { ports: gatewayPorts({}), ...(sourceRanges === undefined ? {} : { sourceRanges }) }).map(
    ({ path, code }) => `${path} ${code}`,
  );

const https = { port: 443, protocol: "https" } as const;
const http = { port: 80, protocol: "http" } as const;
const tls = { certId: "cert-1" };
const web: AlibabaSlbArgs = { listeners: [https, http], tls };
const reused: AlibabaSlbArgs = { id: "lb-1" };
const zones = nlb.network?.zoneMaps ?? [];

/** Settings that are well, and the same with one thing wrong. */
const rules: readonly (readonly [
  what: string,
  right: AlibabaSlbArgs,
  bad: AlibabaSlbArgs,
  problems: string[],
])[] = [
  [
    "a network is for an intranet address",
    { network: { vswitchId: "vsw-1", ip: "10.0.0.9" } },
    { addressType: "internet", network: { vswitchId: "vsw-1", ip: "10.0.0.9", networkType: "vpc" } },
    ["network.vswitchId KN7010", "network.ip KN7010", "network.networkType KN7010"],
  ],
  [
    "a classic network has no vSwitch",
    { network: { networkType: "classic" } },
    { network: { networkType: "classic", vswitchId: "vsw-1" } },
    ["network.vswitchId KN7010"],
  ],
  [
    "an address belongs to a vSwitch",
    { network: { vswitchId: "vsw-1", ip: "10.0.0.9" } },
    { network: { ip: "10.0.0.9" } },
    ["network.vswitchId KN7010"],
  ],
  [
    "zones come in pairs",
    { network: { masterZoneId: "a", slaveZoneId: "b" } },
    { network: { masterZoneId: "a" } },
    ["network.slaveZoneId KN7014"],
  ],
  [
    "zones come in pairs the other way round, too",
    { network: { masterZoneId: "a", slaveZoneId: "b" } },
    { network: { slaveZoneId: "b" } },
    ["network.masterZoneId KN7014"],
  ],
  ["an NLB needs zones", nlb, { type: "nlb" }, ["network.zoneMaps KN7016"]],
  ["an NLB of yours needs none", { type: "nlb", id: "nlb-1" }, { type: "nlb" }, ["network.zoneMaps KN7016"]],
  [
    "an NLB needs two zones",
    nlb,
    { type: "nlb", network: { zoneMaps: zones.slice(0, 1) } },
    ["network.zoneMaps KN7016"],
  ],
  [
    "each zone stands once",
    nlb,
    { type: "nlb", network: { zoneMaps: [...zones, ...zones.slice(0, 1)] } },
    ["network.zoneMaps[2].zoneId KN7016"],
  ],
  [
    "an EIP makes a zone public",
    {
      ...nlb,
      addressType: "internet",
      network: { zoneMaps: zones.map((zone) => ({ ...zone, eipAllocationId: "eip-1" })) },
    },
    {
      ...nlb,
      network: {
        zoneMaps: [...zones.slice(0, 1), { zoneId: "z", vswitchId: "vsw-z", eipAllocationId: "eip-1" }],
      },
    },
    ["network.zoneMaps[1].eipAllocationId KN7011"],
  ],
  [
    "traffic is paid for where it is public",
    { addressType: "internet", billing: { chargeType: "paybytraffic" } },
    { billing: { chargeType: "paybytraffic" } },
    ["billing.chargeType KN7011"],
  ],
  [
    "bandwidth is paid for where it is public",
    { addressType: "internet", billing: { chargeType: "paybybandwidth", bandwidth: 2 } },
    { billing: { chargeType: "paybybandwidth", bandwidth: 2 } },
    ["billing.chargeType KN7011", "billing.bandwidth KN7011"],
  ],
  [
    "bandwidth needs its way of paying",
    { addressType: "internet", billing: { chargeType: "paybybandwidth", bandwidth: 2 } },
    { addressType: "internet", billing: { bandwidth: 2 } },
    ["billing.bandwidth KN7012"],
  ],
  [
    "paying for bandwidth needs one",
    { addressType: "internet", billing: { chargeType: "paybybandwidth", bandwidth: 2 } },
    { addressType: "internet", billing: { chargeType: "paybybandwidth" } },
    ["billing.bandwidth KN7012"],
  ],
  [
    "a specification needs paying for one",
    { billing: { instanceChargeType: "PayBySpec", spec: "slb.s1.small" } },
    { billing: { spec: "slb.s1.small" } },
    ["billing.spec KN7013"],
  ],
  [
    "capacity units have no specification",
    { billing: { instanceChargeType: "PayBySpec" } },
    { billing: { instanceChargeType: "PayByCLCU", spec: "slb.s1.small" } },
    ["billing.spec KN7013"],
  ],
  [
    "a bandwidth package is public",
    { ...nlb, addressType: "internet", billing: { bandwidthPackageId: "cbwp-1" } },
    { ...nlb, billing: { bandwidthPackageId: "cbwp-1" } },
    ["billing.bandwidthPackageId KN7011"],
  ],
  [
    "NLB has no IPv6 alone",
    { ...nlb, ipVersion: "dualstack" },
    { ...nlb, ipVersion: "ipv6" },
    ["ipVersion KN7017"],
  ],
  [
    "CLB reaches backends by one version",
    { ipVersion: "ipv6", backends: { ipVersion: "ipv6" } },
    { ipVersion: "ipv6", backends: { ipVersion: "dualstack" } },
    ["backends.ipVersion KN7017"],
  ],
  [
    "backends have a version that the load balancer has",
    { ipVersion: "ipv6", backends: { ipVersion: "ipv6" } },
    { backends: { ipVersion: "ipv6" } },
    ["backends.ipVersion KN7017"],
  ],
  [
    "an NLB's IPv6 address needs one",
    { ...nlb, ipVersion: "dualstack", network: { zoneMaps: zones, ipv6AddressType: "intranet" } },
    { ...nlb, network: { zoneMaps: zones, ipv6AddressType: "intranet" } },
    ["network.ipv6AddressType KN7017"],
  ],
  [
    "an IPv4 address is none of IPv6",
    { network: { vswitchId: "vsw-1", ip: "10.0.0.9" } },
    { ipVersion: "ipv6", network: { vswitchId: "vsw-1", ip: "10.0.0.9" } },
    ["network.ip KN7017"],
  ],
  [
    "an EIP is bound to an intranet CLB",
    { eipAsExternalIp: true },
    { addressType: "internet", eipAsExternalIp: true },
    ["eipAsExternalIp KN7010"],
  ],
  [
    "one name or one address is reported",
    { hostname: "lb.example.com" },
    { hostname: "lb.example.com", eipAsExternalIp: true },
    ["hostname KN7018"],
  ],
  [
    "tags are texts without commas",
    { tags: { team: "web" } },
    { tags: { team: "web,shop", "a=b": "c" } },
    ['tags["team"] KN7019', 'tags["a=b"] KN7019'],
  ],
  [
    "tags are at most ten",
    { tags: Object.fromEntries([..."0123456789"].map((n) => [`t${n}`, n])) },
    { tags: Object.fromEntries([..."0123456789x"].map((n) => [`t${n}`, n])) },
    ["tags KN7019"],
  ],
  [
    "some tags are the controller's",
    { tags: { team: "web" } },
    { tags: { "ack.aliyun.com": "x" } },
    ['tags["ack.aliyun.com"] KN7019'],
  ],
  [
    "labels are texts without commas",
    { backends: { labels: { pool: "web" } } },
    { backends: { labels: { pool: "a=b" } } },
    ['backends.labels["pool"] KN7019'],
  ],
  ["https needs a certificate", web, { listeners: [https] }, ["tls.certId KN7021"]],
  [
    "tcpssl needs a certificate",
    { ...nlb, listeners: [{ port: 443, protocol: "tcpssl" }], tls },
    { ...nlb, listeners: [{ port: 443, protocol: "tcpssl" }] },
    ["tls.certId KN7021"],
  ],
  ["a certificate needs https", web, { tls }, ["tls.certId KN7020"]],
  [
    "a certificate of an NLB needs tcpssl",
    { ...nlb, listeners: [{ port: 443, protocol: "tcpssl" }], tls },
    { ...nlb, tls },
    ["tls.certId KN7020"],
  ],
  [
    "NLB has no http",
    { ...nlb, listeners: [{ port: 80, protocol: "tcp" }] },
    { ...nlb, listeners: [http] },
    ["listeners[0].protocol KN7022"],
  ],
  [
    "CLB has no tcpssl",
    web,
    { listeners: [{ port: 443, protocol: "tcpssl" }] },
    ["listeners[0].protocol KN7022"],
  ],
  [
    "a listener is for a port of the Service",
    { listeners: [http] },
    { listeners: [{ port: 8080, protocol: "http" }] },
    ["listeners[0].port KN7023"],
  ],
  [
    "a TCP port has no UDP listener",
    { listeners: [{ port: 80, protocol: "tcp" }] },
    { listeners: [{ port: 80, protocol: "udp" }] },
    ["listeners[0].protocol KN7022"],
  ],
  ["a port stands once", { listeners: [http] }, { listeners: [http, http] }, ["listeners[1].port KN1007"]],
  [
    "a listener says something",
    { listeners: [http] },
    { listeners: [{ port: 80 }] },
    ["listeners[0] KN1005"],
  ],
  [
    "a redirect starts at http",
    { ...web, listeners: [https, { ...http, forwardPort: 443 }] },
    { ...web, listeners: [https, { port: 80, forwardPort: 443 }] },
    ["listeners[1].forwardPort KN7024"],
  ],
  [
    "a redirect ends at https",
    { ...web, listeners: [https, { ...http, forwardPort: 443 }] },
    { listeners: [{ ...http, forwardPort: 443 }] },
    ["listeners[0].forwardPort KN7024"],
  ],
  [
    "a range of ports goes up",
    { ...nlb, backends: { type: "eni" }, listeners: [{ port: 80, portRange: { from: 1000, to: 2000 } }] },
    { ...nlb, backends: { type: "eni" }, listeners: [{ port: 80, portRange: { from: 2000, to: 1000 } }] },
    ["listeners[0].portRange KN7025"],
  ],
  [
    "a range of ports needs pods",
    { ...nlb, backends: { type: "eni" }, listeners: [{ port: 80, portRange: { from: 1000, to: 2000 } }] },
    { ...nlb, listeners: [{ port: 80, portRange: { from: 1000, to: 2000 } }] },
    ["listeners[0].portRange KN7025"],
  ],
  [
    "a range of ports overlaps with none",
    { ...nlb, backends: { type: "eni" }, listeners: [{ port: 80, portRange: { from: 1000, to: 2000 } }] },
    { ...nlb, backends: { type: "eni" }, listeners: [{ port: 80, portRange: { from: 400, to: 500 } }] },
    ["listeners[0].portRange KN7025"],
  ],
  [
    "requests have a time at http",
    { ...web, timeouts: { request: 90 } },
    { timeouts: { request: 90 } },
    ["timeouts.request KN7020"],
  ],
  [
    "connections have a time at tcp",
    { timeouts: { established: 60 } },
    { ...web, timeouts: { established: 60 } },
    ["timeouts.established KN7020"],
  ],
  [
    "idle connections of CLB end within a minute",
    { ...web, timeouts: { idle: 60 } },
    { ...web, timeouts: { idle: 61 } },
    ["timeouts.idle KN1004"],
  ],
  [
    "idle connections of NLB may last",
    { ...nlb, timeouts: { idle: 900 } },
    { timeouts: { idle: 60 } },
    ["timeouts.idle KN7020"],
  ],
  [
    "headers are written at http",
    { ...web, forwardedHeaders: { proto: true } },
    { forwardedHeaders: { proto: true } },
    ["forwardedHeaders.proto KN7020"],
  ],
  [
    "PROXY protocol is sent at tcp",
    { proxyProtocol: { enabled: true } },
    { ...web, proxyProtocol: { enabled: true } },
    ["proxyProtocol.enabled KN7020"],
  ],
  [
    "sticky sessions have a type",
    { ...web, session: { sticky: true, stickyType: "insert", cookieTimeout: 60 } },
    { ...web, session: { sticky: true } },
    ["session.stickyType KN7026"],
  ],
  [
    "an inserted cookie has a life",
    { ...web, session: { sticky: true, stickyType: "insert", cookieTimeout: 60 } },
    { ...web, session: { sticky: true, stickyType: "insert", cookie: "S" } },
    ["session.cookieTimeout KN7026", "session.cookie KN7026"],
  ],
  [
    "a server's cookie has a name",
    { ...web, session: { sticky: true, stickyType: "server", cookie: "S" } },
    { ...web, session: { sticky: true, stickyType: "server", cookieTimeout: 60 } },
    ["session.cookie KN7026", "session.cookieTimeout KN7026"],
  ],
  ["a cookie needs sticky sessions", web, { ...web, session: { cookie: "S" } }, ["session.cookie KN7026"]],
  [
    "draining needs its switch",
    { connectionDrain: { enabled: true, timeout: 30 } },
    { connectionDrain: { timeout: 30 } },
    ["connectionDrain.timeout KN7027"],
  ],
  [
    "lists need their switch",
    { acl: { enabled: true, ids: ["acl-1"], type: "white" } },
    { acl: { ids: ["acl-1"], type: "white" } },
    ["acl.ids KN7027", "acl.type KN7027"],
  ],
  [
    "access control needs lists",
    { acl: { enabled: true, ids: ["acl-1"], type: "white" } },
    { acl: { enabled: true } },
    ["acl.ids KN7028", "acl.type KN7028"],
  ],
  [
    "ids of PrivateLink need PROXY protocol",
    { ...nlb, proxyProtocol: { enabled: true, vpcId: true } },
    { ...nlb, proxyProtocol: { vpcId: true } },
    ["proxyProtocol.vpcId KN7027"],
  ],
  [
    "clients' certificates need authorities",
    {
      ...nlb,
      listeners: [{ port: 443, protocol: "tcpssl" }],
      tls: { ...tls, caCertEnabled: true, caCertIds: ["ca"] },
    },
    { ...nlb, listeners: [{ port: 443, protocol: "tcpssl" }], tls: { ...tls, caCertEnabled: true } },
    ["tls.caCertIds KN7028"],
  ],
  [
    "ALPN needs its switch",
    {
      ...nlb,
      listeners: [{ port: 443, protocol: "tcpssl" }],
      tls: { ...tls, alpnEnabled: true, alpnPolicy: "HTTP1Only" },
    },
    { ...nlb, listeners: [{ port: 443, protocol: "tcpssl" }], tls: { ...tls, alpnPolicy: "HTTP1Only" } },
    ["tls.alpnPolicy KN7027"],
  ],
  [
    "domains of certificates are domains",
    { ...web, tls: { ...tls, domainExtensions: { "*.example.com": "c2" } } },
    { ...web, tls: { ...tls, domainExtensions: { a_b: "c2" } } },
    ['tls.domainExtensions["a_b"] KN1006'],
  ],
  ["hashes are for tcp", { scheduler: "tch" }, { ...web, scheduler: "tch" }, ["scheduler KN7029"]],
  [
    "a path is asked for by HTTP",
    { healthCheck: { type: "http", uri: "/healthz" } },
    { healthCheck: { uri: "/healthz" } },
    ["healthCheck.uri KN7030"],
  ],
  [
    "a method is one of http listeners",
    { ...web, healthCheck: { flag: true, method: "get" } },
    { healthCheck: { type: "http", method: "get" } },
    ["healthCheck.method KN7030"],
  ],
  [
    "http listeners check when told to",
    { ...web, healthCheck: { flag: true, interval: 5, timeout: 5 } },
    { ...web, healthCheck: { interval: 5, timeout: 5 } },
    ["healthCheck.interval KN7031", "healthCheck.timeout KN7031"],
  ],
  [
    "tcp listeners check unless told not to",
    { healthCheck: { layer4Switch: true, interval: 5, connectTimeout: 5 } },
    { healthCheck: { layer4Switch: false, interval: 5 } },
    ["healthCheck.interval KN7031"],
  ],
  [
    "an NLB's checks need their flag",
    { ...nlb, healthCheck: { flag: true, interval: 5 } },
    { ...nlb, healthCheck: { interval: 5 } },
    ["healthCheck.interval KN7031"],
  ],
  [
    "a path of an NLB's check is asked for by HTTP",
    { ...nlb, healthCheck: { flag: true, type: "http", uri: "/h" } },
    { ...nlb, healthCheck: { flag: true, uri: "/h" } },
    ["healthCheck.uri KN7030"],
  ],
  [
    "-520 is CLB's",
    { healthCheck: { connectPort: -520 } },
    { ...nlb, healthCheck: { flag: true, connectPort: -520 } },
    ["healthCheck.connectPort KN1004"],
  ],
  [
    "a check waits as long as its interval",
    { healthCheck: { interval: 10, connectTimeout: 10 } },
    { healthCheck: { interval: 10, connectTimeout: 5 } },
    ["healthCheck.connectTimeout KN7032"],
  ],
  [
    "listeners of yours are yours",
    { ...reused, ...web, forceOverrideListeners: true },
    { ...reused, acl: { enabled: true, ids: ["acl-1"], type: "white" } },
    ["acl.enabled KN7040", "acl.ids KN7040", "acl.type KN7040"],
  ],
  [
    "server groups of an NLB are the controller's",
    { type: "nlb", id: "nlb-1", scheduler: "wrr", connectionDrain: { enabled: true } },
    { type: "nlb", id: "nlb-1", cps: 100 },
    ["cps KN7040"],
  ],
  [
    "what is there, is decided",
    { ...reused, billing: { instanceChargeType: "PayBySpec", spec: "slb.s2.small" } },
    { ...reused, network: { vswitchId: "vsw-1" }, resourceGroupId: "rg-1", preserveOnDelete: true },
    ["network.vswitchId KN7041", "preserveOnDelete KN7041", "resourceGroupId KN7041"],
  ],
  [
    "overwriting is for a load balancer of yours",
    { ...reused, ...web, forceOverrideListeners: true },
    { ...web, forceOverrideListeners: true },
    ["forceOverrideListeners KN7042"],
  ],
  [
    "server groups of yours are a load balancer's of yours",
    { ...reused, listeners: [{ port: 80, serverGroupId: "rsp-1" }], backends: { weight: 50 } },
    { listeners: [{ port: 80, serverGroupId: "rsp-1" }], backends: { weight: 50 } },
    ["listeners[0].serverGroupId KN7042", "backends.weight KN7042"],
  ],
  [
    "a share is one of a server group of yours",
    { ...reused, listeners: [{ port: 80, serverGroupId: "rsp-1" }], backends: { weight: 50 } },
    { ...reused, backends: { weight: 50 } },
    ["backends.weight KN7042"],
  ],
  ["an id is one of the type", reused, { id: "nlb-1" }, ["id KN7043"]],
  [
    "an id of a CLB is none of an NLB",
    { type: "nlb", id: "nlb-1" },
    { type: "nlb", id: "lb-1" },
    ["id KN7043"],
  ],
  [
    "sessions are CLB's",
    { session: { persistenceTimeout: 60 } },
    { ...nlb, session: { persistenceTimeout: 60 } },
    ["session.persistenceTimeout KN7003"],
  ],
  ["zones with vSwitches are NLB's", nlb, { network: { zoneMaps: zones } }, ["network.zoneMaps KN7003"]],
  [
    "annotations with a property aren't given beside it",
    { furtherAnnotations: { "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-new": "1" } },
    { furtherAnnotations: { "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-name": "web" } },
    ['furtherAnnotations["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-name"] KN7001'],
  ],
];

describe("rules of Alibaba's load balancers", () => {
  for (const [what, right, bad, problems] of rules) {
    it(`${what}`, () => {
      expect(wrong(right)).to.deep.equal([]);
      expect(wrong(bad)).to.have.members(problems);
    });
  }

  it("tell all problems at once, each with the value that is right", () => {
    const problems = checkSlb(
      { network: { masterZoneId: "a" }, billing: { bandwidth: 2, spec: "slb.s1.small" }, listeners: [https] },
      { ports: gatewayPorts({}) },
    );
    expect(problems.map(({ code }) => code)).to.have.members(["KN7014", "KN7011", "KN7013", "KN7021"]);
    problems.forEach(({ reason }) => expect(reason).to.match(/remove|needed|leave|set /));
  });

  it("say nothing of ports that nobody knows", () => {
    expect(checkSlb({ listeners: [{ port: 8443, protocol: "https" }], tls })).to.deep.equal([]);
    expect(checkSlb({ timeouts: { established: 60 } })).to.deep.equal([]);
  });

  it("refuse source ranges where they would leave all doors open", () => {
    expect(wrong({}, ["10.0.0.0/8"])).to.deep.equal(["loadBalancerSourceRanges KN7005"]);
    expect(wrong(nlb, ["10.0.0.0/8"])).to.deep.equal([]);
    expect(wrong({ type: "nlb", id: "nlb-1" }, ["10.0.0.0/8"])).to.deep.equal([
      "loadBalancerSourceRanges KN7005",
    ]);
  });

  it("take Outputs where a value may come from another resource", () => {
    const later = pulumi.output("x");
    expect(
      wrong({
        ...web,
        id: later,
        forceOverrideListeners: true,
        tls: { certId: later, domainExtensions: { "a.example.com": later } },
        acl: { enabled: true, ids: [later], type: "white" },
        tags: { team: later },
      }),
    ).to.deep.equal([]);
    expect(
      wrong({
        type: "nlb",
        network: {
          zoneMaps: [
            { zoneId: later, vswitchId: later },
            { zoneId: later, vswitchId: later },
          ],
        },
      }),
    ).to.deep.equal([]);
  });

  const shapes: readonly (readonly [AlibabaSlbArgs, string])[] = [
    [{ network: { vswitchId: "switch-1" } }, "network.vswitchId KN1006"],
    [{ id: "${YOUR_LOADBALANCER_ID}" }, "id KN1006"],
    [{ network: { ip: "::1" } }, "network.ip KN1006"],
    [{ billing: { spec: "small" } }, "billing.spec KN1006"],
    [{ billing: { bandwidth: 5121 } }, "billing.bandwidth KN1004"],
    [{ session: { cookieTimeout: 86401 } }, "session.cookieTimeout KN1004"],
    [{ session: { cookie: "$a;b" } }, "session.cookie KN1006"],
    [{ tls: { cipherPolicy: "TLS1.2" } }, "tls.cipherPolicy KN1006"],
    [{ healthCheck: { connectPort: -1 } }, "healthCheck.connectPort KN1004"],
    [{ healthCheck: { healthyThreshold: 1 } }, "healthCheck.healthyThreshold KN1004"],
    [{ healthCheck: { uri: "healthz" } }, "healthCheck.uri KN1006"],
    [{ name: "1" }, "name KN1006"],
    [{ addressType: "public" as "internet" }, "addressType KN1003"],
    [{ adressType: "internet" } as AlibabaSlbArgs, "adressType KN1001"],
  ];
  for (const [args, problem] of shapes) {
    it(`refuse ${JSON.stringify(args)}`, () => {
      expect(wrong(args)).to.deep.equal([problem]);
    });
  }
});
