import { relocateImage } from "../manifests/images";
import { ImageLayout } from "../release/images.args";
import { addressOf, placesOf, portOf, upstreamUrl, urlOf, type Place } from "./places";
import type { RegistryArgs } from "./registry.args";

/** An image and where it is to be copied. */
export interface RegistryCopy {
  /** The image as it is named upstream. */
  readonly from: string;
  /** Its name in the registry. */
  readonly to: string;
}

/** Where each image goes. */
export function copiesOf(images: readonly string[], args: RegistryArgs): RegistryCopy[] {
  const [own] = placesOf(args);
  const settings = { registry: addressOf(own, args), layout: args.layout ?? ImageLayout.Path };
  return images.map((from) => ({ from, to: relocateImage(from, settings) }));
}

/**
 * Contents of `hosts.toml` for containerd, by the directory below /etc/containerd/certs.d that it belongs to. A mirror that fails is
 * passed over, and the upstream registry asked.
 */
export function hostsToml(args: RegistryArgs): Record<string, string> {
  return Object.fromEntries(
    placesOf(args).map((place) =>
      place.mirror === undefined
        ? [addressOf(place, args), tomlOf(urlOf(place, args), place, args)]
        : [place.mirror.upstream, tomlOf(upstreamUrl(place.mirror.upstream), place, args)],
    ),
  );
}

function tomlOf(server: string, place: Place, args: RegistryArgs): string {
  const may = ["pull", "resolve", ...(place.mirror === undefined ? ["push"] : [])];
  return [
    `server = ${JSON.stringify(server)}`,
    "",
    `[host.${JSON.stringify(nodeUrl(place, args))}]`,
    `  capabilities = [${may.map((word) => JSON.stringify(word)).join(", ")}]`,
    // A relative path is looked up beside the file.
    ...(args.tls?.ca === undefined ? [] : ['  ca = "ca.crt"']),
    "",
  ].join("\n");
}

/** Nodes don't ask the cluster's DNS, but reach addresses of Services. */
function nodeUrl(place: Place, args: RegistryArgs): string {
  return place.clusterIp === undefined
    ? urlOf(place, args)
    : `${args.tls === undefined ? "http" : "https"}://${place.clusterIp}:${portOf(args)}`;
}
