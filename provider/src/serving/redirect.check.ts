import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "./serving.args";

const isOn = (value: string | undefined): boolean => value?.toLowerCase() === "enabled";

/**
 * Whether the gateways answer HTTPS at all. Kourier opens the port with its own certificate, or with those of services (net-kourier
 * pkg/generator/ingress_translator.go); Istio's gateways each have their own.
 */
export function answersHttps({ tls, network, config, kourier, gateways = [] }: ServingArgs): boolean {
  const settings = config?.["config-network"] ?? {};
  return (
    tls?.certificate !== undefined ||
    tls?.externalDomain === true ||
    isOn(network?.externalDomainTls) ||
    isOn(settings["external-domain-tls"]) ||
    kourier?.certsSecretName !== undefined ||
    config?.["config-kourier"]?.["certs-secret-name"] !== undefined ||
    gateways.some((gateway) => gateway.tls !== undefined)
  );
}

const reason =
  "would send every request to a port that nothing answers, and Knative would call that ready: set tls.certificate or " +
  'tls.externalDomain, or, where a load balancer ends TLS, network.defaultExternalScheme: "https" instead of this';

/** Redirects to HTTPS that no gateway answers: Knative doesn't look whether there is a certificate (serving pkg/networking/util.go). */
export function checkRedirects(args: ServingArgs): Problem[] {
  const places = [
    ["network.httpProtocol", args.network?.httpProtocol],
    ['config["config-network"]["http-protocol"]', args.config?.["config-network"]?.["http-protocol"]],
  ] as const;
  return answersHttps(args)
    ? []
    : places.flatMap(([path, value]): Problem[] =>
        value?.toLowerCase() === "redirected" ? [{ path, code: "KN3806", reason }] : [],
      );
}

/** The same of one service of a platform. */
export function checkServiceRedirect({ httpProtocol }: ServiceArgs, serving: ServingArgs): Problem[] {
  return httpProtocol === "Redirected" && !answersHttps(serving)
    ? [
        {
          path: "httpProtocol",
          code: "KN3806",
          reason:
            "would send every request to a port that nothing answers: set serving.tls.certificate or serving.tls.externalDomain",
        },
      ]
    : [];
}
