import { Exposure } from "../gateway/gateway";
import { gatewayScheme } from "../istio/gatewayScheme";
import { meshSettings } from "../istio/mesh.check";
import { defined } from "../manifests/defined";
import { isKind, setAt, type Json, type Manifest, type Transform } from "../manifests/manifest";
import { eachManifest } from "../manifests/transforms";
import { monitoringConfig } from "../monitoring/monitoring.render";
import { programsOf } from "../pods/workload.upstream";
import { adapt, type Adapted, type ConfigMaps } from "../release/adapt";
import { resolverSteps } from "./registry";
import { withAdditions } from "./serving.additions";
import type { ServingPlan } from "./serving.plan";
import { settingsData } from "./settings.render";
import { setWorkloads } from "./workloads.render";
import { checkUpstreamWorkloads } from "./workloads.upstream";
import { restartOnTlsSwitch, tlsConfig, tlsManifests } from "./tls.render";

const domainConfig = "config-domain";

/**
 * Upstream's objects as a plan wants them. `domains` is the data of config-domain, or undefined where it is made from the
 * gateway's address later.
 */
export function renderServing(plan: ServingPlan, upstream: readonly Manifest[], domains?: Json): Adapted {
  const { args, layer, release } = plan;
  return adapt({ name: "Serving", version: release.version }, upstream, args, {
    before: (all) => layer.replace(args)([...all, ...tlsManifests(args.tls)]),
    settings: settings(plan),
    between: [
      eachManifest(setDomains(domains)),
      restartOnTlsSwitch,
      eachManifest(...layer.steps(args), ...resolverSteps(args.images)),
    ],
    awaited: awaited(plan),
    after: (all) => withAdditions(plan, setWorkloads(args, programsOf(upstream))(all)),
    check: (rendered) => [
      ...checkUpstreamWorkloads(args, release.version, upstream, rendered),
      ...layer.verify(rendered),
    ],
  });
}

/** Services whose address somebody waits for. */
function awaited({ gateways }: ServingPlan): string[] {
  return gateways.flatMap(({ exposure, service }) =>
    exposure === Exposure.LoadBalancer && service !== undefined ? [service] : [],
  );
}

/** Settings as data by ConfigMap: what encryption and this package need, then what is typed, then `config`. */
function settings({ args, layer }: ServingPlan): readonly ConfigMaps[] {
  const switchedOn = {
    "config-observability": monitoringConfig(args.monitoring),
    "config-network": defined({
      "ingress-class": layer.ingressClass,
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
