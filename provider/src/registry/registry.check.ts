import ipaddr from "ipaddr.js";
import { z } from "zod";
import { checkSchedule } from "../eventing/schedule";
import { resourcesShape } from "../pods/pods.check";
import { checkResources } from "../pods/resources.check";
import { objectName } from "../release/images.check";
import { ImageLayout } from "../release/images.args";
import {
  checkShape,
  cidr,
  domainName,
  duration,
  image,
  isDnsLabel,
  isDnsSubdomain,
  leaf,
  namespaceName,
  problemIf,
  quantity,
  text,
  whole,
  type Problem,
} from "../problems";
import { checkTls, checkUsers, credentialsShape, tlsShape, usersShape } from "./access.check";
import { mirrorName, instancesOf } from "./instances";
import {
  RegistryVersion,
  type RegistryArgs,
  type RegistryMirrorArgs,
  type RegistryNetworkPolicyArgs,
  type RegistryRetentionArgs,
} from "./registry.args";
import { isOfOneNode } from "./registry.render";
import { checkStorage, storageShape } from "./storage.check";

const schedule = text(
  "KN9407",
  'must be five fields, such as "0 3 * * 0", or a word such as @weekly',
  (value) =>
    !value.startsWith("@every") &&
    value.trim().split(/\s+/).length !== 6 &&
    checkSchedule(value).length === 0,
);

const upstream = text(
  "KN9404",
  "must be the host of a registry such as docker.io, without scheme and path",
  (value) => {
    const [host = "", port, ...rest] = value.split(":");
    const hasPort = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65535);
    return rest.length === 0 && hasPort && host.includes(".") && isDnsSubdomain(host);
  },
);

const clusterIp = z.ipv4({ error: "must be an IPv4 address" });
const mirror = z.strictObject({
  upstream,
  host: domainName.optional(),
  clusterIp: clusterIp.optional(),
  size: quantity.optional(),
  storageClass: objectName.optional(),
  ttl: duration(60).optional(),
  credentials: credentialsShape.optional(),
}) satisfies z.ZodType<RegistryMirrorArgs>;

export const registryShape = z.strictObject({
  namespace: namespaceName.optional(),
  createNamespace: z.boolean().optional(),
  version: z.enum(RegistryVersion).optional(),
  image: image.optional(),
  host: domainName.optional(),
  port: whole(1, 65535).optional(),
  clusterIp: clusterIp.optional(),
  replicas: whole(1, 10).optional(),
  httpSecret: leaf(z.string().min(16)).optional(),
  userId: whole(1, 2147483647).optional(),
  serviceAccountName: objectName.optional(),
  resources: resourcesShape.optional(),
  storage: storageShape.optional(),
  tls: tlsShape.optional(),
  users: usersShape.optional(),
  mirrors: z.array(mirror).optional(),
  retention: (
    z.strictObject({
      schedule: schedule.optional(),
      untagged: z.boolean().optional(),
    }) satisfies z.ZodType<RegistryRetentionArgs>
  ).optional(),
  networkPolicy: (
    z.strictObject({
      cidrs: z.array(cidr).min(1),
      namespaces: z.array(namespaceName).optional(),
    }) satisfies z.ZodType<RegistryNetworkPolicyArgs>
  ).optional(),
  images: leaf(z.array(image)).optional(),
  layout: z.enum(ImageLayout).optional(),
}) satisfies z.ZodType<RegistryArgs>;

/** Everything that can be said of the inputs before the cluster sees them. */
export function checkRegistry(args: RegistryArgs): Problem[] {
  const shape = checkShape(registryShape, args);
  return shape.length > 0
    ? shape
    : [
        ...checkTls(args.tls),
        ...checkUsers(args),
        ...checkStorage(args.storage),
        ...checkReplicas(args),
        ...checkMirrors(args),
        ...checkVersion(args),
        ...checkResources("resources", args.resources),
      ];
}

function checkReplicas(args: RegistryArgs): Problem[] {
  const { replicas = 1, httpSecret } = args;
  return replicas === 1
    ? []
    : [
        ...problemIf(
          isOfOneNode({}, args),
          "replicas",
          "KN9403",
          `${replicas} pods need storage for several nodes: volume.accessMode "ReadWriteMany", nfs or s3`,
        ),
        ...problemIf(
          httpSecret === undefined,
          "httpSecret",
          "KN1005",
          "is required with several pods: an upload that one began may go on at another, which must know it",
        ),
      ];
}

function checkMirrors(args: RegistryArgs): Problem[] {
  const [own] = instancesOf(args);
  const all = args.mirrors ?? [];
  const names = all.map((each) => mirrorName(each.upstream));
  return all.flatMap(({ upstream: host }, index) => {
    const path = `mirrors[${index}].upstream`;
    const name = names[index] ?? "";
    return [
      ...problemIf(names.indexOf(name) < index, path, "KN1007", `"${host}" is that of an earlier mirror`),
      ...problemIf(
        !isDnsLabel(name),
        path,
        "KN9404",
        `is too long: objects are named by it, at most ${63 - mirrorName("").length} characters`,
      ),
      ...problemIf(
        host.split(":")[0] === own.host,
        path,
        "KN9405",
        `"${host}" is this registry; name the one that images come from`,
      ),
    ];
  });
}

function checkVersion({ version, retention, mirrors = [] }: RegistryArgs): Problem[] {
  if (version !== RegistryVersion.V2) {
    return [];
  }
  const timed = mirrors.flatMap(({ ttl }, index) =>
    problemIf(ttl !== undefined, `mirrors[${index}].ttl`, "KN9406", 'needs version "3"; remove it'),
  );
  const untagged = problemIf(
    retention?.untagged === true,
    "retention.untagged",
    "KN9406",
    'needs version "3": release 2 would remove the parts of images for several architectures',
  );
  return [...untagged, ...timed];
}

/** Whether the library by which Knative asks registries (go-containerregistry) tries http for a host. */
function isAskedInPlainText(host: string): boolean {
  return ipaddr.isValid(host)
    ? ["private", "loopback"].includes(ipaddr.parse(host).range())
    : /\.local(host)?$/.test(host);
}

/** What is possible, but mostly not meant. */
export function registryNotices(args: RegistryArgs): string[] {
  const [own, ...mirrors] = instancesOf(args);
  const given = [args, ...(args.mirrors ?? [])];
  const lost = [own, ...mirrors].filter(
    (_, index) => given[index]?.host === undefined && given[index]?.clusterIp === undefined,
  );
  const { tls: encrypted } = args;
  const issued = encrypted?.issuer !== undefined && encrypted.ca === undefined;
  return [
    ...(lost.length === 0
      ? []
      : [
          `nodes mostly can't resolve names of Services: give host or clusterIp for ${lost.map(({ name }) => name).join(", ")}`,
        ]),
    ...(issued ? ["tls.ca isn't given: nodes and Knative must trust the issuer's authority already"] : []),
    ...(encrypted === undefined ? ["without tls, images can be changed on their way to the nodes"] : []),
    ...(encrypted === undefined && !isAskedInPlainText(own.host)
      ? [
          `without tls, Knative can't resolve tags of images from ${own.host}: it asks hosts in plain text only where their names end in .local, or are private addresses`,
        ]
      : []),
  ];
}
