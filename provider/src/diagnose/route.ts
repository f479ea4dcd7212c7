import { conditionOf, isTrue, named, type Condition } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";
import type { View } from "./view";

/** The Route: where the traffic goes, and the certificate of its URL. */
export function checkRoute(view: View, hasRevisionTrouble: boolean): Finding[] {
  return [...checkTraffic(view, hasRevisionTrouble), ...checkCertificate(view)];
}

function checkTraffic(view: View, hasRevisionTrouble: boolean): Finding[] {
  const { service, route, facts, namespace, name } = view;
  const taken = conditionOf(service, "RoutesReady");
  if (service !== undefined && taken?.reason === "RevisionNameTaken") {
    const cause =
      "another revision has the name already: give the changed service a revision name of its own";
    return [traffic(view, taken, cause)];
  }
  const assigned = conditionOf(route, "AllTrafficAssigned");
  if (route === undefined || assigned === undefined || assigned.status === "True") {
    return [];
  }
  const targets = (service?.spec?.traffic ?? []).flatMap(({ revisionName }) => revisionName ?? []);
  const missing = targets.filter((target) => named(facts.revisions, target) === undefined);
  const unready = targets.filter((target) => !isTrue(named(facts.revisions, target)));
  if (missing.length > 0) {
    const names = facts.revisions
      .filter((revision) => isOf(name, revision.metadata.labels))
      .map(({ metadata }) => metadata.name);
    const cause = `the traffic names ${missing.join(", ")}, and the service's revisions are ${names.toSorted().join(", ") || "none"}: old ones are collected`;
    return [traffic(view, assigned, cause)];
  }
  if (
    unready.length > 0 &&
    !(hasRevisionTrouble && unready.includes(service?.status?.latestCreatedRevisionName ?? ""))
  ) {
    const cause = `the traffic names ${unready.join(", ")}, which isn't ready`;
    return [traffic(view, assigned, cause, kubectl(namespace, "describe", "revision", unready[0] ?? ""))];
  }
  // Without a ready revision there is nothing to route to: that is told where it lies.
  return hasRevisionTrouble || assigned.status === "Unknown"
    ? []
    : [traffic(view, assigned, "the message is Knative's own")];
}

function isOf(service: string, labels: Readonly<Record<string, string>> | undefined): boolean {
  return labels?.["serving.knative.dev/service"] === service;
}

function traffic(view: View, { message = "" }: Condition, cause: string, first?: string): Finding {
  const { namespace, name } = view;
  const object = { kind: "Route", namespace, name };
  const list = kubectl(namespace, "get", "revisions", "-l", `serving.knative.dev/service=${name}`);
  const next = [...(first === undefined ? [] : [first]), list];
  return broken({ link: "route", object, code: "KN5020", message, cause, next });
}

function checkCertificate({ route, namespace, name }: View): Finding[] {
  const condition = conditionOf(route, "CertificateProvisioned");
  const isOff = condition === undefined || condition.status === "True" || (condition.reason ?? "") === "";
  return isOff || route === undefined
    ? []
    : [certificate(nameOf("Route", route), condition, namespace, name)];
}

/** A certificate that is waited for, of a Route or a DomainMapping. */
export function certificate(
  object: Finding["object"],
  { reason = "", message = "" }: Condition,
  namespace: string,
  name: string,
): Finding {
  return broken({
    link: "route",
    object,
    code: "KN5029",
    message: `${reason}: ${message}`,
    cause:
      "cert-manager hasn't issued it: it or its issuer isn't there, the issuer can't prove the domain, or certificates are on by mistake",
    next: [
      kubectl(namespace, "get", "kcert,certificate,order,challenge"),
      kubectl(namespace, "describe", "kcert", "-l", `serving.knative.dev/route=${name}`),
      kubectl("knative-serving", "get", "cm", "config-certmanager", "-o", "yaml"),
    ],
  });
}

/** The domain mappings of a service. */
export function checkDomainMappings({ facts, installation, namespace, name }: View): Finding[] {
  return facts.domainMappings
    .filter(({ spec }) => spec?.ref?.name === name)
    .flatMap((mapping) => {
      const object = nameOf("DomainMapping", mapping);
      const isClaimed = named(installation.domainClaims, mapping.metadata.name) !== undefined;
      const failed = ["DomainClaimed", "ReferenceResolved", "CertificateProvisioned", "IngressReady"]
        .map((type) => conditionOf(mapping, type))
        .find((condition) => condition !== undefined && condition.status !== "True");
      if (failed === undefined) {
        return [];
      }
      if (failed.type === "CertificateProvisioned") {
        return [certificate(object, failed, namespace, mapping.metadata.name)];
      }
      return [
        broken({
          link: "domain",
          object,
          code: "KN5028",
          message:
            [failed.reason, failed.message].filter((text) => (text ?? "") !== "").join(": ") ||
            `${failed.type} is ${failed.status}`,
          cause: mappingCause(failed.type, isClaimed, namespace),
          next:
            failed.type === "DomainClaimed"
              ? [
                  `kubectl get clusterdomainclaim ${mapping.metadata.name} -o yaml`,
                  kubectl("knative-serving", "get", "cm", "config-network", "-o", "yaml"),
                ]
              : [kubectl(namespace, "describe", "domainmapping", mapping.metadata.name)],
        }),
      ];
    });
}

function mappingCause(condition: string, isClaimed: boolean, namespace: string): string {
  switch (condition) {
    case "DomainClaimed":
      return isClaimed
        ? "another namespace has claimed the domain"
        : `nobody has claimed the domain: make a ClusterDomainClaim for namespace "${namespace}", or set autocreate-cluster-domain-claims`;
    case "ReferenceResolved":
      return "what it refers to isn't there, or takes no requests";
    default:
      return "the gateway doesn't serve the domain yet; another mapping may have it";
  }
}
