import { RegistryVersion, type RegistryArgs, type RegistryMirrorArgs } from "./registry.args";

/** The registry or one of its mirrors, with all that follows from its name. */
export interface Instance {
  /** Name of its objects. */
  readonly name: string;
  /** Host by which it is reached. */
  readonly host: string;
  readonly clusterIp?: string;
  /** What it mirrors; undefined for the registry itself. */
  readonly mirror?: RegistryMirrorArgs;
}

export const namespaceOf = ({ namespace = "registry" }: RegistryArgs): string => namespace;
export const portOf = ({ port = 5000 }: RegistryArgs): number => port;
export const imageOf = ({ image, version = RegistryVersion.V3 }: RegistryArgs): string =>
  image ?? `docker.io/library/registry:${version === RegistryVersion.V2 ? "2.8.3" : "3.0.0"}`;

/** Objects of a mirror are named by what it mirrors. */
export const mirrorName = (upstream: string): string => `mirror-${upstream.replace(/[.:]/g, "-")}`;

/** The registry and its mirrors. */
export function instancesOf(args: RegistryArgs): [Instance, ...Instance[]] {
  const instance = (name: string, given: Pick<RegistryMirrorArgs, "host" | "clusterIp">) => ({
    name,
    host: given.host ?? serviceHost(name, args),
    ...(given.clusterIp === undefined ? {} : { clusterIp: given.clusterIp }),
  });
  return [
    instance("registry", args),
    ...(args.mirrors ?? []).map((mirror) => ({ ...instance(mirrorName(mirror.upstream), mirror), mirror })),
  ];
}

export function serviceHost(name: string, args: RegistryArgs): string {
  return `${name}.${namespaceOf(args)}.svc.cluster.local`;
}

/** Host and port as they stand in names of images; that of https is left out. */
export function addressOf({ host }: Instance, args: RegistryArgs): string {
  const port = portOf(args);
  return args.tls !== undefined && port === 443 ? host : `${host}:${port}`;
}

/** URL by which clients of the cluster reach it. */
export function urlOf(instance: Instance, args: RegistryArgs): string {
  return `${args.tls === undefined ? "http" : "https"}://${addressOf(instance, args)}`;
}

/** Where the registry that a host stands for is asked: images of Docker's are named by another host. */
export function upstreamUrl(upstream: string): string {
  return `https://${upstream === "docker.io" ? "registry-1.docker.io" : upstream}`;
}
