/**
 * Every problem this package can report, in one list. A code is never reused: a retired one stays here, marked.
 * docs/problems.md is written from this list (npm run docs), tests refuse a code without a test.
 */
export interface ProblemKind {
  /** One line that names the mistake. */
  readonly title: string;
  /** What to do about it. */
  readonly help: string;
}

export const problemKinds = {
  KN1001: {
    title: "unknown property",
    help: "The property is not one of this component's. The message lists the nearest known name; remove the property or correct its spelling.",
  },
  KN1002: {
    title: "wrong type",
    help: "The value has another type than the property takes, often a quoted number or a single value where a list is expected.",
  },
  KN1003: {
    title: "value not allowed",
    help: "The property takes one of a fixed set of values; the message lists them.",
  },
  KN1004: { title: "out of range", help: "The number is outside the bounds that the message gives." },
  KN1005: {
    title: "required property missing",
    help: "Add the property; the component can't choose a value for it.",
  },
  KN1006: { title: "wrong format", help: "The text doesn't have the form that the message describes." },
  KN1007: {
    title: "duplicate name",
    help: "Two entries of a list carry the same name; names are identities, so each must be its own.",
  },
  KN1008: {
    title: "properties exclude each other",
    help: "Only one of the properties that the message names can be set.",
  },
  KN1009: {
    title: "value must be known",
    help: "The property decides which resources there are, so its value can't come from a resource that has yet to be made, and can't be secret as a whole.",
  },

  KN2001: {
    title: "kubeconfig not usable",
    help: "The kubeconfig is not there, is not YAML or JSON, or lacks the cluster or user that its context names.",
  },
  KN2002: {
    title: "unknown kubeconfig context",
    help: "The kubeconfig has no context of that name; the message lists those it has.",
  },
  KN2003: {
    title: "cluster not reachable",
    help: "The API server didn't answer. Check its address in the kubeconfig, the network and VPN, and that the credentials haven't expired.",
  },
  KN2004: {
    title: "Kubernetes too old",
    help: "Every Knative program refuses to start below its minimum Kubernetes version. Upgrade the cluster, choose an older release, or set kubernetesMinVersionOverride knowingly.",
  },
  KN2005: {
    title: "namespace still terminating",
    help: "A namespace of an earlier installation didn't finish its deletion in time. The message names what holds it: usually objects with finalizers whose controller is gone.",
  },
  KN2006: {
    title: "access denied by the cluster",
    help: "The API server answered, but refused the credentials. Renew them, or choose another context.",
  },

  KN3001: {
    title: "unknown release",
    help: "The catalogue has no such Knative release; the message lists those it has.",
  },
  KN3002: {
    title: "release skips a minor version",
    help: "Knative is upgraded one minor version at a time. Run an update for each version on the way.",
  },
  KN3003: {
    title: "downgrade not supported",
    help: "Knative supports going back by one minor version at most.",
  },
  KN3004: {
    title: "installed release unknown",
    help: "installedVersion is not a version, so the upgrade path can't be checked.",
  },
  KN3101: {
    title: "release source not reachable",
    help: "The release file could not be fetched. Check the mirror's address and the proxy environment (HTTPS_PROXY, NO_PROXY), or use a directory as the mirror.",
  },
  KN3102: {
    title: "release file not found",
    help: "The mirror answers but doesn't hold the file; the message gives the path it must have.",
  },
  KN3103: {
    title: "wrong checksum",
    help: "The file isn't the one that was released. Fetch it anew; if the mirror holds rebuilt files on purpose, name their checksums with source.checksumsFile.",
  },
  KN3104: {
    title: "checksums file not usable",
    help: "source.checksumsFile could not be read, or doesn't list a file that is needed.",
  },
  KN3105: {
    title: "manifest not readable",
    help: "A release file is not valid Kubernetes YAML; the message gives file, line and column.",
  },
  KN3201: {
    title: "patch without target",
    help: "No object matches the patch's target; the message lists near ones.",
  },
  KN3202: {
    title: "patch can't be applied",
    help: "A JSON patch operation doesn't fit the object it targets.",
  },
  KN3301: { title: "unknown ConfigMap", help: "config names a ConfigMap that this release doesn't have." },
  KN3302: {
    title: "ConfigMap set twice",
    help: "The same key is set by a typed property and by config with another value.",
  },
  KN3303: {
    title: "ConfigMap rule broken",
    help: "Knative's own rule between two settings is broken; its controllers would refuse to start or ignore the value.",
  },
  KN3401: { title: "gateway not possible", help: "Kourier serves exactly one gateway per cluster." },
  KN3402: {
    title: "gateway address needed",
    help: "A NodePort gateway has no address of its own: give one, or give a domain.",
  },

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
} as const satisfies Record<string, ProblemKind>;

/** Stable code of a problem. */
export type ProblemCode = keyof typeof problemKinds;
