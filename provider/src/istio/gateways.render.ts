import { Exposure } from "../gateway/gateway";
import type { Manifest } from "../manifests/manifest";
import { defined } from "../manifests/defined";
import type { ServingImagesArgs } from "../serving/registry.args";
import { renderAuthorizations, type GatewayIdentity } from "./authorization.render";
import { renderExternal } from "./external.render";
import { istioGateway, metadataOf, podPorts } from "./gateways.parts";
import { istioPullSecrets } from "./install.values";
import type { IstioArgs } from "./istio.args";
import { istioNamespace, proxyAnnotation, proxyRevision, proxyStamp } from "./istio.names";
import {
  gatewayNameLabel,
  localName,
  localNameLabel,
  type IstioGateway,
  type IstioGateways,
} from "./gateways.plan";

/** What the gateways need to know of the Istio that they belong to. */
export interface IstioSide {
  /** Revision whose sidecar injector fills the gateways' pods in. Default: the injector without a revision. */
  readonly revision?: string;
  /** What the proxies are made of: a change starts the gateways anew. Default: not known. */
  readonly stamp?: string;
  /** Secrets that the proxies are pulled with. Default: none. */
  readonly pullSecrets?: readonly string[];
  /** Namespaces that are there already. Default: none. */
  readonly namespaces?: readonly string[];
}

/** What the gateways take from the inputs. */
export function istioSide(args: IstioArgs = {}, images: ServingImagesArgs = {}): IstioSide {
  return defined({
    revision: proxyRevision(args),
    stamp: proxyStamp(args),
    pullSecrets: istioPullSecrets(args.install ?? {}, images),
    namespaces: [istioNamespace(args)],
  });
}

/** The objects of all gateways: ordinary ones of Kubernetes, so that a preview shows each, and Istio's `Gateway`. */
export function renderIstioGateways(gateways: IstioGateways, istio: IstioSide = {}): Manifest[] {
  const { namespaces: known = [] } = istio;
  const namespaces = [...new Set(gateways.all.map(({ namespace }) => namespace))].filter(
    (name) => !known.includes(name),
  );
  return [
    ...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...gateways.all.flatMap((gateway) => renderPods(gateway, gateways.local.includes(gateway), istio)),
    ...gateways.external.flatMap(renderExternal),
    ...gateways.local.flatMap(renderLocal),
    ...renderAuthorizations(gateways.all.map((gateway) => identityOf(gateway, gateways))),
  ];
}

function renderPods(gateway: IstioGateway, isLocal: boolean, istio: IstioSide): Manifest[] {
  const metadata = metadataOf(gateway);
  const { name, namespace } = metadata;
  const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      // istiod lets a gateway have the certificates that its own account may read.
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "watch", "list"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: role,
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    renderDeployment(gateway, isLocal, istio),
    renderAutoscaler(gateway),
  ];
}

function identityOf(gateway: IstioGateway, { local }: IstioGateways): GatewayIdentity {
  const { args, name, namespace, objectName } = gateway;
  return defined({
    name,
    namespace,
    objectName,
    serviceAccount: objectName,
    podLabels: { [gatewayNameLabel]: name },
    localPorts: local.includes(gateway) ? [podPorts.localHttp, podPorts.localHttps] : [],
    authorization: args.authorization,
  });
}

function renderDeployment(gateway: IstioGateway, isLocal: boolean, istio: IstioSide): Manifest {
  const { revision, stamp } = istio;
  const own = { [gatewayNameLabel]: gateway.name };
  const labels = {
    ...own,
    ...(isLocal ? { [localNameLabel]: gateway.name } : {}),
    "sidecar.istio.io/inject": "true",
    ...(revision === undefined ? {} : { "istio.io/rev": revision }),
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf(gateway),
    spec: {
      selector: { matchLabels: own },
      template: {
        metadata: {
          labels,
          annotations: defined({ "inject.istio.io/templates": "gateway", [proxyAnnotation]: stamp }),
        },
        spec: renderPodSpec(gateway, istio),
      },
    },
  };
}

function renderPodSpec({ objectName }: IstioGateway, { pullSecrets = [] }: IstioSide): object {
  return {
    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    serviceAccountName: objectName,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    // The injector puts Istio's own image, arguments and probes in.
    containers: [
      {
        name: "istio-proxy",
        image: "auto",
        resources: { requests: { cpu: "100m", memory: "128Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
  };
}

function renderAutoscaler(gateway: IstioGateway): Manifest {
  const metadata = metadataOf(gateway);
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
        },
      ],
    },
  };
}

/**
 * What cluster-local requests come through. Port 8081 stands in the Service as well as in the Gateway, so that the prober finds
 * it and really asks; without the label, Istio would open the ports of both of the pods' Services for either Gateway.
 */
function renderLocal(gateway: IstioGateway): Manifest[] {
  const { name, namespace } = gateway;
  const selector = { [localNameLabel]: name };
  const service = localName(gateway);
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: service,
        namespace,
        labels: { ...selector, "experimental.istio.io/disable-gateway-port-translation": "true" },
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: Exposure.ClusterIP,
        selector,
        ports: [
          { name: "http2", port: 80, targetPort: podPorts.localHttp },
          { name: "http2-probe", port: podPorts.localHttp, targetPort: podPorts.localHttp },
          { name: "https", port: 443, targetPort: podPorts.localHttps },
        ],
      },
    },
    istioGateway(service, namespace, selector, [
      { port: { number: podPorts.localHttp, name: "http", protocol: "HTTP" }, hosts: ["*"] },
    ]),
  ];
}
