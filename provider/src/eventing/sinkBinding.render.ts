import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSelector } from "./selector.render";
import { renderSink } from "./sink.render";
import type { SinkBindingArgs } from "./sinkBinding.args";

/** Only the removal of a binding takes the variables away again (knative/pkg webhook/psbinding/reconciler.go). */
export const sinkBindingReplacedOn = ["spec.subject"] as const;

/** The SinkBinding that checked args describe. */
export function renderSinkBinding(resourceName: string, args: SinkBindingArgs): Manifest {
  const { namespace = defaultNamespace, subject, sink, extensions } = args;
  const { apiVersion, kind, name, selector } = subject;
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "SinkBinding",
    metadata: eventMetadata(resourceName, args),
    spec: defined({
      subject: defined({ apiVersion, kind, namespace, name, selector: selector && renderSelector(selector) }),
      sink: renderSink(sink, namespace),
      ceOverrides: extensions && { extensions },
    }),
  };
}
