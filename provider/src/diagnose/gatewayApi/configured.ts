import { parse } from "yaml";
import { z } from "zod";
import { servingNamespace } from "../controllers";
import { named, type ConfigMap } from "../facts";

export const apiConfigName = "config-gateway";

/** An object by namespace and name. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** A gateway that config-gateway names. */
export interface ApiEntry {
  readonly gateway: Place;
  /** The Service before its proxies, where it is said. */
  readonly service?: Place;
}

/** The gateways that net-gateway-api serves by, as config-gateway says, and what it can't be read for. */
export interface ConfiguredApi {
  readonly external: readonly ApiEntry[];
  readonly local: readonly ApiEntry[];
  readonly problem?: string;
}

const place = z
  .string()
  .regex(/^[^/]+\/[^/]+$/)
  .transform((text): Place => {
    const [namespace = "", name = ""] = text.split("/");
    return { namespace, name };
  });
// Unknown properties are passed over, as net-gateway-api does.
const entries = z.array(z.object({ gateway: place, service: place.optional() }));

const keys = { external: "external-gateways", local: "local-gateways" } as const;
type Kind = keyof typeof keys;

const inIstio = (name: string): Place => ({ namespace: "istio-system", name });
/** What is taken where there is no list, or an empty one (knative.dev/net-gateway-api pkg/reconciler/ingress/config/gateway.go). */
const upstream: Readonly<Record<Kind, ApiEntry>> = {
  external: { gateway: inIstio("knative-gateway"), service: inIstio("istio-ingressgateway") },
  local: { gateway: inIstio("knative-local-gateway"), service: inIstio("knative-local-gateway") },
};

/** Reads config-gateway as net-gateway-api does. A list that can't be read is empty. */
export function configuredApi(configMaps: readonly ConfigMap[]): ConfiguredApi {
  const { data = {} } = named(configMaps, apiConfigName, servingNamespace) ?? {};
  const [external, local] = [readList("external", data), readList("local", data)];
  const unread = [external, local].flatMap((list, index) =>
    list === undefined ? [Object.values(keys)[index]] : [],
  );
  const problem = `${unread.join(" and ")}: no list of gateways, each as namespace/name`;
  return { external: external ?? [], local: local ?? [], ...(unread.length > 0 && { problem }) };
}

function readList(kind: Kind, data: Readonly<Record<string, string>>): readonly ApiEntry[] | undefined {
  const list = parsed(data[keys[kind]] ?? "");
  return list?.length === 0 ? [upstream[kind]] : list;
}

function parsed(text: string): readonly ApiEntry[] | undefined {
  try {
    return entries.safeParse(parse(text) ?? []).data;
  } catch {
    return undefined;
  }
}

/** All gateways, each once: where nothing is reached from outside, one stands for both. */
export function everyEntry({ external, local }: ConfiguredApi): readonly ApiEntry[] {
  const byName = [...external, ...local].map((entry) => [placeText(entry.gateway), entry] as const);
  return [...new Map(byName).values()];
}

/** `namespace/name`. */
export function placeText({ namespace, name }: Place): string {
  return `${namespace}/${name}`;
}
