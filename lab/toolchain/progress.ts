/**
 * What a long piece of work tells whoever shows it. Each step says "cached" once, or "start", any number of times how far it is
 * ("progress"), and then "done" or "failed".
 */
export interface ProgressEvent {
  /** The step in words that a person understands, the same in all of its events. */
  readonly step: string;
  readonly state: "start" | "progress" | "done" | "cached" | "failed";
  /** At "start" what it waits for, at "progress" how far it is, at "done" and "cached" what came of it, at "failed" the reason. */
  readonly detail?: string;
  /** Seconds since the step's "start"; only at "done" and "failed". */
  readonly seconds?: number;
}

export type Report = (event: ProgressEvent) => void;

/** Runs a piece of work that takes time, telling its start and its end; the work itself may tell how far it is. */
export async function step<T>(
  report: Report,
  name: string,
  detail: string,
  work: (progress: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const seconds = () => Math.round(performance.now() - began) / 1000;
  report({ step: name, state: "start", detail });
  try {
    const result = await work((detail) => report({ step: name, state: "progress", detail }));
    report({ step: name, state: "done", seconds: seconds() });
    return result;
  } catch (error) {
    report({ step: name, state: "failed", seconds: seconds(), detail: firstLine(error) });
    throw error;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
