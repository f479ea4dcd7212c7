import type { GoTool } from "./tools";

/** The Go module that Istio is built from, its charts and its gateway's bootstrap template included. */
export const ISTIO_MODULE = "istio.io/istio";
/** What the module's own VERSION file says: the minor that the pinned commit belongs to. */
const ISTIO_MINOR = "1.31";

/**
 * The version that Istio's programs report and that their images are tagged with, such as "1.31-eed52ebb66ad". The Go
 * proxy knows Istio by commits alone, for the project's tags have no "v".
 */
export function istioVersion(moduleVersion: string): string {
  const commit = moduleVersion.split("-").at(-1);
  if (commit === undefined || !/^[0-9a-f]{12}$/.test(commit)) {
    throw new Error(
      `expected ${ISTIO_MODULE} at a commit, as v0.0.0-20060102150405-abcdefabcdef, got "${moduleVersion}"`,
    );
  }
  return `${ISTIO_MINOR}-${commit}`;
}

/** The version that charts of that minor have, for clients that go by it. */
export const ISTIO_CHART_VERSION = `${ISTIO_MINOR}.0`;

/** Istio's control plane, the gateway's agent, and a renderer of its charts. Built only for those who ask for Istio. */
export const ISTIO_TOOL: GoTool = {
  title: "Istio",
  module: "istio",
  packages: [
    `${ISTIO_MODULE}/pilot/cmd/pilot-agent`,
    `${ISTIO_MODULE}/pilot/cmd/pilot-discovery`,
    "./charts",
  ],
  // As upstream's own build: Envoy's types come with validators that nothing here calls.
  tags: ["disable_pgv"],
  variables: (versionOf) => ({
    [`${ISTIO_MODULE}/pkg/version.buildVersion`]: istioVersion(versionOf(ISTIO_MODULE)),
    [`${ISTIO_MODULE}/pkg/version.buildStatus`]: "Clean",
  }),
  checks: [
    ["pilot-agent", "version"],
    ["pilot-discovery", "version"],
  ],
};

/** The lab's own programs in the place of net-istio's, whose module is not to be had from every Go proxy. */
export const INGRESS_TOOL: GoTool = {
  title: "Knative's controller for Istio",
  module: "ingress",
  packages: ["./controller", "./webhook"],
  checks: [],
};
