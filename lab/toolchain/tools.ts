export const TOOL_NAMES = [
  "kubernetes",
  "pulumi",
  "hosts",
  "yaml",
  "kubectl",
  "crane",
  "knative",
  "coredns",
  "sample",
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** The files a tool gives, by program name: absolute paths. */
export type Programs = Readonly<Record<string, string>>;

/** Something built from one of the Go modules beside this file. The module's go.mod and go.sum pin it. */
export interface GoTool {
  /** What it is, for people. */
  readonly title: string;
  /** The module's directory name beside this file. */
  readonly module: string;
  /** Main packages; each becomes a program named by its last path element. */
  readonly packages: readonly string[];
  /** Further names for a program, for those that look at the name they are called by. */
  readonly links?: Readonly<Record<string, string>>;
  /** Files to put beside the programs: name -> module path and file in that module. */
  readonly extraFiles?: Readonly<Record<string, { readonly module: string; readonly file: string }>>;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** String variables that upstream's own build sets: `package.variable` -> value. */
  readonly variables?: (versionOf: (modulePath: string) => string) => Readonly<Record<string, string>>;
  /** Commands that must succeed before the build counts: program and arguments. */
  readonly checks: readonly (readonly [program: string, ...args: string[]])[];
}

const PULUMI_SDK = "github.com/pulumi/pulumi/sdk/v3";
const PULUMI_YAML = "github.com/pulumi/pulumi-yaml";
const KUBE_COMPONENTS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "kubelet",
];

// The Automation API refuses a CLI that cannot tell its version, and the hosts report theirs to the engine.
const pulumiVariables: GoTool["variables"] = (versionOf) => ({
  [`${PULUMI_SDK}/go/common/version.Version`]: versionOf(PULUMI_SDK),
});

// Unset, the API server calls itself v0.0.0 and everything that asks for a minimum Kubernetes refuses to start.
const kubernetesVariables: GoTool["variables"] = (versionOf) => {
  const version = versionOf("k8s.io/kubernetes");
  const [major = "", minor = ""] = version.slice(1).split(".");
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  return Object.fromEntries(
    packages.flatMap((at) => Object.entries(values).map(([name, value]) => [`${at}.${name}`, value])),
  );
};

/** Everything that is built from Go modules, the longest first. */
export const GO_TOOLS: Readonly<Record<ToolName, GoTool>> = {
  kubernetes: {
    title: "Kubernetes components",
    module: "kubernetes",
    packages: ["./kube"],
    links: Object.fromEntries(KUBE_COMPONENTS.map((name) => [name, "kube"])),
    variables: kubernetesVariables,
    checks: KUBE_COMPONENTS.map((name) => [name, "--version"] as const),
  },
  pulumi: {
    title: "Pulumi CLI",
    module: "pulumi",
    packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    variables: pulumiVariables,
    checks: [["pulumi", "version"]],
  },
  hosts: {
    title: "Pulumi language hosts",
    module: "hosts",
    packages: [
      `${PULUMI_SDK}/go/pulumi-language-go`,
      `${PULUMI_SDK}/nodejs/cmd/pulumi-language-nodejs`,
      `${PULUMI_SDK}/python/cmd/pulumi-language-python`,
    ],
    extraFiles: {
      "pulumi-language-python-exec": { module: PULUMI_SDK, file: "python/cmd/pulumi-language-python-exec" },
    },
    variables: pulumiVariables,
    checks: [],
  },
  yaml: {
    title: "Pulumi language host for YAML",
    module: "yaml",
    packages: [`${PULUMI_YAML}/cmd/pulumi-language-yaml`],
    // Its version is without the "v", as upstream's releases have it.
    variables: (versionOf) => ({
      [`${PULUMI_YAML}/pkg/version.Version`]: versionOf(PULUMI_YAML).replace(/^v/, ""),
    }),
    checks: [],
  },
  kubectl: {
    title: "kubectl",
    module: "kubernetes",
    packages: ["k8s.io/kubernetes/cmd/kubectl"],
    variables: kubernetesVariables,
    checks: [["kubectl", "version", "--client"]],
  },
  crane: {
    title: "crane (registry client)",
    module: "crane",
    packages: ["github.com/google/go-containerregistry/cmd/crane"],
    checks: [["crane", "version"]],
  },
  knative: {
    title: "Knative Serving and Kourier",
    module: "knative",
    packages: [
      ...["activator", "autoscaler", "autoscaler-hpa", "controller", "queue", "webhook"].map(
        (name) => `knative.dev/serving/cmd/${name}`,
      ),
      "knative.dev/net-kourier/cmd/kourier",
      // What the Jobs after an upgrade run.
      "knative.dev/pkg/apiextensions/storageversion/cmd/migrate",
      "knative.dev/serving/pkg/cleanup/cmd/cleanup",
    ],
    checks: [],
  },
  coredns: {
    title: "CoreDNS",
    module: "coredns",
    packages: ["github.com/coredns/coredns"],
    checks: [["coredns", "-version"]],
  },
  sample: {
    title: "sample programs",
    module: "sample",
    packages: ["./hello", "./pause", "./events"],
    checks: [],
  },
};
