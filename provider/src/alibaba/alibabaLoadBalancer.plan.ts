import type { AlibabaCertificateArgs, AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { AlibabaEipChargeType } from "./alibabaLoadBalancer.args";
import { isMadeHere, recordName, recordType } from "./alibabaLoadBalancer.settings";
import { slbTypes, type SlbType } from "./alibabaLoadBalancer.types";
import { FromResource, type PlannedResource } from "./ack.types";
import { addressTypeOf } from "./annotations.render";
import type { AlibabaSlbArgs, AlibabaZoneMapArgs } from "./loadBalancer.args";
import { AlibabaChargeType, AlibabaSlbType } from "./loadBalancer.enums";

/** A resource beside the Service. */
export type PlannedSlb = PlannedResource<SlbType>;

/** What there is to be beside the Service, in the order in which it is made. */
export interface SlbPlan {
  /** Before the Service says anything. */
  readonly before: readonly PlannedSlb[];
  /** Once the Service has its load balancer. */
  readonly after: readonly PlannedSlb[];
}

/** In a plan: what the Service's load balancer is or is reached by. */
export class FromService {
  constructor(readonly what: "id" | "address") {}
}

/** In a plan: the VPC of the first vSwitch. */
export class VpcOfZones {}

/** Everything that is made of the cloud for these arguments. */
export function planSlb(component: string, args: AlibabaLoadBalancerArgs): SlbPlan {
  return {
    before: [
      ...(args.serverCertificates ?? []).map((certificate) => planCertificate(certificate, args.settings)),
      ...(isMadeHere(args) ? [planLoadBalancer(component, args.settings ?? {})] : []),
    ],
    after: [...planEip(component, args), ...planRecords(args)],
  };
}

/** Key of a certificate's resource. */
export const certificateKey = (name: string): string => `certificate/${name}`;

function planCertificate(
  { name, certificate, privateKey, serviceCertificateId, serviceRegion }: AlibabaCertificateArgs,
  { resourceGroupId, tags }: AlibabaSlbArgs = {},
): PlannedSlb {
  return {
    key: certificateKey(name),
    type: slbTypes.certificate,
    inputs: given({
      name,
      serverCertificate: certificate,
      privateKey,
      alicloudCertificateId: serviceCertificateId,
      alicloudCertificateRegionId: serviceRegion,
      resourceGroupId,
      tags,
    }),
    secretOutputs: ["privateKey"],
  };
}

function planLoadBalancer(component: string, settings: AlibabaSlbArgs): PlannedSlb {
  const isNlb = settings.type === AlibabaSlbType.Nlb;
  return {
    key: "loadBalancer",
    type: isNlb ? slbTypes.nlb : slbTypes.clb,
    inputs: given({
      loadBalancerName: settings.name ?? component,
      resourceGroupId: settings.resourceGroupId,
      tags: settings.tags,
      ...(isNlb ? nlbInputs(settings) : clbInputs(settings)),
    }),
  };
}

const chargeTypes: Readonly<Record<AlibabaChargeType, string>> = {
  [AlibabaChargeType.Paybytraffic]: "PayByTraffic",
  [AlibabaChargeType.Paybybandwidth]: "PayByBandwidth",
};

function clbInputs(settings: AlibabaSlbArgs): Readonly<Record<string, unknown>> {
  const { network = {}, billing = {}, deleteProtection = false, modificationProtection } = settings;
  return {
    addressType: addressTypeOf(settings),
    addressIpVersion: settings.ipVersion,
    vswitchId: network.vswitchId,
    address: network.ip,
    masterZoneId: network.masterZoneId,
    slaveZoneId: network.slaveZoneId,
    instanceChargeType: billing.instanceChargeType ?? "PayByCLCU",
    loadBalancerSpec:
      billing.instanceChargeType === "PayBySpec" ? (billing.spec ?? "slb.s1.small") : billing.spec,
    internetChargeType: billing.chargeType === undefined ? undefined : chargeTypes[billing.chargeType],
    bandwidth: billing.bandwidth,
    deleteProtection: deleteProtection ? "on" : "off",
    modificationProtectionStatus: modificationProtection,
    modificationProtectionReason:
      modificationProtection === "ConsoleProtection" ? "managed by Pulumi" : undefined,
  };
}

function nlbInputs(settings: AlibabaSlbArgs): Readonly<Record<string, unknown>> {
  const { network = {}, billing = {}, ipVersion } = settings;
  const capital = (text: string | undefined) =>
    text === undefined ? undefined : text.charAt(0).toUpperCase() + text.slice(1);
  return {
    loadBalancerType: "Network",
    addressType: capital(addressTypeOf(settings)),
    addressIpVersion: ipVersion === "dualstack" ? "DualStack" : capital(ipVersion),
    ipv6AddressType: capital(network.ipv6AddressType),
    vpcId: new VpcOfZones(),
    zoneMappings: (network.zoneMaps ?? []).map(zoneMapping),
    crossZoneEnabled: network.crossZoneEnabled,
    securityGroupIds: network.securityGroupIds,
    bandwidthPackageId: billing.bandwidthPackageId,
  };
}

function zoneMapping({ zoneId, vswitchId, ip, eipAllocationId }: AlibabaZoneMapArgs) {
  return given({ zoneId, vswitchId, privateIpv4Address: ip, allocationId: eipAllocationId });
}

function planEip(component: string, { eip, settings = {} }: AlibabaLoadBalancerArgs): PlannedSlb[] {
  if (eip === undefined) {
    return [];
  }
  const { resourceGroupId, tags } = settings;
  const { bandwidth = 5, chargeType = AlibabaEipChargeType.PayByTraffic, isp, name = component } = eip;
  return [
    {
      key: "eip",
      type: slbTypes.eip,
      inputs: given({
        addressName: name,
        bandwidth: String(bandwidth),
        internetChargeType: chargeType,
        isp,
        paymentType: "PayAsYouGo",
        resourceGroupId,
        tags,
      }),
    },
    {
      key: "eipAssociation",
      type: slbTypes.eipAssociation,
      inputs: {
        allocationId: new FromResource("eip"),
        instanceId: new FromService("id"),
        instanceType: "SlbInstance",
      },
      // A load balancer has one such address.
      deleteBeforeReplace: true,
    },
  ];
}

function planRecords(args: AlibabaLoadBalancerArgs): PlannedSlb[] {
  const { dns, eip, hosts = [] } = args;
  return dns === undefined
    ? []
    : hosts.map((host) => ({
        key: `record/${host}`,
        type: slbTypes.record,
        inputs: {
          domainName: dns.zone,
          rr: recordName(host, dns.zone) ?? host,
          type: recordType(args),
          value: eip === undefined ? new FromService("address") : new FromResource("eip", "ipAddress"),
          ttl: dns.ttl ?? 600,
        },
        dependsOn: eip === undefined ? [] : ["eipAssociation"],
      }));
}

function given(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
