import type * as pulumi from "@pulumi/pulumi";
import type {
  AlibabaAclType,
  AlibabaAddressType,
  AlibabaAlpnPolicy,
  AlibabaBackendType,
  AlibabaChargeType,
  AlibabaHealthCheckCode,
  AlibabaHealthCheckMethod,
  AlibabaHealthCheckType,
  AlibabaInstanceChargeType,
  AlibabaIpVersion,
  AlibabaListenerProtocol,
  AlibabaModificationProtection,
  AlibabaNetworkType,
  AlibabaScheduler,
  AlibabaServerGroupType,
  AlibabaSlbType,
  AlibabaStickySessionType,
} from "./loadBalancer.enums";

// Names, bounds and defaults are those of kubernetes/cloud-provider-alibaba-cloud (pkg/controller/service) and of the vendor's
// pages "Use annotations to configure CLB instances" and "… NLB instances". Where only a page says it, the docs table tells.

/** A zone of an NLB, with its vSwitch. */
export interface AlibabaZoneMapArgs {
  /** Id of the zone, such as "cn-hangzhou-k". */
  zoneId: pulumi.Input<string>;
  /** Id of the vSwitch in that zone, "vsw-…". */
  vswitchId: pulumi.Input<string>;
  /** Private IPv4 address in the vSwitch. Default: one of the free ones. */
  ip?: pulumi.Input<string>;
  /** Allocation id of the EIP that this zone shows, "eip-…"; internet only. Default: an EIP of the NLB's own. */
  eipAllocationId?: pulumi.Input<string>;
}

/** Where the load balancer stands. */
export interface AlibabaNetworkArgs {
  /** CLB: "classic" instead of a VPC; intranet only. Can't change later. Default: "vpc". */
  networkType?: AlibabaNetworkType;
  /** CLB: id of the vSwitch that the address is taken from, "vsw-…"; intranet only. Can't change later. Default: one of the controller's. */
  vswitchId?: pulumi.Input<string>;
  /** CLB: IPv4 address in the vSwitch; intranet only. Can't change later. Default: one of the free ones. */
  ip?: pulumi.Input<string>;
  /** CLB: zone that serves, such as "cn-beijing-g"; together with `slaveZoneId`. Can't change later. Default: chosen by the cloud. */
  masterZoneId?: pulumi.Input<string>;
  /** CLB: zone that takes over, such as "cn-beijing-f"; together with `masterZoneId`. Can't change later. Default: chosen by the cloud. */
  slaveZoneId?: pulumi.Input<string>;
  /** NLB: zones with their vSwitches, at least 2; required unless `id` names an NLB. Default: none. */
  zoneMaps?: AlibabaZoneMapArgs[];
  /** NLB: whether the IPv6 address is public, with ipVersion "dualstack". Default: "intranet". */
  ipv6AddressType?: AlibabaAddressType;
  /** NLB: ids of security groups that it joins, "sg-…". Default: none. */
  securityGroupIds?: pulumi.Input<string>[];
  /** NLB: whether a zone's requests may go to backends of other zones. Default: true. */
  crossZoneEnabled?: boolean;
}

/** What is paid for. */
export interface AlibabaBillingArgs {
  /** CLB: pay for a fixed specification, or for capacity units by use. Default: "PayByCLCU". */
  instanceChargeType?: AlibabaInstanceChargeType;
  /** CLB: specification such as "slb.s1.small"; with instanceChargeType "PayBySpec" only. Default: "slb.s1.small". */
  spec?: string;
  /** CLB: pay for traffic or for bandwidth; internet only. Default: "paybytraffic". */
  chargeType?: AlibabaChargeType;
  /** CLB: peak bandwidth in Mbit/s, from 1 to 5120; with chargeType "paybybandwidth" only, which needs it. Default: none. */
  bandwidth?: number;
  /** NLB: id of the bandwidth package whose bandwidth it shares, "cbwp-…"; internet only. Default: none. */
  bandwidthPackageId?: pulumi.Input<string>;
}

/** Ports that an NLB listens on beside each other, all for one port of the Service. */
export interface AlibabaPortRangeArgs {
  /** First port, from 1 to 65534. */
  from: number;
  /** Last port, from 2 to 65535; larger than `from`. */
  to: number;
}

