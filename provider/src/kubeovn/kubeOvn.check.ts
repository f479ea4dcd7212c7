import { z } from "zod";
import { findKubeOvn, kubeOvnList } from "../release/catalog/kubeovn";
import { isChartSource } from "../helm/charts";
import { getAt } from "../manifests/manifest";
import {
  checkShape,
  dnsLabel,
  domainName,
  image,
  leaf,
  text,
  whole,
  type Problem,
  type ProblemCode,
} from "../problems";
import { objectName, registry } from "../serving/registry.check";
import { holds, parseAddress } from "../addresses/cidr";
import {
  TunnelType,
  type InstalledKubeOvnArgs,
  type KubeOvnArgs,
  type KubeOvnFeaturesArgs,
  type KubeOvnInstallArgs,
  type KubeOvnVpcDnsArgs,
  type MultusInstallArgs,
} from "./kubeOvn.args";
import { servicesRange } from "./apiServerAccess.plan";
import { NetworkPlatform } from "./ranges.args";
import {
  checkPairs,
  checkShared,
  checkSpecial,
  clusterRanges,
  defaultRanges,
  rangesShape,
  sharedNotices,
  type NamedRange,
} from "./ranges.check";
import { checkAddresses } from "./subnet.check";
import { address, addresses } from "./subnet.shape";
import { checkRepeated } from "./vpcNetwork.view";

const chartSource = (charts: readonly string[]) =>
  text(
    "KN8031",
    "must be the URL of a chart repository (https://…), of charts in a registry (oci://…, without the chart's name), or a directory",
    (value) => isChartSource(value, charts),
  );

