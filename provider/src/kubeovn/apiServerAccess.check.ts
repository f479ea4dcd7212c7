import { Output } from "@pulumi/pulumi";
import { z } from "zod";
import { isOlderKubernetes, looseVersion } from "../cluster/version";
import {
  checkShape,
  dnsLabel,
  namespaceName,
  leaf,
  whole,
  type Problem,
  type ProblemCode,
} from "../problems";
import { objectName } from "../serving/registry.check";
import { AttachedKind, type ApiServerAccessArgs, type AttachedWorkloadArgs } from "./apiServerAccess.args";
import {
  apiServerOffset,
  dnsOffset,
  planAccess,
  serviceAddress,
  servicesRange,
} from "./apiServerAccess.plan";
import { holds, parseAddress, rangeText } from "../addresses/cidr";
import { NetworkPlatform } from "./ranges.args";
import {
  checkOverlaps,
  checkShared,
  checkSpecial,
  clusterRanges,
  named,
  oneRange,
  rangesShape,
  rangesText,
  sharedNotices,
  type NamedRange,
} from "./ranges.check";
import { checkAddresses } from "./subnet.check";
import { address, addresses, span } from "./subnet.shape";
import { checkRepeated, reservedNamespaces } from "./vpcNetwork.view";

const workloadShape = z.strictObject({
  kind: z.enum(AttachedKind).optional(),
  namespace: namespaceName,
  name: objectName,
}) satisfies z.ZodType<AttachedWorkloadArgs>;

export const apiServerAccessShape = z.strictObject({
  name: dnsLabel.optional(),
  namespace: namespaceName.optional(),
  subnet: objectName.optional(),
  cidrBlock: rangesText.optional(),
  gateway: addresses.optional(),
  excludeIps: z.array(span).optional(),
  reuseDefaultSubnet: z.boolean().optional(),
  defaultSubnet: objectName.optional(),
  platform: z.enum(NetworkPlatform).optional(),
  ranges: rangesShape.optional(),
  vpcCidrs: z.array(oneRange).optional(),
  apiServerClusterIp: leaf(address).optional(),
  dns: z.boolean().optional(),
  dnsClusterIp: leaf(address).optional(),
  namespaces: z.array(namespaceName).optional(),
  workloads: z.array(workloadShape).optional(),
  serverVersion: leaf(z.string().optional()).optional(),
  readyTimeoutSeconds: whole(0, 600).optional(),
}) satisfies z.ZodType<ApiServerAccessArgs>;

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** Everything that can be said of a road's inputs before the cluster sees them. */
export function checkApiServerAccess(args: ApiServerAccessArgs): Problem[] {
  const shape = checkShape(apiServerAccessShape, args);
  if (shape.length > 0) {
    return shape;
  }
  return [
    ...checkReuse(args),
    ...(args.reuseDefaultSubnet === true ? [] : checkOwnSubnet(args)),
    ...checkVpcs(args),
    ...checkDestinations(args),
    ...checkAttached(args),
  ];
}

/** What the user should know although it is no mistake. */
export function apiServerAccessNotices(args: ApiServerAccessArgs): readonly string[] {
  return args.reuseDefaultSubnet === true ? [] : sharedNotices(ownRanges(args), args.platform);
}

/** The first Kubernetes whose API server changes pods by policies of its own (`MutatingAdmissionPolicy` in v1). */
const policiesSince = "1.36";

/** What the API server says against the inputs. */
export function checkServerVersion(args: ApiServerAccessArgs, serverVersion: string | undefined): Problem[] {
  const count = args.namespaces?.length ?? 0;
  return count === 0 || serverVersion === undefined || looseVersion(serverVersion) === undefined
    ? []
    : isOlderKubernetes(serverVersion, policiesSince)
      ? [
          problem(
            "namespaces",
            "KN8020",
            `needs Kubernetes ${policiesSince} or newer, whose API server changes pods by policies, and the cluster runs ${serverVersion}; list workloads instead, or put podAnnotations on the pods`,
          ),
        ]
      : [];
}

/** The address must be of a family that the interfaces have a gateway for. */
export function familyProblem(args: ApiServerAccessArgs, path: string, value: string): Problem[] {
  const parsed = parseAddress(value);
  const { gateways, cidrBlock, reused } = planAccess(args);
  const where = reused ? "ranges.pods" : "cidrBlock";
  return parsed === undefined || gateways.some(({ family }) => family === parsed.family)
    ? []
    : [
        problem(
          path,
          "KN8008",
          `"${value}" is an ${parsed.family} address, and "${cidrBlock}" has none; add a range of ${parsed.family} to ${where}`,
        ),
      ];
}

