import type { ProblemKind } from "./kind";

/** Problems of services. */
export const serviceProblems = {
  KN4001: {
    title: "invalid Kubernetes name",
    help: "Names are DNS labels: lower-case letters, digits and '-', at most 63 characters, starting with a letter.",
  },
  KN4002: {
    title: "scale bounds contradict",
    help: "minScale must not be above maxScale, and initialScale must lie between them.",
  },
  KN4003: {
    title: "invalid duration",
    help: "Durations are numbers with units, such as 90s, 5m or 1h30m, within the bounds of the message.",
  },
  KN4004: {
    title: "traffic doesn't sum to 100",
    help: "The percentages of all traffic targets must add up to exactly 100.",
  },
  KN4005: {
    title: "traffic target contradictory",
    help: "A target names either a revision or the latest one, not both.",
  },
  KN4006: {
    title: "invalid traffic tag",
    help: "A tag is a DNS label, used once, and with the service's name at most 63 characters long.",
  },
  KN4007: { title: "reserved port", help: "Knative's queue-proxy uses the port itself; choose another." },
  KN4008: {
    title: "reserved environment variable",
    help: "Knative sets the variable itself; choose another name.",
  },
  KN4009: {
    title: "invalid image reference",
    help: "The text is not a container image reference such as registry/name:tag or registry/name@sha256:…",
  },
  KN4010: {
    title: "image without a tag",
    help: "For a registry whose tags are not resolved, an image without tag or digest would silently follow 'latest': name one.",
  },
  KN4011: {
    title: "invalid quantity",
    help: "Kubernetes quantities are numbers with an optional unit, such as 250m, 0.5, 128Mi or 1G.",
  },
  KN4012: {
    title: "misplaced annotation",
    help: "Knative refuses or ignores the annotation in that place; the message names the property to use instead.",
  },
  KN4013: {
    title: "timeouts contradict",
    help: "Response-start and idle timeouts can't be above the request timeout, nor that above the cluster's maximum.",
  },
  KN4014: {
    title: "revision name invalid",
    help: "A revision's name starts with the service's name and a dash.",
  },
  KN4015: {
    title: "volumes and mounts don't fit",
    help: "Each volume has a name of its own and is mounted by a container; each mount names a volume and has a path of its own that Knative doesn't reserve.",
  },
  KN4016: {
    title: "container name taken",
    help: "Sidecars and init containers have names of their own; queue-proxy is Knative's container.",
  },
  KN4017: {
    title: "variable set twice",
    help: "An environment variable has one source: remove it from env or from envValueFrom.",
  },
  KN4018: {
    title: "unknown Knative key",
    help: "Knative reads no such annotation or label from a service, or sets it itself; remove it or correct its spelling.",
  },
  KN4019: {
    title: "probe times not possible",
    help: "A readiness probe without periodSeconds is Knative's own and takes no times of Kubernetes'; other probes need a period, and one success.",
  },
  KN4020: {
    title: "scaling setting without effect",
    help: "Kubernetes' HPA scales by cpu, memory and custom metrics, and knows neither zero nor Knative's finer settings.",
  },
  KN4021: {
    title: "request above limit",
    help: "What a container asks for must not be above what it may use: Kubernetes refuses such pods.",
  },
  KN4022: {
    title: "not allowed by the installation",
    help: "The platform's own settings of Serving would refuse the service: change the service, or the setting that the message names.",
  },
  KN4023: {
    title: "needs a newer release",
    help: "The service uses what Knative has from a later minor on: install that release or leave it out.",
  },
  KN4024: {
    title: "rollout not possible",
    help: "A rollout shares requests between the revision it names and the latest one, and writes traffic itself; leave traffic out, and name a revision of the service.",
  },
  KN4025: {
    title: "host not possible",
    help: "The installation's templates make of name, namespace, domain and tag a host that is too long, or that two services share: one of them would answer at random.",
  },
  KN4040: {
    title: "private service under a public domain",
    help: "Under a further domain a cluster-local service would be reached from outside. Leave the domains out or make the service external.",
  },
} as const satisfies Record<string, ProblemKind>;
