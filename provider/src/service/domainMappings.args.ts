import type * as pulumi from "@pulumi/pulumi";
import type { HttpProtocol } from "../serving/settings";

/** A domain of your own that leads to a service. */
export interface DomainMappingArgs {
  /** The domain: a fully qualified name such as "shop.example.com", without a wildcard, mapped once in a cluster. */
  domain: string;
  /**
   * Name of a Secret of type kubernetes.io/tls in the service's namespace, whose certificate is shown for this domain.
   * Default: the installation's certificates, if any.
   */
  tlsSecretName?: pulumi.Input<string>;
  /**
   * Whether the domain is claimed for the service's namespace. False where somebody else does that: an administrator, or
   * Knative with `autocreateClusterDomainClaims`. Default: true.
   */
  claim?: boolean;
  /** Whether a cluster-local service may be reached from outside by this domain. Default: false. */
  publishPrivate?: boolean;
  /** Whether plain HTTP is answered or redirected to HTTPS. Default: the installation's. */
  httpProtocol?: HttpProtocol;
  /** Whether Kourier talks HTTP/1 to the service for this domain, which WebSockets need. Default: false. */
  disableHttp2?: boolean;
  /** Labels of the mapping. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
}
