import { renderPodSecurity } from "../pods/pods.render";
import { defined, filled } from "../manifests/defined";
import { SpreadFallback, type TopologySpreadArgs } from "./placement.args";
import type { ServiceArgs } from "./service.args";

/** The part of a pod spec that says where pods run. */
export function renderPlacement(service: string, args: ServiceArgs) {
  return {
    securityContext: args.podSecurityContext && renderPodSecurity(args.podSecurityContext),
    nodeSelector: args.nodeSelector,
    tolerations: filled(args.tolerations)?.map((toleration) => defined({ ...toleration })),
    affinity: args.affinity as object | undefined,
    topologySpreadConstraints: filled(args.topologySpreadConstraints)?.map((spread) =>
      renderSpread(service, spread),
    ),
    priorityClassName: args.priorityClassName,
    runtimeClassName: args.runtimeClassName,
    schedulerName: args.schedulerName,
    dnsPolicy: args.dnsPolicy,
    dnsConfig: args.dnsConfig && defined({ ...args.dnsConfig }),
    hostAliases: filled(args.hostAliases),
    // Without the feature, Knative refuses even what is the default.
    shareProcessNamespace: args.shareProcessNamespace === true ? true : undefined,
    hostNetwork: args.hostNetwork === true ? true : undefined,
    hostPID: args.hostPid === true ? true : undefined,
    hostIPC: args.hostIpc === true ? true : undefined,
    // Knative takes no other value.
    automountServiceAccountToken: args.automountServiceAccountToken === false ? false : undefined,
    enableServiceLinks: args.enableServiceLinks,
  };
}

function renderSpread(service: string, { maxSkew, topologyKey, ...rest }: TopologySpreadArgs) {
  return {
    maxSkew: maxSkew ?? 1,
    topologyKey,
    whenUnsatisfiable: rest.whenUnsatisfiable ?? SpreadFallback.DoNotSchedule,
    labelSelector: { matchLabels: rest.matchLabels ?? { "serving.knative.dev/service": service } },
  };
}
