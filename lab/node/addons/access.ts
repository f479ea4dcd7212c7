import type { KubernetesObject, V1ClusterRole, V1ClusterRoleBinding } from "@kubernetes/client-node";

import { LAB_NAME } from "../layout";
import { CERTIFICATES } from "../pki";

const RBAC = "rbac.authorization.k8s.io";

/** What the lab's own client certificates may do, beyond the roles that Kubernetes brings for its components. */
export function accessManifests(): KubernetesObject[] {
  return [
    bind("kubelet-api", "system:kubelet-api-admin", CERTIFICATES["apiserver-kubelet-client"].commonName),
    loadBalancerRole(),
    bind("load-balancer", `${LAB_NAME}:load-balancer`, CERTIFICATES["load-balancer"].commonName),
    networkPoliciesRole(),
    bind("network-policies", `${LAB_NAME}:network-policies`, CERTIFICATES["network-policies"].commonName),
  ];
}

function loadBalancerRole(): V1ClusterRole {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: { name: `${LAB_NAME}:load-balancer` },
    rules: [
      { apiGroups: [""], resources: ["services"], verbs: ["get", "list", "watch"] },
      { apiGroups: [""], resources: ["services/status"], verbs: ["patch"] },
    ],
  };
}

function networkPoliciesRole(): V1ClusterRole {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: { name: `${LAB_NAME}:network-policies` },
    rules: [
      { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["get", "list", "watch"] },
    ],
  };
}

function bind(name: string, role: string, user: string): V1ClusterRoleBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: `${LAB_NAME}:${name}` },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: RBAC, kind: "User", name: user }],
  };
}
