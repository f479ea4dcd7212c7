import { conditionOf, type Pod } from "../diagnose/facts";
import type { Reader } from "../diagnose/reader";

/** The service's pods at one time. */
export interface PodCount {
  readonly ready: number;
  /** There, but not ready yet. */
  readonly starting: number;
}

/** What came of the service's pods in the whole test. */
export interface PodHistory {
  /** How often requests found no pod that was ready, and one got ready. */
  readonly coldStarts: number;
  /** Pods that began while the test ran. */
  readonly started: number;
  /** Most pods that were ready at once. */
  readonly mostReady: number;
  /** Seconds from a pod's creation until it was ready, for each that began in the test; Kubernetes tells whole seconds. */
  readonly startSeconds: readonly number[];
}

/** What is known of the pods so far. */
export interface PodRecord {
  readonly count?: PodCount;
  readonly coldStarts: number;
  readonly mostReady: number;
  /** Pods that were there when the test began, by UID. */
  readonly before: ReadonlySet<string>;
  /** Seconds that each pod took to get ready, by UID; undefined while it hasn't. */
  readonly started: ReadonlyMap<string, number | undefined>;
}

/** The state before the first request. */
export function firstLook(pods: readonly Pod[]): PodRecord {
  const count = countPods(pods);
  const before = new Set(pods.flatMap(({ metadata }) => metadata.uid ?? []));
  return { count, coldStarts: 0, mostReady: count.ready, before, started: new Map() };
}

/** The state with what one more look has shown. */
export function nextLook(record: PodRecord, pods: readonly Pod[]): PodRecord {
  const count = countPods(pods);
  const began = pods.flatMap((pod): [string, number | undefined][] => {
    const { uid } = pod.metadata;
    return uid === undefined || record.before.has(uid)
      ? []
      : [[uid, readyAfter(pod) ?? record.started.get(uid)]];
  });
  const isColdStart = record.count?.ready === 0 && count.ready > 0;
  return {
    ...record,
    count,
    coldStarts: record.coldStarts + (isColdStart ? 1 : 0),
    mostReady: Math.max(record.mostReady, count.ready),
    started: new Map([...record.started, ...began]),
  };
}

export function historyOf({ coldStarts, mostReady, started }: PodRecord): PodHistory {
  const startSeconds = [...started.values()].filter((seconds) => seconds !== undefined);
  return {
    coldStarts,
    mostReady,
    started: started.size,
    startSeconds: startSeconds.toSorted((a, b) => a - b),
  };
}

function countPods(pods: readonly Pod[]): PodCount {
  const present = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ready = present.filter((pod) => conditionOf(pod, "Ready")?.status === "True").length;
  return { ready, starting: present.length - ready };
}

function readyAfter(pod: Pod): number | undefined {
  const ready = conditionOf(pod, "Ready");
  const { creationTimestamp } = pod.metadata;
  return ready?.status !== "True" || ready.lastTransitionTime === undefined || creationTimestamp === undefined
    ? undefined
    : (Date.parse(ready.lastTransitionTime) - Date.parse(creationTimestamp)) / 1000;
}

/** The service's pods, of all its revisions. Undefined where they may not be read. */
export async function readPods(
  reader: Reader,
  { namespace, service }: { readonly namespace: string; readonly service: string },
): Promise<readonly Pod[] | undefined> {
  const selector = encodeURIComponent(`serving.knative.dev/service=${service}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const pods = await reader.list<Pod>(path);
  return reader.denied.includes(path) ? undefined : pods;
}
