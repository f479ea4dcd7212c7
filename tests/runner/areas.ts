/** A part of the project with the tests that only a full run has. */
export interface Area {
  readonly name: string;
  /** How the paths of its code begin. */
  readonly code: readonly string[];
  /** How the paths of its tests on an API server or a node begin. */
  readonly tests: readonly string[];
}

const source = (...names: string[]) => names.map((name) => `provider/src/${name}`);
const inLab = (...names: string[]) => names.map((name) => `tests/lab/${name}`);
const inEngine = (...names: string[]) => names.map((name) => `tests/engine/${name}`);

export const areas: readonly Area[] = [
  {
    name: "serving",
    code: source(
      "serving/",
      "manifests/",
      "release/",
      "gateway/",
      "kourier/",
      "platform/",
      "cluster/",
      "helm/",
    ),
    tests: [
      ...inEngine("interruption", "platform", "secrets", "upgrade"),
      ...inLab("operations", "previewAccess", "private", "tls"),
    ],
  },
  {
    name: "services",
    code: source("service/", "pods/", "pull/", "monitoring/"),
    tests: inLab("registry", "scaling", "service"),
  },
  {
    name: "eventing",
    code: [...source("eventing/"), "lab/eventing/", "lab/toolchain/eventing/"],
    tests: [...inEngine("eventing"), ...inLab("eventing")],
  },
  {
    name: "ownership",
    code: source("ownership/"),
    tests: inLab("adoption", "leftOver", "moves", "ownership"),
  },
  {
    name: "istio",
    code: [...source("istio/"), "lab/istio/", "lab/toolchain/istio/", "lab/toolchain/ingress/"],
    tests: [...inEngine("istio"), ...inLab("istio")],
  },
  {
    name: "gateway API",
    code: [...source("gatewayApi/"), "lab/gatewayApi/", "lab/toolchain/gateway-api/"],
    tests: [...inEngine("gatewayApi"), ...inLab("gatewayApi")],
  },
  {
    name: "kubeovn",
    code: source("kubeovn/", "addresses/"),
    tests: [...inEngine("kubeOvn"), ...inLab("apiServerRoad")],
  },
  {
    name: "alibaba",
    code: source("alibaba/"),
    tests: [...inEngine("alibaba/"), ...inLab("ackGateway", "alibaba")],
  },
  {
    name: "diagnose",
    code: source("cli/", "diagnose/", "graph/"),
    tests: inLab("diagnose"),
  },
  {
    name: "policies",
    code: source("policies/"),
    tests: inLab("networkPolicies"),
  },
  {
    name: "observability",
    code: source("observability/"),
    tests: inEngine("languages/scenarios"),
  },
  {
    name: "multi-cluster",
    code: source("multiCluster/"),
    tests: inEngine("languages/scenarios"),
  },
  {
    name: "registry",
    code: source("registry/"),
    tests: inEngine("languages/scenarios"),
  },
  {
    name: "security",
    code: source("security/"),
    tests: inEngine("languages/scenarios"),
  },
  {
    name: "load test",
    code: source("loadtest/"),
    tests: inLab("loadTest"),
  },
  {
    name: "languages",
    code: [...source("host", "inputs/", "components.ts"), "provider/schema.json", "sdk/", "examples/"],
    tests: inEngine("languages/"),
  },
  {
    name: "lab",
    code: ["lab/", "tests/run.ts", "tests/runner/"],
    tests: [...inEngine("lab/"), ...inLab("killed", "node", "story")],
  },
  {
    name: "release",
    code: ["tools/release/", "tools/build/", "examples/templates/", "package.json"],
    tests: inEngine("published"),
  },
  { name: "diff", code: ["tools/diff/"], tests: inEngine("diff/", "refusals") },
];

/** Those of the paths that begin as one of the beginnings. */
export function among(paths: readonly string[], beginnings: readonly string[]): string[] {
  return paths.filter((path) => beginnings.some((beginning) => path.startsWith(beginning)));
}
