import { durationSeconds, quantityValue, under, type Problem } from "../../problems";
import type { ServingArgs } from "../serving.args";
import type { AutoscalerSettingsArgs } from "./autoscaler";
import type { DefaultsSettingsArgs } from "./defaults";
import type { DeploymentSettingsArgs } from "./deployment";
import type { GcSettingsArgs } from "./gc";
import { ExtauthzProtocol, type KourierSettingsArgs } from "./kourier";
import type { LeaderElectionSettingsArgs } from "./leaderElection";
import { checkTemplates } from "./templates.check";
import { MetricsProtocol, TracingProtocol, type ObservabilitySettingsArgs } from "./observability";

/** Rules between settings. Knative's programs end themselves, or its webhook refuses the ConfigMap, where one is broken. */
export function checkRules(args: ServingArgs): Problem[] {
  return [
    ...under("autoscaler", checkAutoscaler(args.autoscaler ?? {})),
    ...under("revisionDefaults", checkDefaults(args.revisionDefaults ?? {})),
    ...under("deployment", checkDeployment(args.deployment ?? {})),
    ...under("gc", checkGc(args.gc ?? {})),
    ...under("leaderElection", checkLeaderElection(args.leaderElection ?? {})),
    ...under("observability", checkObservability(args.observability ?? {})),
    ...under("kourier", checkKourier(args.kourier ?? {})),
    ...under("network", checkTemplates(args.network ?? {})),
  ];
}

/** The problem, if the rule is broken. */
const unless = (holds: boolean, path: string, reason: string): Problem[] =>
  holds ? [] : [{ path, code: "KN3303", reason }];

const seconds = (duration: string | undefined, otherwise: number): number =>
  duration === undefined ? otherwise : (durationSeconds(duration) ?? otherwise);

function checkAutoscaler(settings: AutoscalerSettingsArgs): Problem[] {
  const { minScale = 0, maxScale = 0, maxScaleLimit = 0, initialScale, allowZeroInitialScale } = settings;
  const share = settings.containerConcurrencyTargetPercentage ?? 70;
  const target = settings.containerConcurrencyTargetDefault ?? 100;
  return [
    ...unless(
      maxScale === 0 || minScale <= maxScale,
      "minScale",
      `must not be above maxScale (${maxScale}), got ${minScale}; lower one or raise the other`,
    ),
    ...unless(
      maxScaleLimit === 0 || (maxScale >= 1 && maxScale <= maxScaleLimit),
      "maxScale",
      `must be from 1 to maxScaleLimit (${maxScaleLimit}) once that is set, got ${maxScale}`,
    ),
    ...unless(
      initialScale !== 0 || allowZeroInitialScale === true,
      "initialScale",
      "can be 0 only where allowZeroInitialScale is true",
    ),
    ...unless(
      (settings.targetBurstCapacity ?? 0) >= 0 || settings.targetBurstCapacity === -1,
      "targetBurstCapacity",
      `must be -1 (no limit) or at least 0, got ${settings.targetBurstCapacity}`,
    ),
    ...unless(
      share * target >= 1,
      "containerConcurrencyTargetDefault",
      "is below 0.01 once the target percentage is applied",
    ),
  ];
}

function checkDefaults(settings: DefaultsSettingsArgs): Problem[] {
  const timeout = settings.revisionTimeoutSeconds ?? 300;
  const longest = settings.maxRevisionTimeoutSeconds ?? 600;
  const limit = settings.containerConcurrencyMaxLimit ?? 1000;
  const inside = (path: "revisionResponseStartTimeoutSeconds" | "revisionIdleTimeoutSeconds") =>
    unless(
      (settings[path] ?? 0) <= timeout,
      path,
      `must not be above revisionTimeoutSeconds (${timeout}), got ${settings[path]}`,
    );
  return [
    ...unless(
      timeout <= longest,
      settings.revisionTimeoutSeconds === undefined ? "maxRevisionTimeoutSeconds" : "revisionTimeoutSeconds",
      `a service's ${timeout} s would be above the most that is allowed, ${longest} s; lower revisionTimeoutSeconds or raise maxRevisionTimeoutSeconds`,
    ),
    ...inside("revisionResponseStartTimeoutSeconds"),
    ...inside("revisionIdleTimeoutSeconds"),
    ...unless(
      (settings.containerConcurrency ?? 0) <= limit,
      "containerConcurrency",
      `must not be above containerConcurrencyMaxLimit (${limit}), got ${settings.containerConcurrency}`,
    ),
    ...unless(
      settings.containerConcurrency !== 0 || settings.allowContainerConcurrencyZero !== false,
      "containerConcurrency",
      "can be 0 (no limit) only where allowContainerConcurrencyZero is true",
    ),
  ];
}

