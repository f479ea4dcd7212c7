import { setMaxListeners } from "node:events";
import { finished } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import { Agent } from "undici";
import type { Outcome } from "./measure";
import { usersAt, type LoadPlan } from "./plan";
import { hostAndPort, type Target } from "./target";

/** How a gateway's certificate is judged, where the URL is one of HTTPS. */
export interface Trust {
  /** Certificates in PEM that are trusted beside those of Node.js. */
  readonly ca?: string;
  /** Whether any certificate is taken. */
  readonly insecure?: boolean;
}

/** Sends one request to the target and tells what came of it. Never throws. */
export type Send = (signal?: AbortSignal) => Promise<Outcome>;

export interface Sender {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/** A user whose connection fails waits so long, so that a gateway which is down isn't flooded. */
const pauseAfterError = 100;
const spawnInterval = 100;

/** A way to send requests to the target: each user has a connection, and Host says which service is meant. */
export function openSender(target: Target, plan: LoadPlan, trust: Trust): Sender {
  const { protocol, host, hostname } = new URL(target.url);
  const { address, port } = target.road;
  const timeout = plan.requestTimeout * 1000;
  const dispatcher = new Agent({
    connections: plan.maxUsers,
    pipelining: 1,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    connect: {
      timeout,
      servername: hostname,
      ca: trust.ca === undefined ? undefined : [...rootCertificates, trust.ca],
      rejectUnauthorized: trust.insecure !== true,
    },
  });
  const origin = `${protocol}//${hostAndPort(address, port)}`;
  const ask = async (signal: AbortSignal | undefined) => {
    const { statusCode, body } = await dispatcher.request({
      origin,
      path: plan.path,
      method: "GET",
      headers: { host },
      signal,
    });
    await finished(body.resume());
    return statusCode;
  };
  return {
    send: async (signal) => {
      const start = performance.now();
      const failure = await ask(signal).then(failedStatus, errorKind);
      return { milliseconds: performance.now() - start, failure };
    },
    close: () => dispatcher.destroy(),
  };
}

function failedStatus(status: number): string | undefined {
  return status < 400 ? undefined : String(status);
}

function errorKind(error: unknown): string {
  const { name, code } = error as { readonly name?: string; readonly code?: unknown };
  return typeof code === "string" ? code : (name ?? "Error");
}

/** What runs while users send requests. */
export interface Load {
  /** Users that there are. */
  readonly users: () => number;
  /** Settles once the last user is through. */
  readonly done: Promise<void>;
}

/**
 * Starts users as the plan says until its end or the signal. A request that is under way at the end is cut off and not
 * counted, as in Locust.
 */
export function startLoad(
  plan: LoadPlan,
  send: Send,
  record: (outcome: Outcome) => void,
  stop: AbortSignal,
): Load {
  const users: Promise<void>[] = [];
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), plan.seconds * 1000);
  stop.addEventListener("abort", () => end.abort(), { once: true });
  const ended = end.signal;
  // Each request under way listens to it.
  setMaxListeners(0, ended);
  const use = async () => {
    while (!ended.aborted) {
      const outcome = await send(ended);
      if (!ended.aborted) {
        record(outcome);
        await rest(plan, outcome, ended);
      }
    }
  };
  const spawn = async () => {
    const start = performance.now();
    while (!ended.aborted && users.length < plan.maxUsers) {
      const wanted = usersAt(plan, (performance.now() - start) / 1000);
      users.push(...Array.from({ length: wanted - users.length }, use));
      await sleep(spawnInterval, ended);
    }
    await Promise.all(users);
    clearTimeout(timer);
  };
  return { users: () => users.length, done: spawn() };
}

async function rest({ wait }: LoadPlan, { failure }: Outcome, ended: AbortSignal): Promise<void> {
  const isError = failure !== undefined && !/^\d/.test(failure);
  const milliseconds = Math.max(wait * 1000, isError ? pauseAfterError : 0);
  if (milliseconds > 0) {
    await sleep(milliseconds, ended);
  }
}

async function sleep(milliseconds: number, ended: AbortSignal): Promise<void> {
  // An end before the time is over is no error.
  await pause(milliseconds, undefined, { signal: ended }).catch(() => undefined);
}
