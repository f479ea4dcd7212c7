import { isDeepStrictEqual } from "node:util";
import { Exposure, type GatewayArgs } from "../gateway/gateway";
import type { LabelSelectorArgs } from "../serving/settings/network";
import { under, type Problem } from "../problems";
import { checkGatewayTls } from "./gatewayTls.check";
import { checkRedirectPorts, checkReserved } from "./gatewayPorts.check";

/** Names of objects end at 63 characters, and the longest is `knative-gateway-<name>`. */
const longestName = 63 - "knative-gateway-".length;
const ownLabels = "gateways.knative.pulumi.com/";
const othersNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease", "knative-serving"];

/** What net-istio would refuse of a list of gateways, or take for something else. */
export function checkIstioGateways(gateways: readonly GatewayArgs[], now = new Date()): Problem[] {
  return [
    ...checkDefault(gateways, false),
    ...checkDefault(gateways, true),
    ...gateways.flatMap((gateway, index) =>
      under(`gateways[${index}]`, [
        ...checkNames(gateway),
        ...checkLocal(gateway),
        ...checkSelector(gateway.services),
        ...checkSame(gateways, index),
        ...checkGatewayTls(gateway, now),
        ...under("ports", checkReserved(gateway)),
        ...under("tls", checkRedirectPorts(gateway)),
      ]),
    ),
  ];
}

/** Exactly one of each kind may have no selector. */
function checkDefault(gateways: readonly GatewayArgs[], local: boolean): Problem[] {
  const indices = gateways.flatMap((gateway, index) => ((gateway.local ?? false) === local ? [index] : []));
  const chosen = indices.filter((index) => gateways[index]?.default ?? indices.length === 1);
  const kind = local ? "cluster-local gateways" : "gateways";
  if (indices.length > 0 && chosen.length === 0) {
    const [only] = indices;
    return [
      {
        path: indices.length === 1 ? `gateways[${only}].default` : "gateways",
        code: "KN6001",
        reason: `one of the ${kind} must have default: true, for services that ask for none`,
      },
    ];
  }
  return chosen.slice(1).map((index) => ({
    path: `gateways[${index}].default`,
    code: "KN6002",
    reason: `gateways[${chosen[0]}] is the default of the ${kind} already; to serve a service by both, name both in its gateways`,
  }));
}

function checkNames({ name = "default", namespace }: GatewayArgs): Problem[] {
  const tooLong: Problem[] =
    name.length > longestName
      ? [
          {
            path: "name",
            code: "KN6006",
            reason: `must have at most ${longestName} characters, got ${name.length}: objects are named knative-gateway-<name>`,
          },
        ]
      : [];
  const isTaken = namespace !== undefined && othersNamespaces.includes(namespace);
  const taken: Problem[] = isTaken
    ? [
        {
          path: "namespace",
          code: "KN6005",
          reason: `"${namespace}" is not made for gateways; take one of their own, such as istio-ingress`,
        },
      ]
    : [];
  return [...tooLong, ...taken];
}

function checkLocal({ local, exposure = Exposure.ClusterIP, tls, ports, domain }: GatewayArgs): Problem[] {
  if (local !== true) {
    return [];
  }
  const refused = (path: string, reason: string): Problem => ({ path, code: "KN6003", reason });
  return [
    ...(exposure === Exposure.ClusterIP
      ? []
      : [
          refused(
            "exposure",
            `must be "ClusterIP" of a cluster-local gateway, got "${exposure}": services that are to stay inside would be reached from outside`,
          ),
        ]),
    ...(tls === undefined
      ? []
      : [refused("tls", "is for requests from outside; remove it from a cluster-local gateway")]),
    ...(ports === undefined
      ? []
      : [
          refused(
            "ports",
            "are fixed of a cluster-local gateway: 80 and 443, as services' names inside have none",
          ),
        ]),
    ...(domain === undefined
      ? []
      : [
          refused(
            "domain",
            "is for requests from outside; cluster-local services have the cluster's own domain",
          ),
        ]),
  ];
}

function checkSelector(selector: LabelSelectorArgs | undefined): Problem[] {
  if (selector === undefined) {
    return [];
  }
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) {
    const reason =
      "must not be empty: it would take every service from the default gateway; use default: true for that";
    return [{ path: "services", code: "KN6004", reason }];
  }
  const own = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].filter((key) =>
    key.startsWith(ownLabels),
  );
  const ours = own.map((key): Problem => {
    const reason = `chooses by ${key}, the label by which services ask for gateways themselves: let them name this one in their gateways, and choose by a label of yours`;
    return { path: "services", code: "KN6004", reason };
  });
  return [...ours, ...checkConditions(matchExpressions)];
}

function checkConditions(conditions: NonNullable<LabelSelectorArgs["matchExpressions"]>): Problem[] {
  return conditions.flatMap(({ operator, values = [] }, index): Problem[] => {
    const needs = operator === "In" || operator === "NotIn";
    const path = `services.matchExpressions[${index}].values`;
    return needs === values.length > 0
      ? []
      : [
          {
            path,
            code: "KN6004",
            reason: needs ? `is required with "${operator}"` : `must be left out with "${operator}"`,
          },
        ];
  });
}

/** Two gateways with one selector: upstream would serve by both what one of them was meant for. */
function checkSame(gateways: readonly GatewayArgs[], index: number): Problem[] {
  const own = gateways[index]?.services;
  const first = gateways.findIndex(
    ({ services, local = false }) =>
      services !== undefined &&
      own !== undefined &&
      local === (gateways[index]?.local ?? false) &&
      isDeepStrictEqual(normal(services), normal(own)),
  );
  return own === undefined || first === index
    ? []
    : [
        {
          path: "services",
          code: "KN6004",
          reason: `is the selector of gateways[${first}] already; to serve services by both, let them name both`,
        },
      ];
}

function normal({ matchLabels = {}, matchExpressions = [] }: LabelSelectorArgs) {
  const conditions = matchExpressions.map(({ key, operator, values = [] }) =>
    JSON.stringify([key, operator, [...new Set(values)].toSorted()]),
  );
  const equalities = Object.entries(matchLabels).map(([key, value]) => JSON.stringify([key, "In", [value]]));
  return [...new Set([...conditions, ...equalities])].toSorted();
}

/** Keys of config-istio that this package writes, and upstream's old ones, which Knative refuses beside them. */
export function checkIstioConfig(data: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.keys(data).flatMap((key): Problem[] => {
    const isOld = /^(local-)?gateway\./.test(key);
    if (!isOld && key !== "external-gateways" && key !== "local-gateways") {
      return [];
    }
    const reason = isOld
      ? "is the form of before 1.14, which Knative refuses beside external-gateways: list the gateway in gateways"
      : "is written from gateways; list the gateway there";
    return [{ path: `config["config-istio"][${JSON.stringify(key)}]`, code: "KN6007", reason }];
  });
}
