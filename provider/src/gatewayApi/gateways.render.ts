import { credentialOf, renderCredentials } from "../gateway/credentials.render";
import type { GatewayArgs } from "../gateway/gateway";
import { defined } from "../manifests/defined";
import type { Json, Manifest } from "../manifests/manifest";
import type { ApiGateway, ApiGateways } from "./gateways.plan";

/** Annotation that has the address of a Gateway waited for: before it has one, no service can be reached. */
const awaitAddress = { "pulumi.com/waitFor": "jsonpath={.status.addresses[0].value}" };

/** The Gateways that are made here, with what they need, and their namespaces. */
export function renderApiGateways({ all, namespaces }: ApiGateways): Manifest[] {
  return [
    ...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...all
      .filter(({ isFound }) => !isFound)
      .flatMap((gateway) => [...renderCredentials(gateway), renderGateway(gateway)]),
  ];
}

function renderGateway(gateway: ApiGateway): Manifest {
  const { args, className, namespace, objectName } = gateway;
  const { addresses } = args.gatewayApi ?? {};
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    // Some implementations read their own annotations here, others hand on what `infrastructure` has.
    metadata: { name: objectName, namespace, annotations: { ...inputs(args.annotations), ...awaitAddress } },
    spec: defined({
      gatewayClassName: className,
      addresses: addresses?.map(({ type = "IPAddress", value }) => ({ type, value })),
      infrastructure: infrastructureOf(gateway),
      listeners: listenersOf(gateway),
    }),
  };
}

/** Inputs pass through untouched. */
function inputs(annotations: GatewayArgs["annotations"] = {}): Readonly<Record<string, string>> {
  return annotations as Readonly<Record<string, string>>;
}

/** What the implementation writes on its Service, and whatever else it makes. */
function infrastructureOf({ args }: ApiGateway): object | undefined {
  const { annotations, gatewayApi: { labels } = {} } = args;
  return annotations === undefined && labels === undefined ? undefined : defined({ annotations, labels });
}

/** Routes stand in the namespaces of services, so all may bind to the listeners. */
function listenersOf(gateway: ApiGateway): Json[] {
  const { http, https } = gateway.ports;
  const credential = credentialOf(gateway);
  const allowedRoutes = { namespaces: { from: "All" } };
  return [
    { name: "http", port: http, protocol: "HTTP", allowedRoutes },
    ...(credential === undefined
      ? []
      : [
          {
            name: "https",
            port: https,
            protocol: "HTTPS",
            tls: {
              mode: "Terminate",
              certificateRefs: [{ group: "", kind: "Secret", name: credential }],
            },
            allowedRoutes,
          },
        ]),
  ];
}
