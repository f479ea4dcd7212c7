/**
 * Product of Alibaba's Server Load Balancer: the classic one, with HTTP and TCP listeners, or the network one, with TCP listeners
 * in several zones.
 */
export const AlibabaSlbType = { Clb: "clb", Nlb: "nlb" } as const;
export type AlibabaSlbType = (typeof AlibabaSlbType)[keyof typeof AlibabaSlbType];

/** Whether the address is public, or one of the VPC. */
export const AlibabaAddressType = { Internet: "internet", Intranet: "intranet" } as const;
export type AlibabaAddressType = (typeof AlibabaAddressType)[keyof typeof AlibabaAddressType];

/** Network of an intranet CLB. */
export const AlibabaNetworkType = { Vpc: "vpc", Classic: "classic" } as const;
export type AlibabaNetworkType = (typeof AlibabaNetworkType)[keyof typeof AlibabaNetworkType];

/** Versions of IP that clients or backends are served by. */
export const AlibabaIpVersion = { Ipv4: "ipv4", Ipv6: "ipv6", Dualstack: "dualstack" } as const;
export type AlibabaIpVersion = (typeof AlibabaIpVersion)[keyof typeof AlibabaIpVersion];

/** What a CLB is paid by: a fixed specification, or capacity units by use. */
export const AlibabaInstanceChargeType = { PayBySpec: "PayBySpec", PayByCLCU: "PayByCLCU" } as const;
export type AlibabaInstanceChargeType =
  (typeof AlibabaInstanceChargeType)[keyof typeof AlibabaInstanceChargeType];

/** What an internet CLB's traffic is paid by. */
export const AlibabaChargeType = {
  Paybytraffic: "paybytraffic",
  Paybybandwidth: "paybybandwidth",
} as const;
export type AlibabaChargeType = (typeof AlibabaChargeType)[keyof typeof AlibabaChargeType];

/** Whether the cloud's console refuses to change the load balancer. */
export const AlibabaModificationProtection = {
  ConsoleProtection: "ConsoleProtection",
  NonProtection: "NonProtection",
} as const;
export type AlibabaModificationProtection =
  (typeof AlibabaModificationProtection)[keyof typeof AlibabaModificationProtection];

/** Protocol of a listener: CLB has http, https, tcp and udp; NLB has tcp, udp and tcpssl. */
export const AlibabaListenerProtocol = {
  Http: "http",
  Https: "https",
  Tcp: "tcp",
  Udp: "udp",
  Tcpssl: "tcpssl",
} as const;
export type AlibabaListenerProtocol = (typeof AlibabaListenerProtocol)[keyof typeof AlibabaListenerProtocol];

/**
 * How connections are shared out: in turn, in turn by weight, to the least loaded, or by a hash of the source address, of both
 * ends, or of the QUIC connection.
 */
export const AlibabaScheduler = {
  Rr: "rr",
  Wrr: "wrr",
  Wlc: "wlc",
  Sch: "sch",
  Tch: "tch",
  Qch: "qch",
} as const;
export type AlibabaScheduler = (typeof AlibabaScheduler)[keyof typeof AlibabaScheduler];

/** Whose cookie keeps a client at its backend: one that CLB inserts, or one that the server sets. */
export const AlibabaStickySessionType = { Insert: "insert", Server: "server" } as const;
export type AlibabaStickySessionType =
  (typeof AlibabaStickySessionType)[keyof typeof AlibabaStickySessionType];

/** Whether access control lists name those who may, or those who may not. */
export const AlibabaAclType = { White: "white", Black: "black" } as const;
export type AlibabaAclType = (typeof AlibabaAclType)[keyof typeof AlibabaAclType];

/** What a backend is asked to find out whether it is well. */
export const AlibabaHealthCheckType = { Tcp: "tcp", Http: "http" } as const;
export type AlibabaHealthCheckType = (typeof AlibabaHealthCheckType)[keyof typeof AlibabaHealthCheckType];

/** Method of a health check's HTTP request. */
export const AlibabaHealthCheckMethod = { Head: "head", Get: "get" } as const;
export type AlibabaHealthCheckMethod =
  (typeof AlibabaHealthCheckMethod)[keyof typeof AlibabaHealthCheckMethod];

/** Classes of HTTP status codes that count as well. */
export const AlibabaHealthCheckCode = {
  Http2xx: "http_2xx",
  Http3xx: "http_3xx",
  Http4xx: "http_4xx",
  Http5xx: "http_5xx",
} as const;
export type AlibabaHealthCheckCode = (typeof AlibabaHealthCheckCode)[keyof typeof AlibabaHealthCheckCode];

/** What is attached behind the load balancer: nodes by their node ports, or pods by their own addresses. */
export const AlibabaBackendType = { Ecs: "ecs", Eni: "eni" } as const;
export type AlibabaBackendType = (typeof AlibabaBackendType)[keyof typeof AlibabaBackendType];

/** How an NLB's server group names its servers. */
export const AlibabaServerGroupType = { Instance: "Instance", Ip: "Ip" } as const;
export type AlibabaServerGroupType = (typeof AlibabaServerGroupType)[keyof typeof AlibabaServerGroupType];

/** Which of HTTP/1.1 and HTTP/2 an NLB's TLS listener agrees on with clients. */
export const AlibabaAlpnPolicy = {
  Http1Only: "HTTP1Only",
  Http2Only: "HTTP2Only",
  Http2Optional: "HTTP2Optional",
  Http2Preferred: "HTTP2Preferred",
} as const;
export type AlibabaAlpnPolicy = (typeof AlibabaAlpnPolicy)[keyof typeof AlibabaAlpnPolicy];
