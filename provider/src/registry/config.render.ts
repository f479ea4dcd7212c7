import { stringify } from "yaml";
import { defined } from "../manifests/defined";
import { upstreamUrl, type Instance } from "./instances";
import type { RegistryArgs, RegistryS3Args } from "./registry.args";

export const containerPort = 5000;
export const directories = {
  config: "/etc/registry",
  data: "/var/lib/registry",
  tls: "/etc/registry-tls",
  users: "/etc/registry-users",
} as const;

/** The program's configuration. Secrets aren't in it: they come by environment variables. */
export function configOf(instance: Instance, args: RegistryArgs): string {
  const { tls, users } = args;
  return stringify({
    version: 0.1,
    log: { level: "info", fields: { service: instance.name } },
    storage: storageOf(instance, args),
    http: {
      addr: `:${containerPort}`,
      headers: { "X-Content-Type-Options": ["nosniff"] },
      ...(tls === undefined
        ? {}
        : { tls: { certificate: `${directories.tls}/tls.crt`, key: `${directories.tls}/tls.key` } }),
    },
    ...(users === undefined || instance.mirror !== undefined
      ? {}
      : { auth: { htpasswd: { realm: "registry", path: `${directories.users}/htpasswd` } } }),
    ...proxyOf(instance),
    health: { storagedriver: { enabled: true, interval: "10s", threshold: 3 } },
  });
}

/** Without a cache of what blobs there are where they are collected: pushes would be spared blobs that are gone. */
function storageOf({ mirror }: Instance, { storage = {}, retention }: RegistryArgs) {
  const { s3 } = mirror === undefined ? storage : {};
  return {
    ...(s3 === undefined ? { filesystem: { rootdirectory: directories.data } } : { s3: s3Of(s3) }),
    delete: { enabled: true },
    ...(retention !== undefined && mirror === undefined ? {} : { cache: { blobdescriptor: "inmemory" } }),
    ...(s3 === undefined ? {} : { redirect: { disable: s3.redirect !== true } }),
    maintenance: { uploadpurging: { enabled: true, age: "168h", interval: "24h", dryrun: false } },
  };
}

function s3Of({ bucket, region, endpoint, forcePathStyle, rootDirectory }: RegistryS3Args) {
  return defined({
    bucket,
    region,
    regionendpoint: endpoint,
    // Release 2 and release 3 have other defaults: it is always said.
    forcepathstyle: forcePathStyle ?? endpoint !== undefined,
    rootdirectory: rootDirectory,
  });
}

function proxyOf({ mirror }: Instance) {
  return mirror === undefined
    ? {}
    : { proxy: defined({ remoteurl: upstreamUrl(mirror.upstream), ttl: mirror.ttl }) };
}
