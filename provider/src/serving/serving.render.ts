import { Exposure } from "../gateway/gateway";
import { gatewayScheme } from "../istio/gatewayScheme";
import { istioConfig } from "../istio/gateways.config";
import { meshSettings } from "../istio/mesh.check";
import { meshSteps } from "../istio/mesh.render";
import { checkProber } from "../istio/prober.check";
import { withoutUpstreamGateways } from "../istio/release.render";
import { kourierGatewaySteps } from "../kourier/gateway.render";
import { defined } from "../manifests/defined";
import { isKind, setAt, type Json, type Manifest, type Transform } from "../manifests/manifest";
import { eachManifest } from "../manifests/transforms";
import { monitoringConfig } from "../monitoring/monitoring.render";
import { programsOf } from "../pods/workload.upstream";
import { adapt, type Adapted, type ConfigMaps } from "../release/adapt";
import { IngressLayer } from "./ingress";
import { resolverSteps } from "./registry";
import { withAdditions } from "./serving.additions";
import type { ServingPlan } from "./serving.plan";
import { settingsData } from "./settings.render";
import { setWorkloads } from "./workloads.render";
import { checkUpstreamWorkloads } from "./workloads.upstream";
import { restartOnNewCertificate, restartOnTlsSwitch, tlsConfig, tlsManifests } from "./tls.render";

const domainConfig = "config-domain";

/**
 * Upstream's objects as a plan wants them. `domains` is the data of config-domain, or undefined where it is made from the
 * gateway's address later.
 */
export function renderServing(plan: ServingPlan, upstream: readonly Manifest[], domains?: Json): Adapted {
  const { args, release } = plan;
  return adapt({ name: "Serving", version: release.version }, upstream, args, {
    before: (all) =>
      withoutUpstreamGateways(plan.istio && istioConfig(plan.istio))([...all, ...tlsManifests(args.tls)]),
    settings: settings(plan),
    between: [
      eachManifest(setDomains(domains)),
      restartOnTlsSwitch,
      eachManifest(...layerSteps(plan), ...resolverSteps(args.images)),
    ],
    awaited: awaited(plan),
    after: (all) => withAdditions(plan, setWorkloads(args, programsOf(upstream))(all)),
    check: (rendered) => [
      ...checkUpstreamWorkloads(args, release.version, upstream, rendered),
      ...(plan.istio === undefined ? [] : checkProber(rendered)),
    ],
  });
}

/** Services whose address somebody waits for. */
function awaited({ gateways }: ServingPlan): string[] {
  return gateways.filter(({ exposure }) => exposure === Exposure.LoadBalancer).map(({ service }) => service);
}

/** Steps that only one of the ingress layers needs. */
function layerSteps({ ingress, gateways, args }: ServingPlan): Transform[] {
  const [gateway] = gateways;
  return ingress === IngressLayer.Istio || gateway === undefined
    ? meshSteps(args.istio)
    : [...kourierGatewaySteps(gateway), restartOnNewCertificate(args.tls)];
}

/** Settings as data by ConfigMap: what encryption and this package need, then what is typed, then `config`. */
function settings({ args, ingressClass }: ServingPlan): readonly ConfigMaps[] {
  const switchedOn = {
    "config-observability": monitoringConfig(args.monitoring),
    "config-network": defined({
      "ingress-class": ingressClass,
      "default-external-scheme": gatewayScheme(args),
    }),
  };
  const mesh = { "config-network": meshSettings(args.istio ?? {}) };
  // Inputs pass through untouched.
  const tls = tlsConfig(args.tls) as ConfigMaps;
  return [tls, switchedOn, mesh, settingsData(args)];
}

function setDomains(domains: Json): Transform {
  return (manifest) =>
    isKind(manifest, "ConfigMap", domainConfig) && domains !== undefined
      ? setAt(manifest, ["data"], domains)
      : manifest;
}
