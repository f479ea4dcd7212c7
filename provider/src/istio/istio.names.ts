import { findIstio } from "../release/catalog/istio";
import type { IstioArgs } from "./istio.args";

/** What Istio calls the revision without a name. */
export const unnamedRevision = "default";

/** Whether Istio is installed here, rather than found. */
export function isInstalled({ install }: IstioArgs = {}): boolean {
  return install !== undefined && install.enabled !== false;
}

/** Namespace of the control plane. */
export function istioNamespace(args: IstioArgs = {}): string {
  return args.namespace ?? "istio-system";
}

/** Domain of the cluster's own names. */
export function clusterDomainOf(args: IstioArgs = {}): string {
  return args.clusterDomain ?? "cluster.local";
}

/** Version that is installed or said to be there; undefined for an existing Istio whose version isn't said. */
export function istioVersion(args: IstioArgs = {}): string | undefined {
  return args.version === undefined && !isInstalled(args) ? undefined : findIstio(args.version);
}

/**
 * What pods and namespaces name in `istio.io/rev`: the first tag where there are tags, so that moving it moves them all, else
 * the revision; undefined for the one without a name.
 */
export function proxyRevision(args: IstioArgs = {}): string | undefined {
  const tag = isInstalled(args) ? args.install?.revisionTags?.[0] : undefined;
  return tag ?? args.revision;
}

/** Labels of a namespace whose pods get a sidecar. */
export function injectionLabels(args: IstioArgs = {}): Readonly<Record<string, string>> {
  const revision = proxyRevision(args);
  return revision === undefined ? { "istio-injection": "enabled" } : { "istio.io/rev": revision };
}

/** The revision that the tags stand for, and that checks Istio's objects. */
export function leadingRevision(args: IstioArgs = {}): string {
  return args.install?.tagRevision ?? args.revision ?? unnamedRevision;
}

/** Annotation of pods that says what their proxy is made of. */
export const proxyAnnotation = "knative.pulumi.com/proxy";

/**
 * What a proxy is made of: gateways carry it as an annotation of their pods, so that they restart, and get the new proxy,
 * once the control plane that injects it has changed. Undefined where Istio is found, and nothing is known of its changes.
 */
export function proxyStamp(args: IstioArgs = {}): string | undefined {
  if (!isInstalled(args)) {
    return undefined;
  }
  const { install } = args;
  const leads = leadingRevision(args);
  const isPrevious = leads === install?.previousRevision;
  const version = findIstio(isPrevious ? install.previousVersion : args.version);
  const tag = isPrevious ? install.previousTag : install?.tag;
  return [version, leads, ...(tag === undefined ? [] : [tag])].join("/");
}
