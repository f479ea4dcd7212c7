import { z } from "zod";
import { leaf, text, whole } from "../problems";
import {
  AckKnativeGateway,
  AckLogComponent,
  AckPodNetwork,
  AckSpec,
  AckTaintEffect,
  type AckAddonArgs,
  type AckArgs,
  type AckKnativeArgs,
  type AckNetworkArgs,
  type AckNodePoolArgs,
  type AckServerlessArgs,
} from "./ack.args";
import { readRange } from "./cidr";

const range = text(
  "KN7101",
  "must be a range of IPv4 addresses by its first address, such as 172.21.0.0/16",
  (value) => readRange(value)?.text === value,
);

const clusterName = text(
  "KN1006",
  'must be a name of 1 to 63 letters, digits, "-" and "_" that begins with a letter or a digit',
  (value) => /^[A-Za-z0-9][-\w]{0,62}$/.test(value),
);

const json = text("KN1006", "must be an object in JSON", isJsonObject);

const id = z.string().min(1);

const networkShape = z.strictObject({
  cidr: range.optional(),
  zones: z
    .array(
      z.strictObject({
        zone: z.string().min(1).optional(),
        cidr: range.optional(),
        podCidr: range.optional(),
      }),
    )
    .min(1)
    .max(8)
    .optional(),
  vpcId: leaf(id).optional(),
  vSwitchIds: z.array(leaf(id)).min(1).max(8).optional(),
  podVSwitchIds: z.array(leaf(id)).min(1).max(16).optional(),
  nat: z.strictObject({ bandwidth: whole(1, 200).optional() }).optional(),
  withoutNat: z.boolean().optional(),
}) satisfies z.ZodType<AckNetworkArgs>;

const addonShape = z.strictObject({
  name: text(
    "KN1006",
    "must be the name of a component of ACK: lower-case letters, digits and '-'",
    (value) => /^[a-z0-9][-a-z0-9_]*$/.test(value),
  ),
  version: z.string().min(1).optional(),
  config: leaf(json).optional(),
}) satisfies z.ZodType<AckAddonArgs>;

const knativeShape = z.strictObject({
  version: z.string().min(1).optional(),
  config: leaf(json).optional(),
  gateway: z.enum(AckKnativeGateway).optional(),
  albConfig: z.string().min(1).optional(),
}) satisfies z.ZodType<AckKnativeArgs>;

const nodePoolShape = z.strictObject({
  name: clusterName.optional(),
  instanceTypes: z
    .array(
      text("KN1006", "must be an ECS instance type such as ecs.g7.xlarge", (value) =>
        /^ecs\.\S+$/.test(value),
      ),
    )
    .min(1)
    .max(10),
  size: whole(0, 1000).optional(),
  autoscaling: z.strictObject({ min: whole(0, 1000), max: whole(1, 1000) }).optional(),
  spot: z
    .strictObject({
      priceLimit: z.number().min(0.001).optional(),
      onDemandBase: whole(0, 1000).optional(),
      onDemandPercentage: whole(0, 100).optional(),
    })
    .optional(),
  diskCategory: z.string().min(1).optional(),
  diskSize: whole(40, 2048).optional(),
  imageType: z.string().min(1).optional(),
  keyName: leaf(id).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        value: z.string().optional(),
        effect: z.enum(AckTaintEffect).optional(),
      }),
    )
    .optional(),
  managed: z.boolean().optional(),
}) satisfies z.ZodType<AckNodePoolArgs>;

export const ackServerlessShape = z.strictObject({
  name: clusterName.optional(),
  spec: z.enum(AckSpec).optional(),
  kubernetesVersion: text("KN1006", 'must be a version as ACK names it, such as "1.34.1-aliyun.1"', (value) =>
    /^1\.\d+(\.\d+(-aliyun\.\d+)?)?$/.test(value),
  ).optional(),
  network: networkShape.optional(),
  serviceCidr: range.optional(),
  publicApiServer: z.boolean().optional(),
  apiServerNames: z.array(z.string().min(1)).min(1).optional(),
  securityGroupId: leaf(id).optional(),
  secretEncryptionKeyId: leaf(id).optional(),
  addons: z.array(addonShape).optional(),
  knative: knativeShape.optional(),
  logs: z
    .strictObject({
      audit: z.boolean().optional(),
      components: z.array(z.enum(AckLogComponent)).optional(),
      retentionDays: whole(1, 3000).optional(),
      project: z.string().min(1).optional(),
    })
    .optional(),
  rrsa: z.boolean().optional(),
  deletionProtection: z.boolean().optional(),
  resourceGroupId: leaf(id).optional(),
  tags: z.record(z.string().min(1), leaf(z.string())).optional(),
  credentialMinutes: whole(15, 4320).optional(),
}) satisfies z.ZodType<AckServerlessArgs>;

export const ackShape = ackServerlessShape.extend({
  podNetwork: z.enum(AckPodNetwork).optional(),
  podCidr: range.optional(),
  nodeCidrMask: whole(24, 28).optional(),
  nodePools: z.array(nodePoolShape).min(1),
}) satisfies z.ZodType<AckArgs>;

function isJsonObject(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