const installShape = z.strictObject({
  enabled: z.boolean().optional(),
  charts: chartSource(["kube-ovn-v2"]).optional(),
  masterNodes: z.array(address).min(1),
  masterNodeNames: z.array(objectName).optional(),
  tunnelType: z.enum(TunnelType).optional(),
  interface: z.string().min(1).optional(),
  podGateway: addresses.optional(),
  mtu: whole(576, 65535).optional(),
  registry: registry.optional(),
  features: (
    z.strictObject({
      loadBalancer: z.boolean().optional(),
      networkPolicies: z.boolean().optional(),
      tproxy: z.boolean().optional(),
      natGateways: z.boolean().optional(),
      loadBalancerServices: z.boolean().optional(),
      validatingWebhook: z.boolean().optional(),
    }) satisfies z.ZodType<KubeOvnFeaturesArgs>
  ).optional(),
  values: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<KubeOvnInstallArgs>;

export const kubeOvnShape = z.strictObject({
  version: z.string().optional(),
  platform: z.enum(NetworkPlatform).optional(),
  ranges: rangesShape.optional(),
  install: installShape.optional(),
  multus: (
    z.strictObject({
      charts: chartSource([]),
      chart: objectName.optional(),
      version: z.string().min(1),
      values: z.record(z.string(), z.unknown()).optional(),
    }) satisfies z.ZodType<MultusInstallArgs>
  ).optional(),
  vpcDns: (
    z.strictObject({
      vip: address.optional(),
      attachment: dnsLabel.optional(),
      clusterDomain: domainName.optional(),
      image: image.optional(),
    }) satisfies z.ZodType<KubeOvnVpcDnsArgs>
  ).optional(),
  installedKubeOvn: leaf(
    z
      .strictObject({
        defined: z.boolean(),
        version: z.string().optional(),
        release: z.string().optional(),
        pods: z.string().optional(),
        services: z.string().optional(),
        join: z.string().optional(),
        multus: z.boolean(),
      })
      .optional() satisfies z.ZodType<InstalledKubeOvnArgs | undefined>,
  ).optional(),
  serverVersion: leaf(z.string().optional()).optional(),
}) satisfies z.ZodType<KubeOvnArgs>;

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** Whether it is installed here, rather than found. */
export function isInstalledHere({ install }: KubeOvnArgs): boolean {
  return install !== undefined && install.enabled !== false;
}

/** Everything that can be said of the inputs before the cluster sees them. */
export function checkKubeOvn(args: KubeOvnArgs): Problem[] {
  const shape = checkShape(kubeOvnShape, args);
  if (shape.length > 0) {
    return shape;
  }
  return [...checkVersion(args), ...checkRanges(args), ...checkInstall(args), ...checkVip(args)];
}

/** What the user should know although it is no mistake. */
export function kubeOvnNotices(args: KubeOvnArgs): readonly string[] {
  return isInstalledHere(args) ? sharedNotices(ownNetworks(args), args.platform) : [];
}

function checkVersion({ version }: KubeOvnArgs): Problem[] {
  return findKubeOvn(version) === undefined
    ? [problem("version", "KN8030", `"${version}" is no version that is known; there are ${kubeOvnList()}`)]
    : [];
}

function ownNetworks({ ranges }: KubeOvnArgs): readonly NamedRange[] {
  const { pods, services, join } = clusterRanges(ranges);
  return [...pods, ...services, ...join];
}

/** The controller refuses to start with networks that overlap, and nodes lose what they had before by others. */
function checkRanges(args: KubeOvnArgs): Problem[] {
  const own = ownNetworks(args);
  const { pods, services, join, nodes, others } = clusterRanges(args.ranges);
  const all = [...own, ...nodes, ...others];
  const families = (list: readonly NamedRange[]) => list.map(({ range }) => range.family).join();
  const uneven = [["ranges.services", services] as const, ["ranges.join", join] as const].flatMap(
    ([path, list]) =>
      families(list) === families(pods)
        ? []
        : [
            problem(
              path,
              "KN8008",
              `is of ${families(list)} and ranges.pods of ${families(pods)}: each needs a range of the same families`,
            ),
          ],
  );
  return [
    ...checkPairs([...nodes, ...others, ...own], all).filter(({ path }) =>
      own.some((each) => each.path === path),
    ),
    ...own.flatMap((mine) => [...checkSpecial(mine, all), ...checkShared(mine, args.platform, all)]),
    ...uneven,
  ];
}

/** Where the controller is told the type of tunnels, or that the default subnet has none: "vlan". */
const networkType = "networking.networkType";

/** Places of the chart's values that other parts must agree on, with the property for each. */
const owned: readonly (readonly [string, string])[] = [
  ["networking.pods.cidr", "ranges.pods"],
  ["networking.pods.gateways", "install.podGateway"],
  ["networking.services.cidr", "ranges.services"],
  ["networking.join.cidr", "ranges.join"],
  ["networking.stack", "ranges"],
  ["networking.tunnelType", "install.tunnelType"],
  [networkType, "install.tunnelType"],
  ["masterNodes", "install.masterNodes"],
  ["namespace", "nothing: everything looks for it in kube-system"],
  ["apiNad", "a component ApiServerAccess"],
];

function checkInstall({ install, ranges }: KubeOvnArgs): Problem[] {
  if (install === undefined) {
    return [];
  }
  const { values = {}, podGateway } = install;
  const cidrBlock = ranges?.pods ?? defaultRanges.pods;
  const gateway = checkAddresses({ cidrBlock, gateway: podGateway }).filter(({ path }) => path === "gateway");
  const isUnderlay = getAt(values, networkType.split(".")) === "vlan";
  const taken = owned
    .filter(([place]) => getAt(values, place.split(".")) !== undefined)
    .filter(([place]) => place !== networkType || !isUnderlay)
    .map(([place, instead]) =>
      problem(`install.values.${place}`, "KN8034", `must agree with other parts; use ${instead}`),
    );
  return [
    ...taken,
    ...checkMasters(install),
    ...gateway.map((each) => ({ ...each, path: "install.podGateway" })),
  ];
}

function checkMasters({ masterNodes, masterNodeNames = [] }: KubeOvnInstallArgs): Problem[] {
  const even =
    masterNodes.length % 2 === 0
      ? [
          problem(
            "install.masterNodes",
            "KN8033",
            `has ${masterNodes.length}: databases that decide by majority are no safer by an even number; list 1 or 3`,
          ),
        ]
      : [];
  const unequal =
    masterNodeNames.length > 0 && masterNodeNames.length !== masterNodes.length
      ? [
          problem(
            "install.masterNodeNames",
            "KN8033",
            `has ${masterNodeNames.length} for ${masterNodes.length} masterNodes; name each of them, or none`,
          ),
        ]
      : [];
  return [...checkRepeated(masterNodes, (index) => `install.masterNodes[${index}]`), ...even, ...unequal];
}

function checkVip({ vpcDns, ranges }: KubeOvnArgs): Problem[] {
  const vip = vpcDns?.vip === undefined ? undefined : parseAddress(vpcDns.vip);
  const services = servicesRange({ ranges });
  return vip === undefined || services === undefined || holds(services, vip)
    ? []
    : [
        problem(
          "vpcDns.vip",
          "KN8027",
          `"${vpcDns?.vip}" is not in the range of Services, to which pods send what is for name servers; choose a free one of ranges.services`,
        ),
      ];
}
