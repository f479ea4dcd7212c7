export {
  SpreadFallback,
  TaintEffect,
  TolerationOperator,
  type PodSecurityContextArgs,
  type TolerationArgs,
  type TopologySpreadArgs,
} from "../pods/pods.args";

/** From where pods get their name servers. */
export const DnsPolicy = {
  ClusterFirst: "ClusterFirst",
  ClusterFirstWithHostNet: "ClusterFirstWithHostNet",
  Default: "Default",
  None: "None",
} as const;
export type DnsPolicy = (typeof DnsPolicy)[keyof typeof DnsPolicy];

/** Names for an address in the pods' hosts file. */
export interface HostAliasArgs {
  /** IP address. */
  ip: string;
  /** Host names, from one on. */
  hostnames: string[];
}

/** An option of the pods' resolver. */
export interface DnsOptionArgs {
  /** Name, such as "ndots". */
  name: string;
  /** Value, such as "2". Default: none. */
  value?: string;
}

/** What the pods' resolver asks, beside what the DNS policy says. */
export interface DnsConfigArgs {
  /** IP addresses of name servers, at most 3. Default: none. */
  nameservers?: string[];
  /** Search domains, at most 32. Default: none. */
  searches?: string[];
  /** Options of the resolver. Default: none. */
  options?: DnsOptionArgs[];
}
