import pc from "picocolors";

import type { ProgressEvent, Report } from "../toolchain/progress";

/** Where lines go: a terminal can show, below them, what is under way. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REFRESH_MS = 250;
const CLEAR_LINE = "\r\u001b[2K";

export interface ProgressLines {
  readonly report: Report;
  /** Ends the display; no event may follow. */
  readonly stop: () => void;
}

/**
 * Shows progress as lines: in a log one for a step's start and one for its end; on a terminal only the ends, and below
 * them a line that lives, with what is waited for and for how long.
 */
export function progressLines(screen: Screen, clock: () => number = () => performance.now()): ProgressLines {
  const running = new Map<string, { readonly since: number; readonly detail: string }>();
  const isLive = screen.isTTY === true;
  const draw = () => {
    screen.write(CLEAR_LINE + liveLine(running, clock(), screen.columns ?? 80));
  };
  const timer = isLive ? setInterval(draw, REFRESH_MS) : undefined;
  const report: Report = (event) => {
    if (event.state === "start") running.set(event.step, { since: clock(), detail: event.detail ?? "" });
    else running.delete(event.step);
    if (!isLive || event.state !== "start") screen.write(`${isLive ? CLEAR_LINE : ""}${eventLine(event)}\n`);
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
      return pc.dim(`… ${step}${words}`);
    case "cached":
      return `${pc.green("✔")} ${step}${words || pc.dim(" (there already)")}`;
    case "done":
      return `${pc.green("✔")} ${step}${words} ${pc.dim(`${(seconds ?? 0).toFixed(1)} s`)}`;
    case "failed":
      return `${pc.red("✖")} ${step}${words} ${pc.dim(`${(seconds ?? 0).toFixed(1)} s`)}`;
  }
}

/** What is under way, longest first, cut to the terminal's width. */
export function liveLine(
  running: ReadonlyMap<string, { readonly since: number; readonly detail: string }>,
  now: number,
  columns: number,
): string {
  const parts = [...running].map(([step, { since, detail }], i) => {
    const why = i === 0 && detail !== "" ? `: ${detail}` : "";
    return `${step}${why} (${Math.round((now - since) / 1000)} s)`;
  });
  return parts.length === 0 ? "" : pc.dim(`⏳ ${parts.join(", ")}`.slice(0, columns - 1));
}
