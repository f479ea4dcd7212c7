import { Agent, request } from "undici";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request to an address, with the host that a URL names. */
export async function ask(address: string, url: string, dispatcher?: Agent): Promise<Answer> {
  const { statusCode, body } = await request(
    `http://${address}${new URL(url).pathname}${new URL(url).search}`,
    {
      headers: { host: new URL(url).host },
      dispatcher,
    },
  );
  return { status: statusCode, body: await body.text() };
}

/** What came of the requests to one place. */
export interface Tally {
  readonly url: string;
  readonly sent: number;
  /** By status or kind of error; empty if every request got a 200. */
  readonly lost: Readonly<Record<string, number>>;
}

const mostRequests = 20_000;
const pauseMilliseconds = 10;

/** Asks some URLs over and over, each in a line of its own, for as long as some work goes on. */
export async function underLoad(
  targets: readonly { readonly address: string; readonly url: string }[],
  work: () => Promise<unknown>,
): Promise<Tally[]> {
  const dispatcher = new Agent({ connections: targets.length });
  const stop = new AbortController();
  const lines = targets.map(({ address, url }) => askUntil(stop.signal, address, url, dispatcher));
  try {
    await work();
  } finally {
    stop.abort();
  }
  const tallies = await Promise.all(lines);
  await dispatcher.close();
  return tallies;
}

async function askUntil(stop: AbortSignal, address: string, url: string, dispatcher: Agent): Promise<Tally> {
  const outcomes: string[] = [];
  while (!stop.aborted && outcomes.length < mostRequests) {
    outcomes.push(await outcomeOf(address, url, dispatcher));
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  const lost = outcomes.filter((outcome) => outcome !== "200");
  const kinds = [...new Set(lost)];
  return {
    url,
    sent: outcomes.length,
    lost: Object.fromEntries(kinds.map((kind) => [kind, lost.filter((one) => one === kind).length])),
  };
}

async function outcomeOf(address: string, url: string, dispatcher: Agent): Promise<string> {
  try {
    return String((await ask(address, url, dispatcher)).status);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

/** A line for the test's output: `rollout: 1234 requests, 0 lost`. */
export function tallyText(what: string, tallies: readonly Tally[]): string {
  const sent = tallies.reduce((sum, tally) => sum + tally.sent, 0);
  const lost = tallies.flatMap((tally) => Object.values(tally.lost)).reduce((sum, count) => sum + count, 0);
  return `${what}: ${sent} requests, ${lost} lost`;
}
