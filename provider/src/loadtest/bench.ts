import { setTimeout as pause } from "node:timers/promises";
import type { Reader } from "../diagnose/reader";
import { openSender, startLoad, type Load, type Trust } from "./load";
import { Measure, type Point } from "./measure";
import type { LoadPlan } from "./plan";
import { firstLook, historyOf, nextLook, readPods, type PodRecord } from "./pods";
import type { Report } from "./report";
import { hostAndPort, type Target } from "./target";

/** A test to run, and who follows it. */
export interface Bench {
  readonly target: Target;
  readonly plan: LoadPlan;
  readonly trust: Trust;
  readonly reader: Reader;
  /** Ends the test early; what was measured until then is reported. */
  readonly stop: AbortSignal;
  /** Told after each stretch. */
  readonly onPoint: (point: Point, record: PodRecord | undefined) => void;
}

/** The first request was not answered: nothing was put under load. */
export class NoAnswer extends Error {}

/** Stretches of a test, at most: longer tests have longer ones. */
const mostPoints = 360;
const podsEvery = 1000;

/** Runs a load test: one request first, which has to be answered, then the load with a look at the pods each second. */
export async function runBench(bench: Bench): Promise<Report> {
  const { target, plan, trust, stop } = bench;
  const sender = openSender(target, plan, trust);
  try {
    const watch = new PodWatch(bench);
    await watch.look();
    const firstRequest = await sendFirst(bench, sender.send);
    const measure = new Measure();
    const startedAt = new Date().toISOString();
    const start = performance.now();
    const load = startLoad(plan, sender.send, (outcome) => measure.record(outcome), stop);
    const watching = watch.until(load.done);
    const points = await sample(bench, { load, measure, watch, start });
    await watching;
    const seconds = (performance.now() - start) / 1000;
    const pods = watch.record === undefined ? undefined : historyOf(watch.record);
    const totals = measure.totals();
    return {
      target,
      plan,
      startedAt,
      seconds,
      isInterrupted: stop.aborted,
      firstRequest,
      totals,
      pods,
      points,
    };
  } finally {
    await sender.close();
  }
}

async function sendFirst(
  { target, stop }: Bench,
  send: ReturnType<typeof openSender>["send"],
): Promise<number> {
  const { milliseconds, failure } = await send(stop);
  if (failure !== undefined) {
    const { address, port } = target.road;
    throw new NoAnswer(
      `the first request to ${target.url} by ${hostAndPort(address, port)} ended with ${failure}: nothing was put under load`,
    );
  }
  return milliseconds;
}

interface Running {
  readonly load: Load;
  readonly measure: Measure;
  readonly watch: PodWatch;
  readonly start: number;
}

/** Makes a point of each stretch until the last user is through. */
async function sample(
  { plan, onPoint }: Bench,
  { load, measure, watch, start }: Running,
): Promise<readonly Point[]> {
  const stretch = Math.max(1, Math.ceil(plan.seconds / mostPoints)) * 1000;
  const points: Point[] = [];
  const isOver = load.done.then(() => true);
  const add = () => {
    const point = measure.point((performance.now() - start) / 1000, load.users(), watch.record?.count);
    points.push(point);
    onPoint(point, watch.record);
  };
  while (!(await Promise.race([isOver, pause(stretch, false, { ref: false })]))) {
    add();
  }
  add();
  return points;
}

/** Looks at the service's pods while the test runs. Where they can't be read, the test goes on without them. */
class PodWatch {
  record: PodRecord | undefined;

  constructor(private readonly bench: Bench) {}

  async look(): Promise<void> {
    const { reader, target } = this.bench;
    const pods = await readPods(reader, target).catch(() => undefined);
    if (pods !== undefined) {
      this.record = this.record === undefined ? firstLook(pods) : nextLook(this.record, pods);
    }
  }

  /** Looks each second, and once more at the end. */
  async until(end: Promise<void>): Promise<void> {
    const isOver = end.then(() => true);
    while (!(await Promise.race([isOver, pause(podsEvery, false, { ref: false })]))) {
      await this.look();
    }
    await this.look();
  }
}
