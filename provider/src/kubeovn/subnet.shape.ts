import { z } from "zod";
import { dnsLabel, namespaceName, text, whole } from "../problems";
import { objectName } from "../serving/registry.check";
import { parseAddress, parseSpan } from "../addresses/cidr";
import { oneRange, rangesText } from "./ranges.check";
import {
  AclAction,
  AclDirection,
  type SubnetAclArgs,
  type SubnetAttachmentArgs,
  type SubnetDhcpArgs,
  type VpcSubnetArgs,
} from "./subnet.args";

export const address = text("KN8001", "must be an IP address", (value) => parseAddress(value) !== undefined);

/** One address, or one of each family. */
export const addresses = text(
  "KN8001",
  'must be an address, or one of each family as "10.0.0.1,fd00:10::1" with that of IPv4 first',
  (value) => {
    const families = value.split(",").map((each) => parseAddress(each)?.family);
    return families.length === 1 ? families[0] !== undefined : families.join() === "IPv4,IPv6";
  },
);

export const span = text(
  "KN8007",
  'must be an address, or two with ".." between as "10.0.0.2..10.0.0.9", the lower one first',
  (value) => {
    const parsed = parseSpan(value);
    return parsed !== undefined && parsed.first <= parsed.last;
  },
);

const aclShape = z.strictObject({
  direction: z.enum(AclDirection),
  priority: whole(0, 32767),
  match: z.string().min(1),
  action: z.enum(AclAction),
}) satisfies z.ZodType<SubnetAclArgs>;

const dhcpShape = z.strictObject({
  v4Options: z.string().min(1).optional(),
  v6Options: z.string().min(1).optional(),
  routerAdvertisements: z.boolean().optional(),
  routerAdvertisementOptions: z.string().min(1).optional(),
}) satisfies z.ZodType<SubnetDhcpArgs>;

const attachmentShape = z.strictObject({
  name: dnsLabel.optional(),
  namespace: namespaceName.optional(),
}) satisfies z.ZodType<SubnetAttachmentArgs>;

export const subnetShape = z.strictObject({
  name: objectName,
  cidrBlock: rangesText,
  gateway: addresses.optional(),
  excludeIps: z.array(span).optional(),
  namespaces: z.array(namespaceName).optional(),
  attachment: attachmentShape.optional(),
  enableLb: z.boolean().optional(),
  private: z.boolean().optional(),
  allowSubnets: z.array(oneRange).optional(),
  acls: z.array(aclShape).optional(),
  dhcp: dhcpShape.optional(),
  mtu: whole(576, 65535).optional(),
  vips: z.array(address).optional(),
  enableEcmp: z.boolean().optional(),
  enableMulticastSnoop: z.boolean().optional(),
  routeTable: z.string().min(1).optional(),
  vlan: objectName.optional(),
}) satisfies z.ZodType<VpcSubnetArgs>;
