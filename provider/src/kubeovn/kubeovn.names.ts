/** The VPC that pods are in where nothing else is said. */
export const defaultVpc = "ovn-cluster";

/** Kube-OVN's own provider: of interfaces that are a pod's first. */
export const ownProvider = "ovn";

/** The default subnet's name, as the charts have it. */
export const defaultSubnetName = "ovn-default";

/** Where Kube-OVN's daemon listens for its plugin. */
const daemonSocket = "/run/openvswitch/kube-ovn-daemon.sock";

/** Annotation that names a pod's further interfaces, read by Multus and Kube-OVN. */
export const networksKey = "k8s.v1.cni.cncf.io/networks";

/** A NetworkAttachmentDefinition by name and namespace: the one input from which all that must agree is derived. */
export interface AttachmentName {
  readonly name: string;
  readonly namespace: string;
}

/** The provider that ties a definition to its subnet. */
export function providerOf({ name, namespace }: AttachmentName): string {
  return `${name}.${namespace}.${ownProvider}`;
}

/** The definition as pods name it; with its namespace, so that pods of any namespace mean the same. */
export function networkOf({ name, namespace }: AttachmentName): string {
  return `${namespace}/${name}`;
}

/** Key of an annotation about one interface of a pod: of an attached one, or of the first. */
export function interfaceKey(property: string, attachment?: AttachmentName): string {
  return `${attachment === undefined ? ownProvider : providerOf(attachment)}.kubernetes.io/${property}`;
}

/** The definition of an interface that Kube-OVN makes. */
export function attachmentDefinition({ name, namespace }: AttachmentName) {
  const config = {
    cniVersion: "0.3.0",
    type: "kube-ovn",
    server_socket: daemonSocket,
    provider: providerOf({ name, namespace }),
  };
  return {
    apiVersion: "k8s.cni.cncf.io/v1",
    kind: "NetworkAttachmentDefinition",
    metadata: { name, namespace },
    spec: { config: JSON.stringify(config) },
  };
}

/** A route of a pod's interface. */
export interface PodRoute {
  readonly dst: string;
  readonly gw: string;
}

/** Annotations that give a pod one more interface, with routes and, where its provider doesn't tell, its subnet. */
export function attachmentAnnotations(
  attachment: AttachmentName,
  routes: readonly PodRoute[] = [],
  subnet?: string,
): Record<string, string> {
  return {
    [networksKey]: networkOf(attachment),
    ...(subnet === undefined ? {} : { [interfaceKey("logical_switch", attachment)]: subnet }),
    ...(routes.length === 0 ? {} : { [interfaceKey("routes", attachment)]: JSON.stringify(routes) }),
  };
}
