import { z } from "zod";
import { findRelease, releases, upgradeProblem } from "../catalog";
import { isOlderKubernetes, looseVersion } from "../cluster/version";
import { checkGateways, gatewayShape, resourcesShape } from "../gateway/gateway.check";
import { Exposure } from "../gateway/gateway";
import {
  checkShape,
  didYouMean,
  domainName,
  image,
  isDnsSubdomain,
  leaf,
  text,
  under,
  whole,
  type Problem,
} from "../problems";
import { MagicDns, type ServingArgs } from "./serving.args";
import {
  autoscalerShape,
  checkAutoscaler,
  checkDeployment,
  checkDomains,
  deploymentShape,
  domainShape,
  networkShape,
} from "./settings.check";
import { renderSettings } from "./settings.render";
import type { ServingPlan } from "./serving.plan";

const objectName = text("KN4001", "must be the name of a Kubernetes object", isDnsSubdomain);
const registry = text(
  "KN4009",
  "must be a registry's host with an optional port and path, such as registry.example.com/knative",
  (value) => /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)*$/.test(value) && !value.endsWith("/"),
);

export const servingShape = z.strictObject({
  release: z.string().optional(),
  source: z
    .strictObject({ mirror: z.string().min(1).optional(), checksumsFile: z.string().min(1).optional() })
    .optional(),
  images: z
    .strictObject({
      registry: registry.optional(),
      overrides: z.record(z.string(), image).optional(),
      pullSecrets: z.array(objectName).optional(),
    })
    .optional(),
  gateways: z.array(gatewayShape).optional(),
  domain: leaf(domainName).optional(),
  domains: z.array(domainShape).min(1).optional(),
  magicDns: z.enum(MagicDns).optional(),
  replicas: whole(1, 20).optional(),
  hpaAutoscaler: z.boolean().optional(),
  terminationGracePeriodSeconds: whole(0, 3600).optional(),
  resources: z.record(z.string(), resourcesShape).optional(),
  autoscaler: autoscalerShape.optional(),
  network: networkShape.optional(),
  deployment: deploymentShape.optional(),
  config: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  patches: z
    .array(
      z.strictObject({
        target: z.strictObject({
          kind: z.string().min(1),
          name: z.string().optional(),
          namespace: z.string().optional(),
        }),
        patch: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  kubernetesMinVersionOverride: text(
    "KN1006",
    "must be a Kubernetes version such as 1.33",
    (value) => looseVersion(value) !== undefined,
  ).optional(),
  serverVersion: leaf(z.string()).optional(),
  installedVersion: leaf(z.string()).optional(),
});

/** Everything that can be said of the inputs without the cluster and without upstream's files. */
export function checkServing(args: ServingArgs = {}): Problem[] {
  const shape = checkShape(servingShape, args);
  if (shape.length > 0) {
    return [...shape, ...(typeof args.release === "string" ? checkRelease(args.release) : [])];
  }
  return [
    ...checkRelease(args.release),
    ...checkServingGateways(args),
    ...(args.domain !== undefined && args.domains !== undefined
      ? [{ path: "domains", code: "KN1008", reason: "excludes domain; set one of them" } as const]
      : []),
    ...checkDomains(args.domains ?? []),
    ...under("autoscaler", checkAutoscaler(args.autoscaler ?? {})),
    ...under("deployment", checkDeployment(args.deployment ?? {})),
    ...checkConfigClashes(args),
  ];
}

function checkRelease(release: string | undefined): Problem[] {
  if (findRelease(release) !== undefined) {
    return [];
  }
  const known = releases().flatMap(({ minor, version }) => [minor, version]);
  const reason = `there is no release "${release}" in the catalogue${didYouMean(release ?? "", known)}; it has ${known.join(", ")}`;
  return [{ path: "release", code: "KN3001", reason }];
}

function checkServingGateways(args: ServingArgs): Problem[] {
  const gateways = args.gateways ?? [{}];
  const several: Problem[] =
    gateways.length === 1
      ? []
      : [
          {
            path: "gateways",
            code: "KN3401",
            reason: `must hold one gateway, for Kourier serves exactly one per cluster; got ${gateways.length}`,
          },
        ];
  const [gateway] = gateways;
  const homeless =
    gateway?.exposure === Exposure.NodePort &&
    gateway.address === undefined &&
    args.domain === undefined &&
    args.domains === undefined;
  return [
    ...several,
    ...checkGateways(gateways),
    ...(homeless
      ? [
          {
            path: "gateways[0].address",
            code: "KN3402",
            reason:
              'is needed with exposure "NodePort": the address of a node or of what stands before the nodes; or set domain',
          } as const,
        ]
      : []),
  ];
}

/** A key that is set twice with two values would let the last one win in silence. */
function checkConfigClashes(args: ServingArgs): Problem[] {
  const typed = {
    "config-autoscaler": args.autoscaler,
    "config-network": args.network,
    "config-deployment": args.deployment,
  };
  return Object.entries(typed).flatMap(([name, settings]) => {
    const data = renderSettings(settings);
    return Object.entries(args.config?.[name] ?? {}).flatMap(([key, value]): Problem[] =>
      data[key] === undefined || data[key] === value
        ? []
        : [
            {
              path: `config["${name}"]["${key}"]`,
              code: "KN3302",
              reason: `is "${value}" here and "${data[key]}" in the typed settings; set it once`,
            },
          ],
    );
  });
}

/** What only the cluster can tell: whether it is new enough, and whether the release may follow the installed one. */
export function checkVersions(
  plan: ServingPlan,
  serverVersion: string | undefined,
  installed: string | undefined,
): Problem[] {
  return [
    ...checkServerVersion(plan, serverVersion),
    ...(installed === undefined ? [] : checkUpgrade(plan, installed)),
  ];
}

function checkServerVersion(plan: ServingPlan, serverVersion: string | undefined): Problem[] {
  const { release, args } = plan;
  const minimum = args.kubernetesMinVersionOverride ?? release.minimumKubernetes;
  if (serverVersion === undefined || !isOlderKubernetes(serverVersion, minimum)) {
    return [];
  }
  const reason = `Knative ${release.version} needs Kubernetes ${minimum} or newer, and the cluster runs ${serverVersion}; upgrade the cluster or choose an older release`;
  return [{ path: "release", code: "KN2004", reason }];
}

function checkUpgrade(plan: ServingPlan, installed: string): Problem[] {
  if (looseVersion(installed) === undefined) {
    const reason = `must be the version that is installed, such as ${plan.release.version}, got "${installed}"; leave it out to skip the check`;
    return [{ path: "installedVersion", code: "KN3004", reason }];
  }
  const problem = upgradeProblem(installed, plan.release);
  switch (problem?.kind) {
    case undefined:
      return [];
    case "skips-minor":
      return [
        {
          path: "release",
          code: "KN3002",
          reason: `Knative is upgraded one minor version at a time, and ${installed} is installed; go by way of ${problem.via.join(", then ")}`,
        },
      ];
    case "downgrade":
      return [
        {
          path: "release",
          code: "KN3003",
          reason: `${installed} is installed, and Knative goes back by one minor version at most; go by way of ${problem.via.join(", then ")}`,
        },
      ];
  }
}