/** What is listened for at one port of the Service. */
export interface AlibabaListenerArgs {
  /** Port of the Service, from 1 to 65535. A gateway has 80 and 443. */
  port: number;
  /** Protocol; "https" and "tcpssl" need `tls.certId`, and TLS then ends here. Default: the Service's, "tcp". */
  protocol?: AlibabaListenerProtocol;
  /** CLB: port of an https listener that requests of this http listener are redirected to, from 1 to 65535. Default: none. */
  forwardPort?: number;
  /** NLB: ports to listen on in the place of `port`; with backends.type "eni". Default: none. */
  portRange?: AlibabaPortRangeArgs;
  /** Server group of yours that takes the backends, "rsp-…" or "sgp-…"; with `id` only. Default: one of the controller's. */
  serverGroupId?: pulumi.Input<string>;
}

/** Certificates and TLS, for https listeners of CLB and tcpssl listeners of NLB. */
export interface AlibabaTlsArgs {
  /** Id of the server certificate: CLB's own (slb.ServerCertificate), or of the certificate service for NLB. Default: none. */
  certId?: pulumi.Input<string>;
  /** NLB: further certificates, chosen by server name. Default: none. */
  additionalCertIds?: pulumi.Input<string>[];
  /** CLB: ids of further certificates by domain. Default: none. */
  domainExtensions?: Record<string, pulumi.Input<string>>;
  /** Security policy: "tls_cipher_policy_1_0", "_1_1", "_1_2", "_1_2_strict", "_1_2_strict_with_1_3" or one of yours, "tls-…". Default: the cloud's, "tls_cipher_policy_1_0". */
  cipherPolicy?: pulumi.Input<string>;
  /** CLB: whether clients may speak HTTP/2. Default: true. */
  http2Enabled?: boolean;
  /** NLB: whether clients must show a certificate; needs `caCertIds`. Default: false. */
  caCertEnabled?: boolean;
  /** NLB: ids of the authorities that clients' certificates are checked by. Default: none. */
  caCertIds?: pulumi.Input<string>[];
  /** NLB: whether the protocol is agreed on by ALPN; needs `alpnPolicy`. Default: false. */
  alpnEnabled?: boolean;
  /** NLB: which protocols are offered. Default: none. */
  alpnPolicy?: AlibabaAlpnPolicy;
}

/** How a client stays with one backend. */
export interface AlibabaSessionArgs {
  /** CLB, http and https: whether a cookie keeps a client at its backend; needs `stickyType`. Default: false. */
  sticky?: boolean;
  /** CLB: "insert" needs `cookieTimeout`, "server" needs `cookie`. Default: none. */
  stickyType?: AlibabaStickySessionType;
  /** CLB: name of the server's cookie, from 1 to 200 letters and digits. Default: none. */
  cookie?: string;
  /** CLB: life of the inserted cookie in seconds, from 1 to 86400. Default: none. */
  cookieTimeout?: number;
  /** CLB, tcp: seconds for which a source address stays with its backend, from 0 to 3600. Default: 0, not at all. */
  persistenceTimeout?: number;
}

/** How long connections and requests may take. */
export interface AlibabaTimeoutsArgs {
  /** Seconds that a connection may be idle: from 1 to 60 for CLB (http, https), from 1 to 900 for NLB. Default: 15 for CLB, 900 for NLB. */
  idle?: number;
  /** CLB, http and https: seconds that a backend may take to answer, from 1 to 180. Default: 60. */
  request?: number;
  /** CLB, tcp: seconds that an established connection is kept, from 10 to 900. Default: 900. */
  established?: number;
}

/** What happens to connections of a backend that is taken away; tcp and udp listeners. */
export interface AlibabaConnectionDrainArgs {
  /** Whether they may go on for a while. Default: false. */
  enabled?: boolean;
  /** Seconds that they may go on, from 10 to 900; with `enabled` only. Default: 300. */
  timeout?: number;
}

/** CLB, http and https: headers that tell the backend of the client's connection. X-Forwarded-For is always there. */
export interface AlibabaForwardedHeadersArgs {
  /** X-Forwarded-Proto: the listener's protocol. Default: false. */
  proto?: boolean;
  /** X-Forwarded-Port, as Alibaba's XForwardedFor_SLBPORT: the listener's port. Default: false. */
  slbPort?: boolean;
  /** X-Forwarded-Client-srcport: the client's port. Default: false. */
  clientSrcPort?: boolean;
}

