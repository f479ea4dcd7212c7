import { looseVersion } from "../cluster/version";
import { Exposure } from "../gateway/gateway";
import { isKind, setAt, type Json, type Manifest, type Transform } from "../manifests/manifest";
import {
  applyPatches,
  askReadinessEarly,
  awaitCrd,
  configMapNames,
  dropControllerOwned,
  dropExamples,
  dropState,
  eachManifest,
  imagesOf,
  mergeConfigMapData,
  setEnv,
  settleJobs,
  skipAwaitServices,
  transformManifests,
  unusedOverrides,
  writeFieldRefDefaults,
} from "../manifests/transforms";
import { gatewayScheme } from "../istio/gatewayScheme";
import { meshSettings } from "../istio/mesh.check";
import { monitoringConfig } from "../monitoring/monitoring.render";
import { didYouMean, type Problem } from "../problems";
import { defined } from "../manifests/defined";
import { imageSteps } from "./registry";
import { withAdditions } from "./serving.additions";
import type { ServingPlan } from "./serving.plan";
import { settingsData, type ConfigData } from "./settings.render";
import { setWorkloads } from "./workloads.render";
import { checkUpstreamWorkloads, programsOf } from "./workloads.upstream";
import { restartOnTlsSwitch, tlsConfig, tlsManifests } from "./tls.render";

const domainConfig = "config-domain";

/** The objects of an installation, or why they can't be made of upstream's. */
export interface RenderedServing {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
  /** Every image that the objects name. */
  readonly images: readonly string[];
}

/**
 * Upstream's objects as a plan wants them. `domains` is the data of config-domain, or undefined where it is made from the
 * gateway's address later.
 */
export function renderServing(
  plan: ServingPlan,
  upstream: readonly Manifest[],
  domains?: Json,
): RenderedServing {
  const { args } = plan;
  const whole = withAdditions(plan, shape(plan, upstream, domains));
  const { manifests, problems } = applyPatches(whole.manifests, args.patches ?? []);
  const patchProblems = problems.map(({ index, kind, reason }): Problem => ({
    path: `patches[${index}]`,
    code: kind === "no-match" ? "KN3201" : "KN3202",
    reason,
  }));
  return {
    manifests,
    problems: [
      ...checkTargets(plan, upstream),
      ...checkUpstreamWorkloads(args, plan.release.version, upstream, manifests),
      ...whole.problems,
      ...patchProblems,
      ...plan.layer.verify(manifests),
    ],
    images: imagesOf(manifests),
  };
}

/** Services whose address somebody waits for. */
function awaited({ gateways }: ServingPlan): string[] {
  return gateways.filter(({ exposure }) => exposure === Exposure.LoadBalancer).map(({ service }) => service);
}

/** All transforms, in their order. */
function shape(plan: ServingPlan, upstream: readonly Manifest[], domains: Json): readonly Manifest[] {
  const { args, layer } = plan;
  return transformManifests(
    layer.replace(args)([...upstream, ...tlsManifests(args.tls)]),
    eachManifest(
      dropState,
      dropExamples,
      settleJobs(plan.release.version),
      ...settings(plan),
      setDomains(domains),
    ),
    restartOnTlsSwitch,
    eachManifest(
      ...layer.steps(args),
      ...imageSteps(args.images),
      setEnv(minimumVersionVariable(args.kubernetesMinVersionOverride)),
      setGracePeriod(args.terminationGracePeriodSeconds),
      askReadinessEarly,
      writeFieldRefDefaults,
      dropControllerOwned,
      awaitCrd,
      skipAwaitServices(awaited(plan)),
    ),
    setWorkloads(args, programsOf(upstream)),
  );
}

/** Settings as data by ConfigMap: what encryption and this package need, then what is typed, then `config`. */
function settings({ args, layer }: ServingPlan): Transform[] {
  const switchedOn = {
    "config-observability": monitoringConfig(args.monitoring),
    "config-network": defined({
      "ingress-class": layer.ingressClass,
      "default-external-scheme": gatewayScheme(args),
    }),
  };
  const mesh = { "config-network": meshSettings(args.istio ?? {}) };
  // Inputs pass through untouched.
  const tls = tlsConfig(args.tls) as Readonly<Record<string, ConfigData>>;
  return [tls, switchedOn, mesh, settingsData(args), args.config ?? {}].flatMap((maps) =>
    Object.entries(maps).map(([name, data]) => mergeConfigMapData(name, data)),
  );
}

function setDomains(domains: Json): Transform {
  return (manifest) =>
    isKind(manifest, "ConfigMap", domainConfig) && domains !== undefined
      ? setAt(manifest, ["data"], domains)
      : manifest;
}

/** How long the pods of Deployments get to finish. */
export function setGracePeriod(seconds: number | undefined): Transform {
  return (manifest) =>
    isKind(manifest, "Deployment") && seconds !== undefined
      ? setAt(manifest, ["spec", "template", "spec", "terminationGracePeriodSeconds"], seconds)
      : manifest;
}

function minimumVersionVariable(version: string | undefined): Record<string, string> {
  const parsed = version === undefined ? undefined : looseVersion(version);
  return parsed === undefined ? {} : { KUBERNETES_MIN_VERSION: `v${parsed.version}` };
}

/** Names in the inputs that fit nothing in this release would be passed over in silence. */
function checkTargets({ args, release }: ServingPlan, upstream: readonly Manifest[]): Problem[] {
  const configMaps = configMapNames(upstream);
  const images = imagesOf(upstream).map(
    (image) =>
      image
        .replace(/[@:][^/]*$/, "")
        .split("/")
        .at(-1) ?? image,
  );
  const unknown = (
    path: string,
    code: Problem["code"],
    name: string,
    what: string,
    known: readonly string[],
  ): Problem => ({
    path: `${path}[${JSON.stringify(name)}]`,
    code,
    reason: `Serving ${release.version} has no ${what} of that name${didYouMean(name, known)}; it has ${known.join(", ")}`,
  });
  return [
    ...Object.keys(args.config ?? {})
      .filter((name) => !configMaps.includes(name))
      .map((name) => unknown("config", "KN3301", name, "ConfigMap", configMaps)),
    ...unusedOverrides(upstream, args.images?.overrides ?? {}).map((name) =>
      unknown("images.overrides", "KN1001", name, "image", images),
    ),
  ];
}
