/* eslint max-lines: off -- one list, an entry for each annotation */
import * as c from "./annotations.codecs";
import type { Codec } from "./annotations.codecs";
import {
  AlibabaAclType,
  AlibabaAddressType,
  AlibabaAlpnPolicy,
  AlibabaBackendType,
  AlibabaChargeType,
  AlibabaHealthCheckMethod,
  AlibabaHealthCheckType,
  AlibabaInstanceChargeType,
  AlibabaIpVersion,
  AlibabaListenerProtocol,
  AlibabaModificationProtection,
  AlibabaNetworkType,
  AlibabaScheduler,
  AlibabaServerGroupType,
  type AlibabaSlbType,
  AlibabaStickySessionType,
} from "./loadBalancer.enums";

/**
 * What becomes of a change of an annotation after the load balancer is there: it is made; the controller refuses it, so that only
 * a new load balancer has it; or the controller passes over it, with the same way out.
 */
export type Change = "update" | "replace" | "ignored";

/** Listeners that a setting is for. */
export type ListenerKind = "http" | "https" | "tcp" | "udp" | "tcpssl";

/** An annotation of the cloud controller manager beside the property that says the same. */
export interface AnnotationRow {
  /** Name after the prefix, or the whole name where it has another one. */
  readonly key: string;
  /** Path of the property in `AlibabaSlbArgs`; `listeners[].x` is property x of the listeners, port by port. */
  readonly path: string;
  /** Who reads it. */
  readonly on: "clb" | "nlb" | "both";
  readonly codec: Codec;
  /** What a later change does, for each type where they differ. */
  readonly change: Change | Readonly<Record<AlibabaSlbType, Change>>;
  /** What holds without it, for people. */
  readonly default: string;
  /** CLB: listeners that it is for. Default: all, or none in particular. */
  readonly listeners?: readonly ListenerKind[];
  /**
   * Whether it is a setting of listeners, which a reused load balancer has from the controller only if they are overwritten. Of an
   * NLB some belong to the server groups instead, which are always the controller's.
   */
  readonly listener?: boolean | "clb";
  /**
   * Text that does the same as leaving it out. Where the controller doesn't undo what an annotation did once it is gone, it is
   * what has to be written instead.
   */
  readonly reset?: string;
  /** Oldest controller that reads it, where the vendor says so. */
  readonly since?: string;
}

/** What all annotations begin with, but for those that carry a whole name. */
export const prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
/** What they began with before September 2019. The controller reads it where the newer name isn't there. */
export const legacyPrefix = "service.beta.kubernetes.io/alicloud-loadbalancer-";

/** Class of Services that get an NLB. */
export const nlbClass = "alibabacloud.com/nlb";

const seventh = ["http", "https"] as const;
const fourth = ["tcp", "udp"] as const;
type More = Partial<Pick<AnnotationRow, "change" | "listeners" | "listener" | "reset" | "since">>;
const rowOn =
  (on: AnnotationRow["on"]) =>
  (key: string, path: string, codec: Codec, fallback: string, more: More = {}): AnnotationRow => ({
    key,
    path,
    on,
    codec,
    default: fallback,
    change: "update",
    ...more,
  });
const clb = rowOn("clb");
const nlb = rowOn("nlb");
const both = rowOn("both");