function ownRanges(args: ApiServerAccessArgs): readonly NamedRange[] {
  const { subnet, cidrBlock } = planAccess(args);
  return named(`subnet "${subnet}"`, "cidrBlock", cidrBlock);
}

function checkReuse({ reuseDefaultSubnet, ...args }: ApiServerAccessArgs): Problem[] {
  const own = (["subnet", "cidrBlock", "gateway", "excludeIps"] as const).filter(
    (key) => args[key] !== undefined,
  );
  const reason = "is of a subnet of its own, and reuseDefaultSubnet makes none; remove one of the two";
  if (reuseDefaultSubnet === true) {
    return own.map((path) => problem(path, "KN1008", reason));
  }
  return args.defaultSubnet === undefined
    ? []
    : [
        problem(
          "defaultSubnet",
          "KN1008",
          "has no effect without reuseDefaultSubnet; set that, or remove it",
        ),
      ];
}

function checkOwnSubnet(args: ApiServerAccessArgs): Problem[] {
  const { cidrBlock } = planAccess(args);
  const taken = Object.values(clusterRanges(args.ranges)).flat();
  const all = [...taken, ...vpcRanges(args)];
  return [
    ...checkAddresses({ cidrBlock, gateway: args.gateway, excludeIps: args.excludeIps }),
    ...ownRanges(args).flatMap((mine) => [
      ...checkSpecial(mine, all),
      ...checkShared(mine, args.platform, all),
      ...checkOverlaps(mine, taken, all),
    ]),
  ];
}

function vpcRanges({ vpcCidrs = [] }: ApiServerAccessArgs): readonly NamedRange[] {
  return vpcCidrs.flatMap((cidr, index) => named("the pods' VPC", `vpcCidrs[${index}]`, cidr));
}

/** A pod with interfaces in two networks of the same addresses reaches only one of them. */
function checkVpcs(args: ApiServerAccessArgs): Problem[] {
  const ranges = clusterRanges(args.ranges);
  const taken = [...Object.values(ranges).flat(), ...vpcRanges(args)];
  return args.reuseDefaultSubnet === true
    ? vpcRanges(args).flatMap((vpc) => checkOverlaps(vpc, ranges.pods, taken))
    : ownRanges(args).flatMap((mine) => checkOverlaps(mine, vpcRanges(args), taken));
}

function checkDestinations(args: ApiServerAccessArgs): Problem[] {
  const dns = args.dns === true ? [["dnsClusterIp", dnsOffset] as const] : [];
  const unused =
    args.dns !== true && args.dnsClusterIp !== undefined
      ? [problem("dnsClusterIp", "KN1008", "has no effect unless dns is true; set that, or remove it")]
      : [];
  const wanted = [["apiServerClusterIp", apiServerOffset] as const, ...dns];
  return [...unused, ...wanted.flatMap(([path, offset]) => checkDestination(args, path, offset))];
}

function checkDestination(
  args: ApiServerAccessArgs,
  path: "apiServerClusterIp" | "dnsClusterIp",
  offset: number,
): Problem[] {
  const given = args[path];
  if (Output.isInstance(given) || given instanceof Promise) {
    return [];
  }
  const services = servicesRange(args);
  const value = given ?? serviceAddress(args, offset);
  const parsed = value === undefined ? undefined : parseAddress(value);
  if (services === undefined || value === undefined || parsed === undefined) {
    const reason = `is needed: the range of Services has no ${offset}th address`;
    return [problem(path, "KN8027", reason)];
  }
  // Clusters with two families have a second range, which isn't the one of these addresses.
  return given !== undefined && args.ranges?.services !== undefined && !holds(services, parsed)
    ? [
        problem(
          path,
          "KN8027",
          `"${value}" is not in "${rangeText(services)}", the range of Services (ranges.services); correct one of the two`,
        ),
      ]
    : familyProblem(args, path, value);
}

function checkAttached({ namespaces = [], workloads = [] }: ApiServerAccessArgs): Problem[] {
  const system = (path: string, namespace: string): Problem[] =>
    reservedNamespaces.includes(namespace)
      ? [
          problem(
            path,
            "KN8028",
            `"${namespace}" is in the default VPC, where the API server is reached without this; remove it`,
          ),
        ]
      : [];
  const keys = workloads.map(
    ({ kind = AttachedKind.Deployment, namespace, name }) => `${kind} ${namespace}/${name}`,
  );
  return [
    ...checkRepeated(namespaces, (index) => `namespaces[${index}]`),
    ...namespaces.flatMap((namespace, index) => system(`namespaces[${index}]`, namespace)),
    ...checkRepeated(keys, (index) => `workloads[${index}]`),
    ...workloads.flatMap(({ namespace }, index) => system(`workloads[${index}].namespace`, namespace)),
  ];
}
