import { z } from "zod";
import { checkWhole, leaf, text, texts, under, type Problem } from "../problems";
import { checkOneOf } from "../service/oneOf.check";
import { selectorShape } from "../serving/settings/network";
import { eventObjectShape } from "./object.check";
import { checkExtensions } from "./pingSource.check";
import { checkSelector } from "./selector.check";
import { apiVersion, checkSink, kind, sinkShape } from "./sink.check";
import type { SinkBindingArgs, SinkBindingSubjectArgs } from "./sinkBinding.args";

// Its webhook takes no dots here: knative/pkg tracker/interface.go, Reference.Validate.
const subjectName = text(
  "KN4001",
  "must be a DNS label: lower-case letters, digits and '-', at most 63 characters",
  (value) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
);

export const sinkBindingShape = z.strictObject({
  ...eventObjectShape,
  subject: z.strictObject({
    apiVersion,
    kind,
    name: leaf(subjectName).optional(),
    selector: selectorShape.optional(),
  }),
  sink: sinkShape,
  extensions: texts.optional(),
}) satisfies z.ZodType<SinkBindingArgs>;

/** Everything that can be said of the inputs before anything is touched. */
export function checkSinkBinding(args: SinkBindingArgs): Problem[] {
  return checkWhole(sinkBindingShape, args, ({ subject, sink, extensions }) => [
    ...under("subject", checkSubject(subject)),
    ...under("sink", checkSink(sink)),
    ...under("extensions", checkExtensions(extensions)),
  ]);
}

/** Kinds without a pod template where Knative looks for one, and what to bind instead. */
const unbindable: Readonly<Record<string, string>> = {
  "v1/Pod": "bind the Deployment or the like that makes it",
  "batch/v1/CronJob":
    'bind its Jobs: kind "Job" with a selector of the labels in spec.jobTemplate.metadata.labels',
};

/** Nothing is said of a subject whose shape is broken, and that was left out for it. */
function checkSubject(subject: SinkBindingSubjectArgs | undefined): Problem[] {
  if (subject === undefined) {
    return [];
  }
  const way = unbindable[`${subject.apiVersion}/${subject.kind}`];
  const reason = `"${subject.kind}" has no pod template at spec.template, where Knative puts the variables; ${way}`;
  return [
    ...(way === undefined ? [] : [{ path: "kind", code: "KN9016" as const, reason }]),
    ...checkOneOf(subject, ["name", "selector"], ""),
    ...under("selector", checkSelector(subject.selector)),
  ];
}
