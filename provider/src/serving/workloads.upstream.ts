import { isKind, type Manifest } from "../manifests/manifest";
import { checkUpstreamPrograms, isFirst, programsOf } from "../pods/workload.upstream";
import { didYouMean, pathText, type Problem } from "../problems";
import { gatewayProgram } from "./profiles";
import type { ServingArgs } from "./serving.args";
import { workloadPath } from "./workloads.check";
import { ownSettings } from "./workloads.plan";

/** What only upstream's objects can tell: which programs there are, and what of them must stay as it is. */
export function checkUpstreamWorkloads(
  args: ServingArgs,
  version: string,
  upstream: readonly Manifest[],
  rendered: readonly Manifest[],
): Problem[] {
  return [
    ...checkPrograms(args, version, programsOf(upstream)),
    ...checkUpstreamPrograms(upstream, rendered, {
      pathOf: workloadPath,
      settingsOf: (program) => ownSettings(args, program),
      ofAll: args.allWorkloads ?? {},
    }),
    ...upstream
      .filter((manifest) => isKind(manifest, "Namespace"))
      .flatMap((namespace) => checkNamespace(args, namespace))
      .filter(isFirst),
  ];
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
