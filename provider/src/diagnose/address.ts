import { named, type InstallationFacts, type KubeService } from "./facts";
import { broken, kubectl, nameOf, type Finding } from "./finding";

/** A gateway's Service that waits for its load balancer. */
export function checkAddress(
  { services }: InstallationFacts,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Finding[] {
  const service = named(services, name, namespace);
  const isPending = service?.spec?.type === "LoadBalancer" && loadBalancerAddresses(service).length === 0;
  return service === undefined || !isPending
    ? []
    : [
        broken({
          link: "address",
          object: nameOf("Service", service),
          code: "KN5024",
          message: "type LoadBalancer, and no address in status.loadBalancer.ingress",
          cause:
            "the cluster has no controller for load balancers, or it refuses (quota, annotations, class). Where none is wanted, exposure ClusterIP or NodePort needs none",
          next: [kubectl(namespace, "describe", "service", name), kubectl(namespace, "get", "events")],
        }),
      ];
}

function loadBalancerAddresses({ status }: KubeService): readonly string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

/** All addresses under which a gateway may be reached by its Service. Undefined where that can't be told from here. */
export function addressesOf(
  service: KubeService | undefined,
  nodes: InstallationFacts["nodes"],
): readonly string[] | undefined {
  if (service === undefined) {
    return undefined;
  }
  const balancer = loadBalancerAddresses(service);
  const ofNodes = nodes.flatMap(({ status }) => status?.addresses ?? []).map(({ address }) => address);
  const isNodePort = service.spec?.type === "NodePort";
  // A host name's addresses are not known here, nor are nodes that can't be listed.
  if (
    balancer.some((address) => /[a-z]/i.test(address) && !address.includes(":")) ||
    (isNodePort && ofNodes.length === 0)
  ) {
    return undefined;
  }
  return [service.spec?.clusterIP ?? "", ...(service.spec?.externalIPs ?? []), ...balancer, ...ofNodes];
}
