import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import type { AlibabaDnsArgs } from "../alibaba/alibabaLoadBalancer.args";
import { recordName } from "../alibaba/alibabaLoadBalancer.settings";
import { slbTypes } from "../alibaba/alibabaLoadBalancer.types";
import { registerCloud } from "../alibaba/cloud.register";

/** A record that leads a name to one of the clusters. */
export interface WeightedRecord {
  /** The name, perhaps with "*." before it. */
  host: string;
  /** "A", "AAAA" or "CNAME". */
  type: string;
  /** Address of the cluster's gateway. */
  value: string;
  /** Its share of the requests beside those of the same name, from 1 to 100. */
  weight: number;
  /** Name of the cluster. */
  cluster: string;
}

/** Where a cluster is reached. */
export interface JointAddress {
  readonly name: string;
  readonly weight: number;
  readonly address: pulumi.Output<string>;
  /** Holds all that is there. */
  readonly holder: pulumi.Resource;
}

/** The type of record that leads to an address. */
export function typeOfRecord(address: string): "A" | "AAAA" | "CNAME" {
  if (ipaddr.IPv4.isValid(address)) {
    return "A";
  }
  return ipaddr.IPv6.isValid(address) ? "AAAA" : "CNAME";
}

/** A record for each name and cluster that gets requests. */
export function recordsOf(
  hosts: readonly string[],
  clusters: readonly { readonly name: string; readonly weight: number; readonly address: string }[],
): WeightedRecord[] {
  return hosts.flatMap((host) =>
    clusters.map(({ name, weight, address }) => ({
      host,
      type: typeOfRecord(address),
      value: address,
      weight,
      cluster: name,
    })),
  );
}

/** The same records in a zone of Alibaba Cloud DNS, which has no weights for them. */
export function registerRecords(
  component: string,
  { zone, ttl = 600 }: AlibabaDnsArgs,
  hosts: readonly string[],
  { clusters, parent }: { readonly clusters: readonly JointAddress[]; readonly parent: pulumi.Resource },
): void {
  for (const host of hosts) {
    for (const { name, address, holder } of clusters) {
      const inputs = {
        domainName: zone,
        rr: recordName(host, zone) ?? host,
        type: address.apply(typeOfRecord),
        value: address,
        ttl,
      };
      registerCloud(
        component,
        { key: `record/${host}/${name}`, type: slbTypes.record, inputs },
        { parent, zones: pulumi.output([]), registered: new Map(), after: [holder] },
      );
    }
  }
}