/** PROXY protocol before each connection: the gateway must understand it. */
export interface AlibabaProxyProtocolArgs {
  /** Whether it is sent; tcp and udp listeners of CLB, all of NLB. Default: false. */
  enabled?: boolean;
  /** NLB: with the id of the VPC; with `enabled` only. Default: false. */
  vpcId?: boolean;
  /** NLB: with the id of the PrivateLink endpoint; with `enabled` only. Default: false. */
  privateLinkEndpointId?: boolean;
  /** NLB: with the id of the PrivateLink endpoint service; with `enabled` only. Default: false. */
  privateLinkEndpointServiceId?: boolean;
}

/** CLB: who may connect, on all listeners. */
export interface AlibabaAclArgs {
  /** Whether the lists are asked; needs `ids` and `type`. Default: false. */
  enabled?: boolean;
  /** Ids of access control lists, "acl-…". Default: none. */
  ids?: pulumi.Input<string>[];
  /** Whether the lists name those who may, or those who may not. Default: none. */
  type?: AlibabaAclType;
}

/** How backends are found to be well. */
export interface AlibabaHealthCheckArgs {
  /** Whether http and https listeners of CLB, or all of NLB, check. NLB reads the rest only with true. Default: false for CLB, the cloud's own check for NLB. */
  flag?: boolean;
  /** CLB: whether tcp and udp listeners check. Default: true. */
  layer4Switch?: boolean;
  /** What a backend of a tcp listener is asked. Default: "tcp". */
  type?: AlibabaHealthCheckType;
  /** Path of the request, from 1 to 80 characters, starting with "/"; HTTP checks. Default: "/". */
  uri?: string;
  /** Host of the request, or "$_ip" (CLB), "$SERVER_IP" (NLB) for the backend's address; at most 80 characters; HTTP checks. Default: the backend's address. */
  domain?: string;
  /** Classes of status codes that count as well; HTTP checks. Default: http_2xx. */
  httpCodes?: AlibabaHealthCheckCode[];
  /** Method of the request; HTTP checks of http and https listeners. Default: "head" for CLB, "get" for NLB. */
  method?: AlibabaHealthCheckMethod;
  /** Port that is asked, from 1 to 65535; -520 (CLB) is the backend's. Default: the backend's. */
  connectPort?: number;
  /** Checks in a row that must succeed before a backend counts as well, from 2 to 10. Default: 3 for CLB, 2 for NLB. */
  healthyThreshold?: number;
  /** Checks in a row that must fail before a backend counts as ill, from 2 to 10. Default: 3 for CLB, 2 for NLB. */
  unhealthyThreshold?: number;
  /** Seconds between checks, from 1 to 50. Default: 2 for CLB, 10 for NLB. */
  interval?: number;
  /** Seconds to wait for an answer to a check of tcp, udp (CLB) or any listener (NLB), from 1 to 300. Default: 5. */
  connectTimeout?: number;
  /** CLB: seconds to wait for an answer to a check of http and https listeners, from 1 to 300. Default: 5. */
  timeout?: number;
}

/** What stands behind the load balancer. */
export interface AlibabaBackendsArgs {
  /** Nodes by their node ports, or pods by their own addresses, which must be addresses of the VPC (Terway). Default: the controller's, mostly "ecs". */
  type?: AlibabaBackendType;
  /** Labels that a node must have, all of them. Default: all nodes. */
  labels?: Record<string, string>;
  /** Whether cordoned nodes are taken out. Default: false. */
  removeUnscheduled?: boolean;
  /** Share of the traffic for this Service's backends in the server groups of `listeners[].serverGroupId`, from 0 to 100. Default: none. */
  weight?: number;
  /** Weight of each backend, from 0 to 100. Default: 100. */
  defaultWeight?: number;
  /** Whether weights that were changed elsewhere are left alone. Default: false. */
  ignoreWeightUpdate?: boolean;
  /** Version of IP that backends are reached by: "ipv6" with ipVersion "ipv6" (CLB), other than "ipv4" with "dualstack" (NLB). Default: "ipv4". */
  ipVersion?: AlibabaIpVersion;
  /** NLB: how its server groups name their servers. Default: chosen by the controller. */
  serverGroupType?: AlibabaServerGroupType;
  /** NLB: whether backends see the client's address. Default: the cloud's. */
  preserveClientIp?: boolean;
}

