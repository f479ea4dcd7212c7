import { looseVersion } from "../cluster/version";
import { isKind, setAt, type ListTransform, type Manifest, type Transform } from "../manifests/manifest";
import { patchProblems } from "../manifests/patches.check";
import {
  applyPatches,
  askReadinessEarly,
  awaitCrd,
  awaitSignIn,
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
  type ManifestPatch,
} from "../manifests/transforms";
import { didYouMean, parseImage, type Problem } from "../problems";
import { imageSteps } from "./images";
import type { ImagesArgs } from "./images.args";

/** Whose release is adapted. */
export interface Product {
  /** As messages call it, such as "Serving". */
  readonly name: string;
  readonly version: string;
}

/** Data of ConfigMaps, by their names. */
export type ConfigMaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the inputs of every product say of its own objects. */
export interface AdaptArgs {
  readonly images?: ImagesArgs;
  readonly config?: ConfigMaps;
  readonly patches?: readonly ManifestPatch[];
  readonly terminationGracePeriodSeconds?: number;
  readonly kubernetesMinVersionOverride?: string;
}

/** What is done to one product's objects and to no other's, by the place that it has among the rest. */
export interface OwnSteps {
  /** First of all, on upstream's objects as they are. */
  readonly before?: ListTransform;
  /** Settings by ConfigMap, later ones over earlier ones; `config` of the args comes after them. */
  readonly settings?: readonly ConfigMaps[];
  /** Once settings are in, and before images and what holds for all programs. */
  readonly between?: readonly ListTransform[];
  /** Services whose address is waited for, as `namespace/name`. */
  readonly awaited?: readonly string[];
  /** Last, before the user's patches: how programs run, and what upstream has not. */
  readonly after?: (manifests: readonly Manifest[]) => Changed;
  /** What only the finished objects tell to be wrong. */
  readonly check?: (rendered: readonly Manifest[]) => readonly Problem[];
}

interface Changed {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/** The objects of an installation, or why they can't be made of upstream's. */
export interface Adapted extends Changed {
  /** Every image that the objects name. */
  readonly images: readonly string[];
}

/** Upstream's objects as inputs want them: what is the same for every product, and its own steps in between. */
export function adapt(
  product: Product,
  upstream: readonly Manifest[],
  args: AdaptArgs,
  own: OwnSteps = {},
): Adapted {
  const shaped = shape(product, upstream, args, own);
  const whole = own.after?.(shaped) ?? { manifests: shaped, problems: [] };
  const { manifests, problems } = applyPatches(whole.manifests, args.patches ?? []);
  return {
    manifests,
    problems: [
      ...checkTargets(product, upstream, args),
      ...(own.check?.(manifests) ?? []),
      ...whole.problems,
      ...patchProblems({ problems }),
    ],
    images: imagesOf(manifests),
  };
}

/** All transforms but the last, in their order. */
function shape(
  { version }: Product,
  upstream: readonly Manifest[],
  args: AdaptArgs,
  { before = (manifests) => manifests, settings = [], between = [], awaited = [] }: OwnSteps,
): readonly Manifest[] {
  return transformManifests(
    upstream,
    before,
    eachManifest(
      dropState,
      dropExamples,
      settleJobs(version),
      ...[...settings, args.config ?? {}].flatMap(mergeAll),
    ),
    ...between,
    eachManifest(
      ...imageSteps(args.images),
      setEnv(minimumVersionVariable(args.kubernetesMinVersionOverride)),
      setGracePeriod(args.terminationGracePeriodSeconds),
      askReadinessEarly,
      writeFieldRefDefaults,
      dropControllerOwned,
      awaitSignIn,
      awaitCrd,
      skipAwaitServices(awaited),
    ),
  );
}

function mergeAll(maps: ConfigMaps): Transform[] {
  return Object.entries(maps).map(([name, data]) => mergeConfigMapData(name, data));
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
function checkTargets(
  { name: product, version }: Product,
  upstream: readonly Manifest[],
  { config = {}, images: { overrides = {} } = {} }: AdaptArgs,
): Problem[] {
  const unknown = (name: string, what: string, known: readonly string[]): string =>
    `${product} ${version} has no ${what} of that name${didYouMean(name, known)}; it has ${known.join(", ")}`;
  const configMaps = configMapNames(upstream);
  const images = imagesOf(upstream).map((image) => parseImage(image).path.split("/").at(-1) ?? image);
  return [
    ...Object.keys(config)
      .filter((name) => !configMaps.includes(name))
      .map((name): Problem => ({
        path: `config[${JSON.stringify(name)}]`,
        code: "KN3301",
        reason: unknown(name, "ConfigMap", configMaps),
      })),
    ...unusedOverrides(upstream, overrides).map((name): Problem => ({
      path: `images.overrides[${JSON.stringify(name)}]`,
      code: "KN1001",
      reason: unknown(name, "image", images),
    })),
  ];
}
