import { releasePath, type ServingRelease } from "../../provider/src/release/catalog";

/** Files of one Go module that a release file is composed of. */
export interface Sources {
  readonly module: string;
  /** File or directory within the module; of a directory all YAML files below it. */
  readonly path: string;
  /** Where it stands in upstream's own tree, which decides the order. */
  readonly as: string;
}

/** One file of the mirror. */
export interface MirrorFile {
  /** Below the mirror's root, as below the official release pages. */
  readonly path: string;
  /** Version of the release it belongs to, for its objects' labels. */
  readonly version: string;
  readonly sources: readonly Sources[];
}

const SERVING = "knative.dev/serving";
const KOURIER = "knative.dev/net-kourier";
const NETWORKING = "knative.dev/networking";
const CACHING = "knative.dev/caching";

/** The Go modules whose configuration directories the mirror is made from. */
export const MIRROR_MODULES = [SERVING, KOURIER, NETWORKING, CACHING] as const;

// In upstream's repository these are symbolic links to the other modules' files; a module's archive has none.
const IMAGE_DEFINITION = { module: CACHING, path: "config/image.yaml" };
const LINKED: readonly Sources[] = [
  { ...IMAGE_DEFINITION, as: "300-imagecache.yaml" },
  { module: NETWORKING, path: "config/certificate.yaml", as: "300-resources/certificate.yaml" },
  { module: NETWORKING, path: "config/domain-claim.yaml", as: "300-resources/domain-claim.yaml" },
  { module: NETWORKING, path: "config/ingress.yaml", as: "300-resources/ingress.yaml" },
  { module: NETWORKING, path: "config/serverlessservice.yaml", as: "300-resources/serverlessservice.yaml" },
  { module: NETWORKING, path: "config/config-network.yaml", as: "configmaps/network.yaml" },
];

// In the order of upstream's build, which joins two files of its own.
const JOBS: readonly Sources[] = ["storage-version-migration.yaml", "cleanup.yaml"].map((name, index) => ({
  module: SERVING,
  path: `config/post-install/${name}`,
  as: `${index}-${name}`,
}));

/** The files that the lab's mirror has of a release, and what upstream's build makes each of. */
export function mirrorFiles({ files }: ServingRelease): MirrorFile[] {
  const core: Sources = { module: SERVING, path: "config/core", as: "" };
  const resources: Sources = { module: SERVING, path: "config/core/300-resources", as: "300-resources" };
  const linked = LINKED.filter(({ as }) => as.startsWith(`${resources.as}/`));
  // Upstream's build of this one file names the image's definition last.
  const definitions = [resources, ...linked, { ...IMAGE_DEFINITION, as: "400-imagecache.yaml" }];
  const hpa: Sources = { module: SERVING, path: "config/hpa-autoscaling", as: "" };
  const kourier: Sources = { module: KOURIER, path: "config", as: "" };
  return [
    { path: releasePath(files.crds), version: files.crds.version, sources: definitions },
    { path: releasePath(files.core), version: files.core.version, sources: [core, ...LINKED] },
    { path: releasePath(files.hpa), version: files.hpa.version, sources: [hpa] },
    {
      path: releasePath(files.postInstallJobs),
      version: files.postInstallJobs.version,
      sources: JOBS,
    },
    { path: releasePath(files.kourier), version: files.kourier.version, sources: [kourier] },
  ];
}
