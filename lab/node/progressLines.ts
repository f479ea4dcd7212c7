import pc from "picocolors";

import type { ProgressEvent, Report } from "../toolchain/progress";

/** Where lines go: a terminal can show, below them, what is under way. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REFRESH_MS = 250;
/** How often a log gets a line from each step that still runs: whoever looks is to see that it lives. */
const SIGN_MS = 15_000;
const CLEAR_LINE = "\r\u001b[2K";

export interface ProgressLines {
  readonly report: Report;
  /** Ends the display; no event may follow. */
  readonly stop: () => void;
}

interface Running {
  readonly since: number;
  /** What it waits for or how far it is. */
  readonly detail: string;
}

/**
 * Shows progress as lines: in a log one for a step's start, one for its end and between them a sign of life every 15 s; on a
 * terminal only the ends, and below them a line that lives, with what is waited for and for how long.
 */
export function progressLines(screen: Screen, clock: () => number = () => performance.now()): ProgressLines {
  const running = new Map<string, Running>();
  const isLive = screen.isTTY === true;
  const draw = () => {
    screen.write(CLEAR_LINE + liveLine(running, clock(), screen.columns ?? 80));
  };
  const signs = () => {
    for (const line of signLines(running, clock())) screen.write(`${line}\n`);
  };
  const timer = isLive ? setInterval(draw, REFRESH_MS) : setInterval(signs, SIGN_MS);
  // Whoever forgets to stop the display is not kept from ending by it.
  timer.unref();
  const report: Report = ({ step, state, detail = "", seconds }) => {
    const since = running.get(step)?.since ?? clock();
    if (state === "start" || state === "progress") running.set(step, { since, detail });
    else running.delete(step);
    const isShown = state !== "progress" && (!isLive || state !== "start");
    if (isShown) screen.write(`${isLive ? CLEAR_LINE : ""}${eventLine({ step, state, detail, seconds })}\n`);
    if (isLive) draw();
  };
  return {
    report,
    stop: () => {
      clearInterval(timer);
      if (isLive) screen.write(CLEAR_LINE);
    },
  };
}

/** Does a long piece of work and shows its progress; the screen is by default the standard output. */
export async function withProgress<T>(
  work: (report: Report) => Promise<T>,
  screen: Screen = process.stdout,
): Promise<T> {
  const { report, stop } = progressLines(screen);
  return work(report).finally(stop);
}

/** One event as a line. */
export function eventLine({ step, state, detail, seconds }: ProgressEvent): string {
  const words = detail === undefined || detail === "" ? "" : `: ${detail}`;
  switch (state) {
    case "start":
    case "progress":
      return pc.dim(`… ${step}${words}`);
    case "cached":
      return `${pc.green("✔")} ${step}${words || pc.dim(" (there already)")}`;
    case "done":
      return `${pc.green("✔")} ${step}${words} ${pc.dim(`${(seconds ?? 0).toFixed(1)} s`)}`;
    case "failed":
      return `${pc.red("✖")} ${step}${words} ${pc.dim(`${(seconds ?? 0).toFixed(1)} s`)}`;
  }
}

/** A line for each step that is under way, longest first. */
function signLines(running: ReadonlyMap<string, Running>, now: number): readonly string[] {
  return [...running].map(([step, { since, detail }]) =>
    pc.dim(`… ${step}${detail === "" ? "" : `: ${detail}`} (${Math.round((now - since) / 1000)} s)`),
  );
}

/** What is under way, longest first, cut to the terminal's width. */
export function liveLine(running: ReadonlyMap<string, Running>, now: number, columns: number): string {
  const parts = [...running].map(([step, { since, detail }], i) => {
    const why = i === 0 && detail !== "" ? `: ${detail}` : "";
    return `${step}${why} (${Math.round((now - since) / 1000)} s)`;
  });
  return parts.length === 0 ? "" : pc.dim(`⏳ ${parts.join(", ")}`.slice(0, columns - 1));
}
