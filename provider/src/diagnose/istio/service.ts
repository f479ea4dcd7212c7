import { gatewayLabel } from "../../gateway/choice";
import type { GatewayEntry } from "../../istio/gateways.plan";
import { chosenEntries } from "../../istio/selection";
import { nearest } from "../../problems/suggest";
import { isTrue, type DomainMapping } from "../facts";
import { broken, kubectl, nameOf, type Finding } from "../finding";
import type { View } from "../view";
import { chosenGateways, configuredGateways, namesOf, qualified, type Configured } from "./configured";

/** Gateways that serve a service, as `namespace/name` of Istio's Gateways. Undefined where Istio isn't the network layer. */
export function gatewaysOf({ installation, service, ingress }: View): readonly string[] | undefined {
  return installation.istio === undefined
    ? undefined
    : namesOf(chosenGateways(configuredGateways(installation.configMaps), service, ingress));
}

/** What a service says of its gateways, and what net-istio has made of it. */
export function checkServiceGateways(view: View): Finding[] {
  if (view.installation.istio === undefined || view.service === undefined) {
    return [];
  }
  const configured = configuredGateways(view.installation.configMaps);
  return configured.problem === undefined
    ? [
        ...checkAsked(view, configured),
        ...checkVirtualServices(view, configured),
        ...checkMappings(view, configured),
      ]
    : [];
}

const askingPrefix = gatewayLabel("");
const objectPrefix = "knative-gateway-";

/** Names by which gateways are asked for: those of their selectors, and of the objects that this package makes. */
function knownNames({ external }: Configured): readonly string[] {
  const names = external.flatMap(({ name, labelSelector }) => [
    ...(name.startsWith(objectPrefix) ? [name.slice(objectPrefix.length)] : []),
    ...askedNames(labelSelector?.matchLabels ?? {}),
  ]);
  return [...new Set(names)];
}

function askedNames(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(labels)
    .filter((label) => label.startsWith(askingPrefix))
    .map((label) => label.slice(askingPrefix.length));
}

/** A gateway that isn't there chooses nothing: the default one serves the service, which may be the wider one. */
function checkAsked({ service, ingress, namespace, name }: View, configured: Configured): Finding[] {
  const known = knownNames(configured);
  const { external } = chosenGateways(configured, service, ingress);
  const unknown = askedNames(service?.metadata.labels ?? {}).filter((asked) => !known.includes(asked));
  return external.length === 0
    ? []
    : unknown.map((asked) => {
        const meant = nearest(asked, known);
        return broken({
          link: "service",
          object: { kind: "Service", namespace, name },
          code: "KN6075",
          message: `label ${gatewayLabel(asked)} asks for a gateway that isn't there; there is ${known.join(", ") || "none that can be asked for"}`,
          cause: `${meant === undefined ? "the gateway was removed or never made" : `did you mean "${meant}"?`} As it is, ${listed(external)} ${external.length === 1 ? "serves" : "serve"} the service`,
          next: [
            kubectl("knative-serving", "get", "cm", "config-istio", "-o", "yaml"),
            kubectl(namespace, "label", "ksvc", name, `${gatewayLabel(asked)}-`),
          ],
        });
      });
}

function listed(entries: readonly GatewayEntry[]): string {
  return [...new Set(entries.map(qualified))].join(", ");
}

