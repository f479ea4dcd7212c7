import type { Problem } from "../problems";

/** How the load grows, and how long it lasts: as Locust says it, so that the figures of both can be compared. */
export interface LoadPlan {
  /** Users at the start. Each sends a request, waits for its answer, pauses for `wait`, and begins anew. */
  readonly users: number;
  /** Users that join in each second. */
  readonly spawnRate: number;
  /** Users that there are at most. */
  readonly maxUsers: number;
  /** Length of the test in seconds. */
  readonly seconds: number;
  /** Pause of a user between an answer and its next request, in seconds. */
  readonly wait: number;
  /** Seconds after which a request without an answer has failed; a start from no pods must fit in. */
  readonly requestTimeout: number;
  /** Path of the requests, with its query. */
  readonly path: string;
}

export const defaultPlan: LoadPlan = {
  users: 10,
  spawnRate: 5,
  maxUsers: 1000,
  seconds: 1800,
  wait: 0,
  requestTimeout: 60,
  path: "/",
};

/** What a plan's numbers may be; one process of Node.js drives no more. */
export const planBounds = {
  users: [1, 10_000],
  spawnRate: [0, 10_000],
  maxUsers: [1, 10_000],
  seconds: [1, 86_400],
  wait: [0, 600],
  requestTimeout: [1, 600],
} as const satisfies Partial<Record<keyof LoadPlan, readonly [number, number]>>;

/** What contradicts itself in a plan whose single numbers are within their bounds. */
export function checkPlan({ users, maxUsers, path }: LoadPlan): Problem[] {
  const problems: Problem[] = [];
  if (users > maxUsers) {
    const reason = `${users} users at the start are more than the ${maxUsers} of --max-users; raise that, or start with fewer`;
    problems.push({ path: "--users", code: "KN9701", reason });
  }
  if (!/^\/[\x21-\x7e]*$/.test(path)) {
    const reason = `must be a path such as /api/v1/health?full=1, with everything but ASCII percent-encoded, got ${JSON.stringify(path)}`;
    problems.push({ path: "--path", code: "KN1006", reason });
  }
  return problems;
}

/** The users that there should be some seconds after the start. */
export function usersAt({ users, spawnRate, maxUsers }: LoadPlan, seconds: number): number {
  return Math.min(maxUsers, users + Math.floor(spawnRate * seconds));
}

/** Seconds after which no more users join: the plan's whole length where the most is not reached. */
export function rampSeconds({ users, spawnRate, maxUsers, seconds }: LoadPlan): number {
  const ramp = users === maxUsers ? 0 : (maxUsers - users) / spawnRate;
  return Math.min(seconds, Math.ceil(ramp));
}
