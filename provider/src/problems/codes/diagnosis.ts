import type { ProblemKind } from "./kind";

/** Problems that a diagnosis finds. */
export const diagnosisProblems = {
  KN5001: {
    title: "no such service",
    help: "The namespace has no Knative Service of that name. Check the name and the namespace; where it was just applied, the webhook may have refused it.",
  },
  KN5002: {
    title: "namespace unfit for services",
    help: "The namespace is missing, is being deleted, or is kept from Knative's webhooks by a label, so that nothing in it is checked or completed.",
  },
  KN5003: {
    title: "controllers down",
    help: "Knative Serving is not installed, or one of its controllers doesn't run: nothing that changes is acted upon.",
  },
  KN5004: {
    title: "webhook down",
    help: "Knative's admission webhook has no pod that answers, or the API server can't reach it: services can't be made or changed.",
  },
  KN5005: {
    title: "webhook's certificate not accepted",
    help: "The API server doesn't trust the certificate of Knative's webhook: the CA in the webhook configurations is missing or old.",
  },
  KN5006: {
    title: "autoscaler down",
    help: "Without the autoscaler no service starts pods, wakes from zero or scales.",
  },
  KN5007: {
    title: "activator down",
    help: "Without the activator, requests to services at zero pods are not answered, and none wakes.",
  },
  KN5008: {
    title: "image not found",
    help: "The registry has no such image or tag. Correct the name, or push the image.",
  },
  KN5009: {
    title: "registry refuses access",
    help: "The registry asks for credentials that the pull secrets of the service or its service account don't give, or hides that the image isn't there.",
  },
  KN5010: {
    title: "registry not reachable or not trusted",
    help: "The registry doesn't answer, or its certificate isn't trusted: by Knative's controller, which resolves tags, or by the nodes, which pull.",
  },
  KN5011: {
    title: "image name not valid",
    help: "The node's container runtime can't read the image's name.",
  },
  KN5012: {
    title: "container crashes",
    help: "The application ends right after its start. Its exit code and last log lines are shown.",
  },
  KN5013: {
    title: "out of memory",
    help: "The container was killed at its memory limit. Raise resources.limits.memory, or have the application use less.",
  },
  KN5014: {
    title: "container doesn't get ready",
    help: "The container runs, but nothing answers on the port of the service, or its readiness probe fails.",
  },
  KN5015: {
    title: "Secret, ConfigMap or service account missing",
    help: "The pods refer to an object that isn't in the namespace, or to a key that it doesn't have.",
  },
  KN5016: {
    title: "quota exceeded",
    help: "A ResourceQuota or LimitRange of the namespace refuses the pods.",
  },
  KN5017: {
    title: "pods can't be scheduled",
    help: "No node has room for the pods, or none is allowed: CPU, memory, taints, selectors, volumes.",
  },
  KN5018: {
    title: "revision not ready",
    help: "The revision doesn't get ready; the message is Knative's own.",
  },
  KN5019: {
    title: "scaling bounds contradict",
    help: "The least number of pods is above the greatest, or above the installation's limit.",
  },
  KN5020: {
    title: "traffic goes nowhere",
    help: "The traffic names a revision that isn't there, isn't ready or isn't the service's, or the revision's name is taken.",
  },
  KN5021: {
    title: "ingress class not served",
    help: "No controller of the cluster serves the ingress class that the service has: config-network and the installed network layer don't fit.",
  },
  KN5022: {
    title: "ingress not ready",
    help: "The network layer has not confirmed that the gateway serves the URL: mostly its probes can't reach the gateway's pods.",
  },
  KN5023: {
    title: "gateway down",
    help: "The gateway has no pod that is ready, its Service is missing, or its Gateway is missing or served by nobody: no request gets in.",
  },
  KN5024: {
    title: "gateway has no address",
    help: "The gateway's Service, or its Gateway, waits for a load balancer that no controller of the cluster gives.",
  },
  KN5025: {
    title: "domain not set",
    help: "config-domain has no domain for the service, or the example: it is reached inside the cluster only, or not at all.",
  },
  KN5026: {
    title: "domain leads elsewhere",
    help: "The address in the domain's name isn't one of the gateway's.",
  },
  KN5027: {
    title: "visibility in the wrong place",
    help: "The visibility is read from one label of the Service with one value. Anywhere else, or with another value, the service is public.",
  },
  KN5028: {
    title: "domain mapping not ready",
    help: "The DomainMapping has no claim on its domain, or refers to something that can't take requests.",
  },
  KN5029: {
    title: "certificate not ready",
    help: "The certificate of the URL has not been issued.",
  },
  KN5030: {
    title: "name still taken",
    help: "An object that Knative needs for the service is left from one of the same name that was removed, and waits for Kubernetes' garbage collector. The update waits for that, too, and deletes a Deployment itself whose revision is gone.",
  },
  KN5031: {
    title: "name taken by something else",
    help: "A Deployment that Knative didn't make has the name that the service's needs. Delete it, or name the service otherwise.",
  },
} as const satisfies Record<string, ProblemKind>;