/** The VirtualServices, by the suffix of their names: long ones are shortened before it. */
function checkVirtualServices(view: View, configured: Configured): Finding[] {
  const { facts, ingress, service, namespace, name, snapshot } = view;
  const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices`;
  // Before the network is configured there is none, and that is not the end of it.
  if (
    ingress === undefined ||
    facts.virtualServices === undefined ||
    !isTrue(ingress, "NetworkConfigured") ||
    snapshot.denied.some((denied) => denied.startsWith(path))
  ) {
    return [];
  }
  const own = facts.virtualServices.filter(({ metadata }) => metadata.labels?.[ingressLabel] === name);
  const chosen = chosenGateways(configured, service, ingress);
  const suffixes = [...(namesOf(chosen).length > 0 ? ["-ingress"] : []), "-mesh"];
  const missing = suffixes.filter((suffix) => !own.some(({ metadata }) => metadata.name.endsWith(suffix)));
  if (missing.length > 0) {
    return [
      unrouted(
        view,
        `${name}${missing[0]}`,
        `there is no VirtualService ${missing.map((suffix) => `${name}${suffix}`).join(", ")}`,
        "it was deleted, or net-istio may not write it: gateways don't know the service",
      ),
    ];
  }
  const routed = own.flatMap(({ spec }) => spec?.gateways ?? []);
  // With a redirect or certificates of its own, a service has Gateways of its own for the outside.
  const expected =
    ingress.spec?.httpOption === "Redirected" ? namesOf({ ...chosen, external: [] }) : namesOf(chosen);
  const absent = expected.filter((gateway) => !routed.includes(gateway));
  return absent.length === 0
    ? []
    : [
        unrouted(
          view,
          `${name}-ingress`,
          `its gateways lack ${absent.join(", ")}`,
          "config-istio or the service's labels have changed, and net-istio-controller hasn't acted on it",
        ),
      ];
}

const ingressLabel = "networking.internal.knative.dev/ingress";

function unrouted({ namespace, name }: View, object: string, message: string, cause: string): Finding {
  return broken({
    link: "ingress",
    object: { kind: "VirtualService", namespace, name: object },
    code: "KN6077",
    message,
    cause,
    next: [
      kubectl(namespace, "get", "virtualservices.networking.istio.io", "-l", `${ingressLabel}=${name}`),
      kubectl("knative-serving", "logs", "deployment/net-istio-controller", "--tail=30"),
      kubectl("knative-serving", "rollout", "restart", "deployment", "net-istio-controller"),
    ],
  });
}

/** Domain mappings are served by the gateways of their own labels. */
function checkMappings({ facts, service, name }: View, configured: Configured): Finding[] {
  const { external } = chosenGateways(configured, service, undefined);
  return external.length === 0
    ? []
    : facts.domainMappings
        .filter(({ spec }) => spec?.ref?.name === name)
        .flatMap((mapping) => {
          const theirs = chosenEntries(configured.external, mapping.metadata.labels ?? {});
          return sameGateways(external, theirs)
            ? []
            : [elsewhere(mapping, external, theirs, service?.metadata.labels ?? {})];
        });
}

function sameGateways(a: readonly GatewayEntry[], b: readonly GatewayEntry[]): boolean {
  const names = [a, b].map((entries) => [...new Set(entries.map(qualified))].toSorted().join(" "));
  return names[0] === names[1];
}

function elsewhere(
  mapping: DomainMapping,
  wanted: readonly GatewayEntry[],
  theirs: readonly GatewayEntry[],
  labels: Readonly<Record<string, string>>,
): Finding {
  const { namespace, name, labels: own = {} } = mapping.metadata;
  const asked = (from: Readonly<Record<string, string>>) => askedNames(from).map(gatewayLabel);
  const change = [
    ...asked(labels)
      .filter((label) => own[label] === undefined)
      .map((label) => `${label}=${labels[label]}`),
    ...asked(own)
      .filter((label) => labels[label] === undefined)
      .map((label) => `${label}-`),
  ];
  return {
    link: "domain",
    object: nameOf("DomainMapping", mapping),
    severity: "warning",
    code: "KN6076",
    message: `is served by ${listed(theirs) || "no gateway"}, and its service by ${listed(wanted)}`,
    cause:
      "gateways are chosen by the labels of the DomainMapping itself, and it hasn't those of its service",
    next: [
      change.length > 0
        ? kubectl(namespace, "label", "domainmapping", name, ...change)
        : kubectl(namespace, "get", "domainmapping", name, "--show-labels"),
    ],
  };
}
