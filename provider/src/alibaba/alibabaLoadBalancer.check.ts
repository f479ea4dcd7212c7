import { checkShape, didYouMean, under, type Problem } from "../problems";
import { AlibabaEipChargeType, type AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import {
  adoptedService,
  certificateNames,
  handedOver,
  isMadeHere,
  isPublic,
  recordName,
  recordType,
  without,
} from "./alibabaLoadBalancer.settings";
import { alibabaLoadBalancerShape } from "./alibabaLoadBalancer.shape";
import { once, problem, when, type SlbContext } from "./check.support";
import { checkSlb } from "./loadBalancer.check";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** Everything that can be said of the arguments without cloud and cluster. */
export function checkAlibabaLoadBalancer(args: AlibabaLoadBalancerArgs): Problem[] {
  const shape = checkShape(alibabaLoadBalancerShape, args);
  return shape.length > 0
    ? shape
    : [
        ...checkSettings(args),
        ...checkMaker(args),
        ...checkEip(args),
        ...checkCertificates(args),
        ...checkHosts(args),
      ];
}

/**
 * The settings as whoever acts on them reads them: of a load balancer that is made here its resource and then the Service, else the
 * Service alone.
 */
export function checkSettings(args: AlibabaLoadBalancerArgs, context: SlbContext = {}): Problem[] {
  const { settings = {} } = args;
  if (!isMadeHere(args)) {
    return under("settings", checkSlb(settings, context));
  }
  const made = without(settings, ["forceOverrideListeners", "id"]);
  const stands = settings.type === AlibabaSlbType.Nlb ? "nlb-made" : "lb-made";
  return under(
    "settings",
    once([
      ...checkSlb({ ...made, backends: withoutWeight(made.backends) }, context),
      ...checkSlb(handedOver(settings, stands), context),
    ]),
  );
}

function withoutWeight<T extends { weight?: number }>(backends: T | undefined): T | undefined {
  return backends === undefined ? undefined : { ...backends, weight: undefined };
}

function checkMaker(args: AlibabaLoadBalancerArgs): Problem[] {
  const { settings = {} } = args;
  const here = isMadeHere(args);
  return [
    ...when(
      here && settings.id !== undefined,
      "settings.id",
      "KN7055",
      'names one that is there, and madeBy: "pulumi" makes one; remove one of them',
    ),
    ...when(
      here && settings.network?.networkType === "classic",
      "settings.network.networkType",
      "KN7055",
      'can\'t be "classic" for one that is made here; remove it, or set madeBy: "controller"',
    ),
    ...when(
      here &&
        settings.type !== AlibabaSlbType.Nlb &&
        !isPublic(settings) &&
        settings.network?.vswitchId === undefined,
      "settings.network.vswitchId",
      "KN7055",
      'is needed with madeBy: "pulumi", which has no cluster to take a vSwitch from: the one that the address is in',
    ),
  ];
}

function checkEip(args: AlibabaLoadBalancerArgs): Problem[] {
  const { eip, settings = {} } = args;
  if (eip === undefined) {
    return [];
  }
  const { bandwidth = 0, chargeType = AlibabaEipChargeType.PayByTraffic } = eip;
  return [
    ...when(
      settings.type === AlibabaSlbType.Nlb,
      "eip",
      "KN7056",
      'is for a CLB; an NLB has one in each zone: settings.addressType: "internet", or settings.network.zoneMaps[].eipAllocationId',
    ),
    ...when(
      settings.type !== AlibabaSlbType.Nlb && isPublic(settings),
      "eip",
      "KN7056",
      'can be bound to an intranet CLB only, and this one is public itself; remove eip, or set settings.addressType: "intranet"',
    ),
    ...when(
      settings.ipVersion === "ipv6",
      "eip",
      "KN7056",
      "is an address of IPv4, and the load balancer has IPv6; remove one of them",
    ),
    ...when(
      chargeType === AlibabaEipChargeType.PayByTraffic && bandwidth > 200,
      "eip.bandwidth",
      "KN1004",
      `must be at most 200 by traffic, got ${bandwidth}; set chargeType: "PayByBandwidth" for up to 500`,
    ),
  ];
}

function checkCertificates({ serverCertificates = [], settings = {} }: AlibabaLoadBalancerArgs): Problem[] {
  const names = serverCertificates.map(({ name }) => name);
  const mentioned = certificateNames(settings);
  const used = Object.values(mentioned);
  return [
    ...when(
      serverCertificates.length > 0 && settings.type === AlibabaSlbType.Nlb,
      "serverCertificates",
      "KN7059",
      "are CLB's own; an NLB takes the ids of the certificate service in settings.tls.certId",
    ),
    ...serverCertificates.flatMap((certificate, index) => [
      ...checkSource(certificate, `serverCertificates[${index}]`),
      ...when(
        names.indexOf(certificate.name) !== index,
        `serverCertificates[${index}].name`,
        "KN7059",
        `is another certificate's, too, got "${certificate.name}"; name each its own`,
      ),
      ...when(
        !used.includes(certificate.name),
        `serverCertificates[${index}].name`,
        "KN7059",
        `is used by no listener, got "${certificate.name}"; name it in settings.tls.certId or settings.tls.domainExtensions, or remove it`,
      ),
    ]),
    ...Object.entries(mentioned).flatMap(([place, name]) => {
      const near = didYouMean(name, names);
      return when(
        near !== "" && !names.includes(name),
        `settings.${place}`,
        "KN7059",
        `names no certificate of serverCertificates, got "${name}"${near}`,
      );
    }),
  ];
}

function checkSource(
  {
    certificate,
    privateKey,
    serviceCertificateId,
    serviceRegion,
  }: NonNullable<AlibabaLoadBalancerArgs["serverCertificates"]>[number],
  path: string,
): Problem[] {
  const pair = certificate !== undefined || privateKey !== undefined;
  const halved = pair && (certificate === undefined || privateKey === undefined);
  const service = serviceCertificateId !== undefined;
  return [
    ...when(
      pair === service || halved,
      path,
      "KN7058",
      "needs either certificate and privateKey, both in PEM, or serviceCertificateId",
    ),
    ...when(
      serviceRegion !== undefined && !service,
      `${path}.serviceRegion`,
      "KN7058",
      "is for serviceCertificateId; remove it",
    ),
    ...[
      ["certificate", certificate, "CERTIFICATE"] as const,
      ["privateKey", privateKey, "PRIVATE KEY"] as const,
    ].flatMap(([key, value, kind]) =>
      when(
        typeof value === "string" && !new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(value),
        `${path}.${key}`,
        "KN7058",
        `must be PEM with -----BEGIN …${kind}-----; a path isn't read, the text is needed`,
      ),
    ),
  ];
}

/** Knative's default domain, which nobody has. */
export const isDefaultDomain = (host: string): boolean => /(^|\.)example\.com$/.test(host);

function checkHosts(args: AlibabaLoadBalancerArgs): Problem[] {
  const { dns, hosts = [] } = args;
  const repeated = hosts.flatMap((host, index) =>
    when(
      hosts.indexOf(host) !== index,
      `hosts[${index}]`,
      "KN7061",
      `is there twice, got "${host}"; remove one`,
    ),
  );
  if (dns === undefined) {
    return repeated;
  }
  const { zone } = dns;
  return [
    ...repeated,
    ...when(hosts.length === 0, "hosts", "KN7061", "are needed with dns: the names that get records"),
    ...when(
      isDefaultDomain(zone),
      "dns.zone",
      "KN7060",
      `is Knative's default domain, which no account has, got "${zone}"; give the installation a domain of yours`,
    ),
    ...hosts.flatMap((host, index) => [
      ...when(
        recordName(host, zone) === undefined,
        `hosts[${index}]`,
        "KN7061",
        `is not in the zone "${zone}", got "${host}"; name another zone, or remove it`,
      ),
      ...when(
        host === zone && recordType(args) === "CNAME",
        `hosts[${index}]`,
        "KN7061",
        `is the zone itself, which can't be another name for the load balancer's (CNAME), got "${host}"; name a host below it`,
      ),
    ]),
  ];
}

/** What the user should know though nothing is wrong. */
export function alibabaLoadBalancerNotices({ hosts = [], dns, ...args }: AlibabaLoadBalancerArgs): Problem[] {
  const { namespace } = adoptedService(args);
  return dns !== undefined
    ? []
    : hosts.flatMap((host, index) =>
        isDefaultDomain(host)
          ? [
              problem(
                `hosts[${index}]`,
                "KN7060",
                `is of Knative's default domain, which leads nowhere outside, got "${host}"; set a domain of yours in the ConfigMap config-domain of ${namespace}, or keep to the host lines`,
              ),
            ]
          : [],
      );
}
