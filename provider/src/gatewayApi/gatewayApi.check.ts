import { distance } from "fastest-levenshtein";
import { coerce, compare } from "semver";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import { otherLayersOwn } from "../gateway/layer.check";
import { portsOf } from "../gateway/ports.check";
import { isInstalled } from "../istio/istio.names";
import { workloadOf } from "../pods/workload.check";
import { didYouMean, pathText, under, type Problem } from "../problems";
import { findRelease, gatewaySettingsSince } from "../release/catalog";
import type { ServingArgs } from "../serving/serving.args";
import { checkApiGatewayTls, checkApiTls } from "./gatewayApiTls.check";
import { requestTimeout } from "./gateways.plan";

const problem = (path: string, code: Problem["code"], reason: string): Problem => ({ path, code, reason });
const notHere = (path: string, way: string): Problem =>
  problem(path, "KN6062", `can't be had with ingress "gateway-api"; ${way}`);

/** What net-gateway-api can't do, or would pass over in silence. */
export function checkGatewayApi(args: ServingArgs, now = new Date()): Problem[] {
  const { gateways = [{}], gatewayApi = {} } = args;
  return [
    ...checkNumber(gateways),
    ...gateways.flatMap((gateway, index) => under(`gateways[${index}]`, checkApiGateway(gateway, args, now))),
    ...under("gatewayApi", checkFeatures(gatewayApi.supportedFeatures)),
    ...checkApiTls(args),
    ...checkConfig(args.config?.["config-gateway"]),
    ...checkInstallation(args),
    ...otherLayersOwn(args, "gateway-api"),
  ];
}

/** One of each kind, and never none for the inside. */
function checkNumber(gateways: readonly GatewayArgs[]): Problem[] {
  const indices = (local: boolean) =>
    gateways.flatMap((gateway, index) => ((gateway.local ?? false) === local ? [index] : []));
  const [external, inner] = [indices(false), indices(true)];
  const further = [
    ...external.slice(1).map((index) => ({ index, first: external[0], kind: "outside" })),
    ...inner.slice(1).map((index) => ({ index, first: inner[0], kind: "inside" })),
  ];
  const missing =
    "must hold one with local: true, by which services are reached inside the cluster: at the gateway for the outside, those that are to stay inside would answer everybody; give it a class or annotations that keep it inside";
  return [
    ...further.map(({ index, first, kind }) =>
      problem(
        `gateways[${index}]`,
        "KN6101",
        `gateways[${first}] is for requests from ${kind} already, and net-gateway-api serves by exactly one of each kind; remove one, or use ingress "istio", which serves by any number`,
      ),
    ),
    ...(inner.length === 0 ? [problem("gateways", "KN6102", missing)] : []),
  ];
}

function checkApiGateway(gateway: GatewayArgs, args: ServingArgs, now: Date): Problem[] {
  const own = gateway.gatewayApi ?? {};
  const hasClass = own.className !== undefined || args.gatewayApi?.className !== undefined;
  return [
    ...(hasClass
      ? []
      : [
          problem(
            "gatewayApi.className",
            "KN1005",
            'is required where serving\'s gatewayApi.className is not set: a GatewayClass of the cluster, such as "istio"',
          ),
        ]),
    ...checkUnused(gateway),
    ...checkPlace(gateway),
    ...checkPorts(gateway),
    ...(gateway.local === true ? checkInner(gateway) : []),
    ...under("gatewayApi", checkFeatures(own.supportedFeatures)),
    ...checkProxyProtocol(own.proxyProtocol, args.release),
    ...checkApiGatewayTls(gateway, now),
  ];
}

const implementations = "how it is exposed and run is its class's to say, or its annotations'";
/** Properties of gateways that are made of a Service and pods of one's own, each with what takes its place. */
const unused: Readonly<Partial<Record<keyof GatewayArgs, string>>> = {
  alibaba: implementations,
  loadBalancerClass: implementations,
  loadBalancerIP: "set gatewayApi.addresses",
  loadBalancerSourceRanges: implementations,
  externalTrafficPolicy: implementations,
  httpNodePort: implementations,
  httpsNodePort: implementations,
  services: "one gateway serves all; remove it",
  default: "one gateway serves all; remove it",
  authorization: "use the implementation's own policies",
};

function checkUnused(gateway: GatewayArgs): Problem[] {
  const { exposure = Exposure.ClusterIP } = gateway;
  const run = Object.keys(workloadOf(gateway)).filter(
    (key) => gateway[key as keyof GatewayArgs] !== undefined,
  );
  return [
    // SDKs may fill the default in.
    ...(exposure === Exposure.ClusterIP ? [] : [notHere("exposure", implementations)]),
    ...Object.entries(unused)
      .filter(([key]) => gateway[key as keyof GatewayArgs] !== undefined)
      .map(([key, way]) => notHere(key, way)),
    ...run.map((key) => notHere(key, implementations)),
  ];
}

const longestName = 63 - "knative-gateway-".length;
const othersNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease", "knative-serving"];
const made = ["annotations", "tls"] as const;
const madeByApi = ["addresses", "labels"] as const;

