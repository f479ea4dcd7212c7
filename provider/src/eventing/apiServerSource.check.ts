import { z } from "zod";
import { checkWhole, leaf, under, type Problem } from "../problems";
import { ApiServerSourceMode, type ApiServerSourceArgs } from "./apiServerSource.args";
import { checkFilter, filterShape } from "./filters.check";
import { selectorShape } from "../serving/settings/network";
import { eventObjectShape } from "./object.check";
import { checkExtensions } from "./pingSource.check";
import { checkSelector } from "./selector.check";
import { apiVersion, checkSink, eventName, kind, sinkShape } from "./sink.check";

const resourceShape = z.strictObject({
  apiVersion,
  kind,
  selector: selectorShape.optional(),
  clusterScoped: z.boolean().optional(),
});

export const apiServerSourceShape = z.strictObject({
  ...eventObjectShape,
  resources: z.array(resourceShape).min(1),
  mode: z.enum(ApiServerSourceMode).optional(),
  owner: z.strictObject({ apiVersion, kind }).optional(),
  namespaceSelector: selectorShape.optional(),
  filters: z.array(filterShape).optional(),
  serviceAccountName: leaf(eventName).optional(),
  sink: sinkShape,
  extensions: z.record(z.string(), leaf(z.string())).optional(),
}) satisfies z.ZodType<ApiServerSourceArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkApiServerSource(args: ApiServerSourceArgs): Problem[] {
  return checkWhole(apiServerSourceShape, args, (given) => [
    ...(given.resources ?? []).flatMap((resource, index) =>
      under(`resources[${index}]`, [
        ...checkKind(resource.kind),
        ...under("selector", checkSelector(resource.selector)),
      ]),
    ),
    ...under("namespaceSelector", checkSelector(given.namespaceSelector)),
    ...(given.filters ?? []).flatMap((filter, index) => under(`filters[${index}]`, checkFilter(filter))),
    ...under("sink", checkSink(given.sink)),
    ...under("extensions", checkExtensions(given.extensions)),
  ]);
}

/** Knative makes the plural of a kind by rule, and watches nothing, without a word, where the API has another. */
function checkKind(name: string): Problem[] {
  const reason = `is watched by no source of Knative's: it would look for "${pluralOf(name)}", and the API has "${name.toLowerCase()}s"`;
  return /[aeiou]y$/i.test(name) ? [{ path: "kind", code: "KN9015", reason }] : [];
}

/** The plural of a kind as Knative makes it (k8s.io/apimachinery pkg/api/meta, UnsafeGuessKindToResource). */
export function pluralOf(name: string): string {
  const singular = name.toLowerCase();
  if (singular.endsWith("endpoints")) {
    return singular;
  }
  if (singular.endsWith("s")) {
    return `${singular}es`;
  }
  return singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
