import { parse } from "yaml";
import { getAt, groupOf, isKind, keyOf, type Manifest } from "../manifests/manifest";
import type { Problem } from "../problems";
import type { GatewayEntry } from "./gateways.plan";

type Labels = Readonly<Record<string, unknown>>;

/**
 * Whether Knative will find what it has to ask before it calls a service ready, by the rules of its prober (knative.dev/net-istio
 * pkg/reconciler/ingress/lister.go): what it can't find it passes over, and services count as ready that nobody serves. The
 * objects are made to be found; patches may change that.
 */
export function checkProber(manifests: readonly Manifest[]): Problem[] {
  const config = manifests.find((manifest) => keyOf(manifest) === "ConfigMap/knative-serving/config-istio");
  const names = new Map(
    [...entriesIn(config, "external-gateways"), ...entriesIn(config, "local-gateways")].map((entry) => [
      `${entry.namespace}/${entry.name}`,
      entry,
    ]),
  );
  return [...names.values()].flatMap((entry) => checkEntry(entry, manifests));
}

function entriesIn(config: Manifest | undefined, key: string): readonly GatewayEntry[] {
  const text = getAt(config, ["data", key]);
  return typeof text === "string" ? ((parse(text) as readonly GatewayEntry[] | null) ?? []) : [];
}

function checkEntry({ name, namespace, service }: GatewayEntry, manifests: readonly Manifest[]): Problem[] {
  const gateway = manifests.find(
    (manifest) =>
      manifest.kind === "Gateway" &&
      groupOf(manifest) === "networking.istio.io" &&
      manifest.metadata.name === name &&
      manifest.metadata.namespace === namespace,
  );
  if (gateway === undefined) {
    return [unfit(`config-istio names the Gateway ${namespace}/${name}, which isn't there`)];
  }
  const selector = (getAt(gateway, ["spec", "selector"]) ?? {}) as Labels;
  const found = manifests.filter(
    (manifest) => isKind(manifest, "Service") && carries(manifest.metadata.labels, selector),
  );
  const [own] = found;
  const wanted = service.split(".").slice(0, 2).toReversed().join("/");
  if (own === undefined || found.length > 1 || keyOf(own) !== `Service/${wanted}`) {
    const list = found.length === 0 ? "none" : found.map(keyOf).join(", ");
    return [
      unfit(
        `the Service ${wanted} and no other must carry the labels that the Gateway ${namespace}/${name} selects pods by, ${textOf(selector)}; of those with them there is ${list}`,
      ),
    ];
  }
  return checkServers(gateway, own);
}

function checkServers(gateway: Manifest, service: Manifest): Problem[] {
  const ports = numbersIn(service, ["spec", "ports"], ["port"]);
  const missing = numbersIn(gateway, ["spec", "servers"], ["port", "number"]).filter(
    (port) => !ports.includes(port),
  );
  const { namespace, name } = service.metadata;
  return missing.map((port) =>
    unfit(
      `the Service ${namespace}/${name} has no port ${String(port)}, which the Gateway of that name listens on; it has ${ports.join(", ")}`,
    ),
  );
}

function numbersIn(manifest: Manifest, list: readonly string[], path: readonly string[]): readonly unknown[] {
  const entries = getAt(manifest, list);
  return Array.isArray(entries) ? entries.map((entry) => getAt(entry as Manifest, path)) : [];
}

function carries(labels: Labels | undefined, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}

function textOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(", ");
}

function unfit(reason: string): Problem {
  const way = "change the gateway's own properties, such as ports, in place of its objects";
  return {
    path: "patches",
    code: "KN6013",
    reason: `make a gateway that Knative can't ask: ${reason}; ${way}`,
  };
}
