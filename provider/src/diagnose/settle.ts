import type { ProblemCode } from "../problems";
import { allFindings, diagnose, type Diagnosis } from "./diagnose";
import { isError } from "./finding";
import { named, type KnativeService, type Snapshot } from "./facts";
import { isReady } from "./handOver";
import type { Finding } from "./finding";

/** A service that is waited for. */
export interface Awaited {
  readonly namespace: string;
  readonly name: string;
}

/** How a wait ended; the diagnosis is of that time. */
export interface Outcome {
  readonly kind: "ready" | "broken" | "late";
  readonly diagnosis: Diagnosis;
  /** The service, once it is ready. */
  readonly live?: KnativeService;
}

export interface SettleOptions {
  /** Reads the service's namespace and the installation. */
  readonly read: () => Promise<Snapshot>;
  /** Milliseconds that the wait may take in all. */
  readonly limit: number;
  /** Told of what is waited for, each time that it changes. */
  readonly onWait?: (finding: Finding) => void;
  /** Told once of each thing that keeps the service waiting for long: to take away what nobody else does. */
  readonly onStuck?: (finding: Finding, snapshot: Snapshot) => Promise<void>;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Time between two looks, in milliseconds. */
const interval = 3_000;
/** Time that a finding must stay the same until it counts as final, in seconds. */
const defaultPatience = 10;
/** Time that Kubernetes has to tidy up by itself, in milliseconds. */
const tidying = 20_000;
/** What may mend itself gets more: a node that is being added, an application that starts slowly. */
const patience: Partial<Record<ProblemCode, number>> = {
  KN5014: 30,
  KN5015: 30,
  KN5017: 120,
  KN5018: 30,
  KN5022: 60,
  KN5023: 60,
  KN5024: 120,
  KN5029: 120,
  KN5030: 600,
  KN5031: 60,
  KN6070: 60,
  KN6072: 60,
  KN6073: 60,
  KN6074: 60,
  KN6077: 60,
};

/** Waits until the service is ready, is broken for good, or the time is up, by looking again and again. */
export async function settle(service: Awaited, options: SettleOptions): Promise<Outcome> {
  const { read, limit, onWait, onStuck, now = Date.now, sleep = delay } = options;
  const start = now();
  let known: { readonly key: string; readonly since: number; readonly isTold?: true } | undefined;
  for (;;) {
    const snapshot = await read();
    const diagnosis = diagnose(snapshot, service);
    const live = named(snapshot.namespaces.get(service.namespace)?.services ?? [], service.name);
    if (isReady(live)) {
      return { kind: "ready", diagnosis, live };
    }
    const time = now();
    const finding = hindrance(diagnosis);
    const key = finding === undefined ? "" : `${finding.code} ${finding.link}`;
    if (known?.key !== key) {
      known = { key, since: time };
      if (finding !== undefined) {
        onWait?.(finding);
      }
    }
    if (finding !== undefined && known.isTold === undefined && time - known.since >= tidying) {
      known = { ...known, isTold: true };
      await onStuck?.(finding, snapshot);
    }
    if (finding !== undefined && time - known.since >= patienceOf(finding) * 1000) {
      return { kind: "broken", diagnosis };
    }
    if (time - start >= limit) {
      return { kind: "late", diagnosis };
    }
    await sleep(Math.min(interval, Math.max(0, limit - (time - start))));
  }
}

/** The first broken link that keeps the service from being ready. */
export function hindrance(diagnosis: Diagnosis): Finding | undefined {
  return allFindings(diagnosis).find(isError);
}

export function patienceOf({ code }: Finding): number {
  return patience[code] ?? defaultPatience;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Reads once for all that ask at about the same time. */
export function shared<T>(
  read: (key: string) => Promise<T>,
  freshness: number,
  now: () => number = Date.now,
) {
  const reads = new Map<string, { readonly at: number; readonly value: Promise<T> }>();
  return (key: string): Promise<T> => {
    const last = reads.get(key);
    if (last !== undefined && now() - last.at < freshness) {
      return last.value;
    }
    const value = read(key);
    reads.set(key, { at: now(), value });
    value.catch(() => reads.delete(key));
    return value;
  };
}
