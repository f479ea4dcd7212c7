import { looseVersion } from "../cluster/version";
import { Exposure } from "../gateway/gateway";
import {
  annotate,
  isKind,
  keyOf,
  setAt,
  updateAt,
  type Json,
  type Manifest,
  type Transform,
} from "../manifests/manifest";
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
  relaxPdb,
  setEnv,
  setImagePullSecrets,
  setImages,
  setReplicas,
  setResources,
  setServiceExposure,
  skipAwaitServices,
  transformManifests,
  unusedOverrides,
  type ServiceExposure,
} from "../manifests/transforms";
import { didYouMean, type Problem } from "../problems";
import type { ServingPlan } from "./serving.plan";
import { renderSettings, type ConfigData } from "./settings.render";

/** Kourier's proxies and the Service before them: names that its controller relies on. */
export const gatewayDeployment = "3scale-kourier-gateway";
const gatewayService = "kourier-system/kourier";
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
  const shaped = transformManifests(
    upstream,
    eachManifest(dropState, dropExamples, ...settings(plan), setDomains(domains)),
    setReplicas(replicasOf(plan, upstream)),
    eachManifest(
      ...Object.entries(args.resources ?? {}).map(([program, resources]) => setResources(program, resources)),
      ...(plan.gateway.resources === undefined
        ? []
        : [setResources(gatewayDeployment, plan.gateway.resources)]),
      ...gatewaySteps(plan),
      setImages({ registry: args.images?.registry, overrides: args.images?.overrides }),
      setImagePullSecrets(args.images?.pullSecrets ?? []),
      setEnv(minimumVersionVariable(args.kubernetesMinVersionOverride)),
      setGracePeriod(args.terminationGracePeriodSeconds),
      askReadinessEarly,
      relaxPdb,
      dropControllerOwned,
      awaitCrd,
      skipAwaitServices(plan.gateway.exposure === Exposure.LoadBalancer ? [gatewayService] : []),
    ),
  );
  const { manifests, problems } = applyPatches(shaped, args.patches ?? []);
  const patchProblems = problems.map(({ index, kind, reason }): Problem => ({
    path: `patches[${index}]`,
    code: kind === "no-match" ? "KN3201" : "KN3202",
    reason,
  }));
  return {
    manifests,
    problems: [...checkTargets(plan, upstream), ...patchProblems],
    images: imagesOf(manifests),
  };
}

/** Settings as data by ConfigMap: what this package needs, then what is typed, then `config`. */
function settings({ args, ingressClass }: ServingPlan): Transform[] {
  const typed: Readonly<Record<string, ConfigData>> = {
    "config-autoscaler": renderSettings(args.autoscaler),
    "config-network": { "ingress-class": ingressClass, ...renderSettings(args.network) },
    "config-deployment": renderSettings(args.deployment),
  };
  return [typed, args.config ?? {}].flatMap((maps) =>
    Object.entries(maps).map(([name, data]) => mergeConfigMapData(name, data)),
  );
}

function setDomains(domains: Json): Transform {
  return (manifest) =>
    isKind(manifest, "ConfigMap", domainConfig) && domains !== undefined
      ? setAt(manifest, ["data"], domains)
      : manifest;
}

function replicasOf(
  { args, gateway }: ServingPlan,
  upstream: readonly Manifest[],
): Readonly<Record<string, number>> {
  const programs = upstream
    .filter((manifest) => isKind(manifest, "Deployment"))
    .map(({ metadata }) => metadata.name);
  const control =
    args.replicas === undefined ? [] : programs.map((program) => [program, args.replicas] as const);
  return { ...Object.fromEntries(control), [gatewayDeployment]: gateway.replicas ?? 1 };
}

function gatewaySteps({ gateway }: ServingPlan): Transform[] {
  const {
    exposure,
    annotations,
    loadBalancerClass,
    loadBalancerIP,
    loadBalancerSourceRanges,
    externalTrafficPolicy,
  } = gateway;
  const exposed = {
    type: exposure,
    annotations,
    loadBalancerClass,
    loadBalancerIP,
    loadBalancerSourceRanges,
    externalTrafficPolicy,
  } as ServiceExposure; // Inputs pass through untouched
  const isGateway = (manifest: Manifest) => keyOf(manifest) === `Service/${gatewayService}`;
  return [
    setServiceExposure(gatewayService, exposed),
    (manifest) =>
      isGateway(manifest) && gateway.httpNodePort !== undefined
        ? withNodePort(manifest, gateway.httpNodePort)
        : manifest,
    // The address is waited for, and only that: its endpoints come later, with the proxies.
    (manifest) =>
      isGateway(manifest) && exposure === Exposure.LoadBalancer
        ? annotate(manifest, { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}" })
        : manifest,
  ];
}

function withNodePort(service: Manifest, nodePort: number): Manifest {
  return updateAt(service, ["spec", "ports"], (ports) =>
    (ports as readonly { readonly port: number }[]).map((entry) =>
      entry.port === 80 ? { ...entry, nodePort } : entry,
    ),
  );
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
  const programs = upstream
    .filter((manifest) => isKind(manifest, "Deployment"))
    .map(({ metadata }) => metadata.name);
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
    ...Object.keys(args.resources ?? {})
      .filter((name) => !programs.includes(name))
      .map((name) => unknown("resources", "KN1001", name, "program", programs)),
    ...unusedOverrides(upstream, args.images?.overrides ?? {}).map((name) =>
      unknown("images.overrides", "KN1001", name, "image", images),
    ),
  ];
}
