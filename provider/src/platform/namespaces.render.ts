import type { Manifest, ManifestMetadata } from "../manifests/manifest";
import { defined, nonEmpty } from "../manifests/defined";
import { PodSecurityLevel } from "../pods/pods.args";
import { pullSecret } from "../release/images";
import type { ServiceArgs } from "../service/service.args";
import { podSecurityLabel } from "../serving/workloads.plan";
import type { NamespaceArgs } from "./namespaces.args";

/** A namespace and the Secrets that its services are pulled with. */
export function renderNamespace({
  name,
  labels,
  annotations,
  podSecurity,
  pullSecrets = [],
}: NamespaceArgs): Manifest[] {
  const level = podSecurity && { [podSecurityLabel]: podSecurity };
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      // Labels and annotations may still be Inputs, which pass through untouched.
      metadata: defined({ name, labels: nonEmpty({ ...labels, ...level }), annotations }) as ManifestMetadata,
    },
    ...pullSecrets.map(({ name: secret, registry, ...credentials }) =>
      pullSecret({ name: secret, namespace: name }, registry, credentials),
    ),
  ];
}

/** A service with what its namespace says of all: the Secrets that it is pulled with, and the rights that it keeps to. */
export function inNamespace(service: ServiceArgs, namespaces: readonly NamespaceArgs[]): ServiceArgs {
  const home = namespaces.find(({ name }) => name === (service.namespace ?? "default"));
  if (home === undefined) {
    return service;
  }
  const { pullSecrets = [], podSecurity, labels = {} } = home;
  const level = podSecurity ?? labels[podSecurityLabel];
  return {
    ...service,
    imagePullSecrets:
      service.imagePullSecrets ??
      (pullSecrets.length === 0 ? undefined : pullSecrets.map(({ name }) => name)),
    restricted: service.restricted ?? (level === PodSecurityLevel.Restricted ? true : undefined),
  };
}
