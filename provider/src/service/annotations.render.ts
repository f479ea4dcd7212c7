import { defined } from "../manifests/defined";
import { withPreset } from "./scale.presets";
import { scaleAnnotations } from "./scale.render";
import type { ServiceArgs } from "./service.args";

/** Annotations that Knative reads from the Service itself, which hands them on to its route. */
export function serviceAnnotations(args: ServiceArgs): Record<string, string> {
  return defined({
    "networking.knative.dev/ingress-class": args.ingressClass,
    "networking.knative.dev/certificate-class": args.certificateClass,
    "networking.knative.dev/disable-external-domain-tls": onlyTrue(args.disableExternalDomainTls, "true"),
    "networking.knative.dev/http-protocol": args.httpProtocol?.toLowerCase(),
    "serving.knative.dev/rollout-duration": args.rolloutDuration,
  });
}

/** Annotations that Knative reads from revisions, and so from their template. */
export function revisionAnnotations(args: ServiceArgs): Record<string, string> {
  const { queueProxyResources: { requests = {}, limits = {} } = {} } = args;
  return defined({
    ...scaleAnnotations(withPreset(args.scale ?? {})),
    ...queueProxyAnnotations(requests, "request"),
    ...queueProxyAnnotations(limits, "limit"),
    "serving.knative.dev/progress-deadline": args.progressDeadline,
    "serving.knative.dev/no-gc": onlyTrue(args.keepRevision, "true"),
    "features.knative.dev/http-full-duplex": onlyTrue(args.httpFullDuplex, "Enabled"),
    "features.knative.dev/queueproxy-podinfo": onlyTrue(args.queueProxyPodInfo, "Enabled"),
  });
}

function onlyTrue(value: boolean | undefined, text: string): string | undefined {
  return value === true ? text : undefined;
}

function queueProxyAnnotations(resources: Readonly<Record<string, string>>, kind: "request" | "limit") {
  return Object.fromEntries(
    Object.entries(resources).map(([resource, amount]) => [
      `queue.sidecar.serving.knative.dev/${resource}-resource-${kind}`,
      amount,
    ]),
  );
}
