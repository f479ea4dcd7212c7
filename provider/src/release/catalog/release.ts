/** What is known of a release: the data of the catalogue. */
export interface ReleaseFacts {
  /** Such as "1.22": what upgrades are counted in. */
  readonly minor: string;
  /** Oldest Kubernetes minor that its programs agree to start on. */
  readonly minimumKubernetes: string;
  /** Minors that may be installed when this release is put over them. */
  readonly upgradesFrom: readonly string[];
  /** Last day of upstream's support, as YYYY-MM-DD. */
  readonly endOfLife: string;
  readonly serving: {
    readonly version: string;
    readonly sha256: Readonly<
      Record<
        "serving-crds.yaml" | "serving-core.yaml" | "serving-hpa.yaml" | "serving-post-install-jobs.yaml",
        string
      >
    >;
  };
  readonly kourier: {
    readonly version: string;
    readonly sha256: Readonly<Record<"kourier.yaml", string>>;
    /** Envoy that the gateway runs. A tag that moves: upstream pins no digest. */
    readonly envoyImage: string;
  };
  /** The layer between Knative and an Istio that is there. */
  readonly istio: {
    readonly version: string;
    readonly sha256: Readonly<Record<"net-istio.yaml", string>>;
  };
  /** The layer between Knative and any implementation of the Gateway API that is there. */
  readonly gatewayApi: {
    readonly version: string;
    readonly sha256: Readonly<Record<"net-gateway-api.yaml", string>>;
  };
}

/** One file of an upstream release: which, and what it must be. */
export interface ReleaseFile {
  /** `organisation/name` of the repository that releases it. */
  readonly repository: string;
  /** Version of that repository's release, without a `v`. */
  readonly version: string;
  readonly name: string;
  /** SHA-256 of the official file, in lower-case hex. */
  readonly sha256: string;
}

/** The files that an installation of Serving is made of, by their part. */
export interface ServingFiles {
  /** Custom resource definitions alone. `core` holds the same ones again. */
  readonly crds: ReleaseFile;
  /** Everything that Serving needs, its custom resource definitions included. */
  readonly core: ReleaseFile;
  /** The autoscaler of class hpa.autoscaling.knative.dev. */
  readonly hpa: ReleaseFile;
  /** Jobs that bring stored objects to the current version after an upgrade. */
  readonly postInstallJobs: ReleaseFile;
  readonly kourier: ReleaseFile;
  /** The layer that makes Istio's gateways serve Knative's routes; Istio itself is not in it. */
  readonly istio: ReleaseFile;
  /** The layer that makes gateways of the Gateway API serve Knative's routes; their implementation is not in it. */
  readonly "gateway-api": ReleaseFile;
}

/** A release that can be installed. */
export interface ServingRelease {
  /** Such as "1.22": what upgrades are counted in. */
  readonly minor: string;
  /** Version of Serving itself. */
  readonly version: string;
  /** Version of Kourier that belongs to it. */
  readonly kourierVersion: string;
  /** Version of net-istio that belongs to it. */
  readonly istioVersion: string;
  /** Version of net-gateway-api that belongs to it. */
  readonly gatewayApiVersion: string;
  /** Oldest Kubernetes minor that its programs agree to start on. */
  readonly minimumKubernetes: string;
  /** Minors that may be installed when this release is put over them. */
  readonly upgradesFrom: readonly string[];
  /** Last day of upstream's support, as YYYY-MM-DD. */
  readonly endOfLife: string;
  /** Envoy that Kourier's gateway runs. */
  readonly envoyImage: string;
  readonly files: ServingFiles;
}
