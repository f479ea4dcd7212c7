import type * as pulumi from "@pulumi/pulumi";
import type { PodSecurityLevel } from "../pods/pods.args";

/** Credentials of a registry, as a Secret that pods are pulled with. */
export interface PullSecretArgs {
  /** Name of the Secret. */
  name: string;
  /** Host of the registry, such as "registry.example.com". */
  registry: string;
  /** User to log in as. */
  username: pulumi.Input<string>;
  /** Password or token. Secret. */
  password: pulumi.Input<string>;
}

/** A namespace for services, made before them and removed after them with all that is in it. */
export interface NamespaceArgs {
  /** Name: a DNS label, none of Kubernetes' or Knative's own. */
  name: string;
  /** Labels. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Annotations. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /** What Kubernetes lets pods of the namespace do; with "restricted", services keep to it by themselves. Default: the cluster's rule. */
  podSecurity?: PodSecurityLevel;
  /** Secrets that its services are pulled with which name no others. Default: none. */
  pullSecrets?: PullSecretArgs[];
  /** Takes over a namespace that is there: it then goes when the stack is destroyed. Default: false, such a namespace is refused. */
  adopt?: boolean;
}
