import { expect } from "chai";
import type { ServingArgs } from "../../../../provider/src/serving/serving.args";
import { checkServing } from "../../../../provider/src/serving/serving.check";

const paths = (args: ServingArgs) => checkServing(args).map(({ path, code }) => `${code} ${path}`);

/** Settings that break one rule each, and the setting that is blamed. */
const broken: readonly (readonly [ServingArgs, string])[] = [
  [{ autoscaler: { minScale: 3, maxScale: 2 } }, "autoscaler.minScale"],
  [{ autoscaler: { maxScaleLimit: 5, maxScale: 6 } }, "autoscaler.maxScale"],
  [{ autoscaler: { maxScaleLimit: 5 } }, "autoscaler.maxScale"],
  [{ autoscaler: { initialScale: 0 } }, "autoscaler.initialScale"],
  [
    { autoscaler: { containerConcurrencyTargetDefault: 0.01, containerConcurrencyTargetPercentage: 50 } },
    "autoscaler.containerConcurrencyTargetDefault",
  ],
  [{ revisionDefaults: { revisionTimeoutSeconds: 900 } }, "revisionDefaults.revisionTimeoutSeconds"],
  [{ revisionDefaults: { maxRevisionTimeoutSeconds: 200 } }, "revisionDefaults.maxRevisionTimeoutSeconds"],
  [
    { revisionDefaults: { revisionResponseStartTimeoutSeconds: 301 } },
    "revisionDefaults.revisionResponseStartTimeoutSeconds",
  ],
  [{ revisionDefaults: { revisionIdleTimeoutSeconds: 301 } }, "revisionDefaults.revisionIdleTimeoutSeconds"],
  [{ revisionDefaults: { containerConcurrency: 2000 } }, "revisionDefaults.containerConcurrency"],
  [
    { revisionDefaults: { containerConcurrency: 0, allowContainerConcurrencyZero: false } },
    "revisionDefaults.containerConcurrency",
  ],
  [{ autoscaler: { targetBurstCapacity: -0.5 } }, "autoscaler.targetBurstCapacity"],
  [{ network: { tagTemplate: "{{.Name}}-{{.Tag" } }, "network.tagTemplate"],
  [{ network: { domainTemplate: "{{.Nam}}.{{.Domain}}" } }, "network.domainTemplate"],
  [{ network: { tagTemplate: "{{.Tag}}-{{.Namespace}}" } }, "network.tagTemplate"],
  [
    { deployment: { queueSidecarCpuRequest: "1", queueSidecarCpuLimit: "500m" } },
    "deployment.queueSidecarCpuRequest",
  ],
  [{ deployment: { progressDeadline: "10s" } }, "deployment.progressDeadline"],
  [{ deployment: { queueSidecarTlsMaxVersion: "1.2" } }, "deployment.queueSidecarTlsMaxVersion"],
  [{ gc: { minNonActiveRevisions: 21, maxNonActiveRevisions: 20 } }, "gc.minNonActiveRevisions"],
  [{ leaderElection: { leaseDuration: "40s" } }, "leaderElection.leaseDuration"],
  [{ leaderElection: { retryPeriod: "35s" } }, "leaderElection.renewDeadline"],
  [{ observability: { metricsProtocol: "grpc" } }, "observability.metricsEndpoint"],
  [{ observability: { metricsEndpoint: "http://x" } }, "observability.metricsEndpoint"],
  [{ observability: { requestMetricsProtocol: "http/protobuf" } }, "observability.requestMetricsEndpoint"],
  [{ observability: { tracingProtocol: "grpc" } }, "observability.tracingEndpoint"],
  [
    { observability: { loggingEnableRequestLog: true, loggingRequestLogTemplate: "" } },
    "observability.loggingRequestLogTemplate",
  ],
  [{ kourier: { extauthzHost: "auth", extauthzProtocol: "grpc" } }, "kourier.extauthzHost"],
  [{ kourier: { extauthzHost: "auth:9000" } }, "kourier.extauthzProtocol"],
  [
    { kourier: { extauthzHost: "auth:9000", extauthzProtocol: "http", extauthzPackAsBytes: true } },
    "kourier.extauthzPackAsBytes",
  ],
  [{ kourier: { certsSecretName: "tls" } }, "kourier.certsSecretNamespace"],
];

/** Settings at the edge of the rules. */
const kept: readonly ServingArgs[] = [
  { autoscaler: { minScale: 2, maxScale: 2, maxScaleLimit: 2 } },
  { autoscaler: { initialScale: 0, allowZeroInitialScale: true } },
  { revisionDefaults: { revisionTimeoutSeconds: 900, maxRevisionTimeoutSeconds: 900 } },
  { deployment: { queueSidecarTlsMinVersion: "1.2", queueSidecarTlsMaxVersion: "1.2" } },
  { gc: { minNonActiveRevisions: 5000, maxNonActiveRevisions: -1 } },
  { leaderElection: { leaseDuration: "15s", renewDeadline: "10s", retryPeriod: "2s" } },
  { observability: { metricsProtocol: "prometheus", tracingProtocol: "stdout" } },
  { observability: { metricsProtocol: "grpc", metricsEndpoint: "collector:4317" } },
  { kourier: { extauthzHost: "auth:9000", extauthzProtocol: "grpc", extauthzPackAsBytes: true } },
  { kourier: { certsSecretName: "tls", certsSecretNamespace: "knative-serving" } },
];

describe("serving: rules between settings", () => {
  for (const [args, path] of broken) {
    it(`refuses ${JSON.stringify(args)} at ${path}`, () => {
      expect(paths(args)).to.deep.equal([`KN3303 ${path}`]);
    });
  }

  for (const args of kept) {
    it(`takes ${JSON.stringify(args)}`, () => {
      expect(paths(args)).to.deep.equal([]);
    });
  }

  it("P11: compare quantities, whatever their units", () => {
    const deployment = { queueSidecarMemoryRequest: "1G", queueSidecarMemoryLimit: "1Gi" };
    expect(
      paths({ deployment: { ...deployment, queueSidecarCpuRequest: "1", queueSidecarCpuLimit: "1000m" } }),
    ).to.deep.equal([]);
  });

  it("P2: know registries as Knative compares them", () => {
    const registriesSkippingTagResolving = [
      "https://registry.local",
      "registry.local/team",
      "docker.io",
      "registry.local:5000",
      "index.docker.io",
    ];
    expect(
      checkServing({ deployment: { registriesSkippingTagResolving } }).map(({ path, reason }) => [
        path,
        /"([^"]+)"/.exec(reason)?.[1],
      ]),
    ).to.deep.equal([
      ["deployment.registriesSkippingTagResolving[0]", "registry.local"],
      ["deployment.registriesSkippingTagResolving[1]", "registry.local"],
      ["deployment.registriesSkippingTagResolving[2]", "index.docker.io"],
    ]);
  });

  it("take Go templates with what they are given", () => {
    const domainTemplate =
      '{{if index .Annotations "sub"}}{{- index .Annotations "sub" -}}.{{end}}{{ .Name }}.{{.Namespace}}.{{.Domain}}';
    expect(paths({ network: { domainTemplate, tagTemplate: "{{.Name}}-{{.Tag}}" } })).to.deep.equal([]);
  });
});
