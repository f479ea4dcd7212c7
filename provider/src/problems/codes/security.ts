import type { ProblemKind } from "./kind";

/** Problems of the layers of protection. */
export const securityProblems = {
  KN9901: {
    title: "no public key",
    help: "Signatures are checked by a public key in PEM, as `cosign public-key` writes it. A private key must not get into the cluster.",
  },
  KN9902: {
    title: "no pattern of images",
    help: "A pattern begins with the registry, and has stars where parts may differ: one star within a part of the path, two for any number of parts. One without a registry would match nothing.",
  },
  KN9903: {
    title: "signatures would refuse Knative itself",
    help: "Sigstore's policy-controller refuses images that no rule is for. In Knative's own namespaces that would be Knative's, or its gateway's: pods that restart would not come back.",
  },
  KN9904: {
    title: "namespace is not one of services",
    help: "Namespaces of Kubernetes and of Knative have rules of their own, or need rights that the layer takes away.",
  },
  KN9905: {
    title: "mutual TLS without Istio",
    help: "Sidecars of Istio encrypt what pods send each other. With another network layer, `network.systemInternalTls` of Serving encrypts what Knative's own programs send.",
  },
} as const satisfies Record<string, ProblemKind>;
