import type * as pulumi from "@pulumi/pulumi";
import type { AlibabaSlbArgs } from "./loadBalancer.args";

/** Who makes a load balancer. */
export const AlibabaLoadBalancerMaker = {
  /** The cloud controller, from the Service; it deletes it with the Service. */
  Controller: "controller",
  /** This program, as a resource of its own that is handed over to the controller by its id. */
  Pulumi: "pulumi",
} as const;
export type AlibabaLoadBalancerMaker =
  (typeof AlibabaLoadBalancerMaker)[keyof typeof AlibabaLoadBalancerMaker];

/** What an EIP is paid by. */
export const AlibabaEipChargeType = {
  PayByTraffic: "PayByTraffic",
  PayByBandwidth: "PayByBandwidth",
} as const;
export type AlibabaEipChargeType = (typeof AlibabaEipChargeType)[keyof typeof AlibabaEipChargeType];

/** To which nodes a Service's traffic goes. */
export const AlibabaTrafficPolicy = {
  /** To every node, which passes it on; the client's address is lost behind a CLB of layer 4. */
  Cluster: "Cluster",
  /** To nodes with a pod of the gateway only. */
  Local: "Local",
} as const;
export type AlibabaTrafficPolicy = (typeof AlibabaTrafficPolicy)[keyof typeof AlibabaTrafficPolicy];

/** How Kubernetes itself keeps a client at one pod. */
export const AlibabaServiceAffinity = { None: "None", ClientIP: "ClientIP" } as const;
export type AlibabaServiceAffinity = (typeof AlibabaServiceAffinity)[keyof typeof AlibabaServiceAffinity];

/** A gateway's Service that is there. */
export interface AlibabaGatewayServiceArgs {
  /** Its namespace. Default: "knative-serving". */
  namespace?: string;
  /** Its name: "kourier" on ACK, "ingress-gateway" on ACK Serverless, or another. Default: "kourier". */
  name?: string;
  /** Which nodes get the traffic. Default: as it is. */
  externalTrafficPolicy?: AlibabaTrafficPolicy;
  /** How Kubernetes keeps a client at one pod. Default: as it is. */
  sessionAffinity?: AlibabaServiceAffinity;
}

/** A public address (EIP) that is made and bound to an intranet CLB. Both go when it is removed. */
export interface AlibabaEipArgs {
  /** Highest bandwidth in Mbit/s: from 1 to 200 by traffic, from 1 to 500 by bandwidth. Default: 5. */
  bandwidth?: number;
  /** What is paid for. Can't change later without another address. Default: "PayByTraffic". */
  chargeType?: AlibabaEipChargeType;
  /** Kind of line, such as "BGP" or "BGP_PRO". Can't change later without another address. Default: "BGP". */
  isp?: string;
  /** Name, from 1 to 128 characters. Default: the component's. */
  name?: string;
}

/** A server certificate for CLB's https listeners: a pair of PEM texts, or one of the certificate service. */
export interface AlibabaCertificateArgs {
  /** What `settings.tls` calls it by, and its name in the cloud: from 1 to 80 letters, digits, "-", ".", "/" and "_". */
  name: string;
  /** The certificate with its chain, in PEM; together with `privateKey`. Default: none. */
  certificate?: pulumi.Input<string>;
  /** Its private key, in PEM. Secret. Default: none. */
  privateKey?: pulumi.Input<string>;
  /** Id of a certificate of the certificate service, instead of the pair. Default: none. */
  serviceCertificateId?: pulumi.Input<string>;
  /** Region of the certificate service, such as "cn-hangzhou"; with `serviceCertificateId` only. Default: the cloud's. */
  serviceRegion?: string;
}

/** DNS records for the hosts, in a zone of Alibaba Cloud DNS. */
export interface AlibabaDnsArgs {
  /** The zone, a domain of the account, such as "shop.cn". All `hosts` must be in it. */
  zone: string;
  /** Seconds that resolvers may keep an answer, from 1 to 86400; below 600 needs a paid edition. Default: 600. */
  ttl?: number;
}

/** A gateway that is there, and the load balancer of Alibaba Cloud that is to be before it. */
export interface AlibabaLoadBalancerArgs {
  /** The gateway's Service; only what is said here is changed of it. Default: kourier in knative-serving. */
  service?: AlibabaGatewayServiceArgs;
  /**
   * The load balancer. `allowReplace` also lets an existing one be given up for another. Default: an intranet CLB.
   */
  settings?: AlibabaSlbArgs;
  /** Who makes it. Default: "controller". */
  madeBy?: AlibabaLoadBalancerMaker;
  /** Region of what is asked and made of the cloud, such as "cn-hangzhou". Default: the provider's. */
  region?: string;
  /** A public address for an intranet CLB. Default: none. */
  eip?: AlibabaEipArgs;
  /** Server certificates, named by `settings.tls.certId` and `settings.tls.domainExtensions`. Default: none. */
  serverCertificates?: AlibabaCertificateArgs[];
  /** Names that lead here, such as "hello.default.shop.cn" or "*.default.shop.cn". Default: none. */
  hosts?: string[];
  /** DNS records for `hosts`. Default: none. */
  dns?: AlibabaDnsArgs;
  /**
   * The cluster's kubeconfig, as text or path, to look at the Service before anything is changed. Kept secret. Default: that of
   * the `Cluster` whose provider is used in the same program; else the Service isn't looked at, and that is said.
   */
  kubeconfig?: pulumi.Input<string>;
  /** Context of `kubeconfig`. Default: its current context. */
  context?: pulumi.Input<string>;
  /** Seconds that the load balancer may take to be there, from 1 to 3600. Default: 300. */
  readyTimeoutSeconds?: number;
}

/** A DNS record that was made. */
export interface AlibabaDnsRecord {
  /** The host that it is for. */
  host: string;
  /** "A", "AAAA" or "CNAME". */
  type: string;
  /** What it leads to. */
  value: string;
}
