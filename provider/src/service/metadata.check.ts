import { knownTexts } from "../inputs/maps";
import { checkAnnotations, checkLabels, didYouMean, type Problem } from "../problems";
import { scaleShape } from "./scale.check";
import type { ServiceArgs } from "./service.args";

// Keys: networking pkg/apis/networking/register.go, serving pkg/apis/serving/register.go and pkg/apis/config/features.go.
const ownProperties: Readonly<Record<string, string>> = {
  "networking.knative.dev/visibility": "visibility",
  "networking.knative.dev/ingress-class": "ingressClass",
  "networking.knative.dev/ingress.class": "ingressClass",
  "networking.knative.dev/http-protocol": "httpProtocol",
  "networking.knative.dev/httpProtocol": "httpProtocol",
  "networking.knative.dev/httpOption": "httpProtocol",
  "networking.knative.dev/certificate-class": "certificateClass",
  "networking.knative.dev/certificate.class": "certificateClass",
  "networking.knative.dev/disable-external-domain-tls": "disableExternalDomainTls",
  "networking.knative.dev/disable-auto-tls": "disableExternalDomainTls",
  "networking.knative.dev/disableAutoTLS": "disableExternalDomainTls",
  "serving.knative.dev/visibility": "visibility",
  "serving.knative.dev/timeout": "timeoutSeconds",
  "serving.knative.dev/rollout-duration": "rolloutDuration",
  "serving.knative.dev/rolloutDuration": "rolloutDuration",
  "serving.knative.dev/progress-deadline": "progressDeadline",
  "serving.knative.dev/progressDeadline": "progressDeadline",
  "serving.knative.dev/no-gc": "keepRevision",
  "features.knative.dev/http-full-duplex": "httpFullDuplex",
  "features.knative.dev/queueproxy-podinfo": "queueProxyPodInfo",
  "autoscaling.knative.dev/class": "scale.metric",
};

type Place = "labels" | "annotations" | "podLabels" | "podAnnotations";

/** Annotations and labels that Knative refuses, or ignores in silence, where a user would put them; maps that are known only later are passed over. */
export function checkMetadata(args: Pick<ServiceArgs, Place>): Problem[] {
  const known = {
    labels: knownTexts(args.labels),
    annotations: knownTexts(args.annotations),
    podLabels: knownTexts(args.podLabels),
    podAnnotations: knownTexts(args.podAnnotations),
  };
  return [
    ...checkLabels("labels", known.labels),
    ...checkAnnotations("annotations", known.annotations),
    ...checkLabels("podLabels", known.podLabels),
    ...checkAnnotations("podAnnotations", known.podAnnotations),
    ...Object.entries(known).flatMap(([place, map]) =>
      Object.keys(map).flatMap((key) => checkKey(place as Place, key)),
    ),
  ];
}

function checkKey(place: Place, key: string): Problem[] {
  const path = `${place}[${JSON.stringify(key)}]`;
  const property = propertyFor(key);
  if (property !== undefined) {
    const reason = `belongs in the property ${property}, which puts it where Knative reads it`;
    return [{ path, code: "KN4012", reason }];
  }
  return /^((queue\.sidecar\.)?serving|networking|features)\.knative\.dev\//.test(key)
    ? [{ path, code: "KN4018", reason: unknownReason(key) }]
    : [];
}

function propertyFor(key: string): string | undefined {
  const [, resource, kind] =
    /^queue\.sidecar\.serving\.knative\.dev\/(cpu|memory|ephemeral-storage)-resource-(request|limit)$/.exec(
      key,
    ) ?? [];
  if (resource !== undefined && kind !== undefined) {
    return `queueProxyResources.${kind}s[${JSON.stringify(resource)}]`;
  }
  return ownProperties[key] ?? (key.startsWith("autoscaling.knative.dev/") ? scaleProperty(key) : undefined);
}

function unknownReason(key: string): string {
  return `is no key that Knative reads from a service's args${didYouMean(key, Object.keys(ownProperties))}; remove it`;
}

function scaleProperty(key: string): string {
  const wanted = key
    .replace("autoscaling.knative.dev/", "")
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const known = Object.keys(scaleShape.shape);
  return known.includes(wanted) ? `scale.${wanted}` : `scale${didYouMean(wanted, known)}`;
}
