import type { IstioGateway, KubeService, Snapshot } from "../facts";
import { kubectl, nameOf, type Finding } from "../finding";
import { fits, labelsText } from "./selector";

/**
 * Whether Knative's prober finds the gateway: it takes the first Service that carries the labels by which the Gateway selects
 * pods, and its ports by the numbers of the Gateway's servers. What it doesn't find it takes for ready
 * (knative.dev/net-istio pkg/reconciler/ingress/lister.go).
 */
export function checkProbedService({ installation }: Snapshot, gateway: IstioGateway): Finding[] {
  const selector = gateway.spec?.selector ?? {};
  const found = installation.services.filter(({ metadata }) => fits(selector, metadata.labels));
  const [service, second] = found;
  const unasked = "services count as ready before this gateway serves them, and requests right after get 404";
  if (service === undefined) {
    const message = `no Service carries the labels of the Gateway's selector, ${labelsText(selector)}`;
    return [warning(gateway, message, `Knative's prober doesn't find the gateway: ${unasked}`)];
  }
  if (second !== undefined) {
    const names = found.map(nameText).join(", ");
    return [
      warning(
        gateway,
        `several Services carry the labels of the Gateway's selector: ${names}`,
        "Knative's prober asks whichever comes first, perhaps another gateway's pods: services stay Unknown, or are ready too early",
      ),
    ];
  }
  const missing = missingPorts(gateway, service);
  const message = `Service ${nameText(service)} has no port ${missing.join(", ")}, which servers of the Gateway open`;
  return missing.length === 0
    ? []
    : [warning(gateway, message, `Knative's prober passes over those servers: ${unasked}`)];
}

/** Ports of servers that the prober asks, and that the Service hasn't. */
function missingPorts({ spec }: IstioGateway, service: KubeService): readonly number[] {
  const known = (service.spec?.ports ?? []).map(({ port }) => port);
  return (spec?.servers ?? [])
    .filter(({ port, tls }) => {
      const isPlain = port?.protocol === "HTTP" || port?.protocol === "HTTP2";
      return (
        (isPlain && tls?.httpsRedirect !== true) || (port?.protocol === "HTTPS" && tls?.mode !== "MUTUAL")
      );
    })
    .flatMap(({ port }) => port?.number ?? [])
    .filter((number) => !known.includes(number));
}

function nameText({ metadata: { namespace = "", name } }: KubeService): string {
  return `${namespace}/${name}`;
}

function warning(gateway: IstioGateway, message: string, cause: string): Finding {
  const { name, namespace } = gateway.metadata;
  return {
    link: "gateway",
    object: nameOf("Gateway", gateway),
    severity: "warning",
    code: "KN6073",
    message,
    cause,
    next: [
      kubectl(namespace, "get", "gateways.networking.istio.io", name, "-o", "yaml"),
      `kubectl get services -A -l ${labelsText(gateway.spec?.selector ?? {})}`,
    ],
  };
}
