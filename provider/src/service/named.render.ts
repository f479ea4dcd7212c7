/** What is looked at of a rendered probe and container; the rest is passed on. */
interface Probe {
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
  readonly grpc?: object;
  readonly tcpSocket?: object;
}
interface Container {
  readonly name?: string;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
}

const mainName = "user-container";

/**
 * Containers with what Knative fills in. Of a revision that the user named it fills in nothing once the name stays the
 * same, and takes what lacks for a change: not even the shares of traffic could then be changed. What an installation adds
 * by its own settings (config-defaults, secure-pod-defaults) a service must say itself.
 * See knative/serving pkg/apis/serving/v1/configuration_defaults.go and revision_defaults.go.
 */
export function completeContainers([main = {}, ...sidecars]: readonly Container[]): Container[] {
  const name = sidecars.length === 0 ? mainName : `${mainName}-0`;
  return [
    completeProbes({ name, readinessProbe: { tcpSocket: {} }, ...main }),
    ...sidecars.map(completeProbes),
  ];
}

function completeProbes(container: Container): Container {
  const { readinessProbe, livenessProbe, startupProbe } = container;
  return {
    ...container,
    ...(readinessProbe && { readinessProbe: completeReadiness(completeGrpc(readinessProbe)) }),
    ...(livenessProbe && { livenessProbe: completeGrpc(livenessProbe) }),
    ...(startupProbe && { startupProbe: completeGrpc(startupProbe) }),
  };
}

function completeReadiness(probe: Probe): Probe {
  const kubernetes = (probe.periodSeconds ?? 0) === 0 ? {} : { failureThreshold: 3, timeoutSeconds: 1 };
  return { successThreshold: 1, ...kubernetes, ...probe };
}

function completeGrpc(probe: Probe): Probe {
  return probe.grpc !== undefined ? { ...probe, grpc: { service: "", ...probe.grpc } } : probe;
}
