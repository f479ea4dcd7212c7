import { choosingLabels } from "../gateway/choice";
import type { Manifest, ManifestMetadata } from "../manifests/manifest";
import { defined, nonEmpty } from "../manifests/defined";
import type { DomainMappingArgs } from "./domainMappings.args";
import type { ServiceArgs } from "./service.args";

/** The part of a service that its domains depend on. */
export interface MappedService extends Pick<
  ServiceArgs,
  "ingressClass" | "readyTimeoutSeconds" | "gateways"
> {
  readonly name: string;
  readonly namespace: string;
}

/** The reservation of a domain for a namespace; without one, Knative refuses the mapping. */
export function renderClaim({ domain }: DomainMappingArgs, { namespace }: MappedService): Manifest {
  return {
    apiVersion: "networking.internal.knative.dev/v1alpha1",
    kind: "ClusterDomainClaim",
    metadata: { name: domain },
    spec: { namespace },
  };
}

/** The mapping of a domain to a service. */
export function renderDomainMapping(mapping: DomainMappingArgs, service: MappedService): Manifest {
  const { domain, tlsSecretName, labels, httpProtocol, disableHttp2 } = mapping;
  return {
    apiVersion: "serving.knative.dev/v1beta1",
    kind: "DomainMapping",
    metadata: defined({
      name: domain,
      namespace: service.namespace,
      // An ingress of a mapping has the mapping's labels, not the service's.
      labels: nonEmpty(choosingLabels({ labels, gateways: service.gateways })),
      annotations: defined({
        // Knative takes the installation's class for a mapping, whatever the service's.
        "networking.knative.dev/ingress-class": service.ingressClass,
        "networking.knative.dev/http-protocol": httpProtocol?.toLowerCase(),
        "kourier.knative.dev/disable-http2": disableHttp2 === true ? "true" : undefined,
        "pulumi.com/deletionPropagationPolicy": "background",
        ...awaitAnnotations(mapping, service),
      }),
    }) as ManifestMetadata, // labels may still be Inputs, which pass through untouched
    spec: defined({
      ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: service.name },
      tls: tlsSecretName === undefined ? undefined : { secretName: tlsSecretName },
    }),
  };
}

/** Ready, and told by HTTPS where it has a certificate: a mapping that gets one stays ready with its old URL for a moment. */
function awaitAnnotations(
  { domain, tlsSecretName }: DomainMappingArgs,
  { readyTimeoutSeconds = 300 }: MappedService,
): Record<string, string> {
  const ready = "condition=Ready";
  return readyTimeoutSeconds === 0
    ? { "pulumi.com/skipAwait": "true" }
    : {
        "pulumi.com/waitFor":
          tlsSecretName === undefined
            ? ready
            : JSON.stringify([ready, `jsonpath={.status.url}=https://${domain}`]),
        "pulumi.com/timeoutSeconds": String(readyTimeoutSeconds),
      };
}
