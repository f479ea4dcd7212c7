import type { ProblemKind } from "./kind";

/** Problems of clusters. */
export const clusterProblems = {
  KN2001: {
    title: "kubeconfig not usable",
    help: "The kubeconfig is not there, is not YAML or JSON, or lacks the cluster or user that its context names.",
  },
  KN2002: {
    title: "unknown kubeconfig context",
    help: "The kubeconfig has no context of that name; the message lists those it has.",
  },
  KN2003: {
    title: "cluster not reachable",
    help: "The API server didn't answer. Check its address in the kubeconfig, the network and VPN, and that the credentials haven't expired.",
  },
  KN2004: {
    title: "Kubernetes too old",
    help: "Every Knative program refuses to start below its minimum Kubernetes version. Upgrade the cluster, choose an older release, or set kubernetesMinVersionOverride knowingly.",
  },
  KN2005: {
    title: "namespace still terminating",
    help: "A namespace of an earlier installation didn't finish its deletion in time. The message names what holds it: usually objects with finalizers whose controller is gone.",
  },
  KN2006: {
    title: "access denied by the cluster",
    help: "The API server answered, but refused the credentials. Renew them, or choose another context.",
  },
  KN2007: {
    title: "cluster known by another identity",
    help: "An identity that changes makes Pulumi replace everything in the cluster, and where the cluster is still the same one that deletes what it has just made. Set identifier to what the message tells. Stacks of versions that knew a cluster by the component's name need that, too; new ones know it by its UID.",
  },
} as const satisfies Record<string, ProblemKind>;
