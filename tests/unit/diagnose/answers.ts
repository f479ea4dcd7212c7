import type { Snapshot } from "../../../provider/src/diagnose/facts";

/** What an API server answers for a snapshot, by path without its query. */
export function answersOf({ installation, namespaces }: Snapshot): Record<string, unknown> {
  const home = namespaces.get("default");
  const inNamespace = (list: readonly { metadata: { namespace?: string } }[], namespace: string) => ({
    items: list.filter(({ metadata }) => metadata.namespace === namespace),
  });
  const system = (name: string) => ({
    [`/apis/apps/v1/namespaces/${name}/deployments`]: inNamespace(installation.deployments, name),
    [`/api/v1/namespaces/${name}/services`]: inNamespace(installation.services, name),
    [`/apis/discovery.k8s.io/v1/namespaces/${name}/endpointslices`]: inNamespace(
      installation.endpointSlices,
      name,
    ),
    [`/api/v1/namespaces/${name}/configmaps`]: inNamespace(installation.configMaps, name),
  });
  const serving = "/apis/serving.knative.dev/v1/namespaces/default";
  return {
    "/api/v1/namespaces": { items: installation.namespaces },
    ...system("knative-serving"),
    ...system("kourier-system"),
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations": { items: installation.webhooks },
    "/api/v1/namespaces/default": home?.namespace,
    "/apis/serving.knative.dev/v1/services": { items: home?.services },
    [`${serving}/services`]: { items: home?.services },
    [`${serving}/configurations`]: { items: home?.configurations },
    [`${serving}/revisions`]: { items: home?.revisions },
    [`${serving}/routes`]: { items: home?.routes },
    "/apis/networking.internal.knative.dev/v1alpha1/namespaces/default/ingresses": { items: home?.ingresses },
    "/apis/apps/v1/namespaces/default/deployments": { items: home?.deployments },
    "/api/v1/namespaces/default/pods": { items: home?.pods },
  };
}
