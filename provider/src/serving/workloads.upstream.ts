import { getAt, isKind, isObject, type Json, type Manifest, type Path } from "../manifests/manifest";
import { autoscaled } from "../manifests/transforms";
import { containerPaths } from "../manifests/pods";
import type { WorkloadArgs } from "../pods/workload.args";
import { quantityValue } from "../problems";
import { didYouMean, pathText, under, type Problem } from "../problems";
import { gatewayProgram } from "./profiles";
import type { ServingArgs } from "./serving.args";
import { workloadPath } from "./workloads.check";
import { ownSettings } from "./workloads.plan";

/** Names of the programs among the manifests. */
export function programsOf(manifests: readonly Manifest[]): readonly string[] {
  return deploymentsOf(manifests).map(({ metadata }) => metadata.name);
}

/** What only upstream's objects can tell: which programs there are, and what of them must stay as it is. */
export function checkUpstreamWorkloads(
  args: ServingArgs,
  version: string,
  upstream: readonly Manifest[],
  rendered: readonly Manifest[],
): Problem[] {
  const ruled = autoscaled(upstream);
  const isRuled = ({ metadata }: Manifest) => ruled.has(`${metadata.namespace ?? ""}/${metadata.name}`);
  return [
    ...checkPrograms(args, version, programsOf(upstream)),
    ...deploymentsOf(upstream).flatMap((deployment) => {
      const { name } = deployment.metadata;
      const own = ownSettings(args, name);
      return under(workloadPath(name), [
        ...(isRuled(deployment) ? [] : checkUnruled(name, own)),
        ...checkTaken(own, deployment),
      ]);
    }),
    ...deploymentsOf(upstream)
      .flatMap((deployment) => under("allWorkloads", checkTaken(args.allWorkloads ?? {}, deployment)))
      .filter(isFirst),
    ...deploymentsOf(rendered).flatMap((deployment) => checkResources(deployment)),
    ...upstream
      .filter((manifest) => isKind(manifest, "Namespace"))
      .flatMap((namespace) => checkNamespace(args, namespace))
      .filter(isFirst),
  ];
}

function isFirst({ path }: Problem, index: number, all: readonly Problem[]): boolean {
  return all.findIndex((other) => other.path === path) === index;
}

function deploymentsOf(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.filter((manifest) => isKind(manifest, "Deployment"));
}

function checkPrograms(
  { workloads = {}, hpaAutoscaler }: ServingArgs,
  version: string,
  found: readonly string[],
): Problem[] {
  const known = found.filter((program) => program !== gatewayProgram);
  return Object.keys(workloads).flatMap((name): Problem[] => {
    const path = pathText(["workloads", name]);
    if (name === gatewayProgram) {
      return [{ path, code: "KN1001", reason: "is the gateway; set its properties in gateways[0]" }];
    }
    if (known.includes(name)) {
      return [];
    }
    const way =
      name === "autoscaler-hpa" && hpaAutoscaler !== true
        ? "is not installed; set hpaAutoscaler: true or remove it"
        : `is no program of Serving ${version}${didYouMean(name, known)}; it has ${known.join(", ")}`;
    return [{ path, code: "KN1001", reason: way }];
  });
}

/** Bounds and targets of an autoscaler that there isn't. */
function checkUnruled(program: string, own: WorkloadArgs): Problem[] {
  return (["minReplicas", "maxReplicas", "targetCpuUtilization"] as const)
    .filter((property) => own[property] !== undefined)
    .map((path) => ({
      path,
      code: "KN3502",
      reason: `has no effect: upstream gives ${program} no autoscaler; set replicas`,
    }));
}

/** Labels by which upstream finds the pods, and variables that it fills in itself. */
function checkTaken({ podLabels = {}, env = {} }: WorkloadArgs, deployment: Manifest): Problem[] {
  const labels = getAt(deployment, ["spec", "template", "metadata", "labels"]);
  const filled = new Set(
    containerPaths(deployment).flatMap((path) => {
      const variables = getAt(deployment, [...path, "env"]);
      return (Array.isArray(variables) ? (variables as readonly Json[]) : []).flatMap((variable) =>
        isObject(variable) && variable.valueFrom !== undefined ? [variable.name] : [],
      );
    }),
  );
  const problem = (path: string, reason: string): Problem => ({ path, code: "KN3506", reason });
  return [
    ...Object.keys(podLabels)
      .filter((key) => isObject(labels) && Object.hasOwn(labels, key))
      .map((key) =>
        problem(
          `podLabels[${JSON.stringify(key)}]`,
          "is a label by which Knative's own objects find these pods; choose another key",
        ),
      ),
    ...Object.keys(env)
      .filter((name) => filled.has(name))
      .map((name) =>
        problem(
          `env[${JSON.stringify(name)}]`,
          "is filled in by Kubernetes, and Knative relies on it; remove it",
        ),
      ),
  ];
}

/** Requests above limits, wherever the two come from: the API server refuses such pods, not the Deployment that asks for them. */
function checkResources(deployment: Manifest): Problem[] {
  return containerPaths(deployment).flatMap((path) => {
    const requests = textsAt(deployment, [...path, "resources", "requests"]);
    const limits = textsAt(deployment, [...path, "resources", "limits"]);
    return Object.entries(requests).flatMap(([name, request]): Problem[] => {
      const limit = limits[name];
      const isAbove =
        limit !== undefined && (quantityValue(request) ?? 0) > (quantityValue(limit) ?? Infinity);
      const reason = `of ${request} is above the limit of ${limit}, and no pod would start; set resources.limits.${name} as well`;
      return isAbove
        ? [
            {
              path: `${workloadPath(deployment.metadata.name)}.resources.requests.${name}`,
              code: "KN3505",
              reason,
            },
          ]
        : [];
    });
  });
}

/** Texts of a map; upstream writes some quantities as numbers. */
function textsAt(manifest: Manifest, path: Path): Readonly<Record<string, string>> {
  const map = getAt(manifest, path);
  const texts = Object.entries(isObject(map) ? map : {}).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [],
  );
  return Object.fromEntries(texts);
}

function checkNamespace(
  { namespaceLabels = {} }: ServingArgs,
  { metadata: { labels = {} } }: Manifest,
): Problem[] {
  return Object.keys(namespaceLabels)
    .filter((key) => Object.hasOwn(labels, key))
    .map((key) => ({
      path: `namespaceLabels[${JSON.stringify(key)}]`,
      code: "KN3506",
      reason: "is a label of upstream's, by which the namespace is found; choose another key",
    }));
}
