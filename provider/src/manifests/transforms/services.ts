import { annotate, groupOf, isKind, setAt, type Json, type Transform } from "../manifest";

/** How a Service is reached from outside. What is undefined stays as it is. */
export interface ServiceExposure {
  readonly type?: "ClusterIP" | "NodePort" | "LoadBalancer";
  readonly annotations?: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  /** Networks that may reach the load balancer, in CIDR notation. */
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly externalTrafficPolicy?: "Cluster" | "Local";
}

/** Decides how a Service is reached; `namespace/name` names it. */
export function setServiceExposure(
  service: string,
  { annotations = {}, ...spec }: ServiceExposure,
): Transform {
  return (manifest) => {
    const { namespace = "", name } = manifest.metadata;
    if (!isKind(manifest, "Service") || `${namespace}/${name}` !== service) {
      return manifest;
    }
    const exposed = Object.entries(spec).reduce<typeof manifest>(
      (changed, [property, value]: [string, Json]) =>
        value === undefined ? changed : setAt(changed, ["spec", property], value),
      manifest,
    );
    return Object.keys(annotations).length === 0 ? exposed : annotate(exposed, annotations);
  };
}

/**
 * Tells Pulumi not to wait for Services, but for those whose address somebody needs (by `namespace/name`). Waiting for pods that
 * come only later would hold up what those pods need.
 */
export function skipAwaitServices(needed: readonly string[] = []): Transform {
  return (manifest) => {
    const { namespace = "", name } = manifest.metadata;
    return isKind(manifest, "Service") && !needed.includes(`${namespace}/${name}`)
      ? annotate(manifest, { "pulumi.com/skipAwait": "true" })
      : manifest;
  };
}

/**
 * Tells Pulumi to wait until a webhook's program has signed in with its certificate authority: before that nothing is asked of it,
 * so what comes next would neither be completed nor refused.
 */
export const awaitSignIn: Transform = (manifest) =>
  groupOf(manifest) === "admissionregistration.k8s.io" && manifest.kind.endsWith("WebhookConfiguration")
    ? annotate(manifest, { "pulumi.com/waitFor": "jsonpath={.webhooks[*].clientConfig.caBundle}" })
    : manifest;

/** Tells Pulumi to wait until the API server serves a definition. */
export const awaitCrd: Transform = (manifest) =>
  groupOf(manifest) === "apiextensions.k8s.io" && isKind(manifest, "CustomResourceDefinition")
    ? annotate(manifest, { "pulumi.com/waitFor": "condition=Established" })
    : manifest;
