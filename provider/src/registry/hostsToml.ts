import { addressOf, instancesOf, portOf, upstreamUrl, urlOf, type Instance } from "./instances";
import type { RegistryArgs } from "./registry.args";

/**
 * Contents of `hosts.toml` for containerd, by the directory below /etc/containerd/certs.d that it belongs to. A mirror that fails is
 * passed over, and the upstream registry asked.
 */
export function hostsToml(args: RegistryArgs): Record<string, string> {
  return Object.fromEntries(
    instancesOf(args).map((instance) =>
      instance.mirror === undefined
        ? [addressOf(instance, args), tomlOf(urlOf(instance, args), instance, args)]
        : [instance.mirror.upstream, tomlOf(upstreamUrl(instance.mirror.upstream), instance, args)],
    ),
  );
}

function tomlOf(server: string, instance: Instance, args: RegistryArgs): string {
  const may = ["pull", "resolve", ...(instance.mirror === undefined ? ["push"] : [])];
  return [
    `server = ${JSON.stringify(server)}`,
    "",
    `[host.${JSON.stringify(nodeUrl(instance, args))}]`,
    `  capabilities = [${may.map((word) => JSON.stringify(word)).join(", ")}]`,
    // A relative path is looked up beside the file.
    ...(args.tls?.ca === undefined ? [] : ['  ca = "ca.crt"']),
    "",
  ].join("\n");
}

/** Nodes don't ask the cluster's DNS, but reach addresses of Services. */
function nodeUrl(instance: Instance, args: RegistryArgs): string {
  return instance.clusterIp === undefined
    ? urlOf(instance, args)
    : `${args.tls === undefined ? "http" : "https"}://${instance.clusterIp}:${portOf(args)}`;
}
