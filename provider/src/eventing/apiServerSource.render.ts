import { defined } from "../manifests/defined";
import type { Manifest } from "../manifests/manifest";
import { ApiServerSourceMode, type ApiServerSourceArgs } from "./apiServerSource.args";
import { accountOf, renderRights } from "./apiServerSource.rights";
import { defaultNamespace, eventMetadata } from "./ready";
import { renderSelector } from "./selector.render";
import { renderSink } from "./sink.render";
import { renderFilter } from "./trigger.render";

/** The ApiServerSource that checked args describe, with the rights that it needs where nobody else sees to them. */
export function renderApiServerSource(resourceName: string, args: ApiServerSourceArgs): readonly Manifest[] {
  const { name = resourceName, namespace = defaultNamespace, serviceAccountName, filters = [] } = args;
  const { resources, mode, owner, namespaceSelector, sink, extensions } = args;
  const source: Manifest = {
    apiVersion: "sources.knative.dev/v1",
    kind: "ApiServerSource",
    metadata: eventMetadata(resourceName, args),
    spec: defined({
      serviceAccountName: serviceAccountName ?? accountOf(name),
      mode: mode ?? ApiServerSourceMode.Reference,
      resources: resources.map(({ apiVersion, kind, selector }) =>
        defined({ apiVersion, kind, selector: selector && renderSelector(selector) }),
      ),
      owner: owner && { ...owner },
      namespaceSelector: namespaceSelector && renderSelector(namespaceSelector),
      filters: filters.length === 0 ? undefined : filters.map(renderFilter),
      sink: renderSink(sink, namespace),
      ceOverrides: extensions && { extensions },
    }),
  };
  return [...(serviceAccountName === undefined ? renderRights(name, args) : []), source];
}
