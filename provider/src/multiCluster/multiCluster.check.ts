import { z } from "zod";
import { checkPlatform, platformShape } from "../platform/platform.check";
import { checkShape, domainName, isDnsLabel, isDnsSubdomain, namespaceName, text, whole } from "../problems";
import { dnsLabel, type Problem } from "../problems";
import { serviceShape } from "../service/service.check";
import { checkJoint } from "./joint.check";
import { checkMembers } from "./members.check";
import type { ClusterFrontArgs, MultiClusterArgs, ServiceOverridesArgs } from "./multiCluster.args";
import { planMembers } from "./multiCluster.plan";
import { gathered } from "./origins";

const longestName = 40;
const memberName = text(
  "KN4001",
  `must be a DNS label of at most ${longestName} characters: lower-case letters, digits and '-', starting with a letter`,
  (value) => isDnsLabel(value) && value.length <= longestName,
);
const host = text(
  "KN1006",
  'must be a domain name such as shop.default.example.com, or one with "*." before it',
  (value) => isDnsSubdomain(value.replace(/^\*\./, "")) && value.replace(/^\*\./, "").includes("."),
);

const serviceOverrides = serviceShape
  .pick({
    namespace: true,
    env: true,
    resources: true,
    scale: true,
    containerConcurrency: true,
    gateways: true,
    traffic: true,
    rollout: true,
    nodeSelector: true,
    labels: true,
    annotations: true,
  })
  .extend({
    name: dnsLabel,
    image: serviceShape.shape.image.optional(),
  }) satisfies z.ZodType<ServiceOverridesArgs>;

// Parts of sections: what of them is required, or wrong, is told once they are joined with what all clusters have.
const section = z.record(z.string(), z.unknown()).optional();
const overrides = z.strictObject({
  serving: section,
  namespaces: z.array(z.unknown()).optional(),
  eventing: section,
  observability: section,
  security: section,
  services: z.array(serviceOverrides).optional(),
});

const member = z.strictObject({
  name: memberName,
  cluster: z.looseObject({}).optional(),
  weight: whole(0, 100).optional(),
  drained: z.boolean().optional(),
  overrides: overrides.optional(),
  services: z.array(z.looseObject({})).optional(),
});

const front = z.strictObject({
  hub: z.string(),
  name: dnsLabel.optional(),
  namespace: namespaceName.optional(),
  selector: z.record(z.string(), z.string()).optional(),
  credentialName: domainName.optional(),
}) satisfies z.ZodType<ClusterFrontArgs>;

const sections = Object.fromEntries(
  Object.entries(platformShape.shape).filter(([name]) => name !== "cluster"),
);

export const multiClusterShape = z.strictObject({
  clusters: z.array(member).min(1),
  ...sections,
  hosts: z.array(host).min(1).optional(),
  gateway: z.string().min(1).optional(),
  alibabaDns: z.strictObject({ zone: domainName, ttl: whole(1, 86400).optional() }).optional(),
  front: front.optional(),
  healthTimeoutSeconds: whole(0, 3600).optional(),
});

/** Everything that can be said of the inputs before any cluster is touched: of each cluster's platform, and of all together. */
export function checkMultiCluster(args: MultiClusterArgs): Problem[] {
  const shape = checkShape(multiClusterShape, args);
  if (shape.some(({ path }) => !isOfSection(path))) {
    return shape;
  }
  const members = planMembers(args);
  const own = gathered(
    members.map((each) => ({ member: each, problems: checkPlatform(each.platform) })),
    args,
  );
  const told = new Set(own.map(({ path, code }) => `${path} ${code}`));
  const sound = shape.length === 0 && own.length === 0;
  return [
    ...shape.filter(({ path, code }) => !told.has(`${path} ${code}`)),
    ...own,
    ...checkMembers(args),
    ...(sound ? checkJoint(args, members) : []),
  ];
}

/** Whether a path is in a section of platforms: what is wrong there keeps nothing else from being judged. */
function isOfSection(path: string): boolean {
  return Object.keys(sections).some(
    (name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
  );
}
