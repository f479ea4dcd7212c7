import { isIP } from "node:net";
import { z } from "zod";
import {
  checkTolerations,
  podSecurityContextShape,
  tolerationShape,
  topologySpreadShape,
} from "../pods/pods.check";
import { text, type Problem } from "../problems";
import { DnsPolicy } from "./placement.args";
import type { ServiceArgs } from "./service.args";

const name = z.string().min(1).optional();
const ip = text("KN1006", "must be an IP address", (value) => isIP(value) !== 0);

const dnsConfig = z.strictObject({
  nameservers: z.array(ip).max(3).optional(),
  searches: z.array(z.string().min(1)).max(32).optional(),
  options: z.array(z.strictObject({ name: z.string().min(1), value: z.string().optional() })).optional(),
});

/** Where pods run and what surrounds them there. */
export const placementShape = {
  podSecurityContext: podSecurityContextShape.optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(tolerationShape).optional(),
  affinity: z.record(z.string(), z.any()).optional(),
  topologySpreadConstraints: z.array(topologySpreadShape).optional(),
  priorityClassName: name,
  runtimeClassName: name,
  schedulerName: name,
  dnsPolicy: z.enum(DnsPolicy).optional(),
  dnsConfig: dnsConfig.optional(),
  hostAliases: z.array(z.strictObject({ ip, hostnames: z.array(z.string().min(1)).min(1) })).optional(),
  shareProcessNamespace: z.boolean().optional(),
  hostNetwork: z.boolean().optional(),
  hostPid: z.boolean().optional(),
  hostIpc: z.boolean().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  enableServiceLinks: z.boolean().optional(),
};

/** What Kubernetes would refuse of the pods, long after the service was taken. */
export function checkPlacement(args: ServiceArgs): Problem[] {
  const { tolerations = [], dnsPolicy, dnsConfig: dns, hostPid, shareProcessNamespace } = args;
  const blind: Problem[] =
    dnsPolicy === DnsPolicy.None && (dns?.nameservers ?? []).length === 0
      ? [{ path: "dnsConfig.nameservers", code: "KN1005", reason: 'is required with dnsPolicy "None"' }]
      : [];
  const twice: Problem[] =
    hostPid === true && shareProcessNamespace === true
      ? [{ path: "shareProcessNamespace", code: "KN1008", reason: "excludes hostPid; set one of them" }]
      : [];
  return [...checkTolerations(tolerations), ...blind, ...twice];
}