/** A deadline below the time that an image needs to be resolved can never be met. */
function checkDeployment(settings: DeploymentSettingsArgs): Problem[] {
  const resolution = seconds(settings.digestResolutionTimeout, 10);
  const { queueSidecarTlsMinVersion: oldest, queueSidecarTlsMaxVersion: newest } = settings;
  return [
    ...checkQueueSidecar(settings),
    ...(settings.registriesSkippingTagResolving ?? []).flatMap((registry, index) =>
      checkRegistry(`registriesSkippingTagResolving[${index}]`, registry),
    ),
    ...unless(
      seconds(settings.progressDeadline, 600) > resolution,
      "progressDeadline",
      `must be longer than digestResolutionTimeout (${resolution}s)`,
    ),
    ...unless(
      newest === undefined || (oldest ?? "1.3") <= newest,
      "queueSidecarTlsMaxVersion",
      `must not be below queueSidecarTlsMinVersion (${oldest ?? "1.3"}), got ${newest}`,
    ),
  ];
}

/** Pods whose queue-proxy asks for more than it may use are refused, each time that a revision is made. */
function checkQueueSidecar(settings: DeploymentSettingsArgs): Problem[] {
  return (["Cpu", "Memory", "EphemeralStorage"] as const).flatMap((resource) => {
    const request = settings[`queueSidecar${resource}Request`];
    const limit = settings[`queueSidecar${resource}Limit`];
    const [low, high] = [quantityValue(request ?? ""), quantityValue(limit ?? "")];
    return unless(
      low === undefined || high === undefined || low <= high,
      `queueSidecar${resource}Request`,
      `must not be above queueSidecar${resource}Limit (${limit}), got ${request}; lower it or raise the limit`,
    );
  });
}

/** Knative compares the text with a registry's host and port as a whole (serving pkg/reconciler/revision/resolve.go). */
function checkRegistry(path: string, registry: string): Problem[] {
  const name = registry.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
  if (["docker.io", "registry-1.docker.io", "hub.docker.com"].includes(name)) {
    return unless(false, path, 'is Docker Hub, which Knative knows as "index.docker.io"; write that');
  }
  return unless(
    name === registry,
    path,
    `is compared with a registry's host and port as a whole, so nothing would match; write "${name}"`,
  );
}

function checkGc({ minNonActiveRevisions: least = 20, maxNonActiveRevisions: most = 1000 }: GcSettingsArgs) {
  return unless(
    most === -1 || least <= most,
    "minNonActiveRevisions",
    `must not be above maxNonActiveRevisions (${most}), got ${least}; lower one or raise the other`,
  );
}

/** Rules of client-go's leader election, which ends the program where they are broken. */
/** Rules between the times of leaders. */
export function checkLeaderElection(settings: LeaderElectionSettingsArgs): Problem[] {
  const lease = seconds(settings.leaseDuration, 60);
  const renew = seconds(settings.renewDeadline, 40);
  const retry = seconds(settings.retryPeriod, 10);
  return [
    ...unless(lease > renew, "leaseDuration", `must be longer than renewDeadline (${renew}s), got ${lease}s`),
    ...unless(
      renew > 1.2 * retry,
      "renewDeadline",
      `must be longer than 1.2 times retryPeriod (${retry}s), got ${renew}s`,
    ),
  ];
}

function checkObservability(settings: ObservabilitySettingsArgs): Problem[] {
  const pairs = [
    ["metricsProtocol", "metricsEndpoint", MetricsProtocol.Prometheus],
    ["requestMetricsProtocol", "requestMetricsEndpoint", MetricsProtocol.Prometheus],
    ["tracingProtocol", "tracingEndpoint", TracingProtocol.Stdout],
  ] as const;
  return [
    ...pairs.flatMap(([protocol, endpoint, free]) =>
      checkEndpoint(protocol, settings[protocol] ?? "none", endpoint, settings[endpoint], free),
    ),
    ...unless(
      settings.loggingEnableRequestLog !== true || settings.loggingRequestLogTemplate !== "",
      "loggingRequestLogTemplate",
      "must not be empty where loggingEnableRequestLog is true",
    ),
  ];
}

function checkEndpoint(
  protocol: string,
  spoken: string,
  path: string,
  endpoint: string | undefined,
  free: string,
): Problem[] {
  if (spoken === free) {
    return [];
  }
  return spoken === "none"
    ? unless(
        endpoint === undefined,
        path,
        `has no effect while ${protocol} is "none"; set that, or remove this`,
      )
    : unless(endpoint !== undefined, path, `is required where ${protocol} is "${spoken}": where to send to`);
}

function checkKourier(settings: KourierSettingsArgs): Problem[] {
  const { extauthzHost: host, extauthzProtocol: protocol, extauthzPackAsBytes } = settings;
  const port = Number(/:(\d+)$/.exec(host ?? "")?.[1]);
  const named = settings.certsSecretName !== undefined;
  return [
    ...unless(
      host === undefined || (port >= 1 && port <= 65535),
      "extauthzHost",
      `must be host:port, got "${host}"`,
    ),
    ...unless(
      host === undefined || protocol !== undefined,
      "extauthzProtocol",
      "is required with extauthzHost: Kourier has no default, whatever its example says",
    ),
    ...unless(
      extauthzPackAsBytes !== true || protocol === ExtauthzProtocol.Grpc,
      "extauthzPackAsBytes",
      'is for the protocol "grpc" only; with others Kourier\'s controller ends',
    ),
    ...unless(
      named === (settings.certsSecretNamespace !== undefined),
      named ? "certsSecretNamespace" : "certsSecretName",
      "is required: a Secret has a name and a namespace",
    ),
  ];
}