function checkPlace(gateway: GatewayArgs): Problem[] {
  const { name = "default", namespace, gatewayApi: { existing } = {} } = gateway;
  if (existing !== undefined) {
    const reason = "has no effect on a Gateway that is there already; set it there, or leave existing out";
    const given = [
      ...made.filter((key) => gateway[key] !== undefined),
      ...madeByApi.filter((key) => gateway.gatewayApi?.[key] !== undefined).map((key) => `gatewayApi.${key}`),
    ];
    return [
      ...(namespace === undefined
        ? [problem("namespace", "KN1005", `is required: the namespace that the Gateway ${existing} is in`)]
        : []),
      ...given.map((path) => problem(path, "KN1008", reason)),
    ];
  }
  const tooLong = `must have at most ${longestName} characters, got ${name.length}: the Gateway is named knative-gateway-<name>`;
  const taken = `"${namespace}" is not made for gateways; take one of their own, such as knative-gateways`;
  return [
    ...(name.length > longestName ? [problem("name", "KN6006", tooLong)] : []),
    ...(namespace !== undefined && othersNamespaces.includes(namespace)
      ? [problem("namespace", "KN6005", taken)]
      : []),
  ];
}

function checkPorts(gateway: GatewayArgs): Problem[] {
  const { http, https } = portsOf(gateway);
  const reason = `are ${http} and ${https}, and without gatewayApi.service Knative asks for new routes at 80 and 443 alone, so no service would become ready; name the Service before the gateway's proxies, or leave ports out`;
  return (http !== 80 || https !== 443) && gateway.gatewayApi?.service === undefined
    ? [problem("ports", "KN6103", reason)]
    : [];
}

function checkInner({ domain, tls, ports }: GatewayArgs): Problem[] {
  const refused = (path: string, reason: string) => problem(path, "KN6003", reason);
  return [
    ...(domain === undefined
      ? []
      : [
          refused(
            "domain",
            "is for requests from outside; cluster-local services have the cluster's own domain",
          ),
        ]),
    ...(tls === undefined
      ? []
      : [refused("tls", "is for requests from outside; remove it from a cluster-local gateway")]),
    ...(ports?.http === undefined || ports.http === 80
      ? []
      : [
          refused("ports.http", "must be 80 of a cluster-local gateway, as services' names inside have none"),
        ]),
  ];
}

/** Names are free, for implementations may have any; those near the one that Knative asks for are mistakes. */
function checkFeatures(features: readonly string[] = []): Problem[] {
  return features.flatMap((feature, index): Problem[] => {
    const path = `supportedFeatures[${index}]`;
    const first = features.indexOf(feature);
    if (first < index) {
      return [problem(path, "KN1007", `"${feature}" is listed already at supportedFeatures[${first}]`)];
    }
    const isNear = distance(feature.toLowerCase(), requestTimeout.toLowerCase()) <= 3;
    const near = feature !== requestTimeout && isNear ? didYouMean(feature, [requestTimeout]) : "";
    return near === ""
      ? []
      : [problem(path, "KN6105", `"${feature}" is no feature that Knative asks for${near}`)];
  });
}

function checkProxyProtocol(proxyProtocol: boolean | undefined, wanted: string | undefined): Problem[] {
  const since = gatewaySettingsSince.proxyProtocol;
  const minor = findRelease(wanted)?.minor;
  const reason = `needs release ${since} or later, and ${minor} is to be installed; raise release, or remove it`;
  return proxyProtocol !== undefined && minor !== undefined && isOlder(minor, since)
    ? [problem("gatewayApi.proxyProtocol", "KN6106", reason)]
    : [];
}

function isOlder(minor: string, since: string): boolean {
  return compare(coerce(minor) ?? minor, coerce(since) ?? since) < 0;
}

function checkConfig(data: Readonly<Record<string, string>> = {}): Problem[] {
  return ["external-gateways", "local-gateways"]
    .filter((key) => data[key] !== undefined)
    .map((key) =>
      problem(
        pathText(["config", "config-gateway", key]),
        "KN6007",
        "is written from gateways; list the gateway there",
      ),
    );
}

/** Parts of an installation that rest on knowing the gateways' pods or their Services. */
function checkInstallation({ istio, networkPolicies, monitoring = {}, offlineDns }: ServingArgs): Problem[] {
  const { gatewayErrorPercent } = monitoring.alerts ?? {};
  const gatewayMetrics = "the implementation has metrics of its own; remove it";
  return [
    ...(istio === undefined || isInstalled(istio)
      ? []
      : [
          notHere(
            "istio",
            "an Istio that is there needs no settings here; name its class in gatewayApi.className",
          ),
        ]),
    ...(istio?.mesh === undefined
      ? []
      : [notHere("istio.mesh", "net-gateway-api knows no mesh; remove it, or use ingress istio")]),
    ...(networkPolicies?.enabled === true
      ? [
          notHere(
            "networkPolicies",
            "where the implementation's proxies are is not known here, and closed roads would cut them off; write policies of your own",
          ),
        ]
      : []),
    ...(monitoring.dashboard?.enabled === true ? [notHere("monitoring.dashboard", gatewayMetrics)] : []),
    ...(gatewayErrorPercent === undefined
      ? []
      : [notHere("monitoring.alerts.gatewayErrorPercent", gatewayMetrics)]),
    ...(offlineDns === undefined
      ? []
      : [
          notHere(
            "offlineDns",
            "a Gateway may have a name in the place of an address; lead the domain to it in your name server",
          ),
        ]),
  ];
}
