import { getAt, isKind, isObject, type Json, type Manifest, type Path } from "../manifests/manifest";
import { containerPaths } from "../manifests/pods";
import { autoscaled } from "../manifests/transforms";
import { quantityValue, under, type Problem } from "../problems";
import type { AllWorkloadsArgs, WorkloadArgs } from "./workload.args";

/** What is said of programs, and where. */
export interface ProgramSettings {
  /** Path in the inputs of what is said of one program. */
  readonly pathOf: (program: string) => string;
  readonly settingsOf: (program: string) => WorkloadArgs;
  /** What is said of all of them, under `allWorkloads`. */
  readonly ofAll: AllWorkloadsArgs;
}

/** Names of the programs among the manifests. */
export function programsOf(manifests: readonly Manifest[]): readonly string[] {
  return manifests.filter(isDeployment).map(({ metadata }) => metadata.name);
}

/** What only upstream's programs can tell: which are ruled by an autoscaler, and what of them must stay as it is. */
export function checkUpstreamPrograms(
  upstream: readonly Manifest[],
  rendered: readonly Manifest[],
  { pathOf, settingsOf, ofAll }: ProgramSettings,
): Problem[] {
  const ruled = autoscaled(upstream);
  const isRuled = ({ metadata }: Manifest) => ruled.has(`${metadata.namespace ?? ""}/${metadata.name}`);
  return [
    ...workloadsOf(upstream).flatMap((workload) => {
      const { name } = workload.metadata;
      const own = settingsOf(name);
      return under(pathOf(name), [
        ...(isDeployment(workload) && !isRuled(workload) ? checkUnruled(name, own) : []),
        ...checkTaken(own, workload),
      ]);
    }),
    ...workloadsOf(upstream)
      .flatMap((workload) => under("allWorkloads", checkTaken(ofAll, workload)))
      .filter(isFirst),
    ...workloadsOf(rendered).flatMap((workload) =>
      under(pathOf(workload.metadata.name), checkResources(workload)),
    ),
  ];
}

/** Whether no problem of the same path stands before this one. */
export function isFirst({ path }: Problem, index: number, all: readonly Problem[]): boolean {
  return all.findIndex((other) => other.path === path) === index;
}

function isDeployment(manifest: Manifest): boolean {
  return isKind(manifest, "Deployment");
}

/** What has pods all the time. */
function workloadsOf(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.filter((manifest) => isDeployment(manifest) || isKind(manifest, "StatefulSet"));
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
              path: `resources.requests.${name}`,
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
