import { gatewayLoadBalancer } from "../alibaba/gateway.service";
import { credentialOf, renderCredentials } from "../gateway/credentials.render";
import { Exposure } from "../gateway/gateway";
import { portsOf } from "../gateway/ports.check";
import { awaitAddress } from "../kourier/gateway.render";
import type { Manifest } from "../manifests/manifest";
import { defined } from "../manifests/defined";
import { istioGateway, metadataOf, podPorts } from "./gateways.parts";
import { gatewayNameLabel, type IstioGateway } from "./gateways.plan";
import { serverTls } from "./gatewayTls.render";

/**
 * What requests from outside come through. The Gateway names the ports of the Service, not those of the pods: Knative's prober
 * looks them up there, and Istio has the pods listen where the Service leads to.
 */
export function renderExternal(gateway: IstioGateway): Manifest[] {
  const { args, name, namespace, objectName } = gateway;
  const selector = { [gatewayNameLabel]: name };
  const { http, https } = portsOf(args);
  const credential = credentialOf(gateway);
  return [
    renderService(gateway, selector),
    ...renderCredentials(gateway),
    istioGateway(objectName, namespace, selector, [
      defined({
        port: { number: http, name: "http", protocol: "HTTP" },
        hosts: ["*"],
        tls: args.tls?.redirect === true ? { httpsRedirect: true } : undefined,
      }),
      ...(credential === undefined
        ? []
        : [
            {
              port: { number: https, name: "https", protocol: "HTTPS" },
              hosts: ["*"],
              tls: serverTls(credential, args.tls),
            },
          ]),
    ]),
  ];
}

function renderService(gateway: IstioGateway, selector: Record<string, string>): Manifest {
  const { args, exposure } = gateway;
  const { http, https } = portsOf(args);
  const metadata = metadataOf(gateway);
  const balancer = gatewayLoadBalancer(args);
  const annotations = {
    ...balancer.annotations,
    ...(exposure === Exposure.LoadBalancer ? awaitAddress(args) : { "pulumi.com/skipAwait": "true" }),
  } as Record<string, string>; // Inputs pass through untouched
  return {
    apiVersion: "v1",
    kind: "Service",
    // Knative's prober finds the Service by the labels that the Gateway selects pods by.
    metadata: { ...metadata, annotations },
    spec: defined({
      type: exposure,
      selector,
      ports: [
        defined({ name: "http2", port: http, targetPort: podPorts.http, nodePort: args.httpNodePort }),
        defined({
          name: "https",
          port: https,
          targetPort: balancer.plainPorts.includes(https) ? podPorts.http : podPorts.https,
          nodePort: args.httpsNodePort,
        }),
      ],
      loadBalancerClass: balancer.loadBalancerClass,
      loadBalancerIP: args.loadBalancerIP,
      loadBalancerSourceRanges: args.loadBalancerSourceRanges,
      externalTrafficPolicy: args.externalTrafficPolicy,
    }),
  };
}