/** A load balancer of Alibaba Cloud before a Service: the settings of its cloud controller manager, in its words. */
export interface AlibabaSlbArgs {
  /** Classic (CLB) or network (NLB) load balancer. Can't change later. Default: "clb". */
  type?: AlibabaSlbType;
  /**
   * Whether the address is public. Can't change later for CLB. Default: "intranet", so that nothing is public that nobody asked
   * for; the controller's own default is "internet". Not written together with `id` unless it is given.
   */
  addressType?: AlibabaAddressType;
  /** Id of a load balancer of yours to use, "lb-…" or "nlb-…"; it is never deleted. Can't change later. Default: one is made. */
  id?: pulumi.Input<string>;
  /** Whether the listeners of the one named by `id` are overwritten; else they are yours, and so are all settings of listeners. Default: false. */
  forceOverrideListeners?: boolean;
  /** Name, from 2 to 128 characters. Default: made of the Service's uid. */
  name?: pulumi.Input<string>;
  /** Id of the resource group, "rg-…". Can't change later. Default: the controller's. */
  resourceGroupId?: pulumi.Input<string>;
  /** Tags, at most 10. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
  /** Version of IP for clients: "ipv4" or "dualstack" for NLB. Can't change later. Default: "ipv4". */
  ipVersion?: AlibabaIpVersion;
  /** CLB: whether the cloud refuses to delete it for anybody but the controller. Default: true. */
  deleteProtection?: boolean;
  /** CLB: whether the console refuses to change it. Default: "ConsoleProtection". */
  modificationProtection?: AlibabaModificationProtection;
  /** Whether it stays, and stays paid for, when the Service goes. Default: false. */
  preserveOnDelete?: boolean;
  /** CLB: whether the address of the EIP that is bound to it is the Service's address; intranet only. Default: false. */
  eipAsExternalIp?: boolean;
  /** CLB: name to report in the place of an address. Default: none. */
  hostname?: pulumi.Input<string>;
  /** Where it stands. Default: chosen by the controller. */
  network?: AlibabaNetworkArgs;
  /** What is paid for. Default: by use. */
  billing?: AlibabaBillingArgs;
  /** Listeners that are not simply the Service's port. Default: none. */
  listeners?: AlibabaListenerArgs[];
  /** Certificates and TLS. Default: none. */
  tls?: AlibabaTlsArgs;
  /** How connections are shared out. Default: "rr" for CLB, "wrr" for NLB. */
  scheduler?: AlibabaScheduler;
  /** How a client stays with one backend. Default: not at all. */
  session?: AlibabaSessionArgs;
  /** How long connections and requests may take. Default: the cloud's. */
  timeouts?: AlibabaTimeoutsArgs;
  /** What happens to connections of a backend that is taken away. Default: they end. */
  connectionDrain?: AlibabaConnectionDrainArgs;
  /** CLB: headers that tell of the client's connection. Default: X-Forwarded-For alone. */
  forwardedHeaders?: AlibabaForwardedHeadersArgs;
  /** PROXY protocol. Default: none. */
  proxyProtocol?: AlibabaProxyProtocolArgs;
  /** CLB: who may connect. Default: everybody who reaches the address. */
  acl?: AlibabaAclArgs;
  /** NLB: new connections a second that each listener takes in each zone, from 0 to 1000000; 0 is any number. Default: 0. */
  cps?: number;
  /** How backends are found to be well. Default: the cloud's. */
  healthCheck?: AlibabaHealthCheckArgs;
  /** What stands behind it. Default: the nodes. */
  backends?: AlibabaBackendsArgs;
  /**
   * Annotations that this package doesn't know, with their whole names, passed on unchecked: for newer controllers. Default:
   * none.
   */
  furtherAnnotations?: Record<string, pulumi.Input<string>>;
  /**
   * Whether a change that the controller can't make may replace the Service, and with it the load balancer and its address.
   * Such a change is refused otherwise. Take it out after the update. Default: false.
   */
  allowReplace?: boolean;
}
