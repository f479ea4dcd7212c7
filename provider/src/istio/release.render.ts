import { keyOf, setAt, type ListTransform } from "../manifests/manifest";

/** Upstream's one gateway for the outside, its one for the inside, and the Service before that: this package makes its own. */
const replaced: readonly string[] = [
  "Gateway/knative-serving/knative-ingress-gateway",
  "Gateway/knative-serving/knative-local-gateway",
  "Service/istio-system/knative-local-gateway",
];

const istioConfig = "ConfigMap/knative-serving/config-istio";

/** net-istio as this package wants it: without upstream's gateways, and with the settings that name ours. `config` is the data of config-istio. */
export function withoutUpstreamGateways(config: Readonly<Record<string, string>>): ListTransform {
  return (manifests) =>
    manifests
      .filter((manifest) => !replaced.includes(keyOf(manifest)))
      .map((manifest) => (keyOf(manifest) === istioConfig ? setAt(manifest, ["data"], config) : manifest));
}
