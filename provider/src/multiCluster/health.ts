import { ProbeError } from "../cluster/connect";
import { servingNamespace } from "../diagnose/controllers";
import { conditionOf, isTrue, type Conditioned, type KnativeService } from "../diagnose/facts";
import type { Reader } from "../diagnose/reader";
import { serviceKey } from "../platform/serviceKey";

/** How a cluster fares. */
export interface Health {
  /** Whether its API server answers. */
  readonly reachable: boolean;
  /** What isn't ready of Knative and of the services, and why. */
  readonly problems: readonly string[];
}

/** A service that is to be ready. */
export interface WantedService {
  readonly name: string;
  readonly namespace: string;
}

/** Whether Knative's programs and services are ready, as the cluster itself tells. */
export async function readHealth(
  open: () => Promise<Reader>,
  wanted: readonly WantedService[],
): Promise<Health> {
  try {
    const reader = await open();
    const namespaces = [...new Set(wanted.map(({ namespace }) => namespace))];
    const [programs, ...services] = await Promise.all([
      reader.list<Conditioned>(`/apis/apps/v1/namespaces/${servingNamespace}/deployments`),
      ...namespaces.map((namespace) =>
        reader.list<KnativeService>(`/apis/serving.knative.dev/v1/namespaces/${namespace}/services`),
      ),
    ]);
    const problems = [...programsAmiss(programs), ...servicesAmiss(services.flat(), wanted)];
    const denied = reader.denied.map((path) => `${path} may not be read: what it holds isn't known`);
    return { reachable: true, problems: denied.length > 0 ? denied : problems };
  } catch (error) {
    if (error instanceof ProbeError) {
      return { reachable: false, problems: [`the API server can't be asked: ${error.message}`] };
    }
    throw error;
  }
}

function programsAmiss(programs: readonly Conditioned[]): string[] {
  return programs.length === 0
    ? [`no program of Knative is in ${servingNamespace}`]
    : programs
        .filter((program) => !isTrue(program, "Available"))
        .map((program) => `program ${program.metadata.name}: ${reasonOf(program, "Available")}`);
}

function servicesAmiss(services: readonly KnativeService[], wanted: readonly WantedService[]): string[] {
  return wanted.flatMap(({ name, namespace }) => {
    const key = serviceKey({ name, namespace, image: "" });
    const found = services.find(
      ({ metadata }) => metadata.name === name && (metadata.namespace ?? "default") === namespace,
    );
    if (found === undefined) {
      return [`service ${key}: isn't there`];
    }
    return isTrue(found, "Ready") ? [] : [`service ${key}: ${reasonOf(found, "Ready")}`];
  });
}

function reasonOf(object: Conditioned, type: string): string {
  const { reason, message } = conditionOf(object, type) ?? {};
  const words = [reason, message].filter((word) => word !== undefined && word !== "");
  return words.length === 0 ? "not ready yet" : words.join(": ");
}

/** Reads until all is ready, or the time is over. */
export async function awaitHealth(
  read: () => Promise<Health>,
  limitSeconds: number,
  pauseMs = 2_000,
): Promise<Health> {
  const until = Date.now() + limitSeconds * 1_000;
  for (;;) {
    const health = await read();
    if (isHealthy(health) || Date.now() >= until) {
      return health;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export function isHealthy({ reachable, problems }: Health): boolean {
  return reachable && problems.length === 0;
}