/** Every annotation that pkg/controller/service of the controller reads. Everything about annotations is derived from this list. */
export const annotationTable: readonly AnnotationRow[] = [
  // The load balancer itself.
  both("address-type", "addressType", c.choice(AlibabaAddressType), "internet", {
    change: { clb: "replace", nlb: "update" },
    reset: "internet",
  }),
  clb("network-type", "network.networkType", c.choice(AlibabaNetworkType), "vpc", {
    change: "replace",
    reset: "vpc",
  }),
  clb("vswitch-id", "network.vswitchId", c.plain("vsw-…"), "one of the controller's", { change: "ignored" }),
  clb("ip", "network.ip", c.plain("IPv4"), "a free one", { change: "replace" }),
  clb("master-zoneid", "network.masterZoneId", c.plain("zone"), "the cloud's choice", { change: "replace" }),
  clb("slave-zoneid", "network.slaveZoneId", c.plain("zone"), "the cloud's choice", { change: "replace" }),
  nlb("zone-maps", "network.zoneMaps", c.zoneMaps, "none; needed", { since: "2.5.0" }),
  nlb("ipv6-address-type", "network.ipv6AddressType", c.choiceAnyCase(AlibabaAddressType), "intranet", {
    reset: "intranet",
    since: "2.9.1",
  }),
  nlb("security-group-ids", "network.securityGroupIds", c.list("sg-…,…"), "none", { since: "2.6.0" }),
  nlb("cross-zone-enabled", "network.crossZoneEnabled", c.onOff, "on", { reset: "on" }),
  both("ip-version", "ipVersion", c.choiceAnyCase(AlibabaIpVersion), "ipv4", {
    change: "replace",
    reset: "ipv4",
  }),
  both("id", "id", c.plain("lb-…, nlb-…"), "one is made", { change: "replace" }),
  both("force-override-listeners", "forceOverrideListeners", c.trueText, "false"),
  both("name", "name", c.plain("text"), "made of the Service's uid"),
  both("resource-group-id", "resourceGroupId", c.plain("rg-…"), "the controller's", { change: "replace" }),
  both("additional-resource-tags", "tags", c.pairs("key=value,…"), "none"),
  clb("delete-protection", "deleteProtection", c.onOff, "on", { reset: "on" }),
  clb(
    "modification-protection",
    "modificationProtection",
    c.choice(AlibabaModificationProtection),
    "ConsoleProtection",
    { reset: "ConsoleProtection" },
  ),
  both("preserve-lb-on-delete", "preserveOnDelete", c.anyText, "none", { since: "2.10.0" }),
  clb("external-ip-type", "eipAsExternalIp", c.onlyText("eip"), "its own address"),
  clb("hostname", "hostname", c.plain("DNS name"), "none"),
  // What is paid for.
  clb(
    "instance-charge-type",
    "billing.instanceChargeType",
    c.choice(AlibabaInstanceChargeType),
    "PayByCLCU",
    { reset: "PayByCLCU", since: "2.4.0" },
  ),
  clb("spec", "billing.spec", c.plain("slb.s1.small, …"), "slb.s1.small", { reset: "slb.s1.small" }),
  clb("charge-type", "billing.chargeType", c.choice(AlibabaChargeType), "paybytraffic", {
    reset: "paybytraffic",
  }),
  clb("bandwidth", "billing.bandwidth", c.integer("1–5120"), "none"),
  nlb("bandwidth-package-id", "billing.bandwidthPackageId", c.plain("cbwp-…"), "none", { since: "2.9.1" }),
  // Listeners.
  both(
    "protocol-port",
    "listeners[].protocol",
    c.byPort("https:443,http:80", c.choiceAnyCase(AlibabaListenerProtocol)),
    "the Service's protocol",
    { listener: true },
  ),
  clb("forward-port", "listeners[].forwardPort", c.portToPort, "none", {
    listeners: ["http"],
    listener: true,
  }),
  nlb("listener-port-range", "listeners[].portRange", c.byPort("1000-2000:80,…", c.portRange), "none", {
    since: "2.11.4",
    listener: true,
  }),
  both(
    "vgroup-port",
    "listeners[].serverGroupId",
    c.byPort("rsp-…:80,…", c.plain("rsp-…")),
    "the controller's",
  ),
  both("cert-id", "tls.certId", c.plain("certificate"), "none", {
    listeners: ["https", "tcpssl"],
    listener: true,
  }),
  nlb("additional-cert-ids", "tls.additionalCertIds", c.list("certificate,…"), "none", {
    listeners: ["tcpssl"],
    listener: true,
  }),
  clb("domain-extensions", "tls.domainExtensions", c.colonPairs("domain:certificate,…"), "none", {
    listeners: ["https"],
    listener: true,
  }),
  both(
    "tls-cipher-policy",
    "tls.cipherPolicy",
    c.plain("tls_cipher_policy_1_2, …"),
    "tls_cipher_policy_1_0",
    { listeners: ["https", "tcpssl"], reset: "tls_cipher_policy_1_0", listener: true },
  ),
  clb("http2-enabled", "tls.http2Enabled", c.onOff, "on", {
    listeners: ["https"],
    reset: "on",
    listener: true,
  }),
  nlb("cacert", "tls.caCertEnabled", c.onOff, "off", { listeners: ["tcpssl"], reset: "off", listener: true }),
  nlb("cacert-id", "tls.caCertIds", c.list("certificate,…"), "none", {
    listeners: ["tcpssl"],
    listener: true,
  }),
  nlb("alpn", "tls.alpnEnabled", c.onOff, "off", { listeners: ["tcpssl"], reset: "off", listener: true }),
  nlb("alpn-policy", "tls.alpnPolicy", c.choice(AlibabaAlpnPolicy), "none", {
    listeners: ["tcpssl"],
    listener: true,
  }),
  both("scheduler", "scheduler", c.choiceAnyCase(AlibabaScheduler), "rr (CLB), wrr (NLB)", {
    listener: "clb",
  }),
  clb("persistence-timeout", "session.persistenceTimeout", c.integer("0–3600 s"), "0", {
    listeners: ["tcp"],
    reset: "0",
    listener: true,
  }),
  clb("sticky-session", "session.sticky", c.onOff, "off", {
    listeners: seventh,
    reset: "off",
    listener: true,
  }),
  clb("sticky-session-type", "session.stickyType", c.choice(AlibabaStickySessionType), "none", {
    listeners: seventh,
    listener: true,
  }),
  clb("cookie", "session.cookie", c.plain("name"), "none", { listeners: seventh, listener: true }),
  clb("cookie-timeout", "session.cookieTimeout", c.integer("1–86400 s"), "none", {
    listeners: seventh,
    listener: true,
  }),
  both("idle-timeout", "timeouts.idle", c.integer("1–60 s (CLB), 1–900 s (NLB)"), "15 (CLB), 900 (NLB)", {
    listeners: seventh,
    listener: true,
  }),
  clb("request-timeout", "timeouts.request", c.integer("1–180 s"), "60", {
    listeners: seventh,
    reset: "60",
    listener: true,
  }),
  clb("established-timeout", "timeouts.established", c.integer("10–900 s"), "900", {
    listeners: ["tcp"],
    reset: "900",
    listener: true,
  }),
  both("connection-drain", "connectionDrain.enabled", c.onOff, "off", {
    listeners: fourth,
    reset: "off",
    listener: "clb",
  }),
  both("connection-drain-timeout", "connectionDrain.timeout", c.integer("10–900 s"), "300", {
    listeners: fourth,
    listener: "clb",
  }),
  clb("xforwardedfor-proto", "forwardedHeaders.proto", c.onOff, "off", {
    listeners: seventh,
    reset: "off",
    listener: true,
  }),
  clb("xforwardedfor-slbport", "forwardedHeaders.slbPort", c.onOff, "off", {
    listeners: seventh,
    reset: "off",
    listener: true,
  }),
  clb("xforwardedfor-clientsrcport", "forwardedHeaders.clientSrcPort", c.onOff, "off", {
    listeners: seventh,
    reset: "off",
    listener: true,
  }),
  both("proxy-protocol", "proxyProtocol.enabled", c.onOff, "off", {
    listeners: fourth,
    reset: "off",
    listener: true,
  }),
  nlb("ppv2-pvl-vpc-id-enabled", "proxyProtocol.vpcId", c.onOff, "off", {
    reset: "off",
    since: "2.9.1",
    listener: true,
  }),
  nlb("ppv2-pvl-ep-id-enabled", "proxyProtocol.privateLinkEndpointId", c.onOff, "off", {
    reset: "off",
    since: "2.9.1",
    listener: true,
  }),
  nlb("ppv2-pvl-eps-id-enabled", "proxyProtocol.privateLinkEndpointServiceId", c.onOff, "off", {
    reset: "off",
    since: "2.9.1",
    listener: true,
  }),
  clb("acl-status", "acl.enabled", c.onOff, "off", { reset: "off", listener: true }),
  clb("acl-id", "acl.ids", c.list("acl-…,…"), "none", { listener: true }),
  clb("acl-type", "acl.type", c.choice(AlibabaAclType), "none", { listener: true }),
  nlb("cps", "cps", c.integer("0–1000000"), "0, any number", { reset: "0", listener: true }),
  // Health checks.
  both("health-check-flag", "healthCheck.flag", c.onOff, "off (CLB), the cloud's (NLB)", {
    listeners: seventh,
    listener: "clb",
  }),
  clb("health-check-switch", "healthCheck.layer4Switch", c.onOff, "on", {
    listeners: fourth,
    reset: "on",
    listener: true,
  }),
  both("health-check-type", "healthCheck.type", c.choiceAnyCase(AlibabaHealthCheckType), "tcp", {
    listeners: ["tcp"],
    reset: "tcp",
    listener: "clb",
  }),
  both("health-check-uri", "healthCheck.uri", c.plain("path"), "/", { listener: "clb" }),
  both("health-check-domain", "healthCheck.domain", c.plain("host, $_ip"), "the backend's address", {
    listener: "clb",
  }),
  both(
    "health-check-httpcode",
    "healthCheck.httpCodes",
    c.list("http_2xx, http_3xx, http_4xx, http_5xx"),
    "http_2xx",
    { listener: "clb" },
  ),
  both(
    "health-check-method",
    "healthCheck.method",
    c.choiceAnyCase(AlibabaHealthCheckMethod),
    "head (CLB), get (NLB)",
    { listener: "clb" },
  ),
  both(
    "health-check-connect-port",
    "healthCheck.connectPort",
    c.integer("1–65535, -520"),
    "the backend's port",
    { listener: "clb" },
  ),
  both("healthy-threshold", "healthCheck.healthyThreshold", c.integer("2–10"), "3 (CLB), 2 (NLB)", {
    listener: "clb",
  }),
  both("unhealthy-threshold", "healthCheck.unhealthyThreshold", c.integer("2–10"), "3 (CLB), 2 (NLB)", {
    listener: "clb",
  }),
  both("health-check-interval", "healthCheck.interval", c.integer("1–50 s"), "2 (CLB), 10 (NLB)", {
    listener: "clb",
  }),
  both("health-check-connect-timeout", "healthCheck.connectTimeout", c.integer("1–300 s"), "5", {
    listeners: fourth,
    reset: "5",
    listener: "clb",
  }),
  clb("health-check-timeout", "healthCheck.timeout", c.integer("1–300 s"), "5", {
    listeners: seventh,
    reset: "5",
    listener: true,
  }),
  // Backends.
  both(
    "service.beta.kubernetes.io/backend-type",
    "backends.type",
    c.choice(AlibabaBackendType),
    "the controller's",
  ),
  both("backend-label", "backends.labels", c.pairs("key=value,…"), "all nodes"),
  both("remove-unscheduled-backend", "backends.removeUnscheduled", c.onOff, "off"),
  both("weight", "backends.weight", c.integer("0–100"), "none"),
  both("default-weight", "backends.defaultWeight", c.integer("0–100"), "100"),
  both("ignore-weight-update", "backends.ignoreWeightUpdate", c.onOff, "off"),
  both("backend-ip-version", "backends.ipVersion", c.choiceAnyCase(AlibabaIpVersion), "ipv4"),
  nlb(
    "server-group-type",
    "backends.serverGroupType",
    c.choiceAnyCase(AlibabaServerGroupType),
    "the controller's choice",
  ),
  nlb("preserve-client-ip", "backends.preserveClientIp", c.onOff, "the cloud's"),
];

/** The whole name of an annotation. */
export function annotationName({ key }: AnnotationRow): string {
  return key.includes("/") ? key : prefix + key;
}

/** The row of a property, by its path. */
export function rowAt(path: string): AnnotationRow {
  const row = annotationTable.find((candidate) => candidate.path === path);
  if (row === undefined) {
    throw new Error(`no annotation has the property ${path}`); // paths are written in this package alone
  }
  return row;
}

/** Whether a type of load balancer reads an annotation. */
export function isReadBy({ on }: AnnotationRow, type: AlibabaSlbType): boolean {
  return on === "both" || on === type;
}

/** Whether an annotation is about the listeners of a type of load balancer. */
export function isListeners({ listener }: AnnotationRow, type: AlibabaSlbType): boolean {
  return listener === true || listener === type;
}

/** What a later change of an annotation does for a type of load balancer. */
export function changeFor({ change }: AnnotationRow, type: AlibabaSlbType): Change {
  return typeof change === "string" ? change : change[type];
}
