import { parse } from "yaml";
import { z } from "zod";
import type { GatewayEntry } from "../../istio/gateways.plan";
import { chosenEntries } from "../../istio/selection";
import { selectorShape } from "../../serving/settings/network";
import { servingNamespace } from "../controllers";
import { named, type ConfigMap, type KIngress, type KnativeService } from "../facts";

export const configName = "config-istio";

/** The gateways that Knative knows, as config-istio says, and what it can't be read for. */
export interface Configured {
  readonly external: readonly GatewayEntry[];
  readonly local: readonly GatewayEntry[];
  readonly problem?: string;
}

// Unknown properties are passed over, as net-istio does.
const entries = z.array(
  z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    service: z.string().min(1),
    labelSelector: selectorShape.optional(),
  }),
);

const keys = { external: "external-gateways", local: "local-gateways" } as const;
const legacyKeys = { external: "gateway.", local: "local-gateway." } as const;

/** What net-istio takes where config-istio has no list (knative.dev/net-istio pkg/reconciler/ingress/config/istio.go). */
const upstream: Readonly<Record<Kind, GatewayEntry>> = {
  external: {
    name: "knative-ingress-gateway",
    namespace: servingNamespace,
    service: "istio-ingressgateway.istio-system.svc.cluster.local",
  },
  local: {
    name: "knative-local-gateway",
    namespace: servingNamespace,
    service: "knative-local-gateway.istio-system.svc.cluster.local",
  },
};
type Kind = keyof typeof keys;

/** Reads config-istio as net-istio does. A list that can't be read is empty. */
export function configuredGateways(configMaps: readonly ConfigMap[]): Configured {
  const { data = {} } = named(configMaps, configName, servingNamespace) ?? {};
  const [external, local] = [readList("external", data), readList("local", data)];
  const problem = external.problem ?? local.problem;
  return {
    external: external.list,
    local: local.list,
    ...(problem === undefined ? {} : { problem }),
  };
}

interface Reading {
  readonly list: readonly GatewayEntry[];
  readonly problem?: string;
}

function readList(kind: Kind, data: Readonly<Record<string, string>>): Reading {
  const key = keys[kind];
  const text = data[key]?.trim() ?? "";
  const legacy = Object.entries(data).flatMap(([name, service]) => legacyEntry(kind, name, service));
  if (text === "") {
    return { list: legacy.length > 0 ? legacy : [upstream[kind]] };
  }
  if (legacy.length > 0) {
    return { list: [], problem: `${key} stands beside ${legacyKeys[kind]}…, its form of before 1.14` };
  }
  const list = parsed(text);
  if (list === undefined) {
    return { list: [], problem: `${key} is no list of gateways with name, namespace and service` };
  }
  const open = list.filter(({ labelSelector }) => labelSelector === undefined).length;
  return list.length === 0 || open === 1
    ? { list }
    : { list, problem: `${key} has ${open} gateways without a selector` };
}

function legacyEntry(kind: Kind, key: string, service: string): GatewayEntry[] {
  const prefix = legacyKeys[kind];
  if (!key.startsWith(prefix)) {
    return [];
  }
  const [first = "", ...rest] = key.slice(prefix.length).split(".");
  return [
    rest.length === 0
      ? { name: first, namespace: servingNamespace, service }
      : { name: rest.join("."), namespace: first, service },
  ];
}

function parsed(text: string): readonly GatewayEntry[] | undefined {
  try {
    return entries.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Namespace and name of an entry's Gateway, as VirtualServices name it. */
export function qualified({ namespace, name }: Pick<GatewayEntry, "name" | "namespace">): string {
  return `${namespace}/${name}`;
}

/** The Kubernetes Service of an entry: `name.namespace.svc…`. */
export function serviceOf({ service }: GatewayEntry): { readonly name: string; readonly namespace: string } {
  const [name = "", namespace = ""] = service.split(".");
  return { name, namespace };
}

/** Namespaces that gateways and their Services lie in. */
export function gatewayNamespaces({ external, local }: Configured): readonly string[] {
  const all = [...external, ...local].flatMap((entry) => [entry.namespace, serviceOf(entry).namespace]);
  return [...new Set(all)].filter((name) => name !== "");
}

/** The gateways of a service, for the outside and for the inside. */
export interface Chosen {
  readonly external: readonly GatewayEntry[];
  readonly local: readonly GatewayEntry[];
}

/** What net-istio chooses for an ingress, by its labels: those of the service where it isn't there yet. */
export function chosenGateways(
  configured: Configured,
  service: KnativeService | undefined,
  ingress: KIngress | undefined,
): Chosen {
  const labels = ingress?.metadata.labels ?? service?.metadata.labels ?? {};
  const rules = ingress?.spec?.rules;
  const isPublic =
    rules === undefined
      ? labels["networking.knative.dev/visibility"] !== "cluster-local"
      : rules.some(({ visibility }) => visibility !== "ClusterLocal");
  return {
    external: isPublic ? chosenEntries(configured.external, labels) : [],
    local: chosenEntries(configured.local, labels),
  };
}

/** The gateways' names, each once. */
export function namesOf({ external, local }: Chosen): readonly string[] {
  return [...new Set([...external, ...local].map(qualified))];
}
