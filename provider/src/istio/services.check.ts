import { routeLabels } from "../gateway/choice";
import type { GatewayArgs } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import type { Problem } from "../problems";
import type { ServiceArgs } from "../service/service.args";
import type { ServingArgs } from "../serving/serving.args";
import { HttpProtocol } from "../serving/settings";
import { checkMappedCertificate } from "./certificates.check";
import { hasCertificates } from "./gatewayPorts.check";
import { planIstioGateways } from "./gateways.plan";
import { servingGateways } from "./selection";

/**
 * Services and mappings for which net-istio writes Gateways of its own: those are for the ports 80 and 443, and ask no client
 * for a certificate.
 */
export function checkOwnGatewaysOf(
  serving: ServingArgs,
): (service: ServiceArgs, isPrivate: boolean) => Problem[] {
  const planned = planIstioGateways(serving.gateways ?? [{}]);
  const gateways = new Map(planned.external.map(({ name, args }) => [name, args]));
  return (service, isPrivate) => {
    const names = isPrivate ? [] : servingGateways(planned, routeLabels(service));
    const own = names.flatMap((name) => {
      const gateway = gateways.get(name);
      return gateway === undefined ? [] : [{ ...gateway, name }];
    });
    return [
      ...checkRedirect(service, serving),
      ...(service.domainMappings ?? []).flatMap(({ domain, tlsSecretName }, mapping) => {
        const path = `domainMappings[${mapping}].tlsSecretName`;
        return tlsSecretName === undefined
          ? []
          : own.flatMap((gateway) => [
              ...checkMapping(gateway, path),
              ...checkMappedCertificate(gateway, domain, path),
            ]);
      }),
    ];
  };
}

function checkRedirect({ httpProtocol }: ServiceArgs, serving: ServingArgs): Problem[] {
  const reason =
    "would have Knative take the service off the gateways that hold a certificate, so that HTTPS answers 404; redirect by tls.redirect of its gateways";
  return httpProtocol === HttpProtocol.Redirected && !hasCertificates(serving)
    ? [{ path: "httpProtocol", code: "KN6012", reason }]
    : [];
}

function checkMapping(gateway: GatewayArgs & { readonly name: string }, path: string): Problem[] {
  const { http, https } = portsOf(gateway);
  const ports = `is shown at the ports 80 and 443 alone, and the gateway "${gateway.name}" has ${http} and ${https}; leave the mapping to another gateway, or the ports at their defaults`;
  const clients = `is shown to clients without a certificate, too, and the gateway "${gateway.name}" asks for one by tls.clientCa; leave one of them out`;
  return [
    ...(http === 80 && https === 443 ? [] : [{ path, code: "KN6011", reason: ports } as const]),
    ...(gateway.tls?.clientCa === undefined ? [] : [{ path, code: "KN6009", reason: clients } as const]),
  ];
}
