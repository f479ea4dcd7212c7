import { nearest } from "../problems/suggest";
import { conditionOf, isTrue, type Namespace } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";
import { leftOver } from "./leftOver";
import type { View } from "./view";

const visibility = "networking.knative.dev/visibility";

/** The namespace: there, staying, and under Knative's webhooks. */
export function checkNamespace({ facts, namespace: name, snapshot }: View): Finding[] {
  const { namespace } = facts;
  if (namespace === undefined) {
    // Credentials of one namespace often can't read the namespace itself.
    const isHidden = snapshot.denied.includes(`/api/v1/namespaces/${name}`);
    return isHidden ? [] : [missingNamespace(name)];
  }
  return terminating(namespace) ?? excluded(namespace);
}

function missingNamespace(name: string): Finding {
  return broken({
    link: "namespace",
    object: { kind: "Namespace", name },
    code: "KN5002",
    message: `namespace "${name}" not found`,
    cause: "it was never made, or the wrong cluster is asked",
    next: ["kubectl get namespaces", "kubectl config get-contexts"],
  });
}

function terminating(namespace: Namespace): Finding[] | undefined {
  const { name, deletionTimestamp } = namespace.metadata;
  if (deletionTimestamp === undefined && namespace.status?.phase !== "Terminating") {
    return undefined;
  }
  const held = (namespace.status?.conditions ?? []).filter(({ status }) => status === "True");
  const message = ["namespace is terminating", ...held.map((condition) => condition.message)].join("; ");
  return [
    broken({
      link: "namespace",
      object: nameOf("Namespace", namespace),
      code: "KN5002",
      message,
      cause:
        "nothing can be made in a namespace that goes; services that hang in it need Knative's controllers for their end",
      next: [`kubectl get namespace ${name} -o yaml`, kubectl(name, "get", "ksvc,route,king,domainmapping")],
    }),
  ];
}

function excluded(namespace: Namespace): Finding[] {
  const { name, labels } = namespace.metadata;
  const label = "webhooks.knative.dev/exclude";
  return labels?.[label] === undefined
    ? []
    : [
        {
          link: "namespace",
          object: nameOf("Namespace", namespace),
          severity: "warning",
          code: "KN5002",
          message: `label ${label}: ${labels[label]}`,
          cause:
            "the label keeps Knative's webhooks from the namespace: services there get no defaults and are not checked",
          next: [`kubectl label namespace ${name} ${label}-`],
        },
      ];
}

/** The service itself: there, its own, and visible as its labels say. */
export function checkService(view: View): Finding[] {
  return view.service === undefined
    ? [missingService(view)]
    : [...checkVisibility(view), ...checkOwnership(view)];
}

function missingService({ facts, namespace, name }: View): Finding {
  const names = facts.services.map(({ metadata }) => metadata.name);
  const meant = nearest(name, names);
  const known = names.length === 0 ? "it has none" : `it has ${names.toSorted().join(", ")}`;
  return broken({
    link: "service",
    object: { kind: "Service", namespace, name },
    code: "KN5001",
    message: `namespace "${namespace}" has no Knative Service "${name}"; ${known}`,
    cause:
      meant === undefined
        ? "it was never made, was refused, or lies in another namespace"
        : `did you mean "${meant}"?`,
    next: ["kubectl get ksvc -A"],
  });
}

/** Any other place or value than the one that Knative reads leaves the service public. */
function checkVisibility({ service, namespace, name }: View): Finding[] {
  const label = service?.metadata.labels?.[visibility];
  const misplaced = [
    ["metadata.annotations", service?.metadata.annotations?.[visibility]],
    ["spec.template.metadata.labels", service?.spec?.template?.metadata?.labels?.[visibility]],
    ["spec.template.metadata.annotations", service?.spec?.template?.metadata?.annotations?.[visibility]],
  ].filter(([, value]) => value !== undefined);
  const [place, value] =
    label !== undefined && label !== "cluster-local" ? ["metadata.labels", label] : (misplaced[0] ?? []);
  if (service === undefined || place === undefined || label === "cluster-local") {
    return [];
  }
  return [
    broken({
      link: "service",
      object: nameOf("Service", service),
      code: "KN5027",
      message: `${visibility}: ${value} in ${place}`,
      cause:
        'Knative reads only the label of the Service itself, with the value "cluster-local": as it is, the service is public',
      next: [kubectl(namespace, "label", "--overwrite", "ksvc", name, `${visibility}=cluster-local`)],
    }),
  ];
}

/** A Configuration or Route of the service's name that is someone else's. */
function checkOwnership({ service, namespace, facts }: View): Finding[] {
  const taken = ["ConfigurationsReady", "RoutesReady"]
    .map((type) => conditionOf(service, type))
    .find((condition) => condition?.status === "False" && condition.reason === "NotOwned");
  return taken === undefined || service === undefined
    ? []
    : [
        broken({
          link: "service",
          object: nameOf("Service", service),
          ...leftOver(taken.message ?? "", namespace, facts),
        }),
      ];
}

/** The service is not ready, and nothing on its way says why. */
export function unexplained(view: View): Finding[] {
  const ready = conditionOf(view.service, "Ready");
  if (view.service === undefined || isTrue(view.service)) {
    return [];
  }
  const isFailed = ready?.status === "False";
  return [
    {
      link: "service",
      object: nameOf("Service", view.service),
      severity: isFailed ? "error" : "warning",
      code: "KN5018",
      message:
        [ready?.reason, ready?.message].filter((text) => text !== undefined && text !== "").join(": ") ||
        "not ready yet",
      cause: isFailed ? "Knative itself names the reason" : "it is still under way: ask again in a minute",
      next: [kubectl(view.namespace, "describe", "ksvc", view.name)],
    },
  ];
}
